"""Google Calendar: who is busy when, and an event whose id we choose, so that it can be made only once.

A repeated insert of the same id is refused with 409, and the event is then read and compared (reference:
effects-and-faults, section 3.7).
"""

from __future__ import annotations

import hashlib
import html
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct, field

from services.errors import NoAccess, Refused
from services.google import GoogleHttp, google_collection
from services.transport import part

SYSTEM = "Google Calendar"
FREE_BUSY = "Google Calendar's free times"
"""The system by name where only free and busy is asked: that needs a permission of its own."""
FREE_BUSY_METHODS = ("calendar.freebusy.query",)
METHODS = ("calendar.events.insert", "calendar.events.get", "calendar.events.delete")
KEY = "handover"
"""The private extended property that says what an event was made for."""

Span = tuple[datetime, datetime]


class Event(Struct, frozen=True):
    """An event of the person's own calendar. Moments carry their zone; ``answers`` are guests' responseStatus.

    The description is plain text: Calendar takes it for HTML, so it is escaped on its way there.
    """

    key: str
    summary: str
    description: str
    start: datetime
    end: datetime
    time_zone: str
    guests: tuple[str, ...]
    link: str = ""
    meeting: str = ""
    cancelled: bool = False
    answers: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The id that the key gives it."""
        return _id(self.key)


class FreeBusy:
    """When people are busy, as the person may see it; needs :data:`~services.scopes.FREE_BUSY`."""

    def __init__(self, http: GoogleHttp, root: str | None) -> None:
        self._http = http
        self._freebusy = google_collection("calendar", "v3", FREE_BUSY_METHODS, root, "freebusy")

    def busy(self, people: Iterable[str], first: datetime, last: datetime) -> dict[str, list[Span] | None]:
        """``freebusy.query``: when each of the people is busy between two moments, at most three months apart.

        None for a calendar that the person may not see.
        """
        items = [{"id": one} for one in people]
        body = {"timeMin": first.isoformat(), "timeMax": last.isoformat(), "items": items}
        found = part(self._http.ask(self._freebusy.query(body=body)), FREE_BUSY, "calendars")
        return {one["id"]: _spans(found.get(one["id"].lower()) or found.get(one["id"])) for one in items}


class GoogleCalendar:
    """The Calendar API (``calendar/v3``) for the person whose token it carries."""

    def __init__(self, http: GoogleHttp, root: str | None) -> None:
        # Google knows an event by the id that we chose.
        self._http = http.keyed()
        self._events = google_collection("calendar", "v3", METHODS, root, "events")

    def insert(self, event: Event) -> Event:
        """Make the event with a video meeting, and invite its guests by mail.

        An event of this key that is there already is returned as it is, not made again. Raises Refused when the id
        belongs to something else.
        """
        body = {
            "id": event.id,
            "summary": event.summary,
            "description": html.escape(event.description, quote=False),
            "start": {"dateTime": event.start.isoformat(), "timeZone": event.time_zone},
            "end": {"dateTime": event.end.isoformat(), "timeZone": event.time_zone},
            "attendees": [{"email": one} for one in event.guests],
            "guestsCanModify": True,
            "extendedProperties": {"private": {KEY: event.key}},
            "conferenceData": {
                "createRequest": {"requestId": event.id[:32], "conferenceSolutionKey": {"type": "hangoutsMeet"}}
            },
        }
        asked = self._events.insert(calendarId="primary", body=body, conferenceDataVersion=1, sendUpdates="all")
        try:
            return _event(self._http.ask(asked))
        except Refused as error:
            there = self.find(event.key) if error.code == "duplicate" else None
            if there is None:
                raise
            return there

    def find(self, key: str) -> Event | None:
        """The event of this key; None when there is none. A cancelled one is found too: a person deleted it."""
        try:
            found = self._http.ask(self._events.get(calendarId="primary", eventId=_id(key)))
        except NoAccess as error:
            if error.status == 404:
                return None
            raise
        event = _event(found)
        return event if event.key == key else None

    def remove(self, key: str) -> None:
        """Take the event of this key away, with word to its guests by mail; one that is gone already stays gone."""
        try:
            self._http.ask(self._events.delete(calendarId="primary", eventId=_id(key), sendUpdates="all"))
        except Refused as error:
            gone = isinstance(error, NoAccess) and error.status == 404
            if not gone and error.code != "deleted":
                raise


def _id(key: str) -> str:
    """0-9 and a-f are within base32hex, which Google asks of an id that a client chooses."""
    return hashlib.sha256(key.encode()).hexdigest()


def _event(found: Any) -> Event:
    start, end = (part(found, SYSTEM, name, "dateTime") for name in ("start", "end"))
    attendees = found.get("attendees", [])
    return Event(
        key=str(found.get("extendedProperties", {}).get("private", {}).get(KEY, "")),
        summary=str(found.get("summary", "")),
        description=html.unescape(str(found.get("description", ""))),
        start=datetime.fromisoformat(start),
        end=datetime.fromisoformat(end),
        time_zone=str(found["start"].get("timeZone", "UTC")),
        guests=tuple(str(one["email"]) for one in attendees),
        link=str(found.get("htmlLink", "")),
        meeting=str(found.get("hangoutLink", "")),
        cancelled=found.get("status") == "cancelled",
        answers={str(one["email"]): str(one.get("responseStatus", "needsAction")) for one in attendees},
    )


def _spans(calendar: Any) -> list[Span] | None:
    if not isinstance(calendar, dict) or calendar.get("errors"):
        return None
    return [(_moment(one["start"]), _moment(one["end"])) for one in calendar.get("busy", [])]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
