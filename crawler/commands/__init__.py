"""The Scrapy commands ``crawl`` and ``list``, with meaningful exit codes and errors for broken source files.

Scrapy finds them by the setting ``COMMANDS_MODULE``. Must not know the ``govnews`` command line.
"""
