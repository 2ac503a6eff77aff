"""Every number of deduplication, with its reason; a changed number is a new version of the rules.

``NORM_VERSION`` names what the normal form does, ``RULE_VERSION`` what the comparison decides from it. Both are kept with
what they made, so that rows of different versions are never mixed: ``govnews recluster`` brings old rows to today's.
"""

from __future__ import annotations

from dataclasses import dataclass

# 1 read the script from the whole text, kept only the first clauses and had fewer boilerplate lines;
# 2 took 通讯 for the end of a lead formula, and kept lines of makers without a label
NORM_VERSION = 3
# 1 knew equal texts alone; 2 knew names beside a role alone, and neither offices, codes, weekdays nor items
RULE_VERSION = 3

# ---- normal form
MAX_BOILERPLATE = 160  # characters: a longer line is text, whatever it begins with
LEAD_LINES = 3  # the lead formula stands here or nowhere; deeper, "本报" belongs to the text
SCRIPT_SAMPLE = 20_000  # characters from which the script is read: five megabytes need no more

# ---- fingerprints
MIN_SHA = 30  # folded characters: below, equal texts ("图片新闻") prove nothing
MIN_CLAUSE = 10  # folded characters: shorter clauses are set phrases
MAX_CLAUSES = 400  # an article; the smallest hashes, so that two long texts keep the same ones


@dataclass(frozen=True, slots=True)
class Rules:
    """The numbers of the comparison. Tuned on an open half of labelled pairs, measured on pairs never seen."""

    version: int = RULE_VERSION
    same_text_days: int = 30  # an annual notice came back letter for letter a year later: another event
    reprint_days: int = 14  # 19 of 21 false merges of real notices lay farther apart, no reprint did
    gram: int = 6  # anchors: 5 finds chance matches in long texts, 8 loses edited ones
    inner_gram: int = 3  # inside a gap both texts are short: three characters are unique enough
    inner_gap: int = 300  # characters: beyond, chance matches of three characters appear
    inner_words: int = 40  # characters: a gap so short is laid out whatever stands in it
    max_text: int = 120_000  # characters compared; what lies behind was not read and never merges
    max_title: int = (
        300  # characters: a title is compared sign by sign, which a megabyte of it would take a minute for
    )
    min_matched: int = 40  # characters: less is a formula that many texts share
    related: float = 0.30  # share of the shorter text
    merged_shorter: float = 0.62  # a reprint cut by 40 % on both sides still keeps two thirds in common
    merged_longer: float = 0.42  # below, one text holds others beside: a page, a digest, a report
    opening: int = (
        40  # characters: an editor's note before a reprint is shorter, what a brief leaves out is longer
    )
    merged_without_opening: float = 0.70  # 13 of 14 briefs left the opening out, no cut reprint did
    merged_own_opening: float = (
        0.55  # the shorter one opens with a sentence of its own: a portal's lead for the paper's
    )
    own_opening: int = 8  # characters of such a sentence
    merged_collection: float = (
        0.62  # another headline and its text follow: the longer one is a page or a round-up
    )
    figure_gap: int = 60  # characters: a longer gap is another passage, not the same one with other figures
    swap: int = 14  # characters on both sides: a few words for a few others
    swaps_per_100: float = 3.0  # an editor changes words, a template all of them
    replaced: float = 0.15  # of the matched characters
    replaced_short: float = 0.06  # in a short text every replaced word is a fact
    short_text: int = 160
    notice: int = (
        600  # characters: a short text of which words of content alone differ is a form filled in otherwise
    )
    edge: int = (
        24  # characters: short unmatched heads and tails are part of the text, long ones are furniture
    )
    passage_alike: float = 0.25  # common three-character runs of two whole passages: the same frame refilled
    title_alike: float = 0.5


RULES = Rules()
