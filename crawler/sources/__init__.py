"""Source and family files: the YAML itself, and the code that loads and checks it.

A source describes one site; a family presets the keys that all sites of one publishing system share. Knows neither
how lists are read nor how a crawl runs.
"""
