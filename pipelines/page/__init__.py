"""Turn the bytes of a page into a parsed tree, its visible lines and its embedded data.

Knows markup and the vocabulary of page boilerplate; does not know which part of a page is the article.
"""
