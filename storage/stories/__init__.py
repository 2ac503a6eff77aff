"""Relate stored articles to one another and group duplicates and reprints into stories.

The comparison of two texts is passed in as a ``Comparer``. Must not know the frontier or how articles are saved.
"""
