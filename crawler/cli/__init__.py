"""The ``govnews`` command."""

from __future__ import annotations


def main() -> None:
    """Entry point: parse, run, and turn known problems into one line and an exit code."""
    from crawler.cli.app import run_command_line

    run_command_line()
