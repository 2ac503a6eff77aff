"""Load source files: merge each with its family and check every key before anything is crawled."""

from __future__ import annotations

import dataclasses
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from crawler.sources import yaml_lines
from crawler.sources.error_text import error_text
from crawler.sources.field_types import Fingerprint, did_you_mean
from crawler.sources.model import ID, Source
from pipelines.places import division_tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.sources.yaml_lines import MarkedYaml

SHIPPED = Path(__file__).parent
FAMILIES = "families"
MERGED = ("list", "article", "newspaper", "budget", "expect")
SOURCE_ONLY_KEYS = ("id", "name", "region", "start", "family")
FAMILY_ONLY_KEYS = ("fingerprint",)


@dataclasses.dataclass(frozen=True)
class SourceError:
    """One mistake in one file; as text "file:line: what is wrong"."""

    file: Path
    line: int
    message: str

    @property
    def id(self) -> str:
        return self.file.stem

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class SourceInvalid(Exception):
    """A source or family file has errors, so it is not used at all."""

    def __init__(self, errors: list[SourceError]) -> None:
        super().__init__("\n".join(map(str, errors)))
        self.errors = errors


@dataclasses.dataclass
class SourceSet:
    """The sources that could be loaded, and the errors of the others."""

    sources: dict[str, Source] = dataclasses.field(default_factory=dict)
    files: dict[str, Path] = dataclasses.field(default_factory=dict)
    errors: list[SourceError] = dataclasses.field(default_factory=list)
    warnings: list[SourceError] = dataclasses.field(default_factory=list)
    names: list[str] = dataclasses.field(default_factory=list)  # ids of all files, those not read included

    def errors_of(self, source_id: str) -> list[SourceError]:
        """Return the errors of one source's file."""
        return [error for error in self.errors if error.id == source_id]

    def unknown(self, source_id: str) -> str:
        """Return an error message for an id that no file has, with the most similar id."""
        known = sorted({*self.sources, *self.names, *(error.id for error in self.errors)})
        hint = did_you_mean(source_id, known) or ("" if known else " (no source folder holds any file)")
        return f"no source is called {source_id!r}{hint}"


def load(path: Path | str, folders: Sequence[Path] = ()) -> Source:
    """Load one file. Raises SourceInvalid with every error found."""
    return _load(Path(path), folders)[0]


def load_all(folders: Sequence[Path]) -> SourceSet:
    """Load every source below the folders. A file with errors does not affect the others."""
    found = SourceSet()
    for path in files(folders):
        _add(found, path, folders)
    return found


def load_one(folders: Sequence[Path], source_id: str) -> SourceSet:
    """Load one source by its id; of the other files only the names are read."""
    found = SourceSet(names=[path.stem for path in files(folders)])
    for path in files(folders):
        if path.stem == source_id:
            _add(found, path, folders)
    return found


def files(folders: Sequence[Path]) -> Iterator[Path]:
    """Yield all source files below the folders; those below ``families/`` are presets."""
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*.y*ml") if p.suffix in (".yml", ".yaml")):
            if FAMILIES not in path.relative_to(folder).parts:
                yield path


def _add(found: SourceSet, path: Path, folders: Sequence[Path]) -> None:
    if first := found.files.get(path.stem):
        if first.resolve() != path.resolve():  # otherwise one folder was given twice
            found.errors.append(SourceError(path, 1, f"id: {path.stem!r} is already the id of {first}"))
            found.sources.pop(path.stem, None)
        return
    found.files[path.stem] = path
    try:
        source, warnings = _load(path, folders)
    except SourceInvalid as invalid:
        found.errors += invalid.errors
    else:
        found.sources[source.id] = source
        found.warnings += warnings


def _load(path: Path, folders: Sequence[Path]) -> tuple[Source, list[SourceError]]:
    own = _read(path)
    if not ID.match(path.stem):
        raise SourceInvalid(
            [SourceError(path, 1, "id: a file name may contain ASCII letters, digits, _ and - only")]
        )
    if own.data.get("id", path.stem) != path.stem:
        raise SourceInvalid(
            [SourceError(path, own.line(("id",)), f"id: must be the file's name, {path.stem}")]
        )
    family_path, family = _family(path, own, folders)
    preset = {k: v for k, v in family.data.items() if k not in FAMILY_ONLY_KEYS} if family else {}
    data = _merge(without_none(own.data), without_none(preset))
    try:
        source = Source.model_validate({**data, "id": path.stem})
    except ValidationError as invalid:
        raise SourceInvalid(
            [_located(error, path, own, family_path, family) for error in invalid.errors()]
        ) from None
    if wrong := _region_problem(source):
        raise SourceInvalid([SourceError(path, own.line((wrong.partition(":")[0],)), wrong)])
    return source, _warnings(source, path, own)


def _read(path: Path) -> MarkedYaml:
    try:
        return yaml_lines.read(path)
    except yaml_lines.YamlError as error:
        raise SourceInvalid([SourceError(path, error.line, error.message)]) from None


def _family(path: Path, own: MarkedYaml, folders: Sequence[Path]) -> tuple[Path | None, MarkedYaml | None]:
    name = own.data.get("family")
    if name is None:
        return None, None
    roots = family_roots(folders)
    if isinstance(name, str):
        for root in roots:
            file = root / f"{name}.yml"
            if file.is_file() and file.resolve().is_relative_to(root.resolve()):
                return file, read_family(file)
    known = sorted({str(f.relative_to(root).with_suffix("")) for root in roots for f in root.rglob("*.yml")})
    hint = did_you_mean(str(name), known) or (
        f" (known: {', '.join(known)})" if known else " (none is installed)"
    )
    raise SourceInvalid([SourceError(path, own.line(("family",)), f"family: {name!r} is unknown{hint}")])


def family_roots(folders: Sequence[Path]) -> list[Path]:
    """Return the folders in which families are searched; that of the shipped ones comes first."""
    return [folder / FAMILIES for folder in (SHIPPED, *folders)]


def read_family(file: Path) -> MarkedYaml:
    """Read a family's file and check its fingerprint; its other keys are checked together with a source's. Raises SourceInvalid."""
    return _read_family(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=64)  # hundreds of sources share a few families, and parsing YAML takes most of the time
def _read_family(file: Path, _modified: int) -> MarkedYaml:
    family = _read(file)
    for key in SOURCE_ONLY_KEYS:
        if key in family.data:
            raise SourceInvalid([SourceError(file, family.line((key,)), f"{key}: is not a key of a family")])
    if (said := family.data.get("fingerprint")) is not None:
        try:
            Fingerprint.model_validate(said)
        except ValidationError as invalid:
            errors = [(("fingerprint", *error["loc"]), error) for error in invalid.errors()]
            raise SourceInvalid(
                [SourceError(file, family.line(loc), error_text(error, loc)) for loc, error in errors]
            ) from None
    return family


def without_none(value: Any) -> Any:
    """Drop keys without a value (``max_pages:``, ``mirror_of: null``), so that their defaults apply."""
    if isinstance(value, dict):
        return {k: without_none(v) for k, v in value.items() if v is not None}
    return value


def _merge(own: dict[str, Any], family: dict[str, Any]) -> dict[str, Any]:
    if "every" in own or "cron" in own:
        family = {k: v for k, v in family.items() if k not in ("every", "cron")}
    merged = {**family, **own}
    for key in MERGED:
        if isinstance(family.get(key), dict) and isinstance(own.get(key), dict):
            merged[key] = {**family[key], **own[key]}
    return merged


def _located(
    error: Any, path: Path, own: MarkedYaml, family_path: Path | None, family: MarkedYaml | None
) -> SourceError:
    loc = tuple(part for part in error["loc"] if not (isinstance(part, str) and part.startswith("function-")))
    file, marked = path, own
    if family_path and family and loc and loc[0] in family.data and loc[0] not in own.data:
        file, marked = family_path, family
    if loc == ("cron",) and "cron" not in marked.data:
        loc = ("every",)  # which may hold a cron line as well
    return SourceError(file, marked.line(loc), error_text(error, loc))


def _region_problem(source: Source) -> str | None:

    try:
        if division_tables.division_name(source.region, source.divisions):
            return None
    except (LookupError, ValueError, OSError):
        return f"divisions: there is no table called {source.divisions!r}"
    close = division_tables.suggest_codes(source.region, source.divisions)
    hint = f", did you mean {' or '.join(f'{code} ({name})' for code, name in close)}?" if close else ""
    return f"region: {source.region} is not in the table {source.divisions}{hint}"


def _warnings(source: Source, path: Path, own: MarkedYaml) -> list[SourceError]:
    if source.interval_s is not None and source.interval_s < 300:
        text = f"every: {source.every} requests the site more often than every 5 minutes"
        return [SourceError(path, own.line(("every",)), text)]
    return []
