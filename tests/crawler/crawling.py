"""Run ``scrapy crawl`` and ``govnews`` as processes, as users do, and read what they left in the database."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.crawler.fork_server import ForkedProcess

REPO = Path(__file__).parents[2]
PLAIN_PIPELINES = '{"tests.crawler.plain_pipeline.PlainPipeline": 1}'
REMOVED_VARIABLES = {"http_proxy", "https_proxy", "no_proxy", "all_proxy", "GOVNEWS_CONTACT", "GOVNEWS_DEMO"}


@dataclass
class Bench:
    """A data folder, a folder of sources, and the commands run on them.

    ``plain``: crawls use ``PlainPipeline`` in place of the real item pipelines, which saves the extraction workers.
    """

    folder: Path
    plain: bool = True

    def __post_init__(self) -> None:
        self.home = self.folder / "home"
        self.sources = self.folder / "sources"
        self.home.mkdir(exist_ok=True)
        self.sources.mkdir(exist_ok=True)

    def source(self, name: str, text: str) -> Path:
        """Write the source file ``name``.yml."""
        path = self.sources / f"{name}.yml"
        path.write_text(text, encoding="utf-8")
        return path

    def listing(self, url: str, name: str = "qinglan_gov", **keys: Any) -> str:
        """Write a source for ``loopback_site.News`` and return its id; ``keys`` replace or add keys, None removes one."""
        start = keys.pop("start", [f"{url}/list/1.html"])
        known = {
            "name": "青岚市人民政府",
            "shape": "listing",
            "region": '"371525"',
            "start": json.dumps(start),
            "list": '{links: "ul.list a", next: "a.next"}',
            "article": '{url: "/art/"}',
            "delay": 0,
            "allow_private": "true",
        } | keys
        self.source(name, "".join(f"{key}: {value}\n" for key, value in known.items() if value is not None))
        return name

    def env(self, **more: str) -> dict[str, str]:
        """The environment of a command: this process's own without proxies and contact, with our folders."""
        env = {k: v for k, v in os.environ.items() if not {k, k.lower()} & REMOVED_VARIABLES}
        return env | {"GOVNEWS_HOME": str(self.home), "GOVNEWS_SOURCES": str(self.sources), **more}

    def command(self, *arguments: str) -> list[str]:
        pipeline = (
            ["-s", f"ITEM_PIPELINES={PLAIN_PIPELINES}"] if self.plain and arguments[0] == "crawl" else []
        )
        return ["scrapy", *arguments, *pipeline]

    def start(self, *arguments: str, **env: str) -> ForkedProcess | subprocess.Popen[str]:
        """Start ``scrapy`` with these arguments and return at once."""
        if "PYTHONPATH" in env:  # read by an interpreter when it starts: a fork would not see it
            command = [sys.executable, "-W", "error", "-m", *self.command(*arguments)]
            pipe = subprocess.PIPE
            return subprocess.Popen(
                command, cwd=REPO, env=self.env(**env), stdout=pipe, stderr=pipe, text=True
            )
        return ForkedProcess(self.command(*arguments), REPO, self.env(**env), self.folder)

    def run(self, *arguments: str, timeout: float = 300, **env: str) -> Done:
        """Run ``scrapy`` with these arguments until it ends; after ``timeout`` seconds the test fails."""
        process = self.start(*arguments, **env)
        try:
            out, err = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            raise AssertionError(f"still running after {timeout} s\n{err[-3000:]}") from None
        assert process.returncode is not None
        return Done(process.returncode, out, err)

    def crawl(self, name: str, timeout: float = 300, **arguments: Any) -> Done:
        """Run ``scrapy crawl name`` with these ``-a`` arguments."""
        given = [part for key, value in arguments.items() for part in ("-a", f"{key}={value}")]
        return self.run("crawl", name, *given, timeout=timeout)

    def govnews(self, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run ``govnews`` with these arguments, in English unless GOVNEWS_LANG is given."""
        command = ["govnews", *arguments]
        process = ForkedProcess(command, self.folder, self.env(**{"GOVNEWS_LANG": "en", **env}), self.folder)
        try:
            out, err = process.communicate(timeout=300)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        assert process.returncode is not None
        return subprocess.CompletedProcess(command, process.returncode, out, err)

    def rows(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        """What a query returns on the database of the data folder."""
        with closing(sqlite3.connect(self.home / "govnews.db", timeout=30)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(sql, values)]

    def execute(self, sql: str, *values: Any) -> None:
        """Change rows in the database of the data folder."""
        with closing(sqlite3.connect(self.home / "govnews.db", timeout=30)) as connection, connection:
            connection.execute(sql, values)

    def states(self, kind: str = "article") -> Counter[str]:
        """How many pages are in which state, with the reason after a slash: ``refused/no_body``."""
        rows = self.rows("SELECT state, reason FROM page WHERE kind = ?", kind)
        return Counter(row["state"] + (f"/{row['reason']}" if row["reason"] else "") for row in rows)

    def last_run(self) -> dict[str, Any]:
        """The latest row of ``run`` with its JSON columns decoded."""
        row = self.rows("SELECT * FROM run ORDER BY id DESC LIMIT 1")[0]
        return row | {name: json.loads(row[name]) for name in ("stats", "findings", "params")}

    def findings(self) -> list[str]:
        """The kinds of the findings of the last run."""
        return [finding["kind"] for finding in self.last_run()["findings"]]


@dataclass(frozen=True)
class Done:
    """Exit code and output of a process that has ended."""

    code: int
    out: str
    err: str

    @property
    def last_line(self) -> str:
        return self.err.strip().splitlines()[-1] if self.err.strip() else ""
