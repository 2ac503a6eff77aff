"""Check the values of ``--since``, ``--until`` and ``--region``, which several commands share."""

from __future__ import annotations

from datetime import date

from crawler.cli.messages import text
from crawler.cli.terminal import fail
from crawler.cli.translation import translate_problem


def parse_days(since: str | None, until: str | None) -> tuple[date | None, date | None]:
    """Return both days (YYYY-MM-DD, or ``7d`` for seven days ago); exit with code 2 for a wrong or empty range."""
    from crawler.params import UsageError, parse

    try:
        params = parse({"since": since, "until": until})
    except UsageError as error:
        fail(translate_problem(str(error)), 2)
    return params.since, params.until


def parse_region(value: str | None) -> str | None:
    """Return the code prefix of a region given as a code (371500, 3715) or a name (聊城市, 聊城).

    Trailing pairs of zeros stand for all divisions below: 371500 gives 3715. Exits with code 2 if it is unknown.
    """
    if value is None:
        return None
    code = value if value.isascii() and value.isdigit() else _code_of_name(value)
    prefix = code or ""
    while prefix.endswith("00"):
        prefix = prefix[:-2]
    if len(prefix) not in (2, 4, 6) or not _is_known(prefix):
        fail(text("filters.unknown_region", value=value), 2)
    return prefix


def _code_of_name(name: str) -> str | None:
    from pipelines.places.division_tables import load_table, table_names

    for table in map(load_table, sorted(table_names(), key=lambda one: one != "gb2260")):
        codes = table.codes.get(name) or table.county_stems.get(name) or []
        if code := table.city_stems.get(name):
            return code
        if len(codes) == 1:
            return codes[0]
        if codes:
            choices = ", ".join(f"{code} {table.names[code]}" for code in codes[:5])
            fail(text("filters.ambiguous_region", value=name, choices=choices), 2)
    return None


def _is_known(prefix: str) -> bool:
    from pipelines.places.division_tables import load_table, table_names

    return any(code.startswith(prefix) for name in table_names() for code in load_table(name).names)
