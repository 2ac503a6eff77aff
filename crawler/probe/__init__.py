"""Examine a site from one address and draft a source file for it; check known sources by a small crawl.

Used by ``govnews source add``, ``check`` and ``test``. Uses the list and newspaper readers and starts crawls in
subprocesses; nothing but the command line imports it.
"""
