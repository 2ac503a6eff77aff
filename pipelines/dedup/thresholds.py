"""Versions and thresholds of deduplication, each with its reason. A changed number is a new version of the rules.

``NORM_VERSION`` names the normal form, ``RULE_VERSION`` the comparison. Both are stored with their results, so that rows
of different versions are never mixed; ``govnews recluster`` brings old rows up to date.
"""

from __future__ import annotations

from dataclasses import dataclass

# 1 read the script from the whole text, kept only the first clauses and had fewer boilerplate lines;
# 2 took 通讯 for the end of a lead formula, and kept byline lines without a label
NORM_VERSION = 3
# 1 merged equal texts only; 2 compared names beside a role only, and no offices, codes, weekdays or list items
# 3 knew no negations, took a corrected misprint for another word, and no digest for an excerpt
RULE_VERSION = 4

# ---- normal form
MAX_SITE_LINE = 160  # characters: a longer line is text, whatever it begins with
LEAD_LINES = 3  # the lead formula is in one of these; further down, "本报" belongs to the text
SCRIPT_SAMPLE = 20_000  # characters from which the script is decided, even for a text of five megabytes

# ---- fingerprints
MIN_SHA = 30  # folded characters: equal shorter texts ("图片新闻") prove nothing
MIN_CLAUSE = 10  # folded characters: shorter clauses are set phrases
MAX_CLAUSES = 400  # of an article; the smallest hashes, so that two long texts keep the same ones


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Numbers of the comparison: tuned on an open half of labelled pairs, measured on pairs never seen.

    Lengths are folded characters, shares are between 0 and 1.
    """

    same_text_days: int = 30  # an annual notice came back letter for letter a year later: another event
    reprint_days: int = 14  # 19 of 21 false merges of real notices were further apart, no reprint was
    gram: int = 6  # run that anchors the alignment: 5 finds chance matches in long texts, 8 loses edited ones
    inner_gram: int = 3  # inside a gap both texts are short: three characters are unique enough
    inner_gap: int = 300  # in longer gaps, chance matches of three characters appear
    inner_words: int = 40  # a gap this short is aligned whatever it holds
    max_text: int = 120_000  # compared; text beyond was not read, and such a pair never merges
    max_title: int = 300  # a title is compared character by character, which takes a minute for a megabyte
    min_matched: int = 40  # less is a formula that many texts share
    related: float = 0.30  # share of the shorter text
    merged_shorter: float = 0.62  # a reprint cut by 40 % on both sides still keeps two thirds in common
    merged_longer: float = 0.42  # below it, one text holds others as well: a page, a digest, a report
    opening: int = 40  # an editor's note before a reprint is shorter, what a brief leaves out is longer
    merged_without_opening: float = 0.70  # 13 of 14 briefs left the opening out, no cut reprint did
    merged_cut_twice: float = (
        0.60  # opening and another passage are missing: shortened, while a brief is one passage
    )
    quote: int = 30  # of the first sentences that a digest quotes
    merged_own_opening: float = 0.55  # the shorter text opens with its own sentence: a portal's lead
    own_opening: int = 8  # length of such a sentence
    merged_collection: float = (
        0.62  # another headline and its text follow: the longer text is a page or round-up
    )
    figure_gap: int = 60  # a longer gap is another passage, not the same one with other figures
    swap: int = 14  # on both sides: a few words in place of a few others
    swaps_per_100: float = 3.0  # an editor changes single words, a template all of them
    misprints_per_100: float = 1.0  # more characters that sound alike are other words
    replaced: float = 0.15  # of the matched characters
    replaced_short: float = 0.06  # in a short text every replaced word is a fact
    short_text: int = 160
    notice: int = 600  # a shorter text that differs in words of content alone is a form filled in twice
    edge: int = 24  # shorter unmatched heads and tails belong to the text, longer ones to the site
    passage_alike: float = 0.25  # shared three-character runs of two whole passages: the same frame refilled
    title_alike: float = 0.5


THRESHOLDS = Thresholds()
