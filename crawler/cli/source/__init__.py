"""The ``govnews source`` commands: list, show, pause, resume, add, check, test, import and export.

Contains only the dialogue and the output. Must not examine sites (`crawler.probe`) or read files (`crawler.sources`) itself.
"""
