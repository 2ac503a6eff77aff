"""Read list pages: which articles a page lists, when they were published, and where the next page is.

Pure functions of a response and a source. Must not know newspapers, runs or spiders.
"""
