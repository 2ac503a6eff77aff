"""Decide the facts of an article: headline, date, outlet, column, keywords, summary, attachments.

Works on the page, its body and the credits. Each fact is decided by an order of evidence and records the rule that won.
"""
