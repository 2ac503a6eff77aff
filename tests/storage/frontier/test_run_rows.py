"""States of runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage.frontier import run_rows
from tests.storage.rows import close, ledger

if TYPE_CHECKING:
    from storage.db.database import Database


def test_unknown_run_state_is_refused(clocked: Database) -> None:
    with pytest.raises(ValueError, match="unknown run state"):
        close(ledger(clocked), 0, state="splendid")
    assert "splendid" not in run_rows.STATES
