"""Read printed newspapers online: from an index to an edition, its pages, and the articles of each page.

Builds on the list readers and yields links for the frontier. Must not know runs or spiders.
"""
