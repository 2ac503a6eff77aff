"""Read who published, wrote, photographed, edited and reviewed an article, and the dates printed beside the names.

Knows lines of text and where they stand around a body; does not decide title, date or outlet of the article.
"""
