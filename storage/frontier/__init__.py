"""The frontier: known pages and their state, leases on hosts, rows of sources, runs and hosts.

Functions here work inside a transaction of the caller. Must not know articles' content or stories.
"""
