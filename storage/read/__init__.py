"""Read the archive: article records, runs, sources, stories, exports.

Opens read transactions only. Must not write, and must not know how articles came into the database.
"""
