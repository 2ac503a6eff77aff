"""Rules about Chinese text that need nothing but strings: cleaning, script, dates, names, outlets, labels.

The lowest layer of understanding. Must not know pages, markup or articles.
"""
