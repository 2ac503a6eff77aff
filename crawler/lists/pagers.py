"""Find the next page of a list of links: named by a selector, a link, a script, or only by its number."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler import links
from crawler.lists import addresses
from crawler.lists.reading import Onward
from crawler.lists.rows import names_of
from crawler.report import PROBE
from pipelines import urls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from crawler.links import Document
    from crawler.lists.reading import Answer

WORDS = re.compile(r"(?:下一?页|后一?页|下一頁|下頁|下一张|next(?:page)?)", re.I)
SIGNS = frozenset((">", ">>", "›", "»", "→", "＞", "▶", "&gt;"))
TRIM = re.compile(r"[\s\[\]【】()（）|·.…«‹<>›»＞＜→▶]+")
# createPageHTML(50, 0, "index", "htm", 849), and with the id of its place before
CREATE = re.compile(
    r"create\w{0,12}Page\w{0,12}\s{0,9}\(\s{0,9}(?:[\"'][^\"'\n]{0,60}[\"']\s{0,9},\s{0,9})?[\"']?(\d{1,5})[\"']?\s{0,9},\s{0,9}"
    r"[\"']?(\d{1,5})[\"']?\s{0,9},\s{0,9}[\"']([\w.-]{0,60})[\"']\s{0,9},\s{0,9}[\"']\.?(\w{1,5})[\"']",
    re.I,
)
COUNT = re.compile(
    r"\b(?:count_?pages?|page_?counts?|total_?pages?|page_?totals?|max_?page(?:num)?s?|all_?pages?|pages)\b"
    r"[\"']?\s{0,9}[:=]\s{0,9}(?:parseInt\(|Number\()?[\"']?(\d{1,5})",
    re.I,
)
OF = re.compile(
    r"(?:第\s{0,3}\d{1,5}\s{0,3}页?\s{0,3}[/／,，]?\s{0,3})?共\s{0,3}(\d{1,5})\s{0,3}页|(?<![\d/])\d{1,5}\s{0,3}[/／]\s{0,3}(\d{1,5})(?![\d/])\s{0,3}页?"
)
MADE = re.compile(
    r"[\"']([^\"'<>\s]{0,200}[_=/-])[\"']\s{0,9}\+\s{0,9}\(?[\w.]{1,30}(?:\s{0,3}[+-]\s{0,3}1)?\)?"
    r"(?:\s{0,9}\+\s{0,9}[\"'](\.(?:s?html?|jsp|php|aspx?)[^\"'<>\s]{0,40})[\"'])?"
)
NEXT_CLASS = re.compile(r"(?:^|[\s_-])next(?:$|[\s_-]|page)", re.I)
DISABLED = re.compile(r"disabled|swiper|slick|carousel", re.I)
QUOTED = re.compile(r"[\"']([^\"'\s<>]{1,300})[\"']")
PAGERISH = re.compile(r"page|pager|pagination|fenye|fanye|paging|pgs|yema", re.I)
MANY = 300  # parts of a pager that are looked at
FEW = 20  # links that could be the next page
MAX_PAGER = 200  # characters of a part that may hold "1/14": a row of a list may hold it as well


def next_pages(page: Document, answer: Answer) -> list[Onward]:
    """The page after this one, by the surest sign there is; nothing where the list seems to end."""
    source = answer.source
    if source.list.next is not None:
        found = links.next_page(page, source)
        return [Onward(*found)] if found else []
    for rule in (_created, _relation, _worded, _numbered_link, _classed, _optioned, _templated, _counted):
        if (ahead := rule(page, answer)) is not None:
            return ahead
    return []


def _onward(page: Document, answer: Answer, href: str, **hint: object) -> Onward | None:
    address = page.address(href)
    if address is None or (urlsplit(address[0]).hostname or "") not in answer.source.hosts_all():
        return None
    if address[1] in (urls.key(page.url), urls.key(answer.asked or page.url)):
        return None
    return Onward(address[0], address[1], hint)


# ---------------------------------------------------------------------- scripts


def _scripts(page: Document) -> Iterator[str]:
    for script in page.tree.iter("script"):
        if script.text:
            yield script.text


def _created(page: Document, answer: Answer) -> list[Onward] | None:
    """``createPageHTML(pages, current, name, extension)``: names NAME_1.EXT upwards, or from NAME_2 on."""
    for text in _scripts(page):
        if match := CREATE.search(text):
            count, current = int(match[1]), int(match[2])
            return _upwards(page, answer, count, current, match[3] or None, match[4])
    return None


def _upwards(
    page: Document, answer: Answer, count: int, current: int, name: str | None, extension: str | None
) -> list[Onward]:
    """Page numbers begin with 1 on most sites and with 2 on some: ask for _1, and drop what repeats."""
    own = addresses.number_of(page.url) if current or answer.position > 1 else None
    if own is None:
        number, last = 1, count
    else:
        number, last = own + 1, count - 1 + max(own - current, 0)
    if count < 2 or number > last:
        return []
    promised = number > 1 and own is not None
    ahead = _numbered(page, answer, number, name, extension, promised=promised)
    return [ahead] if ahead else []


def _numbered(
    page: Document,
    answer: Answer,
    number: int,
    name: str | None = None,
    extension: str | None = None,
    *,
    promised: bool = False,
) -> Onward | None:
    url = addresses.numbered(page.url, number, name=name, extension=extension)
    hint: dict[str, object] = {"number": number}
    if not promised:
        hint[PROBE] = True
    return _onward(page, answer, url, **hint)


def _templated(page: Document, answer: Answer) -> list[Onward] | None:
    """A script that puts addresses together: ``"list_" + n + ".html"``, ``"?page=" + n``."""
    for text in _scripts(page):
        for match in MADE.finditer(text):
            before, after = match[1], match[2] or ""
            if not (after or before.endswith("=")) or not answer.position:
                continue
            total = _total(page)
            if total is not None and answer.position >= total:
                return []
            number = _after(answer, before, after)
            ahead = _onward(
                page, answer, f"{before}{number}{after}", number=number, made=[before, after], **{PROBE: True}
            )
            return [ahead] if ahead else None
    return None


def _after(answer: Answer, before: str, after: str) -> int:
    """One more than this page's own number; the second page is asked for as 1 first where names are files."""
    own = answer.hint.get("number")
    if isinstance(own, int):
        return own + 1
    return 1 if after else 2


def _counted(page: Document, answer: Answer) -> list[Onward] | None:
    """Only a number of pages is told: the family knows how its pages are called."""
    total = _total(page)
    if answer.source.list.numbering == "down":
        return _downwards(page, answer, total)
    own = addresses.number_of(page.url) if answer.position > 1 else None
    if total is None:
        if answer.source.list.numbering != "up" or (own is None and answer.position > 1):
            return None
        ahead = _numbered(page, answer, (own or 0) + 1)
        return [ahead] if ahead else []
    return _upwards(page, answer, total, max(answer.position - 1, 0), None, None)


def _downwards(page: Document, answer: Answer, total: int | None) -> list[Onward] | None:
    """The oldest page is number 1 and the list itself number N: the second page is N - 1."""
    last = urlsplit(page.url).path.rsplit("/", 1)[-1].partition(".")[0]
    number = int(last) - 1 if last.isdigit() and answer.position > 1 else (total or 0) - 1
    if number < 1:
        return []
    ahead = _onward(page, answer, addresses.below(page.url, number), number=number)
    return [ahead] if ahead else []


def _total(page: Document) -> int | None:
    """How many pages the list says it has."""
    for text in _scripts(page):
        if match := COUNT.search(text):
            return int(match[1])
    for element in page.tree.iter("div", "span", "td", "p", "ul", "nav", "em", "b", "font"):
        told = _text(element, MAX_PAGER)
        if len(told) > MAX_PAGER:
            continue
        pagerish = bool(PAGERISH.search(names_of(element)))
        if (match := OF.search(" ".join(told.split()))) and (match[1] or pagerish):
            return int(match[1] or match[2])
    return None


# ---------------------------------------------------------------------- links


def _relation(page: Document, answer: Answer) -> list[Onward] | None:
    for element in page.tree.iter("link", "a"):
        if "next" in (element.get("rel") or "").lower().split() and (href := element.get("href")):
            ahead = _onward(page, answer, href)
            return [ahead] if ahead else None
    return None


def _worded(page: Document, answer: Answer) -> list[Onward] | None:
    """A link that says 下一页, else one that is only an arrow beside page numbers."""
    arrows: list[HtmlElement] = []
    worded = False
    for element in page.tree.iter("a", "span", "button", "li", "area"):
        says = _says(element)
        if any(WORDS.fullmatch(TRIM.sub("", part)) for part in says):
            worded = True
            if ahead := _target(page, answer, element):
                return [ahead]
        elif element.tag == "a" and says[0] in SIGNS and len(arrows) < FEW and _among_numbers(element):
            arrows.append(element)
    if worded:
        return None  # it is there and leads nowhere: the last page, or drawn by a script
    for element in arrows:
        if ahead := _target(page, answer, element):
            return [ahead]
    return None


def _says(element: HtmlElement) -> list[str]:
    if element.tag in ("li", "span") and len(element):
        return [""]
    pictures = [img.get("alt") or "" for img in element.iter("img")]
    return [_text(element, 100).strip()[:20], (element.get("title") or "").strip()[:20], *pictures]


def _target(page: Document, answer: Answer, element: HtmlElement) -> Onward | None:
    """Where a link of a pager leads: its address, or the one its script is called with."""
    for name in ("href", "onclick", "data-href", "data-url", "tagname"):
        value = (element.get(name) or "").strip()
        if not value:
            continue
        script = value.lower().startswith("javascript:") or name == "onclick"
        for href in QUOTED.findall(value) if script else [value]:
            likely = not script or re.search(r"[/.?]\w", href)
            if likely and (ahead := _onward(page, answer, href)):
                return ahead
    return None


def _among_numbers(element: HtmlElement) -> bool:
    parent = element.getparent()
    return any(
        around is not None and _numbers(around) >= 1
        for around in (parent, parent.getparent() if parent is not None else None)
    )


def _numbers(around: HtmlElement) -> int:
    """How many links and marks in a part of the page are page numbers."""
    texts = [
        _text(part, 10).strip()
        for part in islice(around.iter("a", "span", "b", "strong", "em", "font"), MANY)
    ]
    return sum(text.isdigit() and len(text) < 5 for text in texts)


def _text(element: HtmlElement, most: int) -> str:
    """Its text, as far as ``most`` characters and what exceeds them in one piece."""
    told = ""
    for text in islice(element.itertext(), MANY):
        told += text
        if len(told) > most:
            break
    return told


def _numbered_link(page: Document, answer: Answer) -> list[Onward] | None:
    """A row of page numbers: the link whose whole text is the number after this page's."""
    wanted = str(answer.position + 1)
    tried = 0
    for element in page.tree.iter("a"):
        if _text(element, 12).strip(" []\n\t\r") != wanted:
            continue
        tried += 1
        if tried > FEW:
            break
        if _pagerish(element) and (ahead := _target(page, answer, element)):
            return [ahead]
    return None


def _pagerish(element: HtmlElement) -> bool:
    for around in list(element.iterancestors())[:3]:
        if PAGERISH.search(names_of(around)):
            return True
        if _numbers(around) >= 2:
            return True
    return False


def _classed(page: Document, answer: Answer) -> list[Onward] | None:
    """A link that only its class calls the next one: its arrow is a picture. Slide shows have such links, too."""
    named = (
        a for a in page.tree.iter("a") if NEXT_CLASS.search(names_of(a)) and not DISABLED.search(names_of(a))
    )
    for element in islice(named, FEW):
        if _pagerish(element):
            ahead = _target(page, answer, element)
            return [ahead] if ahead else None
    return None


def _optioned(page: Document, answer: Answer) -> list[Onward] | None:
    """A drop-down of pages whose values are addresses."""
    for select in page.tree.iter("select"):
        options = list(select.iter("option"))
        texts = ["".join(option.itertext()).strip(" 第页") for option in options]
        if not texts or not all(text.isdigit() for text in texts):
            continue
        wanted = str(answer.position + 1)
        for option, text in zip(options, texts, strict=True):
            value = (option.get("value") or "").strip()
            if text == wanted and re.search(r"[/.?]\w", value) and (ahead := _onward(page, answer, value)):
                return [ahead]
    return None
