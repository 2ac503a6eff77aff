"""What a single line of a printed page is: page edge, byline, caption, dateline, the rest of a cut sentence."""

from __future__ import annotations

import re

from pipelines.credits.credit_line import read_credit_line

MAX_BYLINE = 60  # characters
MAX_CAPTION = 90
MIN_CAPTION = 6
SENTENCE_ENDS = tuple("。！？!?…”’」』）)】》；;")
CONTINUATIONS = tuple("，。、；：！？,;:!?”’）)】》")  # no sentence begins with these
SENTENCE = re.compile(r"[。！？]")
DATELINE = re.compile(r"^(?:本报|本网|本台|本刊|新华社|中新社)[^，。,]{0,14}?(?:讯|电)(?:\s|[(（]|$)")
NAMES_PICTURE = re.compile(
    r"图为|上图|下图|左图|右图|[(（](?:左|右|中|前|后)[一二三四五]?[)）]|摄[)）]?$|供图[)）]?$"
)
# lines at the edges of a page: date, page number, paper, editors, contact
PAGE_EDGE = re.compile(
    r"(?:20\d{2}年)?\d{1,2}月\d{1,2}日.{0,12}星期.|星期[一二三四五六日天].{0,20}|第?\s?[A-Za-z]{0,2}\d{1,3}\s?版.{0,12}|[A-Z]?\d{1,3}|"
    r".{0,6}(?:责任?编辑?|值班编委|编辑|美编|版式|校对|组版|投稿|热线|电话|邮箱|邮编|统一刊号|代号|零售价|网址)\s?[:：].{0,60}|"
    r"https?://\S+|(?:www\.)?[\w.-]+@?[\w-]+\.(?:com|cn|net)\S*"
)
MASTHEAD = re.compile(r".{1,8}(?:日\s?报|晚\s?报|早\s?报|晨\s?报|时\s?报|商\s?报|周\s?报|都市报|农村报)")


def is_page_edge(line: str) -> bool:
    """True for date, page number, editors or contact lines, which stand at the edges of a page."""
    return len(line) <= MAX_CAPTION and PAGE_EDGE.fullmatch(line) is not None


def is_byline(line: str) -> bool:
    """True for a line of roles and names alone: □记者 X 通讯员 Y 报道, with or without the box."""
    if len(line) > MAX_BYLINE or re.search(r"[。，；！？]", line):
        return False
    found = read_credit_line(line)
    return bool(found.bylines) and found.metadata_only


def is_caption(line: str) -> bool:
    """True for one short sentence, or two that name a picture (图为 …, … 摄)."""
    sentences = len(SENTENCE.findall(line))
    if NAMES_PICTURE.search(line) and len(line) <= MAX_CAPTION:
        return sentences <= 2
    return MIN_CAPTION <= len(line) <= MAX_CAPTION and sentences <= 1 and line.endswith("。")


def breaks_off(line: str) -> bool:
    """True if a line ends inside a sentence, as it does where a column ends."""
    return not line.endswith(SENTENCE_ENDS)


def continues_sentence(line: str) -> bool:
    """True if a line begins with a mark that no sentence begins with."""
    return line.startswith(CONTINUATIONS)


def is_cut_between(before: str, after: str) -> bool:
    """True if a sentence runs on from one line to the next."""
    return breaks_off(before) or continues_sentence(after)


def join_cut(before: str, after: str) -> str:
    """Two parts of a cut sentence as one string; Latin words get a space between them, Chinese text none."""
    latin = before[-1].isascii() and before[-1].isalpha() and after[0].isascii() and after[0].isalpha()
    return f"{before} {after}" if latin else before + after
