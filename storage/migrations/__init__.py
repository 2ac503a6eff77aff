"""Alembic migrations, one module per schema step; run by ``storage.db.migrate``.

A released migration never changes. Must not import anything above ``storage.db``.
"""
