"""Turn the bytes of a page into a parsed tree, its visible lines and its embedded data.

Contains the rules about markup and boilerplate. Must not know which part of a page is the article.
"""
