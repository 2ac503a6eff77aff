"""Scrapy commands with an exit code that says something."""
