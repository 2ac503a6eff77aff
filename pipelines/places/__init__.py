"""Find the administrative divisions that an article is about, as GB/T 2260 codes with evidence.

Holds the division tables and the rules by which names in a text mean a division. Works on strings and
the article record. Must not know pages, markup or sources beyond their region.
"""
