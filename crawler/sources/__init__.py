"""Source and family files: the YAML itself, and the code that loads and checks it.

A source describes one site; a family presets the keys that all sites of one publishing system share. Must not
know how lists are read or how a crawl runs.
"""
