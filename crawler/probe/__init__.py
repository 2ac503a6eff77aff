"""Look at a site before it is a source: what it runs on, where its lists are, whether it lets us read."""
