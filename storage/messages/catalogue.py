"""Look up messages by key in YAML files that hold the English and the Chinese text side by side.

A file ``crawl.yml`` of a package defines the keys ``crawl.*``::

    interrupted:
      en: "{source}: interrupted"
      zh: "{source}：已中断"
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from storage.messages.language import current_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage.messages.language import Language


@dataclass(frozen=True, slots=True)
class Message:
    """One message with `str.format` placeholders; both texts use the same placeholders."""

    en: str
    zh: str

    def text(self, language: Language) -> str:
        """Return the template in ``language``."""
        return self.zh if language == "zh" else self.en


class Catalogue:
    """The messages of a package, and behind them those of the catalogue it builds on."""

    def __init__(self, package: str, *, base: Catalogue | None = None) -> None:
        """``package``: dotted name of the package that holds the YAML files; ``base``: searched for unknown topics."""
        self.package = package
        self.base = base

    def text(self, key: str, /, **values: object) -> str:
        """Return the message ``topic.name`` in the current language with ``values`` filled in.

        Raises KeyError for an unknown key or a missing value: both are programming errors.
        """
        message = self.find(key)
        if message is None:
            raise KeyError(f"no message {key!r} in {self.package}")
        template = message.text(current_language())
        return template.format_map(values) if values else template

    def word(self, topic: str, code: str) -> str:
        """Return the words for a stored code such as ``refused``, or the code itself if it has none."""
        message = self.find(f"{topic}.{code}")
        return code if message is None else message.text(current_language())

    def find(self, key: str) -> Message | None:
        """Return the message of a key ``topic.name``, or None."""
        topic, _, name = key.partition(".")
        found = _read(self.package, topic).get(name)
        return found if found is not None or self.base is None else self.base.find(key)

    def topics(self) -> list[str]:
        """Return the topics (file names without ``.yml``) of this package alone."""
        files = resources.files(self.package).iterdir()
        return sorted(file.name.removesuffix(".yml") for file in files if file.name.endswith(".yml"))

    def messages(self, *topics: str) -> dict[str, Message]:
        """Return the messages of this package alone by key: those of ``topics``, or all."""
        return {
            f"{topic}.{name}": message
            for topic in topics or self.topics()
            for name, message in _read(self.package, topic).items()
        }


@cache
def _read(package: str, topic: str) -> Mapping[str, Message]:
    """Read one YAML file; a package without the file has no messages of that topic."""
    import yaml

    file = resources.files(package).joinpath(f"{topic}.yml")
    if not file.is_file():
        return {}
    loader = getattr(
        yaml, "CBaseLoader", yaml.BaseLoader
    )  # libyaml is ten times as fast: --help reads 200 texts
    data = yaml.load(file.read_text("utf-8"), Loader=loader) or {}
    return {name: Message(entry["en"], entry["zh"]) for name, entry in data.items()}
