"""Google Calendar: one calendar for each of our people, events with their guests' answers, and who is busy when."""

import datetime
import secrets
from typing import Any

from services.sandbox.exchange import Call
from services.sandbox.google_api import Handler
from services.sandbox.google_calendar import events
from services.sandbox.google_calendar.events import Event, refused
from services.sandbox.identity import Identity
from services.sandbox.store import Store

_MOST_CALENDARS = 50
_LONGEST = datetime.timedelta(days=93)


class GoogleCalendar:
    """Keeps each event once, under its organizer; its guests of ours see it in their calendars too."""

    def __init__(self, store: Store, identity: Identity) -> None:
        self._store = store
        self._identity = identity

    def handlers(self) -> dict[str, Handler]:
        """The methods that are played."""
        return {
            "calendar.freebusy.query": self._freebusy,
            "calendar.events.insert": self._insert,
            "calendar.events.get": self._get,
            "calendar.events.patch": self._patch,
            "calendar.events.delete": self._delete,
            "calendar.events.list": self._list,
        }

    def panel(self) -> dict[str, Any]:
        """What the host page draws: every event in the order of time, and the mails that went to guests."""
        with self._store.lock:
            found = sorted(self._events.values(), key=lambda each: (self._starts(each), each["id"]))
            return {"events": [self._drawn(each) for each in found], "notices": list(self._state["notices"])}

    def answer(self, event_id: str, guest: str, status: str) -> None:
        """A guest answers an invitation: `accepted`, `declined` or `tentative`. LookupError for who is none."""
        with self._store.lock:
            self._guest(event_id, guest)["responseStatus"] = status
            self._events[event_id]["updated"] = events.now()
            self._store.changed()

    def move(self, event_id: str, by: str, start: str) -> None:
        """A guest who may change it moves an event to another start (ISO, with offset); who moves it, comes."""
        with self._store.lock:
            guest, event = self._guest(event_id, by), self._events[event_id]
            if not event.get("guestsCanModify"):
                raise LookupError("guests may not change this event")
            first, last = self._span(event)
            moved = datetime.datetime.fromisoformat(start)
            ends = {"start": moved, "end": moved + (last - first)}
            changes = {name: {**event[name], "dateTime": when.isoformat()} for name, when in ends.items()}
            guest["responseStatus"] = "accepted"
            events.change(event, changes, self._zone)
            self._store.changed()

    def cancel(self, event_id: str, by: str) -> None:
        """The organizer deletes an event in Calendar itself, and its guests are told."""
        with self._store.lock:
            event = self._events.get(event_id)
            if event is None or event["organizer"] != by or event["status"] == "cancelled":
                raise LookupError(f"{by} has no such event")
            event |= {"status": "cancelled", "updated": events.now()}
            told = [each["email"] for each in event["attendees"] if each["email"] != by]
            self._state["notices"] += [{"to": each, "event": event_id, "kind": "cancellation"} for each in told]
            self._store.changed()

    def _guest(self, event_id: str, email: str) -> dict[str, Any]:
        event = self._events.get(event_id)
        attendees = event["attendees"] if event and event["status"] != "cancelled" else []
        found: dict[str, Any] | None = next((each for each in attendees if each["email"] == email.lower()), None)
        if found is None:
            raise LookupError(f"{email} is no guest of such an event")
        return found

    @property
    def _state(self) -> dict[str, Any]:
        state: dict[str, Any] = self._store.section("calendar")
        return state

    @property
    def _events(self) -> dict[str, Event]:
        found: dict[str, Event] = self._state["events"]
        return found

    @property
    def _zone(self) -> str:
        return str(self._state["timeZone"])

    def _calendar(self, call: Call) -> str:
        """Whose calendar is asked for: one's own, or not found like everything that is not shared."""
        asked = call.path["calendarId"].lower()
        if asked not in ("primary", call.person.email):
            raise refused(404, "notFound", "Not Found")
        return call.person.email

    def _freebusy(self, call: Call) -> dict[str, Any]:
        first, last = (self._bound(call.body, name) for name in ("timeMin", "timeMax"))
        items = [str(each.get("id", "")).lower() for each in call.body.get("items", [])]
        if last <= first:
            raise refused(400, "timeRangeEmpty", "The specified time range is empty.")
        if last - first > _LONGEST:
            raise refused(400, "timeRangeTooLong", "The requested time range is too long.")
        if len(items) > _MOST_CALENDARS:
            raise refused(400, "tooManyCalendarsRequested", "Too many calendars were requested.")
        with self._store.lock:
            calendars = {asked: self._busy(asked, call.person.email, first, last) for asked in items}
        shown = {"timeMin": first.isoformat(), "timeMax": last.isoformat()}
        return {"kind": "calendar#freeBusy", **shown, "calendars": calendars}

    def _busy(self, asked: str, person: str, first: datetime.datetime, last: datetime.datetime) -> dict[str, Any]:
        owner = person if asked == "primary" else asked
        if owner not in self._state["calendars"]:
            return {"errors": [{"domain": "global", "reason": "notFound"}], "busy": []}
        spans = sorted(self._span(each) for each in self._events.values() if _blocks(each, owner))
        merged: list[tuple[datetime.datetime, datetime.datetime]] = []
        for start, end in spans:
            start, end = max(start, first), min(end, last)
            if start >= end:
                continue
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return {"busy": [{"start": _utc(start), "end": _utc(end)} for start, end in merged]}

    def _insert(self, call: Call) -> dict[str, Any]:
        owner = self._calendar(call)
        event_id = events.checked_id(call.body["id"]) if "id" in call.body else secrets.token_hex(13)
        with self._store.lock:
            if event_id in self._events:
                raise refused(409, "duplicate", "The requested identifier already exists.")
            event = events.new(event_id, owner, call.body, self._zone)
            self._confer(call, event)
            self._events[event_id] = event
            self._notify(call, event, "invitation")
            self._store.changed()
            return events.shown(event, owner)

    def _get(self, call: Call) -> dict[str, Any]:
        owner = self._calendar(call)
        with self._store.lock:
            return events.shown(self._seen(call, owner), owner)

    def _patch(self, call: Call) -> dict[str, Any]:
        owner = self._calendar(call)
        with self._store.lock:
            event = self._writable(call, owner)
            events.change(event, call.body, self._zone)
            self._confer(call, event)
            self._notify(call, event, "update")
            self._store.changed()
            return events.shown(event, owner)

    def _delete(self, call: Call) -> None:
        owner = self._calendar(call)
        with self._store.lock:
            event = self._writable(call, owner)
            if event["status"] == "cancelled":
                raise refused(410, "deleted", "Resource has been deleted")
            event |= {"status": "cancelled", "updated": events.now()}
            self._notify(call, event, "cancellation")
            self._store.changed()

    def _list(self, call: Call) -> dict[str, Any]:
        owner, query = self._calendar(call), call.query
        if query.get("orderBy") == "startTime" and not query.get("singleEvents"):
            words = "The requested ordering is not available for the particular query."
            raise refused(400, "badRequest", words)
        with self._store.lock:
            found = [each for each in self._events.values() if _belongs(each, owner) and self._matches(each, query)]
            found.sort(key=self._starts if query.get("orderBy") == "startTime" else lambda each: each["updated"])
            start, size = int(query.get("pageToken") or 0), int(query.get("maxResults", 250))
            page = [events.shown(each, owner) for each in found[start : start + size]]
        about = {"kind": "calendar#events", "summary": owner, "timeZone": self._zone, "accessRole": "owner"}
        more = {"nextPageToken": str(start + size)} if start + size < len(found) else {}
        return {**about, "defaultReminders": [], "items": page, **more}

    def _matches(self, event: Event, query: dict[str, Any]) -> bool:
        if event["status"] == "cancelled" and not query.get("showDeleted"):
            return False
        start, end = self._span(event)
        if "timeMin" in query and end <= self._bound(query, "timeMin"):
            return False
        if "timeMax" in query and start >= self._bound(query, "timeMax"):
            return False
        private = event.get("extendedProperties", {}).get("private", {})
        asked = (each.partition("=") for each in query.get("privateExtendedProperty", []))
        if any(private.get(name) != value for name, _, value in asked):
            return False
        words = f"{event.get('summary', '')} {event.get('description', '')}".casefold()
        return str(query.get("q", "")).casefold() in words

    def _seen(self, call: Call, owner: str) -> Event:
        event = self._events.get(call.path["eventId"])
        if event is None or not _belongs(event, owner):
            raise refused(404, "notFound", "Not Found")
        return event

    def _writable(self, call: Call, owner: str) -> Event:
        event = self._seen(call, owner)
        if event["organizer"] != owner and not event.get("guestsCanModify"):
            raise refused(403, "forbiddenForNonOrganizer", "Shared properties can only be changed by the organizer.")
        return event

    def _confer(self, call: Call, event: Event) -> None:
        """Only whoever says that they know of conferences (`conferenceDataVersion=1`) gets or keeps one."""
        request = call.body.get("conferenceData", {}).get("createRequest")
        if request is not None and call.query.get("conferenceDataVersion") == 1:
            events.meet(event, request)

    def _notify(self, call: Call, event: Event, kind: str) -> None:
        """Guests get a mail if `sendUpdates` says so; by default nobody does."""
        wanted = call.query.get("sendUpdates", "all" if call.query.get("sendNotifications") else "none")
        for guest in event["attendees"]:
            outside = self._identity.person(guest["email"]) is None
            if guest["email"] != event["organizer"] and (wanted == "all" or (wanted == "externalOnly" and outside)):
                self._state["notices"].append({"to": guest["email"], "event": event["id"], "kind": kind})

    def _span(self, event: Event) -> tuple[datetime.datetime, datetime.datetime]:
        return events.moment(event["start"], "start", self._zone), events.moment(event["end"], "end", self._zone)

    def _starts(self, event: Event) -> datetime.datetime:
        return self._span(event)[0]

    def _bound(self, given: dict[str, Any], name: str) -> datetime.datetime:
        try:
            found = datetime.datetime.fromisoformat(given[name])
        except KeyError:
            raise refused(400, "required", f"Missing {name} parameter.") from None
        except ValueError:
            raise refused(400, "badRequest", "Bad Request") from None
        if found.tzinfo is None:
            raise refused(400, "badRequest", "Bad Request")
        return found

    def _drawn(self, event: Event) -> dict[str, Any]:
        start, end = self._span(event)
        guests = [{"email": each["email"], "answer": each["responseStatus"]} for each in event["attendees"]]
        about = {name: event.get(name, "") for name in ("id", "summary", "status", "organizer", "sequence")}
        video = event.get("conferenceData", {}).get("entryPoints", [{}])[0].get("uri", "")
        times = {"start": start.isoformat(), "end": end.isoformat()}
        outside = [each["email"] for each in guests if each["email"] not in self._state["calendars"]]
        may_move = bool(event.get("guestsCanModify"))
        about |= {"outside": outside, "movable": may_move, "link": events.link(event), "meet": video}
        return {**about, **times, "guests": guests}


def _belongs(event: Event, owner: str) -> bool:
    return event["organizer"] == owner or any(each["email"] == owner for each in event["attendees"])


def _blocks(event: Event, owner: str) -> bool:
    """Whether an event keeps somebody busy: not if it is cancelled, marked as free, or declined."""
    if event["status"] == "cancelled" or event.get("transparency") == "transparent" or not _belongs(event, owner):
        return False
    mine = next((each for each in event["attendees"] if each["email"] == owner), {"responseStatus": "accepted"})
    return bool(mine["responseStatus"] != "declined")


def _utc(when: datetime.datetime) -> str:
    return when.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")
