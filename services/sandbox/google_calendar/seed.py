"""Fills the calendars from the seed file: meetings on the working days ahead of the day on which it is filled."""

import datetime
import zoneinfo
from typing import Any

from services.sandbox.google_calendar import events


def fill(given: dict[str, Any], zone: str, addresses: dict[str, str]) -> dict[str, Any]:
    """The calendars in which nothing has happened yet; `addresses` by the short names of the people."""
    owners = [address for address in addresses.values() if "@" in address] + given.get("colleagues", [])
    state: dict[str, Any] = {"timeZone": zone, "calendars": owners, "events": {}, "notices": []}
    for number, meeting in enumerate(given["events"]):
        for day in meeting["days"]:
            event = _event(f"seed{number:02}d{day:03}", meeting, day, zone, addresses)
            state["events"][event["id"]] = event
    return state


def _event(event_id: str, meeting: dict[str, Any], day: int, zone: str, addresses: dict[str, str]) -> events.Event:
    when = _working_day(day)
    start, end = ({"dateTime": _at(when, meeting[name], zone), "timeZone": zone} for name in ("from", "to"))
    organizer, *guests = (addresses.get(each, each) for each in meeting["who"])
    attendees = [{"email": each, "responseStatus": "accepted"} for each in (organizer, *guests)] if guests else []
    given = {"summary": meeting["summary"], "start": start, "end": end, "attendees": attendees}
    return events.new(event_id, organizer, given, zone)


def _working_day(ahead: int) -> datetime.date:
    """The working day so many working days after today."""
    day = datetime.date.today()
    while ahead or day.weekday() > 4:
        day += datetime.timedelta(days=1)
        ahead -= ahead > 0 and day.weekday() < 5
    return day


def _at(day: datetime.date, hour: str, zone: str) -> str:
    time = datetime.time.fromisoformat(hour)
    return datetime.datetime.combine(day, time, zoneinfo.ZoneInfo(zone)).isoformat()
