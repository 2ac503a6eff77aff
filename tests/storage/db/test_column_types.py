"""Datetimes are stored as UTC."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, select

from storage.db.models import HostRow

if TYPE_CHECKING:
    from storage.db.database import Database


def test_naive_datetime_is_refused(database: Database) -> None:
    row = {"host": "a.test", "failures": 0, "updated_at": datetime(2026, 3, 1, 8)}  # noqa: DTZ001 - the point of the test
    with pytest.raises(Exception, match="without time zone"), database.write() as connection:
        connection.execute(insert(HostRow).values(**row))


def test_datetime_is_returned_as_utc_whatever_its_zone(database: Database) -> None:
    shanghai = datetime.fromisoformat("2026-03-01T07:30:00.123456+08:00")
    with database.write() as connection:
        connection.execute(insert(HostRow).values(host="a.test", failures=0, updated_at=shanghai))
        back = connection.execute(select(HostRow.updated_at)).scalar_one()
    assert back == shanghai
    assert back.utcoffset() == timedelta(0)
