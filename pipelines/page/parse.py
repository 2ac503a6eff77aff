"""One page, parsed once: the tree every stage reads, and what they learn of it on the way."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from pipelines.items import Article, Given, Image, Page, Refused
from pipelines.text.clean import drop_invalid_references

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from pipelines.credits.credit_line import Reading
    from pipelines.page.text_lines import TextLine

MAX_CHARS = 10 * 2**20  # the download limit, once more for pages that come from files
MAX_DEPTH = 120  # browsers stop at some 512; trafilatura returns nothing beyond 254
MAX_JSON_CHARS = 2 * 2**20
MAX_JSON_DEPTH = 60
TOO_DEEP = "boolean(/" + "*/" * MAX_DEPTH + "*)"
WRAPPERS = frozenset(
    ("div", "span", "font", "section", "center", "b", "i", "em", "strong", "p", "a", "ul", "li")
)
# cases are spelt out: a pattern that begins with a letter of its own is searched for many times as fast
SCRIPT = re.compile(r"<[sS][cC][rR][iI][pP][tT]\b[^>]{0,2000}>")
CONTROLS = bytes(32 if one < 32 and one not in (9, 10, 13) else one for one in range(256))
# one pass over the markup as it is: its lower case may be longer (İ), and then every place found in it is wrong
CODE = re.compile(r"<(?:[sS](?:[cC][rR][iI][pP][tT]|[tT][yY][lL][eE]|[vV][gG])\b|!--)", re.ASCII)
CODE_ENDS = {
    "script": re.compile(r"</[sS][cC][rR][iI][pP][tT]\b[^>]{0,300}>", re.ASCII),
    "style": re.compile(r"</[sS][tT][yY][lL][eE]\b[^>]{0,300}>", re.ASCII),
    "svg": re.compile(r"</[sS][vV][gG]\b[^>]{0,300}>", re.ASCII),
    "!--": re.compile(r"-->"),
}
# lxml asks a Python function for the class of each element each time it is met: a quarter of the whole time
ONE_CLASS = etree.ElementDefaultClassLookup(
    element=html.HtmlElement,
    comment=html.HtmlComment,
    pi=html.HtmlProcessingInstruction,
    entity=html.HtmlEntity,
)
LONG = 50_000  # characters of one tag
LONG_TAG = re.compile(rf"<[a-zA-Z][^<>]{{{LONG},}}")
MAX_WORDS = 5000  # in one tag: the parser compares each attribute with all before it (100,000 take 20 s)
EARLY_END = re.compile(r"</(?:[bB][oO][dD][yY]|[hH][tT][mM][lL])\s*>", re.ASCII)


@dataclass
class Document:
    """What the stages share while they turn one page into one article."""

    page: Page
    text: str  # decoded markup
    markup: str  # the same without scripts and styles
    tree: HtmlElement  # the whole page, scripts gone, comments kept
    given: Given | None = None  # the text of the article, where page or data carry it apart
    json: list[Any] = field(default_factory=list)  # JSON-LD and embedded state
    foreign: bool = False  # in another language: rules made for Chinese pages are not asked
    container: HtmlElement | None = None
    named: bool = False  # the container is certain to hold the body and hardly anything else
    blocks: list[TextLine] = field(default_factory=list)  # the page's lines in order
    found: list[TextLine] = field(default_factory=list)  # those of the part that holds the article
    titled: list[HtmlElement] = field(default_factory=list)  # elements whose tag or name says title
    marked: list[tuple[str, HtmlElement]] = field(
        default_factory=list
    )  # elements whose name says author or source
    before: list[TextLine] = field(default_factory=list)  # the page's lines before the body, and after it
    after: list[TextLine] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)  # the body before washing
    linked: list[bool] = field(default_factory=list)  # which of them are mere links
    pictures: list[tuple[int, Image]] = field(
        default_factory=list
    )  # between the lines, and how many stand before each
    captions: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    readings: dict[str, Reading] = field(default_factory=dict)  # what lines were found to say
    meta: dict[str, str] = field(default_factory=dict)
    article: Article = field(default_factory=Article)
    evidence: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def names(self) -> str:
        """All class names, ids and item properties of the page: a small text to ask before a selector walks the tree."""
        return " ".join({*self.tree.xpath("//@class | //@id | //@itemprop")})

    def mentions(self, *names: str) -> bool:
        """Whether the markup holds one of some names at all: a selector costs a walk, this does not."""
        return any(name in self.markup for name in names)

    def text_lines(self) -> list[str]:
        """All visible lines of the page."""
        return [block.text for block in self.blocks if block.text]

    def language(self) -> str | None:
        """The language the markup declares, as BCP 47."""
        declared = (self.tree.get("lang") or self.tree.get("xml:lang") or "").strip()
        return declared if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", declared) else None

    @cached_property
    def base(self) -> str:
        """The address that relative ones on the page are read against."""
        for element in self.tree.iter("base"):
            href = (element.get("href") or "").strip()
            try:
                joined: str = urljoin(self.url, href)
            except ValueError:
                continue
            if href and joined.startswith(("http://", "https://")):
                return joined
        return self.url

    @property
    def url(self) -> str:
        """The page's address; empty where it has none that can be taken apart."""
        url = self.page.final_url or self.page.url or ""
        try:
            urlsplit(url)
        except ValueError:
            return ""
        return url


def parse(page: Page, text: str) -> Document:
    """Markup to a Document. Raises Refused for what holds no markup at all."""
    if len(text) > MAX_CHARS:
        raise Refused("too_large", f"{len(text)} characters")
    if "<" not in text or not re.search(r"<\s*[a-zA-Z!]", text[:200_000]):
        raise Refused("not_html")
    data = _embedded(text)
    markup = drop_invalid_references(_without_scripts(text))
    if _holds_long_tag(markup):
        markup = LONG_TAG.sub(_first_words, markup)
    parser = html.HTMLParser(huge_tree=True, remove_pis=True, encoding="utf-8")
    parser.set_element_class_lookup(ONE_CLASS)
    try:
        tree = html.document_fromstring(_storable(markup), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise Refused("not_html", str(error)[:100]) from None
    _mend_early_end(tree)
    _flatten(tree)
    return Document(page=page, text=text, markup=markup, tree=tree, json=data)


def _holds_long_tag(markup: str) -> bool:
    """Whether any stretch without a bracket is so long: looks at one character in thousands."""
    at = 0
    while at + LONG < len(markup):
        bracket = max(markup.rfind("<", at, at + LONG), markup.rfind(">", at, at + LONG))
        if bracket == -1:
            return True
        at = bracket + 1
    return False


def _first_words(tag: re.Match[str]) -> str:
    """A tag of tens of thousands of attributes keeps its first; one long value, as of an inline picture, stays whole."""
    words = tag[0].split(maxsplit=MAX_WORDS)
    return tag[0] if len(words) <= MAX_WORDS else " ".join(words[:MAX_WORDS])


def _storable(markup: str) -> bytes:
    """Markup as bytes without what a tree cannot hold; on bytes this costs a tenth of what it costs on text."""
    data = markup.encode("utf-8", "replace").translate(CONTROLS)
    return data.replace(b"\xef\xbf\xbe", b" ").replace(b"\xef\xbf\xbf", b" ")


def _without_scripts(markup: str) -> str:
    """Scripts and styles out before parsing: 30 MB of script before the article would hide it.

    Scripts that carry data in a typed block (``text/xml`` lists) are not for readers either. So go the ends of body
    and document, which HTML does not need: what stood behind an early one would be lost in the parser.
    """
    parts: list[str] = []
    missing: set[str] = (
        set()
    )  # ends that are not to be found any more: asked once, or many starts would be quadratic
    at = 0
    while (start := CODE.search(markup, at)) is not None:
        tag = start[0].lower().removeprefix("<")
        parts.append(markup[at : start.start()])
        end = None if tag in missing else CODE_ENDS[tag].search(markup, start.end())
        if end is not None:
            if tag == "!--":
                parts.append(markup[start.start() : end.end()])
            at = end.end()
            continue
        # an unclosed script swallows the rest in browsers too, but losing text is worse than keeping code
        missing.add(tag)
        gate = markup.find(">", start.end()) if tag != "!--" else start.end() - 1
        at = gate + 1 if gate != -1 else len(markup)
    parts.append(markup[at:])
    return EARLY_END.sub("", "".join(parts))


def _embedded(markup: str) -> list[Any]:
    """JSON that the page carries for machines: JSON-LD and ``__NEXT_DATA__``, in page order."""
    found: list[Any] = []
    for match in SCRIPT.finditer(markup):
        tag = match[0].lower()
        if "ld+json" not in tag and "__next_data__" not in tag:
            continue
        end = markup.find("</", match.end())
        while end != -1 and markup[end : end + 8].lower() != "</script":
            end = markup.find("</", end + 2)
        raw = markup[match.end() : end if end != -1 else len(markup)][:MAX_JSON_CHARS]
        if _depth(raw) > MAX_JSON_DEPTH:
            continue  # 100,000 brackets are an attack on the parser, not data
        try:
            found.append(json.loads(raw, strict=False))
        except ValueError:
            continue  # broken data is no evidence; the printed page still is
    return found


def _depth(raw: str) -> int:
    depth = deepest = 0
    for match in re.finditer(r"[\[{\]}]", raw):
        depth += 1 if match[0] in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _mend_early_end(tree: HtmlElement) -> None:
    """Old templates close the body after the toolbar; what follows belongs into it."""
    body = tree.find("body")
    if body is None:
        return
    for child in list(tree):
        if child is body or child.tag in ("head",) or child.getparent() is not tree:
            continue
        if list(tree).index(child) > list(tree).index(body):
            body.append(child)
    frames = tree.findall("body")
    for extra in frames[1:]:
        extra.tag = "div"
        body.append(extra)


def _flatten(tree: HtmlElement) -> None:
    """Take out wrappers below a depth no honest page has; their text stays."""
    if not tree.xpath(TOO_DEEP):
        return
    for element in [one for one in tree.iter(*WRAPPERS) if _only_wraps(one)]:
        element.drop_tag()
    deep: list[HtmlElement] = []
    depth = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth += 1
        if depth > MAX_DEPTH and element.tag in WRAPPERS:
            deep.append(element)
    for element in reversed(deep):
        element.drop_tag()


def _only_wraps(element: HtmlElement) -> bool:
    """Whether an element holds one other of its kind and nothing else."""
    if len(element) != 1 or (element.text or "").strip():
        return False
    return element[0].tag == element.tag and not (element[0].tail or "").strip()
