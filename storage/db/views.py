"""The SQL views for readers; ``v_article`` has one row per article with the keys of the article record."""

from __future__ import annotations

from sqlalchemy import Connection, text

NAMES = ("v_article", "v_relation", "v_version", "v_run", "v_page")  # in the order of dropping them

# SQL that differs between the dialects
_DIALECT_SQL = {
    "sqlite": {
        "utc": "strftime('%Y-%m-%dT%H:%M:%SZ', {0})",
        "list": "json_group_array(json_object({0}))",
        # the stored JSON escapes Chinese: rebuilt, so that LIKE finds words
        "keywords": "(SELECT json_group_array(value) FROM json_each(a.keywords))",
        "object": "json_object({0})",
        "empty": "'[]'",
    },
    "postgresql": {
        "utc": "{0}",
        "list": "json_agg(json_build_object({0}))",
        "keywords": "a.keywords",
        "object": "json_build_object({0})",
        "empty": "'[]'::json",
    },
}
TEXT_COLUMNS = (
    "platform platform_account outlet title kicker subtitle original_title summary body script language"
).split()


def _sides(where: str = "") -> str:
    """Return a query of every relation from both of its articles; ``where`` may use ``{own}_id`` to hit an index."""
    return " UNION ALL ".join(
        f"SELECT {own}_id AS article_id, {other}_id AS other_id, kind, CASE direction "
        f"WHEN '{own}_in_{other}' THEN 'excerpt' WHEN '{other}_in_{own}' THEN 'whole' END AS part, "
        f"score, cover_{own} AS cover, cover_{other} AS other_cover, conflicts, rule_version "
        f"FROM relation WHERE rule_version > 0{where.format(own=own)}"
        for own, other in ("ab", "ba")
    )


def create_views(connection: Connection) -> None:
    """Create all views. They are dropped before each migration and created again after it."""
    sql = _DIALECT_SQL[connection.dialect.name]
    for name, query in (
        ("v_relation", _sides()),
        ("v_article", _article(sql)),
        ("v_version", _version(sql)),
        ("v_run", _run(sql)),
        ("v_page", _page(sql)),
    ):
        connection.execute(text(f"CREATE VIEW {name} AS {query}"))


def drop_views(connection: Connection) -> None:
    """Drop all views."""
    for name in NAMES:
        connection.execute(text(f"DROP VIEW IF EXISTS {name}"))


def _list(sql: dict[str, str], table: str, pairs: str, where: str = "") -> str:
    # ordered in a subquery: SQLite supports ORDER BY inside aggregates only from 3.44
    own = f"(SELECT * FROM {table} WHERE article_id = a.id{where} ORDER BY position) own"
    return f"COALESCE((SELECT {sql['list'].format(pairs)} FROM {own}), {sql['empty']})"


def _article(sql: dict[str, str]) -> str:
    kept = "a.state <> 'taken_down'"

    def unless_gone(expression: str, name: str) -> str:
        return f"CASE WHEN {kept} THEN {expression} END AS {name}"

    utc = sql["utc"].format
    columns = ["a.id AS id", "a.url AS url", "a.fetched_url AS fetched_url", "a.source_id AS source"]
    columns += [f"a.{name} AS {name}" for name in TEXT_COLUMNS]
    columns += [
        f"{utc('a.published_at')} AS published_at",
        "a.published_date AS published_date",
        "a.published_precision AS published_precision",
        "a.published_from AS published_from",
        "a.published_raw AS published_raw",
        f"{_list(sql, 'byline', _quoted('role', 'name'))} AS bylines",
        "a.dateline AS dateline",
        f"{_list(sql, 'article_region', _quoted('code', 'name', 'zone', 'how'))} AS regions",
        'a.column_name AS "column"',
        f"{sql['keywords']} AS keywords",
        _list(sql, "media", "'url', url, 'caption', label", " AND kind = 'image'") + " AS images",
        _list(sql, "media", "'url', url, 'name', label", " AND kind = 'attachment'") + " AS attachments",
        "a.newspaper AS newspaper",
        "a.story_id AS story_id",
        unless_gone("a.canonical", "canonical"),
        f"{_relation(sql)} AS relation",
        "a.state AS state",
        unless_gone("a.versions", "versions"),
        unless_gone(utc("a.first_seen_at"), "first_seen_at"),
        unless_gone(utc("a.last_seen_at"), "last_seen_at"),
        unless_gone(utc("a.changed_at"), "changed_at"),
        "a.change_seq AS change_seq",
        "a.content_sha AS content_sha",
        "a.raw_sha AS raw_sha",
        "a.extractor AS extractor",
        unless_gone("a.run_id", "run_id"),
    ]
    return f"SELECT {', '.join(columns)} FROM article a LEFT JOIN story s ON s.id = a.story_id"


def _quoted(*names: str) -> str:
    return ", ".join(f"'{name}', {name}" for name in names)


def _relation(sql: dict[str, str]) -> str:
    """Return an expression for the strongest relation of an article: to the canonical one, else to the best match."""
    # all sort keys are columns of the inner query: SQLite 3.40 cannot refer to the outer row in ORDER BY
    own = (
        "SELECT kind, other_id, score, CASE kind WHEN 'duplicate' THEN 0 WHEN 'reprint' THEN 1 "
        "WHEN 'excerpt_of' THEN 2 ELSE 3 END AS strength, CASE WHEN other_id = s.canonical_id THEN 0 ELSE 1 END AS nearness "
        f"FROM ({_sides(' AND {own}_id = a.id')}) side WHERE (kind IN ('duplicate', 'reprint') AND NOT a.canonical) "
        "OR (kind = 'excerpt_of' AND part = 'excerpt') OR (kind = 'variant' AND other_id < a.id)"
    )
    pairs = "'kind', kind, 'to', other_id, 'score', score"
    return (
        f"(SELECT {sql['object'].format(pairs)} "
        f"FROM ({own}) own ORDER BY strength, nearness, score DESC, other_id LIMIT 1)"
    )


def _version(sql: dict[str, str]) -> str:
    return (
        "SELECT v.article_id AS article_id, v.number AS number, v.cause AS cause, a.url AS url, v.title AS title, "
        f"v.body AS body, {sql['utc'].format('v.seen_at')} AS seen_at, v.content_sha AS content_sha, "
        "v.raw_sha AS raw_sha, v.extractor AS extractor, v.run_id AS run_id "
        "FROM article_version v JOIN article a ON a.id = v.article_id"
    )


def _run(sql: dict[str, str]) -> str:
    utc = sql["utc"].format
    return (
        f"SELECT id, source_id AS source, state, reason, {utc('started_at')} AS started_at, "
        f"{utc('ended_at')} AS ended_at, claimed, outcomes, returned, walk_complete, params, stats, findings, log_path "
        "FROM run"
    )


def _page(sql: dict[str, str]) -> str:
    utc = sql["utc"].format
    return (
        "SELECT id, source_id AS source, url, kind, state, reason, attempts, "
        f"{utc('next_at')} AS next_at, {utc('found_at')} AS found_at, {utc('fetched_at')} AS fetched_at, "
        "http_status, article_id, raw_sha, parent_id, last_run_id FROM page"
    )
