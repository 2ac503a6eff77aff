"""Maintenance of a whole archive: integrity check, takedown, re-extraction, recluster.

Built on all other folders of storage. Nothing else in storage may import it.
"""
