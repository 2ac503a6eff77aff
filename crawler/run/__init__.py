"""One run of a source (leases, claims, outcomes, report), and the processes that crawl many sources.

Connects spiders and item pipelines with the database. Must not know how list pages are read, nor the command line.
"""
