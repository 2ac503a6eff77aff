"""Find the part of a page that holds the article, and the lines and pictures of that part.

Uses lines, boxes and vocabulary of the page layer. Must not know who wrote the article or when it was published.
"""
