"""Split a printed newspaper page, which arrives as one text or one PDF, into its stories.

Each story has a confidence and a list of doubts; lines that belong to no story are kept as evidence. Must
not know sources, web addresses or how an article is understood.
"""
