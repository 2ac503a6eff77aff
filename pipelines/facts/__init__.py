"""Decide the facts of an article: headline, date, outlet, column, keywords, summary, attachments.

Knows the page, its body and the credits; each fact is decided by an order of evidence and keeps the rule that won.
"""
