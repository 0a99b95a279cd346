"""The next free slots from the calendars of AE and CE, read as whoever presses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from msgspec import convert
from msgspec.structs import asdict, replace

from services.errors import ScopeMissing
from services.handover.configuration import load_rules
from services.handover.kinds import made
from services.handover.model import Click, Handover, Person
from services.handover.questionnaire.answer import Answer
from services.handover.sections import Calendar
from services.handover.slots import Free, free_slots
from services.pool import Pool
from services.scopes import FREE_BUSY
from services.settings import load_settings
from services.systems import Systems
from services.transport import Deadline, Transport
from tests.conftest import ROOT, Stage

MAYA, CHLOE = "maya.lindqvist@codelantern.example", "chloe.marchetti@codelantern.example"
STOCKHOLM = ZoneInfo("Europe/Stockholm")
MONDAY = date(2031, 3, 3)
AE, CE = {"name": "Maya Lindqvist", "email": MAYA}, {"name": "Chloé Marchetti", "email": CHLOE}


def found(
    stage: Stage,
    answers: Mapping[str, Any],
    first: date = MONDAY,
    scopes: tuple[str, ...] = FREE_BUSY,
    time_zone: str = "Europe/Stockholm",
    **calendar: object,
) -> Free:
    """What the AE finds for a document with these answers and a company with these hours."""
    person = Person(MAYA, frozenset({"sales"}), time_zone=time_zone)
    token = stage.world.identity.access_token(stage.world.person("ae"), scopes)
    systems = Systems(load_settings(**stage.known), Transport(Pool(), Deadline()), MAYA, token)
    rules = load_rules(ROOT / "manifest" / "handover.toml")
    section = convert({**asdict(rules.calendar), **calendar}, Calendar, dec_hook=made)
    read = {name: Answer(name, "answered", value, (), ()) for name, value in answers.items()}
    handover = Handover("a" * 20, "Larchwood", "1", read)
    click = Click(person, handover, systems, replace(rules, calendar=section), MONDAY - timedelta(3))
    return free_slots(click, first)


def meets(stage: Stage, who: str, day: date, start: int, end: int) -> None:
    """Somebody has a meeting between two hours of Stockholm's clock."""
    state = stage.world.calendar._state
    times = {
        name: {"dateTime": datetime.combine(day, time(hour), STOCKHOLM).isoformat()}
        for name, hour in (("start", start), ("end", end))
    }
    event = {"id": f"m{len(state['events'])}", "organizer": who, "status": "confirmed", "attendees": [], **times}
    state["events"][event["id"]] = event


def clock(free: Free) -> list[str]:
    """Day of the month and time, in Stockholm."""
    return [f"{one.start.astimezone(STOCKHOLM):%d %H:%M}" for one in free.slots]


def test_both_are_free_at_every_slot_and_it_took_one_look(stage: Stage) -> None:
    meets(stage, MAYA, MONDAY, 8, 10)
    meets(stage, CHLOE, MONDAY, 10, 12)
    free = found(stage, {"account_executive": AE, "customer_engineer": CE}, offered=4)
    assert clock(free) == ["03 12:00", "03 14:00", "03 16:00", "04 09:00"]
    assert (free.none, free.unseen) == ("", ())
    assert stage.calls("calendar.freebusy.query") == 1


def test_the_customers_hours_count_where_their_zone_is_understood(stage: Stage) -> None:
    free = found(stage, {"customer_engineer": CE, "timezone": "mornings, please"}, offered=2)
    assert clock(free) == ["03 09:00", "03 11:00"]
    assert free.hours.endswith("the customer’s time zone: “mornings, please” is no time zone that is understood")
    free = found(stage, {"customer_engineer": CE, "timezone": "America/New_York"}, offered=2)
    assert clock(free) == ["03 15:00", "04 15:00"]
    assert free.hours == "09:00–17:00: you in Stockholm, Chloé Marchetti in Paris, the customer in New York"
    assert free.theirs == ZoneInfo("America/New_York")


def test_a_calendar_that_cannot_be_seen_is_said(stage: Stage) -> None:
    stranger = {"name": "Noor", "email": "noor@elsewhere.test"}
    free = found(stage, {"customer_engineer": stranger})
    assert free.unseen == ("Noor’s calendar cannot be seen by you, so it was not looked at.",)
    assert free.slots


def test_without_any_calendar_no_time_is_offered(stage: Stage) -> None:
    stage.world.calendar._state["calendars"].clear()
    free = found(stage, {"customer_engineer": CE})
    assert free.slots == ()
    assert free.none == "No calendar could be seen, so no time is known to be free."


def test_a_colleague_without_an_address_is_said(stage: Stage) -> None:
    free = found(stage, {"account_executive": {"name": "Maya"}, "customer_engineer": {"name": "Chloé", "email": None}})
    assert free.unseen == ("No address is known of Chloé, so their calendar was not looked at.",)


def test_who_presses_without_a_zone_works_by_the_companys_clock(stage: Stage) -> None:
    free = found(stage, {}, time_zone="UTC", zone="Asia/Tokyo")
    assert free.ours == ZoneInfo("Asia/Tokyo")
    assert free.slots[0].start.astimezone(free.ours).time() == time(9)


def test_a_holiday_week_has_no_free_slot_and_nobody_is_asked(stage: Stage) -> None:
    week = [MONDAY + timedelta(days=ahead) for ahead in range(5)]
    free = found(stage, {"customer_engineer": CE}, search_days=7, holidays=week)
    assert free.none == "There is no working day from March 3 to March 9: only weekends and holidays."
    assert stage.calls("calendar.freebusy.query") == 0


def test_clocks_too_far_apart_are_the_reason(stage: Stage) -> None:
    free = found(stage, {"timezone": "America/Los_Angeles"})
    assert free.none == (
        "Between 09:00 and 17:00, no hour from March 3 to March 16 suits everybody in Stockholm and Los Angeles."
    )


def test_a_full_calendar_is_the_reason(stage: Stage) -> None:
    for ahead in range(14):
        meets(stage, MAYA if ahead % 2 else CHLOE, MONDAY + timedelta(days=ahead), 8, 18)
    free = found(stage, {"customer_engineer": CE})
    assert free.none == "Somebody is busy at every hour that suits everybody from March 3 to March 16."


def test_nothing_is_offered_for_today_or_before(stage: Stage) -> None:
    free = found(stage, {}, first=MONDAY - timedelta(days=30))
    assert free.slots[0].start.date() == MONDAY


def test_without_the_permission_it_is_asked_for(stage: Stage) -> None:
    with pytest.raises(ScopeMissing):
        found(stage, {}, scopes=())


def test_moments_are_the_same_whoever_reads_them(stage: Stage) -> None:
    [slot] = found(stage, {}, offered=1).slots
    assert slot.words(STOCKHOLM) == "Monday, March 3, 2031 at 9:00 AM Central European Time"
    assert slot.words(ZoneInfo("UTC")) == "Monday, March 3, 2031 at 8:00 AM UTC"
