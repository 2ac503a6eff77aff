"""Split a printed page that arrives as lines of text.

Works on strings alone: which lines begin a story, and which lines are whose headline. No sizes, no positions.
"""
