"""The database itself: engines, tables, views, migration, transactions.

Contains all use of SQLAlchemy engines and Alembic. Must not know what crawls and readers do with the rows.
"""
