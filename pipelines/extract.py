"""Find the body: the container first, trafilatura on it, our own lines and tables kept in order, furniture out."""

from __future__ import annotations

import copy
import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cssselect import SelectorError
from lxml import etree, html
from lxml.cssselect import CSSSelector

from pipelines import media
from pipelines.blocks import Block, blocks, visible_text
from pipelines.furniture import furniture
from pipelines.text import HAN, clean, fold, is_japanese

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from pipelines.document import Document

MIN_CONTAINER = 20  # characters; a shorter match of a generic name is an empty shell
PRUNE_PARAGRAPHS = 6  # a part with this many paragraphs is text, whatever its class says
PRUNE_SHARE = 0.3  # ... or with this share of the page's text
MIN_BEFORE_CUT = 0.35  # of the lines' characters, or MIN_CHARS_BEFORE_CUT: a cut line before is a quotation
MIN_CHARS_BEFORE_CUT = 60
LINK_SHARE = 0.6  # a line that is mostly link is navigation, unless the text around it is, too
SHRUNK = 0.7  # trafilatura kept less than this of a named container: our own lines are trusted instead
MAX_SAMPLE = 20_000  # characters that decide the language of a page
HAN_SHARE = 0.2  # of the letters: an English story on a Chinese site is read as English
RULE = re.compile(r"[-:\s]*")
TAGS_OUT = ("script", "style", "noscript", "template", "form", "aside", "nav", "footer")


@lru_cache(maxsize=1)
def _config() -> Any:
    from trafilatura.settings import use_config

    config = use_config()
    # 250 was chosen for Western text; a Chinese brief has 120 to 250 characters
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "60")
    config.set("DEFAULT", "MIN_OUTPUT_SIZE", "1")
    return config


def extract(doc: Document) -> None:
    """Fill the document's container, blocks, head, lines, tail, captions and images."""
    rules = doc.page.rules.selectors if doc.page.rules else None
    named = rules is not None and rules.body is not None
    for selector in rules.remove if rules else ():
        for element in select(doc.tree, selector):
            _drop(element)
    doc.blocks = blocks(doc.tree, doc.url)
    foreign = is_foreign(doc.text_lines())
    if named or not foreign:
        doc.container = _container(doc, rules.body if rules else None)
    if doc.container is not None:
        found = _within(doc, doc.container, named=named)
    else:
        found = _foreign(doc) if foreign else _guess(doc)
    _around(doc, found)


def is_foreign(lines: Sequence[str]) -> bool:
    """Whether a page is in another language: names of containers and furniture are those of Chinese pages."""
    text = "".join(lines)[:MAX_SAMPLE]
    letters = sum(map(str.isalpha, text))
    han = len(HAN.findall(text))
    return letters > 0 and (han < HAN_SHARE * letters or is_japanese(text, han))


def select(tree: HtmlElement, selector: str) -> list[HtmlElement]:
    """Elements that a selector matches: CSS, or XPath when it begins with / or ./ ; a broken one matches nothing."""
    result: Any
    try:
        result = tree.xpath(selector) if selector.startswith(("/", "./", "(")) else _css(selector)(tree)
    except (SelectorError, etree.XPathError):
        return []
    return [one for one in result if isinstance(getattr(one, "tag", None), str)]


_compiled: dict[str, CSSSelector] = {}


def _css(selector: str) -> CSSSelector:
    if selector not in _compiled:
        _compiled[selector] = CSSSelector(selector, translator="html")
    return _compiled[selector]


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _container(doc: Document, named: str | None) -> HtmlElement | None:
    if named is not None:
        found = select(doc.tree, named.removesuffix("::text"))
        if found:
            return found[0]
    present = _names(doc.tree)
    for selector, needles in furniture().containers:
        if not any(needle in present for needle in needles):
            continue  # a selector costs a walk through the whole tree
        matches = [(_length(element), element) for element in select(doc.tree, selector)]
        matches = [(length, element) for length, element in matches if length >= MIN_CONTAINER]
        if matches:
            return _best(matches)
    return None


def _names(tree: HtmlElement) -> str:
    """Every tag, class, id and itemprop of a tree, in one string to look names up in."""
    tags = {element.tag for element in tree.iter(etree.Element)}
    return " ".join([*tags, *set(tree.xpath("//@class | //@id | //@itemprop"))])


def _best(matches: list[tuple[int, HtmlElement]]) -> HtmlElement:
    """Of several matches the longest; of nested ones the inner, when it holds nearly all of the text."""
    longest, best = max(matches, key=lambda pair: pair[0])
    parent = best.getparent()
    if best.tag in ("p", "span") and sum(one.getparent() is parent for _, one in matches) > 1:
        return parent  # each paragraph carries the name: the body is what holds them
    for length, element in matches:
        if length > 0.9 * longest and best in element.iterancestors():
            best = element
    return best


def _length(element: HtmlElement) -> int:
    return sum(len(text.strip()) for text in visible_text(element))


def _within(doc: Document, container: HtmlElement, *, named: bool) -> list[Block]:
    """The lines of a container, those alone that trafilatura holds for text (or all, when it lost too much)."""
    pruned = copy.deepcopy(container)
    pruned.tail = None
    _prune(pruned, _length(pruned))
    lines = blocks(pruned, doc.url)
    text = fold("".join(block.text for block in lines if block.kind != "image"))
    if not text:
        return lines
    kept = _trafilatura(pruned)
    if len(kept) < SHRUNK * len(text):
        doc.evidence["shrunk"] = [len(kept), len(text)]
        return lines
    return lines if named else _agreed(lines, kept)


def _guess(doc: Document) -> list[Block]:
    """No container is named: what trafilatura finds on the pruned page, in our own lines."""
    body = doc.tree.find("body")
    root = body if body is not None else doc.tree
    pruned = copy.deepcopy(root)
    _prune(pruned, _length(pruned))
    kept = _trafilatura(pruned, precise=True)
    if len(kept) < 80:
        wider = _trafilatura(copy.deepcopy(root))
        if len(wider) > len(kept):
            kept, pruned = wider, copy.deepcopy(root)
    lines = blocks(pruned, doc.url)
    return _agreed(lines, kept)


def _foreign(doc: Document) -> list[Block]:
    """A page in another language: trafilatura's own choice and lines, at its defaults, which were made for it."""
    root = doc.tree.find("body")
    lines = [_unmarked(line) for line in _text(doc.tree, None).split("\n")]
    text = [Block(line, doc.tree if root is None else root) for line in lines if line]
    kept = fold("".join(lines))
    inside = [i for i, block in enumerate(doc.blocks) if block.text and fold(block.text) in kept]
    if not inside:
        return text
    return text + [block for block in doc.blocks[inside[0] : inside[-1] + 1] if block.kind == "image"]


def _unmarked(line: str) -> str:
    """A line of trafilatura's output without its marks: list dashes, and pipes round the cells of a table."""
    if line.startswith("|") or line.endswith("|"):
        cells = [clean(cell) for cell in line.strip("|").split("|")]
        return "" if RULE.fullmatch("".join(cells)) else "\t".join(cells).strip("\t")
    return clean(line.removeprefix("- "))


def _agreed(lines: Sequence[Block], kept: str) -> list[Block]:
    """The lines whose text trafilatura kept, and short ones, rows and pictures that stand between them."""
    marks = [block.kind == "image" or _in(block, kept) for block in lines]
    solid = [i for i, block in enumerate(lines) if marks[i] and block.kind != "image"]
    if not solid:
        return []
    first, last = solid[0], solid[-1]
    agreed = []
    for i in range(first, last + 1):
        block = lines[i]
        between = block.kind in ("row", "h", "caption") or (block.strong and len(block.text) < 40)
        if marks[i] or between:
            agreed.append(block)
    return agreed


def _in(block: Block, kept: str) -> bool:
    key = fold(block.text)
    if block.kind == "row":
        return all(fold(cell) in kept for cell in block.text.split("\t"))
    return bool(key) and key in kept


def _trafilatura(tree: HtmlElement, *, precise: bool = False) -> str:
    """What trafilatura holds for the text of a part of a page, as a folded key; empty when it finds none."""
    wrapped = html.Element("html")  # trafilatura takes HtmlElement alone
    body = html.Element("body")
    wrapped.append(body)
    root = copy.deepcopy(tree)
    root.tail = None
    if root.tag in ("body", "html"):
        root.tag = "div"
    body.append(root)
    text = _text(wrapped, _config(), favor_recall=not precise, favor_precision=precise)
    return re.sub(r"[|]|-{3,}", "", fold(text))


def _text(tree: HtmlElement, config: Any, **favor: Any) -> str:
    import trafilatura  # 0.4 s: only in the processes that extract

    settings: dict[str, Any] = {} if config is None else {"config": config}
    result = trafilatura.bare_extraction(
        tree, include_comments=False, include_tables=True, with_metadata=False, **settings, **favor
    )
    return "" if result is None or isinstance(result, dict) else result.text or ""


def _prune(root: HtmlElement, total: int) -> None:
    """Take furniture out by tag, class and id; never a part that holds much of the text."""
    pattern = furniture().prune
    for element in list(root.iter()):
        if element is root or not isinstance(element.tag, str) or element.getparent() is None:
            continue
        tokens = f"{element.get('class') or ''} {element.get('id') or ''}".strip()
        if not (element.tag in TAGS_OUT or (tokens and pattern.search(tokens))):
            continue
        if root not in element.iterancestors():
            continue  # an ancestor went already
        if len(element.findall(".//p")) >= PRUNE_PARAGRAPHS or _length(element) > PRUNE_SHARE * total:
            continue
        element.drop_tree()


def _around(doc: Document, found: list[Block]) -> None:
    """Split the page's lines into head, body and tail, and give pictures to the article."""
    texts = [block for block in found if block.text]
    doc.lines = [block.text for block in texts if block.kind != "caption"]
    doc.captions = [block.text for block in texts if block.kind == "caption"]
    beside, captions = media.beside(doc.tree, doc.container, doc.url)
    doc.article.images = [*beside, *media.inside(found)]
    doc.captions += captions
    # what stands at a picture names who took it, not who wrote the article
    page = [block for block in doc.blocks if block.text and block.text not in captions]
    around = [block.spaced or block.text for block in page]
    span = _span(page, doc)
    doc.head, doc.tail = (around, []) if span is None else (around[: span[0]], around[span[1] + 1 :])


def _span(page: Sequence[Block], doc: Document) -> tuple[int, int] | None:
    """The first and the last of the page's lines that belong to the body."""
    texts = [block.text for block in page]
    known = {line for line in doc.lines if len(line) >= 8} or set(doc.lines)
    within = set() if doc.container is None else set(doc.container.iter())
    found = [i for i, text in enumerate(texts) if text in known]
    # a line that occurs twice on the page is no anchor: titles are repeated in bodies, leads in teasers
    twice = {text for text, times in Counter(texts[i] for i in found).items() if times > 1}
    anchors = (
        [i for i in found if page[i].element in within]
        or [i for i in found if texts[i] not in twice]
        or found
    )
    if not anchors:
        return None
    first, last = anchors[0], anchors[-1]
    at = doc.lines.index(texts[first])
    while at > 0 and first > 0 and texts[first - 1] == doc.lines[at - 1]:
        first, at = first - 1, at - 1
    return first, last


def wash(lines: Sequence[str], *, title: str | None, strip: set[int]) -> list[str]:
    """The body without byline lines (``strip``), furniture, the repeated title, and all that follows the text."""
    rules = furniture()
    total = sum(map(len, lines)) or 1
    washed: list[str] = []
    seen = 0
    repeated = fold(title) if title else None
    for i, line in enumerate(lines):
        if rules.cuts(line) and (seen >= MIN_BEFORE_CUT * total or seen >= MIN_CHARS_BEFORE_CUT):
            break
        seen += len(line)
        if i in strip or rules.drops(line) or rules.cuts(line):
            continue
        if repeated and len(washed) < 4 and fold(line) == repeated:
            continue
        washed.append(line)
    return washed
