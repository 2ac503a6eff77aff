"""Write articles: rows, versions, bylines, regions and media, and the raw archive of response bodies.

Functions here work inside a transaction of the caller (the ledger). Must not know how articles are read back.
"""
