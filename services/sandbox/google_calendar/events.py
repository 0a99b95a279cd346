"""One event of a calendar: what may be asked for, what Google adds, and how it is shown (Calendar API, "Events")."""

import datetime
import hashlib
import re
import zoneinfo
from typing import Any

from services.sandbox.refusal import Refusal

Event = dict[str, Any]
_ID = re.compile(r"[a-v0-9]{5,1024}")
# What the caller may set; everything else is Google's.
_SETTABLE = (
    "summary",
    "description",
    "location",
    "start",
    "end",
    "attendees",
    "extendedProperties",
    "guestsCanModify",
    "guestsCanInviteOthers",
    "guestsCanSeeOtherGuests",
    "reminders",
    "transparency",
    "visibility",
    "status",
)


def refused(code: int, reason: str, message: str) -> Refusal:
    """An error in the words of the Calendar API."""
    return Refusal(code, "", message, reason=reason)


def checked_id(given: str) -> str:
    """An id that the client chose: base32hex, in lower case."""
    if not _ID.fullmatch(given):
        raise refused(400, "invalid", "Invalid resource id value.")
    return given


def moment(given: dict[str, Any], name: str, zone: str) -> datetime.datetime:
    """When an event starts or ends; a day begins at midnight of the calendar's zone."""
    try:
        if "date" in given:
            day = datetime.date.fromisoformat(given["date"])
            return datetime.datetime.combine(day, datetime.time(), zoneinfo.ZoneInfo(given.get("timeZone", zone)))
        found = datetime.datetime.fromisoformat(given["dateTime"])
        if found.tzinfo is None:
            found = found.replace(tzinfo=zoneinfo.ZoneInfo(given["timeZone"]))
    except KeyError:
        raise refused(400, "required", f"Missing {name} time.") from None
    except (ValueError, zoneinfo.ZoneInfoNotFoundError):
        raise refused(400, "invalid", f"Invalid {name} time.") from None
    return found


def new(event_id: str, organizer: str, given: Event, zone: str) -> Event:
    """An event as it is kept."""
    event: Event = {"id": event_id, "organizer": organizer, "status": "confirmed", "sequence": 0, "created": now()}
    change(event, given, zone)
    return event


def change(event: Event, given: Event, zone: str) -> None:
    """Take what is given over into the event; it must end after it starts."""
    before = event.get("start"), event.get("end")
    changed = {**event, **{name: value for name, value in given.items() if name in _SETTABLE}}
    start, end = moment(changed.get("start", {}), "start", zone), moment(changed.get("end", {}), "end", zone)
    if end <= start:
        raise refused(400, "timeRangeEmpty", "The specified time range is empty.")
    changed["attendees"] = [_guest(event["organizer"], each) for each in changed.get("attendees", [])]
    if before != (None, None) and before != (changed["start"], changed["end"]):
        changed["sequence"] += 1
    event.clear()
    event.update(changed, updated=now())


def meet(event: Event, request: dict[str, Any]) -> None:
    """A video conference for the event; the same request id again is the same conference."""
    wanted = str(request.get("requestId", ""))
    if not wanted:
        raise refused(400, "required", "Missing conference create request id.")
    letters = hashlib.sha256(wanted.encode()).hexdigest().translate(str.maketrans("0123456789", "ghijklmnop"))
    code = f"{letters[:3]}-{letters[3:7]}-{letters[7:10]}"
    solution = {"type": "hangoutsMeet"}
    event["conferenceData"] = {
        "conferenceId": code,
        "conferenceSolution": {"key": solution, "name": "Google Meet"},
        "createRequest": {
            "requestId": wanted,
            "conferenceSolutionKey": solution,
            "status": {"statusCode": "success"},
        },
        "entryPoints": [{"entryPointType": "video", "uri": f"https://meet.google.com/{code}", "label": code}],
    }


def shown(event: Event, reader: str) -> Event:
    """The event as its reader gets it."""
    organizer = event["organizer"]
    hidden = {"organizer", "attendees"}
    guests = [{**each, **({"self": True} if each["email"] == reader else {})} for each in event["attendees"]]
    found = {
        **{name: value for name, value in event.items() if name not in hidden},
        "kind": "calendar#event",
        "etag": f'"{event["updated"]}"',
        "htmlLink": link(event),
        "iCalUID": f"{event['id']}@google.com",
        "creator": {"email": organizer, **({"self": True} if organizer == reader else {})},
        "organizer": {"email": organizer, **({"self": True} if organizer == reader else {})},
        "eventType": "default",
    }
    if guests:
        found["attendees"] = guests
    if "conferenceData" in event:
        found["hangoutLink"] = event["conferenceData"]["entryPoints"][0]["uri"]
    return found


def link(event: Event) -> str:
    """The address at which people see an event."""
    return f"https://www.google.com/calendar/event?eid={event['id']}"


def now() -> str:
    """This moment, as Google writes it."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _guest(organizer: str, given: dict[str, Any]) -> dict[str, Any]:
    email = str(given.get("email", "")).lower()
    if not re.fullmatch(r"[^@\s,]+@[^@\s,]+", email):
        raise refused(400, "invalid", "Invalid attendee email.")
    answer = {"responseStatus": "accepted", "organizer": True} if email == organizer else {}
    return {"responseStatus": "needsAction", **given, "email": email, **answer}
