"""Split a printed page that arrives as lines of text.

Works on strings alone: which lines begin a story, and which headline belongs to which story. Must not know sizes or
positions.
"""
