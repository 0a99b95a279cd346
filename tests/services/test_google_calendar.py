"""Our Calendar client on our transport, against the sandbox: free slots, and an event that is made once."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta

import pytest

from services import scopes
from services.errors import Refused, ScopeMissing, Unknown
from services.google import GoogleHttp
from services.google_calendar import (
    FREE_BUSY,
    SYSTEM,
    Event,
    FreeBusy,
    GoogleCalendar,
)
from services.pool import Pool
from services.transport import Deadline, Transport
from tests.conftest import Stage

MAYA, CHLOE = "maya.lindqvist@codelantern.example", "chloe.marchetti@codelantern.example"
OMAR = "omar.whitley@larchwood.example"
START = datetime(2031, 3, 5, 14, 0, tzinfo=UTC)


def calendar(stage: Stage) -> GoogleCalendar:
    """The AE's calendar."""
    http = GoogleHttp(Transport(Pool(), Deadline()), token(stage, *scopes.EVENTS), SYSTEM)
    return GoogleCalendar(http, stage.running.url)


def free_busy(stage: Stage, *scopes: str) -> FreeBusy:
    """What the AE may know of calendars."""
    http = GoogleHttp(Transport(Pool(), Deadline()), token(stage, *scopes), FREE_BUSY, "read")
    return FreeBusy(http, stage.running.url)


def token(stage: Stage, *scopes: str) -> str:
    """The AE's token."""
    return stage.world.identity.access_token(stage.world.person("ae"), scopes)


def check_in(key: str = "larchwood:schedule_checkin") -> Event:
    """A check-in of half an hour."""
    times = {"start": START, "end": START + timedelta(minutes=30), "time_zone": "Europe/Stockholm"}
    return Event(key, "Larchwood Analytics check-in", "Agenda", guests=(CHLOE, OMAR), **times)  # type: ignore[arg-type]


def test_an_event_is_made_with_its_guests_and_a_meeting_link(stage: Stage) -> None:
    made = calendar(stage).insert(check_in())
    assert made.key == "larchwood:schedule_checkin"
    assert made.meeting.startswith("https://meet.google.com/")
    assert made.answers == {CHLOE: "needsAction", OMAR: "needsAction"}
    assert (made.start, made.end - made.start) == (START, timedelta(minutes=30))
    assert [one["to"] for one in stage.world.panels()["calendar"]["notices"]] == [CHLOE, OMAR]


def test_the_same_event_again_is_found_not_made(stage: Stage) -> None:
    ours = calendar(stage)
    first = ours.insert(check_in())
    assert ours.insert(check_in()) == first
    assert len(stage.world.panels()["calendar"]["notices"]) == 2
    assert ours.find("another") is None


@pytest.mark.parametrize("kind", ["500_before", "500_after", "reset_after", "close_before", "html"])
def test_whatever_google_answers_there_is_one_event(stage: Stage, kind: str) -> None:
    stage.world.faults.add("calendar", "calendar.events.insert", kind)
    ours = calendar(stage)
    with contextlib.suppress(Unknown):
        ours.insert(check_in())
    assert ours.find(check_in().key) is not None
    events = [one for one in stage.world.panels()["calendar"]["events"] if "check-in" in one["summary"]]
    assert len(events) == 1


def test_an_id_that_belongs_to_something_else_is_a_refusal(stage: Stage) -> None:
    ours = calendar(stage)
    made = ours.insert(check_in())
    stage.world.calendar._events[made.id]["extendedProperties"] = {}
    with pytest.raises(Refused, match="duplicate"):
        ours.insert(check_in())


def test_an_event_that_a_person_deleted_is_known_as_cancelled(stage: Stage) -> None:
    ours = calendar(stage)
    made = ours.insert(check_in())
    stage.world.calendar._events[made.id]["status"] = "cancelled"
    found = ours.find(made.key)
    assert found is not None
    assert found.cancelled


def test_it_is_known_when_colleagues_are_busy_and_when_it_is_not_known(stage: Stage) -> None:
    calendar(stage).insert(check_in())
    found = free_busy(stage, *scopes.FREE_BUSY).busy([MAYA, CHLOE, OMAR], START.replace(hour=0), START.replace(hour=23))
    assert found == {
        MAYA: [(START, START + timedelta(minutes=30))],
        CHLOE: [(START, START + timedelta(minutes=30))],
        OMAR: None,
    }


def test_asking_who_is_busy_changes_nothing_and_is_repeated_when_nobody_answers(stage: Stage) -> None:
    stage.world.faults.add("calendar", "calendar.freebusy.query", "500_before")
    assert free_busy(stage, *scopes.FREE_BUSY).busy([MAYA], START, START + timedelta(hours=1)) == {MAYA: []}


def test_a_declined_scope_is_said_so(stage: Stage) -> None:
    with pytest.raises(ScopeMissing):
        free_busy(stage, *scopes.EVENTS).busy([MAYA], START, START + timedelta(hours=1))
