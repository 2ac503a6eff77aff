"""Render texts as HTML: fill the templates, and write paragraphs, tables and credits as content systems do."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from importlib import resources
from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.sample_city.content import Line, Piece

PRINTED = {
    "responsible_editor": "责任编辑",
    "editor": "编辑",
    "first_review": "初审",
    "second_review": "复审",
    "final_review": "终审",
}


@lru_cache(maxsize=32)
def _template(name: str) -> Template:
    folder = resources.files("crawler.sample_city").joinpath("templates")
    return Template(folder.joinpath(f"{name}.html").read_text("utf-8"))


def fill(template: str, **parts: object) -> str:
    """Return the template with all its placeholders filled in; KeyError for a missing one."""
    return _template(template).substitute({name: str(part) for name, part in parts.items()})


def body(lines: Iterable[Line], folder: str = "", paragraph: str = "<p>　　{}</p>") -> str:
    """Return the lines as HTML paragraphs, subheads, lists, tables and figures; ``folder``: URL of the pictures."""
    parts: list[str] = []
    group: list[Line] = []

    def close() -> None:
        if group:
            parts.append(_table(group) if group[0].kind == "row" else _list(group))
            group.clear()

    for line in lines:
        if line.kind in ("row", "li"):
            if group and group[0].kind != line.kind:
                close()
            group.append(line)
            continue
        close()
        if line.kind == "image":
            parts.append(
                f'<p style="text-align:center"><img src="{folder}{line.file}" width="600" alt=""></p>\n'
                f'<p class="caption" style="text-align:center">{escape(line.text)}</p>'
            )
        elif line.kind == "h":
            parts.append(f"<p><strong>{escape(line.text)}</strong></p>")
        else:
            parts.append(paragraph.format(escape(line.text)))
    close()
    return "\n".join(parts)


def _table(rows: list[Line]) -> str:
    head, *rest = rows
    cells = "".join(f"<th>{escape(cell)}</th>" for cell in head.cells)
    lines = ["<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row.cells) + "</tr>" for row in rest]
    return f'<table border="1"><tbody><tr>{cells}</tr>\n' + "\n".join(lines) + "</tbody></table>"


def _list(items: list[Line]) -> str:
    return "<ul>" + "".join(f"<li>{escape(item.text)}</li>" for item in items) + "</ul>"


def credit_lines(piece: Piece) -> list[str]:
    """Return the lines below a text that name its editors and reviewers; all reviewers share one line."""
    edited = [
        f"{PRINTED[role]}：{name}" for role, name in piece.by if role in ("responsible_editor", "editor")
    ]
    reviewed = [f"{PRINTED[role]}：{name}" for role, name in piece.by if role.endswith("_review")]
    return edited + (["　".join(reviewed)] if reviewed else [])


def author(piece: Piece) -> str | None:
    """Return the names of the authors for the line below the headline, or None."""
    names = [name for role, name in piece.by if role == "author"]
    return "、".join(names) if names else None


def meta(pairs: Iterable[tuple[str, str | None]]) -> str:
    """Return meta tags; empty ones are written too, as content systems do."""
    return "\n".join(f'<meta name="{name}" content="{escape(value or "")}">' for name, value in pairs)
