"""What operations promised: which steps wait for them, and for how long a handover has been waiting."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from services.handover import installers
from services.handover.announced import Announced
from services.handover.model import Person
from services.handover.records import WHOLE as RECORDS
from services.handover.rules import Rules


def waited_for(rules: Rules) -> tuple[str, ...]:
    """The steps of operations, until all of which are settled an announced handover waits."""
    return tuple(step for step in (installers.STEP, RECORDS) if step not in rules.steps.without)


def waited(one: Announced, person: Person, today: date) -> int:
    """Business days since the announcement, on the person's own calendar."""
    try:
        zone = ZoneInfo(person.time_zone)
    except (KeyError, ValueError, OSError):
        zone = ZoneInfo("UTC")
    began = datetime.fromtimestamp(one.at, UTC).astimezone(zone).date()
    return business_days(began, today)


def business_days(began: date, today: date) -> int:
    """Working days after ``began`` up to ``today``; public holidays count, for they differ by country."""
    days = (began + timedelta(days=n) for n in range(1, (today - began).days + 1))
    return sum(one.weekday() < 5 for one in days)
