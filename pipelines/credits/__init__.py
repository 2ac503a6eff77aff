"""Read who published, wrote, photographed, edited and reviewed an article, and the dates printed beside the names.

Works on lines of text and their position around a body. Must not decide title, date or outlet of the article.
"""
