"""Store articles, their versions and their evidence, and read them back.

Contains the database, the frontier of known pages, the raw archive, exports and maintenance. Must not know how
pages are fetched (Scrapy) or understood (trafilatura): callers pass records and functions in.
"""
