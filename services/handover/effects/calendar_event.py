"""A meeting in the person's own calendar, under an id of our own, and what became of it since."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from services.errors import Refused
from services.handover.model import Evidence, Fact, Notes
from services.handover.words import listed, meeting
from services.systems import Systems

if TYPE_CHECKING:
    from services.google_calendar import Event

ANSWERS = {
    "accepted": "Accepted",
    "tentative": "Perhaps",
    "declined": "Declined",
    "needsAction": "No answer yet",
}
"""Google's words for a guest's answer, and ours, in the order in which they are told."""
GUEST = "guest "
NOT_THEIRS = "It stands in the calendar of {}."


class EventRemoved:
    """The event gone from everybody's calendar, with word to its guests. Plan: ``organiser``, ``key``, ``when``."""

    undo = None

    def settle(self, plan: Mapping[str, Any]) -> float:
        """Calendar knows an event by its id at once."""
        return 0.0

    def find(self, systems: Systems, plan: Mapping[str, Any], notes: Notes, since: float) -> Evidence | None:
        """Cancelled, by whomever, or forgotten."""
        _only_the_organiser(systems, plan)
        event = systems.calendar.find(plan["key"])
        return self._evidence(plan) if event is None or event.cancelled else None

    def apply(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Evidence:
        """Only its organiser's deletion takes it out of all calendars: a guest's takes it out of theirs alone."""
        _only_the_organiser(systems, plan)
        systems.calendar.remove(plan["key"])
        return self._evidence(plan)

    def _evidence(self, plan: Mapping[str, Any]) -> Evidence:
        return Evidence(f"The check-in on {plan['when']} was called off")


class CalendarEvent:
    """An event with guests, who are invited by mail.

    Plan: ``organiser``, ``key``, ``summary``, ``description``, ``start`` and ``end`` (ISO, with offset),
    ``time_zone``, ``guests``, ``customers`` (those of the guests whose yes counts). The evidence's ids hold the times
    as they were sent, and each guest's answer as it was seen last, under ``guest`` and the address.

    An event that somebody cancelled was made: it is told, and never made again under the same key.
    """

    undo = EventRemoved()

    def settle(self, plan: Mapping[str, Any]) -> float:
        """Calendar knows an event by its id at once."""
        return 0.0

    def find(self, systems: Systems, plan: Mapping[str, Any], notes: Notes, since: float) -> Evidence | None:
        """By the id that its key gives it, in the calendar of whoever made it."""
        _only_the_organiser(systems, plan)
        event = systems.calendar.find(plan["key"])
        return _evidence(_kept(plan), event) if event else None

    def apply(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Evidence:
        """Make it, unless it is there."""
        from services.google_calendar import Event

        _only_the_organiser(systems, plan)
        start, end = (datetime.fromisoformat(plan[name]) for name in ("start", "end"))
        times = start, end, plan["time_zone"]
        event = Event(plan["key"], plan["summary"], plan["description"], *times, tuple(plan["guests"]))
        return _evidence(_kept(plan), systems.calendar.insert(event))

    def follow(self, systems: Systems, evidence: Evidence) -> Evidence:
        """The event as it is now: answered, moved or cancelled by whomever. Only its organiser can look."""
        if evidence.ids.get("organiser") != systems.user_email:
            return evidence
        return _evidence(evidence.ids, systems.calendar.find(evidence.ids["key"]))

    def told(self, evidence: Evidence) -> tuple[Fact, ...]:
        """Who answered what, and where to meet; what can be done about a meeting that is gone."""
        if not evidence.link:
            return (Fact("To invite again", "Undo this first, then schedule it anew."),)
        answers = {name.removeprefix(GUEST): said for name, said in evidence.ids.items() if name.startswith(GUEST)}
        lines = [
            Fact(words, ", ".join(who for who, said in answers.items() if said == answer))
            for answer, words in ANSWERS.items()
            if answer in answers.values()
        ]
        link = evidence.ids.get("meeting")
        return (*lines, *([Fact("Video meeting", link)] if link else []))


def _only_the_organiser(systems: Systems, plan: Mapping[str, Any]) -> None:
    if plan["organiser"] != systems.user_email:
        words = NOT_THEIRS.format(plan["organiser"])
        raise Refused("Google Calendar", "another calendar", words, "Ask them to press the button.")


def _kept(plan: Mapping[str, Any]) -> dict[str, str]:
    """What the evidence keeps of the plan, which itself does not stay."""
    names = ("organiser", "key", "start", "end", "time_zone")
    return {**{name: str(plan[name]) for name in names}, "customers": " ".join(plan["customers"])}


def _evidence(ids: Mapping[str, str], event: Event | None) -> Evidence:
    """How the event stands; ``ids`` as :func:`_kept` gives them."""
    planned = _when(ids["start"], ids["end"], ids["time_zone"])
    kept = {name: value for name, value in ids.items() if not name.startswith(GUEST)}
    if event is None or event.cancelled:
        words = f"Cancelled: the check-in on {planned} is not in the calendar any more"
        return Evidence(words, "", kept, _undo(ids, planned, ["It was cancelled already; nobody is told again."]))
    customers = ids["customers"].split()
    said = _said({who: answer for who, answer in event.answers.items() if who in customers})
    now = meeting(event.start, event.end, ids["time_zone"])
    moved = (event.start, event.end) != tuple(datetime.fromisoformat(ids[name]) for name in ("start", "end"))
    kept |= {"meeting": event.meeting, **{GUEST + who: answer for who, answer in event.answers.items()}}
    words = f"{said}: {now}{f', moved from {planned}' if moved else ''}"
    lines = [f"The check-in on {now} is called off: everybody invited gets a mail that says so."]
    return Evidence(words, event.link, kept, _undo(ids, now, lines))


def _said(answers: Mapping[str, str]) -> str:
    """What the customer's people said; it is accepted only when one of them did."""
    for answer, words in (("accepted", "Accepted by"), ("tentative", "Perhaps, says"), ("declined", "Declined by")):
        if people := [who for who, said in answers.items() if said == answer]:
            return f"{words} {listed(people)}"
    return "Invited, no customer has answered yet"


def _undo(ids: Mapping[str, str], when: str, lines: list[str]) -> dict[str, Any]:
    known = {name: ids[name] for name in ("organiser", "key")}
    return {**known, "when": when, "confirm": "Call it off", "lines": lines}


def _when(start: str, end: str, zone: str) -> str:
    return meeting(datetime.fromisoformat(start), datetime.fromisoformat(end), zone)
