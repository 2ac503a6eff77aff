"""Read a YAML file with the line of every key. Scalars stay the text that is written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 256 * 1024
MAX_NODES = 10_000  # aliases count each time they are used, which stops alias bombs
MAX_DEPTH = 20  # levels

KeyPath = tuple[str | int, ...]

TAB_INDENT = re.compile(r"^ *\t")
FULL_WIDTH_COLON = re.compile(r"^\s*(?:- )?[A-Za-z_]+：")
NO_SPACE_AFTER_COLON = re.compile(r"^\s*[A-Za-z_]+:[^\s/]")
CURLY_QUOTES = {"“": "”", "‘": "’", "「": "」"}
BRACKETS = {"while parsing a flow mapping": "{", "while parsing a flow sequence": "["}
TAB = "is indented with a tab: use spaces"
COLON = "has a full-width colon (：): write an ASCII colon and a space (: )"
SPACE = "has no space after the colon: write key: value"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


class YamlError(Exception):
    """The file cannot be read as a mapping of keys to values. ``line`` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


@dataclass
class MarkedYaml:
    """The data of a file, and the line on which each key or list entry begins."""

    data: Any
    lines: dict[KeyPath, int] = field(default_factory=dict)

    def line(self, path: KeyPath) -> int:
        """Return the line of a key, or that of the nearest key around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read(path: Path) -> MarkedYaml:
    """Read a file. Raises YamlError.

    Every scalar is text, or None if nothing is written: ``0635`` stays 0635 and ``no`` stays no.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise YamlError(1, f"cannot be read: {error.strerror or error}") from None
    if len(raw) > MAX_BYTES:
        raise YamlError(1, f"has {len(raw):,} bytes; a source file has at most {MAX_BYTES:,}")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        hint = ": it looks like GBK, save the file as UTF-8" if _is_gbk(raw) else ""
        raise YamlError(line, f"is not UTF-8 text{hint}") from None
    return parse(text)


def _is_gbk(raw: bytes) -> bool:
    try:
        return CHINESE.search(raw.decode("gb18030")) is not None
    except UnicodeDecodeError:
        return False


def parse(text: str) -> MarkedYaml:
    """Parse the text of a file. Raises YamlError."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(text, error) from None
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1 if isinstance(error.position, int) else 1
        message = f"contains a character that YAML does not allow (#x{error.character:04x})"
        raise YamlError(line, message) from None
    except RecursionError:
        raise YamlError(1, f"is nested too deeply (more than {MAX_DEPTH} levels)") from None
    if node is None:
        raise YamlError(1, "is empty")
    if not isinstance(node, yaml.MappingNode):
        line = node.start_mark.line
        raise _common_mistake(text) or YamlError(line + 1, "must be a mapping of keys to values")
    builder = _Builder()
    return MarkedYaml(builder.build(node, (), 0), builder.lines)


def _syntax_error(text: str, error: yaml.MarkedYAMLError) -> YamlError:
    """Return a YAML error in plain words, on the line that has to be changed."""
    if (mistake := _common_mistake(text)) is not None:
        return mistake
    mark = error.problem_mark or error.context_mark
    line = mark.line if mark else 0
    if "{date" in "".join(text.split("\n")[line : line + 1]):
        return YamlError(line + 1, "is not valid YAML: an address with {date:…} needs quotes")
    opened = error.context_mark.line + 1 if error.context_mark else 1
    if (bracket := BRACKETS.get(error.context or "")) is not None:
        return YamlError(opened, f"'{bracket}' is not closed")
    if error.context == "while scanning a quoted scalar":
        return YamlError(opened, "a quotation mark is not closed")
    problem = error.problem or error.context or "unknown error"
    return YamlError(line + 1, f"is not valid YAML: {problem}")


def _common_mistake(text: str) -> YamlError | None:
    """Return the first line with a mistake that editors and input methods cause."""
    for number, line in enumerate(text.split("\n"), 1):
        for pattern, message in (
            (TAB_INDENT, TAB),
            (FULL_WIDTH_COLON, COLON),
            (NO_SPACE_AFTER_COLON, SPACE),
        ):
            if pattern.match(line):
                return YamlError(number, message)
    return None


class _Builder:
    """Turns nodes into plain data and notes the line of each key."""

    def __init__(self) -> None:
        self.lines: dict[KeyPath, int] = {}
        self.nodes = 0

    def build(self, node: yaml.Node, path: KeyPath, depth: int) -> Any:
        line = node.start_mark.line + 1
        self.nodes += 1
        if self.nodes > MAX_NODES:
            message = f"has more than {MAX_NODES:,} values, counting aliases each time they are used"
            raise YamlError(line, message)
        if depth > MAX_DEPTH:
            raise YamlError(line, f"is nested too deeply (more than {MAX_DEPTH} levels)")
        self.lines.setdefault(path, line)
        if isinstance(node, yaml.ScalarNode):
            return _scalar(node, line)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(child, (*path, i), depth + 1) for i, child in enumerate(node.value)]
        assert isinstance(node, yaml.MappingNode)
        return self._mapping(node, path, depth)

    def _mapping(self, node: yaml.MappingNode, path: KeyPath, depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise YamlError(line, "a key must be a word")
            key = key_node.value
            if key in result:
                first = self.lines[(*path, key)]
                raise YamlError(line, f"{key}: is written twice (first in line {first})")
            self.lines[(*path, key)] = line
            result[key] = self.build(value_node, (*path, key), depth + 1)
        return result


def _scalar(node: yaml.ScalarNode, line: int) -> str | None:
    """Return the text of a scalar, None for an empty one. Curly quotes around it are an error: they do not quote in YAML."""
    text: str = node.value
    if node.tag == "tag:yaml.org,2002:null":
        return None
    if node.style is None and len(text) > 1 and CURLY_QUOTES.get(text[0]) == text[-1]:
        raise YamlError(line, f"has typographic quotation marks ({text[0]} {text[-1]}): write ASCII quotes")
    return text
