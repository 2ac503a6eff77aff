"""Refuse pages that are no article, each with a named reason, so that a challenge page never looks like a quiet day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from pipelines.body.headline_anchor import headline_anchor
from pipelines.body.list_signs import count_dated_titles, is_list, is_teaser_list
from pipelines.items import Refused
from pipelines.text.folding import fold
from pipelines.text.package_data import load_package_yaml

if TYPE_CHECKING:
    from pipelines.body.span import Span
    from pipelines.page.parsed_page import ParsedPage

MIN_BODY = 12  # folded characters; a shorter text without pictures or files is no article
SHORT_PAGE = 400  # folded characters; phrases count only on shorter pages: a long text may be about them
SHORT_BODY = 150
SAMPLE_CHARS = 4 * SHORT_PAGE
MIN_RESULTS = 4  # links of a short list; only on a page without sentences, date and credits
MIN_DATED_FILES = 5  # an article has files without a date beside each
MIN_SENTENCES = 40  # characters; a text with fewer needs a date or a credit to be an article
MIN_CREDITS = 2  # of date, bylines and outlet
SENTENCE_ENDS = ("。", "！", "？", "；", ".", "!", "?", "”", "」")
SEARCH_TITLE = re.compile(r"检索|搜索|搜一搜|查询结果|search", re.IGNORECASE)
LIST_SHARE = 0.7  # of a body's text is links on a list page
PAGE_LIST_SHARE = 0.5  # of a whole page, boilerplate included, where no body was found
PHRASE_SHARE = 0.6  # of a title is the phrase on an error page; a notice about errors has a longer title
NOTICE_TITLE = re.compile(r"(?:公告|通告|通知|通报|提示|说明|指南|启事)$")
GONE_REASONS = frozenset(("removal_notice", "soft_404"))
MIN_NEWS_SENTENCES = 2


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """What has been read from a page, as far as it decides whether the page is an article."""

    title: str | None
    body: tuple[str, ...]
    date_rule: str | None  # the rule that gave the date of publication
    credits: int  # how many of date, bylines and outlet are known
    has_files: bool  # pictures or attachments
    attachments: tuple[str, ...] = ()  # their names

    @cached_property
    def folded_body(self) -> str:
        return fold("".join(self.body)[:SAMPLE_CHARS])


@lru_cache(maxsize=1)
def _phrases() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Pairs of reason and phrases, in the order in which they are asked about."""
    data = load_package_yaml("pipelines.body", "refusal_phrases.yml")
    return tuple((entry["reason"], re.compile("|".join(entry["phrases"]))) for entry in data)


def check_article(parsed: ParsedPage, span: Span, candidate: Candidate) -> None:
    """Raise Refused unless the page is an article.

    Reasons: those of refusal_phrases.yml, ``list_page``, ``search_page``, ``login_wall``, ``empty``, ``no_text``,
    ``no_body``, ``too_short``.
    """
    body, title = candidate.folded_body, fold(candidate.title or "")
    whole = fold("".join(parsed.text())[:SAMPLE_CHARS])
    if len(body) < SHORT_PAGE and not _is_news(candidate):
        _check_phrases(candidate, title, body, whole, certain=span.certain)
    _check_structure(parsed, span, candidate)
    if len(body) >= MIN_BODY:
        return
    if not whole:
        raise Refused("empty")
    is_dated = candidate.date_rule is not None
    if count_dated_titles(parsed.lines, candidate.attachments) >= MIN_DATED_FILES:
        raise Refused("list_page", "a list of files, each with a date")
    if candidate.attachments or (candidate.has_files and is_dated):
        if candidate.title is None:
            raise Refused("no_text", "pictures or files without a title")
        return
    if is_list(parsed.lines, PAGE_LIST_SHARE) or is_teaser_list(parsed.lines):
        raise Refused("list_page", "a page of links")
    if _is_search(candidate) and is_list(parsed.lines, PAGE_LIST_SHARE, MIN_RESULTS):
        raise Refused("search_page", "a few links and no text")
    raise Refused("no_body" if not body else "too_short", f"{len(body)} characters of text")


def _check_structure(parsed: ParsedPage, span: Span, candidate: Candidate) -> None:
    """Refuse lists, search results, login forms and pages whose text comes by script, by how they are made."""
    own = sum(len(line) for line in candidate.body if line.endswith(SENTENCE_ENDS))
    if own >= MIN_SENTENCES and candidate.credits >= MIN_CREDITS:
        return  # a short article may stand above a long list of links
    is_weak = own < MIN_SENTENCES and not candidate.credits
    if is_list(span.unfiltered, LIST_SHARE) or is_teaser_list(span.unfiltered):
        raise Refused("list_page", f"{len(span.texts)} lines, most of them links")
    if own < MIN_SENTENCES and not candidate.has_files and is_list(span.unfiltered, LIST_SHARE, MIN_RESULTS):
        reason = "search_page" if _is_search(candidate) else "list_page"
        raise Refused(reason, "a few links and no sentences")
    if is_weak and parsed.tree.find(".//input[@type='password']") is not None:
        raise Refused("login_wall", "a form with a password and no text beside it")
    if is_weak and headline_anchor(parsed) == -1 and is_list(parsed.lines, PAGE_LIST_SHARE):
        raise Refused("list_page", "a page of links without a headline")
    if is_weak and candidate.folded_body and not candidate.has_files:
        raise Refused("no_body", "no sentences, no date, nobody who made it")


def _is_search(candidate: Candidate) -> bool:
    return SEARCH_TITLE.search(candidate.title or "") is not None


def _check_phrases(candidate: Candidate, title: str, body: str, whole: str, *, certain: bool) -> None:
    on_page = body if len(body) >= MIN_BODY else whole[:SHORT_PAGE]
    for reason, pattern in _phrases():
        if (match := pattern.search(title)) and _is_title_of_error(reason, match[0], title):
            raise Refused(reason, candidate.title or "")
        if len(on_page) >= SHORT_PAGE or len(body) >= SHORT_BODY or not (match := pattern.search(on_page)):
            continue
        is_notice = certain and _is_notice(candidate, len(body) - 2 * len(match[0]))
        if reason in GONE_REASONS or not is_notice:
            raise Refused(reason, match[0][:60])


def _is_title_of_error(reason: str, phrase: str, title: str) -> bool:
    """True if a title is the phrase and hardly anything else; phrases of removed pages count in any title."""
    if reason in GONE_REASONS:
        return True
    return len(phrase) >= PHRASE_SHARE * len(title) and NOTICE_TITLE.search(title) is None


def _is_notice(candidate: Candidate, other_chars: int) -> bool:
    """True if a page with a printed date has text beside the phrase: a notice about logins."""
    return (candidate.date_rule or "").startswith(("selector", "line")) and other_chars > MIN_BODY


def _is_news(candidate: Candidate) -> bool:
    """True for a page with sentences and two of date, bylines and outlet: it may report on errors and logins."""
    sentences = sum(line.count("。") for line in candidate.body)
    return candidate.credits >= MIN_CREDITS and sentences >= MIN_NEWS_SENTENCES
