"""Run commands in an environment that holds nothing of ours."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(frozen=True)
class CleanEnvironment:
    """The environment variables of a user who has just heard of the project."""

    variables: dict[str, str]

    def run(self, command: Sequence[str | Path], folder: Path, timeout_s: float = 1800) -> str:
        """Run a command in ``folder`` and return what it printed; an exit code other than 0 fails the test."""
        done = subprocess.run(
            [str(word) for word in command],
            cwd=folder,
            env=self.variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            timeout=timeout_s,
            check=False,
        )
        assert done.returncode == 0, f"{command} ended with {done.returncode}:\n{done.stdout[-6000:]}"
        return done.stdout
