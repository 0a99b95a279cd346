"""When the contract ends: the last day of service, told apart from the renewal on the day after."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec import Struct

from services.handover.model import Handover
from services.handover.words import day

LONGEST_MONTHS = 600


class End(Struct, frozen=True):
    """The last day of service, and how it was found when it is not simply what the document says."""

    day: date
    remark: str = ""


def contract_end(handover: Handover) -> End | None:
    """The last day of service; None without an answer.

    ``renewal_date`` is read as written and may be the last day or the day after. The start and the length tell
    which; where they cannot, the date is taken as the last day and the remark says so.
    """
    written = handover.value("renewal_date")
    if not isinstance(written, str):
        return None
    when = date.fromisoformat(written)
    start, months = handover.value("contract_start_date"), handover.value("term_months")
    if not isinstance(start, str) or not months or not 0 < months <= LONGEST_MONTHS:
        return End(
            when, "Taken as the last day of service; start and length, which would prove it, are not both known."
        )
    renewal = months_later(date.fromisoformat(start), int(months))
    if when == renewal:
        return End(when - timedelta(days=1), f"{day(written)} is the renewal; service ends the day before.")
    if when == renewal - timedelta(days=1):
        return End(when)
    return End(when, f"Start and length would end it on {day((renewal - timedelta(days=1)).isoformat())}.")


def months_later(start: date, months: int) -> date:
    """The same day of the month, or the month's last where there is none."""
    years, month = divmod(start.month - 1 + months, 12)
    for length in (start.day, 30, 29, 28):
        try:
            return date(start.year + years, month + 1, length)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
