"""Fetch pages: sources, spiders, network rules, the schedule and the command line.

Passes each response to ``pipelines`` and the results to ``storage``. Must not know how a text is understood.
"""
