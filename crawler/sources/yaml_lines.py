"""Read a YAML file with the line of every key, scalars kept as the text that stands there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 256 * 1024
MAX_NODES = 10_000  # aliases count each time they are used: walking them is what makes an alias bomb
MAX_DEPTH = 20

Path_ = tuple[str | int, ...]


class YamlError(Exception):
    """The file is no YAML that a source may be; silence would have run a source nobody wrote."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


@dataclass
class MarkedYaml:
    """Plain data, and the line on which each key or entry begins."""

    data: Any
    lines: dict[Path_, int] = field(default_factory=dict)

    def line(self, path: Path_) -> int:
        """The line of the key, or of the nearest one around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read(path: Path) -> MarkedYaml:
    """Every scalar is text (or None where nothing stands): ``0635`` stays 0635, ``no`` stays no."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise YamlError(1, f"cannot be read: {error.strerror or error}") from None
    if len(raw) > MAX_BYTES:
        raise YamlError(1, f"{len(raw):,} bytes; a source file has at most {MAX_BYTES:,}")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise YamlError(line, "is not UTF-8 text") from None
    return parse(text)


def parse(text: str) -> MarkedYaml:
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or error.context or "broken"
        line = mark.line if mark else 0
        shown = text.split("\n")[line : line + 1]
        hint = " (an address with {date:…} needs quotes)" if "{date" in "".join(shown) else ""
        raise YamlError(line + 1, f"is not valid YAML: {problem}{hint}") from None
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1 if isinstance(error.position, int) else 1
        raise YamlError(
            line, f"holds a character that YAML does not allow (#x{error.character:04x})"
        ) from None
    except RecursionError:
        raise YamlError(1, f"is nested too deeply (more than {MAX_DEPTH} levels)") from None
    if node is None:
        raise YamlError(1, "is empty")
    builder = _Builder()
    marked = MarkedYaml(builder.build(node, (), 0), builder.lines)
    if not isinstance(marked.data, dict):
        raise YamlError(node.start_mark.line + 1, "must be a mapping of keys to values")
    return marked


class _Builder:
    def __init__(self) -> None:
        self.lines: dict[Path_, int] = {}
        self.seen = 0

    def build(self, node: yaml.Node, path: Path_, depth: int) -> Any:
        line = node.start_mark.line + 1
        self.seen += 1
        if self.seen > MAX_NODES:
            raise YamlError(
                line, f"has more than {MAX_NODES:,} values, aliases counted each time they are used"
            )
        if depth > MAX_DEPTH:
            raise YamlError(line, f"is nested too deeply (more than {MAX_DEPTH} levels)")
        self.lines.setdefault(path, line)
        if isinstance(node, yaml.ScalarNode):
            return None if node.tag == "tag:yaml.org,2002:null" else node.value
        if isinstance(node, yaml.SequenceNode):
            return [self.build(child, (*path, i), depth + 1) for i, child in enumerate(node.value)]
        assert isinstance(node, yaml.MappingNode)
        return self._mapping(node, path, depth)

    def _mapping(self, node: yaml.MappingNode, path: Path_, depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise YamlError(line, "a key must be a word")
            key = key_node.value
            if key in result:
                raise YamlError(line, f"{key}: stands here twice (first in line {self.lines[(*path, key)]})")
            self.lines[(*path, key)] = line
            result[key] = self.build(value_node, (*path, key), depth + 1)
        return result
