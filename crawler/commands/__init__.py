"""Scrapy commands of this project: crawl and list, with meaningful exit codes and errors for broken source files."""
