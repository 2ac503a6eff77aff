"""The Scrapy spiders: one for list pages, one for newspapers. A new site is a YAML file and needs no code here.

Spiders turn claims into requests and responses into links; they must not know how text is understood nor use SQL.
"""
