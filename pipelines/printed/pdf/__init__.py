"""Split a printed page that arrives as a PDF.

A child process with limits reads the characters; positions and sizes give lines, blocks, headlines, columns and
reading order. Works on points of a sheet. Must not know markup.
"""
