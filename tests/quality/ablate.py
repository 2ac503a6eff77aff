"""What each rule of the body finder is worth on the open bench: ``python -m tests.quality.ablate``.

Prints, for the Chinese pages unless said otherwise:

1. what trafilatura's choice of lines is worth against all lines of the part, per group;
2. each threshold switched off or moved: change of the mean, of pages under .5, and the pages it decides;
3. each entry of boilerplate.yml removed: on how many sites it matches, what its removal changes, and the sites whose
   pages it decides. An entry that no more than two sites support and whose removal costs nothing is marked ``drop``;
4. leave one site out: the pages of each site, read without the entries that this site alone supports.

``--quick`` leaves out the entries of the vocabulary (3 and 4).
"""

from __future__ import annotations

import argparse
import copy
import sys
from contextlib import contextmanager
from statistics import mean
from typing import TYPE_CHECKING, Any
from unittest import mock

from pipelines import Page, Refused, understand
from pipelines.body import choose_lines, container, densest_part, find, line_filter, second_opinion, text_end
from pipelines.body.choose_lines import Choice
from pipelines.page import boilerplate, parsed_page
from pipelines.text.package_data import load_package_yaml
from tests.quality.open_bench import BenchPage, bench_pages, missing_reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipelines.page.parsed_page import ParsedPage

FAILED = 0.5  # F1 of a page that failed
CHANGED = 0.002  # of F1: less is noise of a line or two
MIN_SITES = 3  # that must support an entry, unless its removal costs something
KINDS = ("containers", "prune", "drop", "cut")
KEYS = {"containers": "css", "prune": "token", "drop": "line", "cut": "line"}
# module, name, value, meaning
THRESHOLDS: tuple[tuple[Any, str, float, str], ...] = (
    (choose_lines, "MIN_KEPT_SHARE", 0.0, "no guard on trafilatura's choice"),
    (choose_lines, "MIN_EXTRACTED_SIZE", 250, "trafilatura's own minimum length"),
    (densest_part, "MAIN_SHARE", 0.5, "a smaller part"),
    (densest_part, "MAIN_SHARE", 0.9, "a larger part"),
    (densest_part, "MIN_GAIN", 9.9, "the part is never widened"),
    (line_filter, "MAX_BOX_SHARE", 0.0, "no box is boilerplate by its name"),
    (line_filter, "MAX_BOX_SHARE", 1.0, "every box with such a name is boilerplate"),
    (second_opinion, "ENOUGH_SHARE", 0.0, "no second opinion"),
    (text_end, "TEXT_RESUMES", 99, "paragraphs behind a copyright line never resume the text"),
)


def scores(pages: Sequence[BenchPage]) -> dict[str, float]:
    """F1 of each page; 0 for a refused one."""
    found: dict[str, float] = {}
    for page in pages:
        try:
            articles = understand(Page(url=page.url, body=page.html))
        except Refused:
            found[page.name] = 0.0
            continue
        found[page.name] = page.f1(articles[0].body or "")
    return found


def compare(name: str, before: dict[str, float], after: dict[str, float]) -> str:
    """One line about two readings of the same pages."""
    changes = sorted((after[page] - before[page], page) for page in after)
    worse = [page for change, page in changes if change < -CHANGED]
    better = [page for change, page in changes if change > CHANGED]
    failed = sum(one < FAILED for one in after.values()) - sum(before[page] < FAILED for page in after)
    shift = mean(change for change, _ in changes)
    example = f", {changes[0][0]:+.3f} {changes[0][1]}" if worse else ""
    return (
        f"{name:<58} mean {shift:+.4f}, failed {failed:+d}, worse {len(worse)}, better {len(better)}{example}"
    )


@contextmanager
def without_trafilatura() -> Iterator[None]:
    """Take all candidate lines of the part."""

    def all_lines(part: object, lines: Sequence[Any], candidates: set[Any]) -> Choice:
        return Choice(tuple(line for line in lines if line in candidates))

    with mock.patch.object(find, "choose_lines", all_lines):
        yield


@contextmanager
def without_entries(removed: Sequence[tuple[str, str]]) -> Iterator[None]:
    """The vocabulary without entries, each given by its kind and its selector or pattern."""
    data = copy.deepcopy(load_package_yaml("pipelines.page", "boilerplate.yml"))
    for kind, value in removed:
        data[kind] = [entry for entry in data[kind] if entry[KEYS[kind]] != value]
    with mock.patch.object(boilerplate, "load_package_yaml", return_value=data):
        _forget()
        yield
    _forget()


def _forget() -> None:
    for cached in (boilerplate.boilerplate, boilerplate.classify_names, boilerplate._matches):
        cached.cache_clear()
    boilerplate._classify_name.cache_clear()


def print_choice(pages: Sequence[BenchPage], base: dict[str, float]) -> None:
    print("\n1. trafilatura's choice of lines against all lines of the part (negative: the choice helps)")
    with without_trafilatura():
        plain = scores(pages)
    for group in dict.fromkeys(page.group for page in pages):
        names = [page.name for page in pages if page.group == group]
        print(" ", compare(group, base, {name: plain[name] for name in names}))


def print_thresholds(pages: Sequence[BenchPage], base: dict[str, float]) -> None:
    print("\n2. thresholds")
    for module, name, value, meaning in THRESHOLDS:
        with mock.patch.object(module, name, value):
            print(" ", compare(f"{name} = {value}: {meaning}", base, scores(pages)))


def supporting_sites(pages: Sequence[BenchPage], kind: str, value: str) -> set[str]:
    """The sites of pages on which an entry of the vocabulary matches something."""
    entry = {KEYS[kind]: value, "why": ""}
    empty: dict[str, list[dict[str, str]]] = {one: [] for one in KINDS}
    with mock.patch.object(boilerplate, "load_package_yaml", return_value={**empty, kind: [entry]}):
        _forget()
        rules = boilerplate.boilerplate()
        found = {page.site for page in pages if _occurs(PARSED[page.name], rules, kind)}
    _forget()
    return found


def _occurs(parsed: ParsedPage, rules: boilerplate.Boilerplate, kind: str) -> bool:
    if kind == "containers":
        return container.named_container(parsed) is not None
    if kind == "prune":
        names = (name for element in parsed.tree.iter() for name in _names(element))
        return any(map(rules.is_name, names))
    matches = rules.is_line if kind == "drop" else rules.may_end_text
    return any(matches(line.text) for line in parsed.lines if line.text)


def _names(element: Any) -> list[str]:
    return [*(element.get("class") or "").split(), *(element.get("id") or "").split()]


PARSED: dict[str, ParsedPage] = {}


def print_vocabulary(pages: Sequence[BenchPage], base: dict[str, float]) -> None:
    PARSED.update({page.name: parsed_page.parse(Page(url=page.url, body=page.html)) for page in pages})
    data = load_package_yaml("pipelines.page", "boilerplate.yml")
    print("\n3. entries of the vocabulary: sites on which they match, and what their removal changes")
    alone: dict[str, list[tuple[str, str]]] = {}
    for kind in KINDS:
        for entry in data[kind]:
            value = entry[KEYS[kind]]
            sites = supporting_sites(pages, kind, value)
            near = [page for page in pages if page.site in sites]
            with without_entries([(kind, value)]):
                after = scores(near)
            costs = any(after[name] < base[name] - CHANGED for name in after)
            mark = "" if len(sites) >= MIN_SITES or costs or entry.get("fact") else " drop"
            line = compare(f"{kind} {value[:40]}", base, after) if near else f"{kind} {value[:40]}"
            print(f"  {len(sites):>3} sites{mark}  {line}", flush=True)
            if len(sites) == 1:
                alone.setdefault(next(iter(sites)), []).append((kind, value))
    print("\n4. leave one site out: each site without the entries that it alone supports")
    for site, removed in sorted(alone.items()):
        with without_entries(removed):
            after = scores([page for page in pages if page.site == site])
        print(" ", compare(f"{site} ({len(removed)} entries)", base, after))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="leave out the entries of the vocabulary")
    options = parser.parse_args()
    if (reason := missing_reason()) is not None:
        sys.exit(f"skipped: {reason}")
    pages = [page for page in bench_pages() if page.is_chinese]
    base = scores(pages)
    failed = sum(one < FAILED for one in base.values())
    print(
        f"{len(pages)} Chinese pages of {len({page.site for page in pages})} sites: mean {mean(base.values()):.4f}, failed {failed}"
    )
    print_choice(pages, base)
    print_thresholds(pages, base)
    if not options.quick:
        print_vocabulary(pages, base)


if __name__ == "__main__":
    main()
