"""The types of a source's values. All are read from text, so that 0635, no and 2021-08-19 stay as written."""

from __future__ import annotations

import dataclasses
import difflib
import re
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, field_validator

from crawler.sources import bounded_regex
from pipelines.items import Article
from pipelines.page import select

if TYPE_CHECKING:
    from collections.abc import Iterable

RECORD_FIELDS = tuple(f.name for f in dataclasses.fields(Article) if f.name not in ("folded", "fingerprints"))

ENDS_IN_TEXT = re.compile(r"(?:/text\(\)|/@[\w-]+|::attr\([\w-]+\))\s*$")


def _number(value: Any) -> Any:
    if isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value.strip()):
        return float(value)
    raise ValueError("must be a number")


def _whole(value: Any) -> Any:
    if isinstance(value, str) and re.fullmatch(r"\d{1,9}", value.strip()):
        return int(value)
    raise ValueError("must be a whole number")


def _positive(value: Any) -> Any:
    if (number := _whole(value)) < 1:
        raise ValueError("must be at least 1")
    return number


def _truth(value: Any) -> Any:
    if isinstance(value, str) and value.lower() in ("true", "false", "yes", "no"):
        return value.lower() in ("true", "yes")
    raise ValueError("must be true or false")


def _text(value: Any) -> Any:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("must be text that is not empty")
    return value.strip()


def _selector(value: Any) -> Any:
    value = _text(value)
    if wrong := select.problem(value):
        raise ValueError(f"{value!r} {wrong}")
    return value


def _element_selector(value: Any) -> Any:
    value = _selector(value)
    if ENDS_IN_TEXT.search(value):
        raise ValueError(f"{value!r} selects text or an attribute: select the element that contains it")
    return value


def _pattern(value: Any) -> Any:
    value = _text(value)
    if wrong := bounded_regex.problem(value):
        raise ValueError(f"{value!r} {wrong}")
    return value


Number = Annotated[float, BeforeValidator(_number)]
Whole = Annotated[int, BeforeValidator(_whole)]
Positive = Annotated[int, BeforeValidator(_positive)]
Truth = Annotated[bool, BeforeValidator(_truth)]
Text = Annotated[str, BeforeValidator(_text)]
Selector = Annotated[str, BeforeValidator(_selector)]
ElementSelector = Annotated[str, BeforeValidator(_element_selector)]  # selects an element, not its text
Pattern = Annotated[str, BeforeValidator(_pattern)]


class Closed(BaseModel):
    """A frozen section of a source file in which unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ApiRules(Closed):
    """A list that comes as JSON: the address of its pages, and the keys of its entries. Paths are dotted."""

    variables: dict[
        Text, tuple[Pattern, ...]
    ] = {}  # name: patterns searched in start address and column page; their first group is the value
    address: tuple[Text, ...] = ()  # with {page} and the variables; if one is missing, the next is requested
    first_page: Whole = 1
    embedded: Selector | None = None  # the element of a page that contains the JSON
    items: tuple[Text, ...] = ()  # paths of the list of entries
    each: Text | None = None  # instead of items: a key that only entries have, at any depth
    link: Text | None = None  # template for the address of an entry, with its {keys}
    url: tuple[Text, ...] = ("url",)
    title: tuple[Text, ...] = ("title",)
    date: tuple[Text, ...] = ()
    content: tuple[Text, ...] = ()  # the article's text as HTML, if the list contains it
    total: tuple[Text, ...] = ()  # total number of entries


class ListRules(Closed):
    """How list pages are read: mechanism, selectors, and how unlinked pages are numbered."""

    mechanism: Literal["html", "datastore", "unit", "api", "feed", "sitemap"] | None = None
    api: ApiRules | None = None
    links: Selector | None = None
    next: Selector | None = None
    numbering: Literal["up", "down"] | None = None  # of pages that nothing links: NAME_1.EXT or NAME/N.EXT
    max_pages: Positive | None = None


class ArticleRules(Closed):
    """Which addresses are articles, and selectors for their parts."""

    url: Pattern | None = None
    body: ElementSelector | None = None
    title: Selector | None = None
    date: Selector | None = None
    remove: tuple[ElementSelector, ...] = ()


class NewspaperRules(Closed):
    """Which links of an edition page lead to pages and to articles."""

    pages: Selector | None = None
    page_url: Pattern | None = None
    articles: Selector | None = None


class Fingerprint(Closed):
    """The signs of a family. One sign is enough; patterns ignore case."""

    rank: Positive  # among equally good matches the lowest rank wins
    url: tuple[Pattern, ...] = ()  # in the page's own address
    links: tuple[Pattern, ...] = ()  # in the absolute addresses of its links
    html: tuple[Pattern, ...] = ()  # in its decoded markup, scripts and comments included
    meta: tuple[Text, ...] = ()  # names of meta tags, in any case
    headers: dict[Text, Pattern] = {}  # of the answer
    within: Text | None = (
        None  # a family whose signs such a site shows as well: this one is the more exact name
    )


class Budget(Closed):
    """Limits of one run."""

    pages: Positive = 2000
    minutes: Number = 30.0

    @field_validator("minutes")
    @classmethod
    def _some(cls, value: float) -> float:
        if value <= 0:
            raise ValueError("must be more than 0")
        return value


class Expect(Closed):
    """What a healthy source delivers; a run that falls short gets a finding."""

    articles_per_week: tuple[Whole, Whole] | None = None
    silent_days: Positive | None = None
    filled: dict[str, Number] = {}

    @field_validator("articles_per_week")
    @classmethod
    def _ordered(cls, value: tuple[int, int] | None) -> tuple[int, int] | None:
        if value and value[0] > value[1]:
            raise ValueError("must be [least, most]")
        return value

    @field_validator("filled")
    @classmethod
    def _shares(cls, value: dict[str, float]) -> dict[str, float]:
        for key, share in value.items():
            # "published" means published_date in the documented example
            if key not in (*RECORD_FIELDS, "published"):
                raise ValueError(
                    f"{key!r} is not a field of the article record{did_you_mean(key, RECORD_FIELDS)}"
                )
            if not 0 <= share <= 1:
                raise ValueError(f"{key}: must be between 0 and 1")
        return value


def did_you_mean(word: str, known: Iterable[object]) -> str:
    """Return ", did you mean X?" for the most similar known word, or an empty text."""
    close = difflib.get_close_matches(word, [str(k) for k in known], n=1, cutoff=0.6)
    return f", did you mean {close[0]}?" if close else ""
