"""Refuse a source's regular expression that is wrong, or that a hostile address could make run for ever."""

from __future__ import annotations

import re
import signal
import threading
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT)
TRIAL_S = 0.5


def problem(pattern: str) -> str | None:
    """What is wrong with it, in words; None if nothing is."""
    try:
        compiled = re.compile(pattern)
        tree = parser.parse(pattern)
    except re.error as error:
        return f"is not a regular expression: {error}"
    except (RecursionError, OverflowError):
        return "is not a regular expression: too large"
    if _nested(tree, inside=False) and _runs_away(compiled, tree):
        return "can take for ever: a repeat stands inside a repeat over the same characters"
    return None


def _nested(tree: Any, *, inside: bool) -> bool:
    """A repeat without end inside another: only these can be exponential, and most are harmless."""
    for op, value in tree:
        if op in REPEATS:
            endless = value[1] > 20
            if (inside and endless) or _nested(value[2], inside=inside or endless):
                return True
        elif any(_nested(part, inside=inside) for part in _parts(op, value)):
            return True
    return False


def _parts(op: Any, value: Any) -> list[Any]:
    if op is sre.SUBPATTERN:
        return [value[3]]
    if op is sre.BRANCH:
        return list(value[1])
    if op in (sre.ASSERT, sre.ASSERT_NOT):
        return [value[1]]
    if op is sre.ATOMIC_GROUP:
        return [value]
    return []


class _TooSlowError(Exception):
    pass


def _runs_away(compiled: re.Pattern[str], tree: Any) -> bool:
    """Try it on texts that almost match. Python's engine heeds signals, so the trial can be cut short."""
    if threading.current_thread() is not threading.main_thread():
        return False  # only the main thread gets signals; the crawl itself validates there

    def stop(*_: object) -> None:
        raise _TooSlowError

    almost = _sample(tree, 28)[:400]
    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, TRIAL_S)
    try:
        for tail in ("!", "\x00", almost[:1] + "!"):
            compiled.search(almost + tail)
    except _TooSlowError:
        return True
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    return False


def _sample(tree: Any, times: int) -> str:
    """A text that the pattern matches, its endless repeats taken ``times`` times."""
    out = []
    for op, value in tree:
        if op is sre.LITERAL:
            out.append(chr(value))
        elif op is sre.IN:
            out.append(_member(value))
        elif op in (sre.ANY, sre.NOT_LITERAL):
            out.append("a")
        elif op in REPEATS:
            low, high, sub = value
            out.append(_sample(sub, times) * (times if high > times else max(low, 1)))
        else:
            parts = _parts(op, value)
            if parts and op not in (sre.ASSERT, sre.ASSERT_NOT):
                out.append(_sample(parts[0], times))
        if sum(map(len, out)) > 2000:
            break
    return "".join(out)


def _member(choices: Any) -> str:
    for op, value in choices:
        if op is sre.LITERAL:
            return chr(value)
        if op is sre.RANGE:
            return chr(value[0])
        if op is sre.CATEGORY:
            return {sre.CATEGORY_DIGIT: "0", sre.CATEGORY_SPACE: " ", sre.CATEGORY_WORD: "a"}.get(value, "-")
    return "a"
