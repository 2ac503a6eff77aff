"""The network side of a crawl: Scrapy middlewares, the download handler and the DNS resolver, with their rules.

Decides what may be requested and when, and how each request ended. Must not know lists, the frontier or the database:
what it needs from a run it asks through ``fetch_services.FetchServices``.
"""
