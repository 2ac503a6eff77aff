"""The message catalogue: complete in both languages, used, and the only place of user-visible texts."""

from __future__ import annotations

import ast
import re
import string
from typing import TYPE_CHECKING

import pytest
import yaml

if TYPE_CHECKING:
    from pathlib import Path

PACKAGES = ("crawler", "pipelines", "storage")
PRINTERS = {"print_line", "warn", "fail", "echo", "prompt", "confirm", "print_field"}
LOOKED_UP = re.compile(r"""\b(?:text|word)\(\s*f?["']([\w .:]+)""")
# topics whose keys are codes that are looked up by value
CODE_TOPICS = {
    "state",
    "reason",
    "relation",
    "conflict",
    "field",
    "finding",
    "finding_kind",
    "column",
    "advice",
}
CODE_TOPICS |= {"help", "typer", "glossary", "problem"}
SAME_IN_BOTH = re.compile(r"[\W\d_]*(?:HTTP|JSON|OPML|robots\.txt|max_pages|\{\w*\}|[\W\d_])*")
# words that a message must not use for a concept of the glossary
NOT_IN_CHINESE = {"story": "事件", "tombstone": "墓碑", "raw": "原始页", "source": "信源"}


def _files(root: Path) -> list[Path]:
    return sorted(file for package in PACKAGES for file in (root / package).rglob("messages/*.yml"))


def _messages(root: Path) -> dict[str, dict[str, str]]:
    """All messages by ``topic.name``; a topic is in one package only."""
    found: dict[str, dict[str, str]] = {}
    for file in _files(root):
        for name, entry in yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader).items():
            assert f"{file.stem}.{name}" not in found, file
            found[f"{file.stem}.{name}"] = entry
    return found


def _code(root: Path) -> list[Path]:
    return sorted(file for package in PACKAGES for file in (root / package).rglob("*.py"))


def test_every_message_has_both_languages_and_no_other_key(root: Path) -> None:
    assert {key for key, entry in _messages(root).items() if set(entry) != {"en", "zh"}} == set()


def test_every_message_is_translated(root: Path) -> None:
    def is_chinese(value: str) -> bool:
        return bool(re.search("[一-鿿]", value))

    messages = _messages(root)
    assert {key for key, one in messages.items() if is_chinese(one["en"])} == set()
    untranslated = {key for key, one in messages.items() if not is_chinese(one["zh"])}
    assert {key for key in untranslated if not SAME_IN_BOTH.fullmatch(messages[key]["zh"])} == set()


def test_both_languages_use_the_same_placeholders(root: Path) -> None:
    def fields(template: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}

    differing = {key for key, one in _messages(root).items() if fields(one["en"]) != fields(one["zh"])}
    assert differing == set()


def test_every_looked_up_key_exists(root: Path) -> None:
    known = _messages(root)
    used = {key for file in _code(root) for key in LOOKED_UP.findall(file.read_text("utf-8")) if "." in key}
    assert len(used) > 100
    assert {key for key in used if not key.endswith(".") and key not in known} == set()


def test_every_message_is_used(root: Path) -> None:
    code = "\n".join(file.read_text("utf-8") for file in _code(root))
    quoted = set(re.findall(r"""["']([\w.]+)["']""", code))
    unused = set()
    for key in _messages(root):
        topic, _, name = key.partition(".")
        by_code = topic in CODE_TOPICS or f'word("{topic}"' in code or f'f"{topic}.{{' in code
        if key not in quoted and not by_code and name not in quoted:
            unused.add(key)
    assert unused == set()


@pytest.mark.parametrize("concept", sorted(NOT_IN_CHINESE))
def test_one_chinese_word_for_each_concept_of_the_glossary(root: Path, concept: str) -> None:
    messages = _messages(root)
    assert f"glossary.{concept}" in messages
    other = NOT_IN_CHINESE[concept]
    assert {key for key, one in messages.items() if other in one["zh"]} == set()


def test_commands_print_no_text_of_their_own(root: Path) -> None:
    """Every printed or failing literal with a word in it must come from the catalogue."""
    found = []
    for file in sorted((root / "crawler/cli").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            helped = [one.value for one in node.keywords if one.arg == "help"]
            for argument in [*(node.args[:1] if name in PRINTERS else []), *helped]:
                found += [f"{file.name}:{node.lineno}: {words}" for words in _literal_words(argument)]
    assert found == []


def _literal_words(argument: ast.expr) -> list[str]:
    """Words of three letters or more in string literals, outside of nested calls and command lines to copy."""
    if isinstance(argument, ast.Call):
        return []
    texts: list[str] = []
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        texts = [argument.value]
    elif isinstance(argument, ast.JoinedStr):
        texts = [str(part.value) for part in argument.values if isinstance(part, ast.Constant)]
    elif isinstance(argument, ast.BinOp):
        return _literal_words(argument.left) + _literal_words(argument.right)
    commands = ("govnews ", "  govnews ", "  export GOVNEWS_HOME=")
    return [one for one in texts if re.search("[A-Za-z]{3}", one) and not one.startswith(commands)]
