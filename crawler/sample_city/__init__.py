"""An invented city for the demo and the tests: a government, a county, a newspaper, a portal and a mirror.

Makes the pages and the records that a correct crawl stores from the same data files. Must not know the crawler or
the extraction; ``server`` serves the pages on loopback.
"""
