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
# parts of a page header that stands in one line; two kinds of them make a header
HEADER_PARTS = {
    "date": re.compile(r"20\d{2}\s?[年./-]\s?\d{1,2}\s?[月./-]\s?\d{1,2}日?"),
    "weekday": re.compile(r"(?:星期|周|礼拜)[一二三四五六日天]|农历\S{2,9}"),
    "page": re.compile(
        r"第?\s?[A-Za-z]{0,2}\d{1,3}\s?版(?:\s?[：:·]\s?\S{1,6})?|(?<![A-Za-z])[A-Z]\d{1,2}(?!\d)"
    ),
    "issue": re.compile(
        r"总?第\s?\d{1,6}\s?期|今日\S{1,3}版|统一(?:连续出版物|刊)号\S{0,16}|CN\d{2}[-—]\d{4}|代号\S{1,8}"
    ),
    "paper": re.compile(r"\S{1,6}(?:日报|晚报|早报|晨报|时报|商报|周报|都市报|农村报|报)(?:社|讯)?(?=\s|$)"),
    "people": re.compile(r"(?:责任?编辑?|编辑|美编|版式|校对|组版|主编)\s?[：:]?\s?[\u3400-\u9fff]{2,4}"),
    "contact": re.compile(r"(?:电话|热线|邮箱|邮编|网址)\s?[：:]?\s?[\w@.\-—]{4,40}"),
}
MAX_HEADER_REST = 10  # characters of a header line that are no known part
MASTHEAD = re.compile(r".{1,8}(?:日\s?报|晚\s?报|早\s?报|晨\s?报|时\s?报|商\s?报|周\s?报|都市报|农村报)")


def is_page_edge(line: str) -> bool:
    """True for date, page number, editors or contact lines, which stand at the edges of a page."""
    return len(line) <= MAX_CAPTION and (PAGE_EDGE.fullmatch(line) is not None or is_page_header(line))


def is_page_header(line: str) -> bool:
    """True for date, page number, paper and editors of a page in one line: 2026年9月27日 星期日 第02版：要闻 青岚日报."""
    if re.search(r"[。；，！？]", line):
        return False
    kinds = set()
    rest = line
    for kind, pattern in HEADER_PARTS.items():
        rest, count = pattern.subn(" ", rest)
        kinds |= {kind} if count else set()
    return (
        len(kinds) >= 2 and bool(kinds & {"date", "page"}) and len("".join(rest.split())) <= MAX_HEADER_REST
    )


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
