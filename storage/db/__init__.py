"""The database itself: engines, tables, views, migration, transactions.

Wraps SQLAlchemy and Alembic. Must not know what crawls and readers do with the rows.
"""
