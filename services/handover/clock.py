"""The database's own clock as an SQL expression: leases of several processes need one clock.

Seconds since 1970 with fractions, the same in SQLite and PostgreSQL.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Double
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import FunctionElement


class _Now(FunctionElement[float]):
    type = Double()
    inherit_cache = True


def now() -> FunctionElement[float]:
    """``now()`` of the database, in seconds since 1970."""
    return _Now()


@compiles(_Now, "sqlite")
def _sqlite(_element: Any, _compiler: Any, **_: Any) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(_Now, "postgresql")
def _postgresql(_element: Any, _compiler: Any, **_: Any) -> str:
    return "extract(epoch from clock_timestamp())::float8"
