"""The ``govnews`` command: one module for each command or group of commands.

Parses options, calls the layers below and prints results. Nothing else imports it; it must not hold rules of its own.
"""

from __future__ import annotations


def main() -> None:
    """Entry point: parse, run, and turn known problems into one line and an exit code."""
    from crawler.cli.app import run_command_line

    run_command_line()
