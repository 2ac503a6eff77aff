"""The schema steps in order; the newest one is ``storage.db.migrate.HEAD``."""
