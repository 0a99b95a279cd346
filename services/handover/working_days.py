"""Days on which people meet: not at weekends, and not on the holidays that the company lists."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

SATURDAY = 5


def day_off(day: date, holidays: Collection[date]) -> str:
    """Why nobody meets on this day: "on a weekend", "a holiday"; empty for a working day."""
    return "a holiday" if day in holidays else "on a weekend" if day.weekday() >= SATURDAY else ""


def next_working_day(day: date, holidays: Collection[date]) -> date:
    """The first working day after ``day``; a list of holidays that never ends is not believed for ever."""
    later = (day + timedelta(days=ahead) for ahead in range(1, 400))
    return next((one for one in later if not day_off(one, holidays)), day + timedelta(days=1))
