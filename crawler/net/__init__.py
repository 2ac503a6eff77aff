"""The network side of a crawl: Scrapy middlewares, the download handler and the DNS resolver, with their rules.

Decides what may be requested and when, and how each request ended. Must not know lists, the frontier or the database:
a run provides what is needed through ``fetch_services.FetchServices``.
"""
