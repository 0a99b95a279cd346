"""Free slots: never in anybody's busy time, never outside working hours on any clock, and a reason where none is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.handover.checking import checked
from services.handover.sections import Calendar
from services.handover.slots import APART, Slot, Span, spread, undisturbed, within_hours

OFFICE = Calendar(day_starts=time(9), day_ends=time(17), length_minutes=30)
STOCKHOLM, NEW_YORK, TOKYO, KATHMANDU = map(
    ZoneInfo, ("Europe/Stockholm", "America/New_York", "Asia/Tokyo", "Asia/Kathmandu")
)
TUESDAY = date(2031, 3, 4)

zones = st.lists(
    st.sampled_from(
        ["Europe/Stockholm", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns", "UTC"]
    ).map(ZoneInfo),
    min_size=1,
    max_size=4,
)
days = st.dates(date(2026, 1, 1), date(2036, 12, 1))
hours = st.tuples(st.times(), st.times()).filter(lambda both: both[0] < both[1])
companies = st.builds(
    lambda both, length, off: Calendar(day_starts=both[0], day_ends=both[1], length_minutes=length, holidays=off),
    hours,
    st.sampled_from([15, 30, 45, 60, 90]),
    st.lists(days, max_size=5),
)


@st.composite
def meetings(draw: st.DrawFn, first: date) -> list[Span]:
    """Busy times near a day."""
    midnight = datetime.combine(first, time(), UTC)
    found = draw(st.lists(st.tuples(st.integers(-1000, 9000), st.integers(1, 600)), max_size=30))
    return [(midnight + timedelta(minutes=at), midnight + timedelta(minutes=at + long)) for at, long in found]


def at(day: date, hour: int, minute: int, zone: tzinfo) -> datetime:
    """A moment on a wall clock."""
    return datetime.combine(day, time(hour, minute), zone)


@given(zones, companies, days)
def test_a_slot_lies_in_working_hours_of_a_working_day_on_every_clock(
    zones: list[tzinfo], rules: Calendar, first: date
) -> None:
    last = first + timedelta(days=6)
    for slot in within_hours(zones, rules, first, last):
        assert slot.end - slot.start == timedelta(minutes=rules.length_minutes)
        assert first <= slot.start.astimezone(zones[0]).date() <= last
        for zone in zones:
            start, end = slot.start.astimezone(zone), slot.end.astimezone(zone)
            assert start.date() == end.date()
            assert rules.day_starts <= start.time()
            assert end.time() <= rules.day_ends
            assert start.weekday() < 5
            assert start.date() not in rules.holidays


@given(st.data(), zones, days)
def test_nobody_is_busy_during_a_slot(data: st.DataObject, zones: list[tzinfo], first: date) -> None:
    busy = data.draw(meetings(first))
    suitable = list(within_hours(zones, OFFICE, first, first + timedelta(days=6)))
    free = undisturbed(suitable, busy)
    for slot in free:
        assert all(end <= slot.start or slot.end <= start for start, end in busy)
    for slot in set(suitable) - set(free):
        assert any(start < slot.end and slot.start < end for start, end in busy)


@given(days, st.integers(1, 8))
def test_what_is_offered_for_one_day_is_well_apart(first: date, most: int) -> None:
    kept = spread(within_hours([NEW_YORK], OFFICE, first, first + timedelta(days=9)), NEW_YORK, most)
    assert len(kept) == most
    for one, other in pairwise(kept):
        assert other.start - one.start >= APART


def test_every_half_hour_of_a_working_day_is_possible_for_one_person() -> None:
    found = [one.start.astimezone(STOCKHOLM) for one in within_hours([STOCKHOLM], OFFICE, TUESDAY, TUESDAY)]
    assert found == [at(TUESDAY, 9 + half // 2, half % 2 * 30, STOCKHOLM) for half in range(16)]


def test_two_continents_meet_in_the_hours_that_they_share() -> None:
    found = [one.start for one in within_hours([STOCKHOLM, NEW_YORK], OFFICE, TUESDAY, TUESDAY)]
    assert found == [at(TUESDAY, 15 + half // 2, half % 2 * 30, STOCKHOLM) for half in range(4)]


def test_quarters_of_an_hour_from_utc_begin_at_the_half_hour_of_who_proposes() -> None:
    first = next(within_hours([KATHMANDU, STOCKHOLM], OFFICE, TUESDAY, TUESDAY)).start
    assert first.astimezone(KATHMANDU).time() == time(14)
    assert first.astimezone(STOCKHOLM).time() == time(9, 15)


def test_places_that_hardly_overlap_have_no_hour_in_common() -> None:
    assert list(within_hours([TOKYO, NEW_YORK], OFFICE, TUESDAY, TUESDAY + timedelta(days=13))) == []


@pytest.mark.parametrize(
    ("friday", "before", "after"),
    [(date(2031, 3, 28), 8, 7), (date(2031, 10, 24), 7, 8)],
)
def test_hours_stay_those_of_the_wall_when_summer_time_begins_or_ends(friday: date, before: int, after: int) -> None:
    monday = friday + timedelta(days=3)
    found = list(within_hours([STOCKHOLM], OFFICE, friday, monday))
    firsts = [min(s.start for s in found if s.start.astimezone(STOCKHOLM).date() == day) for day in (friday, monday)]
    assert [one.hour for one in firsts] == [before, after]


def test_two_continents_meet_an_hour_longer_while_only_one_has_summer_time() -> None:
    tuesday = date(2031, 3, 11)
    assert len(list(within_hours([STOCKHOLM, NEW_YORK], OFFICE, tuesday, tuesday))) == 6


def test_the_night_in_which_clocks_go_back_has_no_slot_before_the_hours() -> None:
    sunday_shift = Calendar(day_starts=time(1, 30), day_ends=time(3), length_minutes=30)
    friday = date(2031, 10, 24)
    assert all(
        one.start.astimezone(STOCKHOLM).time() >= time(1, 30)
        for one in within_hours([STOCKHOLM], sunday_shift, friday, friday + timedelta(days=4))
    )


def test_a_meeting_may_begin_as_another_ends() -> None:
    slots = list(within_hours([STOCKHOLM], OFFICE, TUESDAY, TUESDAY))
    busy = [(at(TUESDAY, 0, 0, STOCKHOLM), at(TUESDAY, 16, 0, STOCKHOLM))]
    assert [one.start for one in undisturbed(slots, busy)] == [
        at(TUESDAY, 16, 0, STOCKHOLM),
        at(TUESDAY, 16, 30, STOCKHOLM),
    ]


def test_a_slot_is_said_on_the_clocks_of_whoever_reads_it() -> None:
    start = at(TUESDAY, 15, 30, STOCKHOLM)
    slot = Slot(start, start + timedelta(minutes=30))
    assert slot.words(STOCKHOLM) == "Tuesday, March 4, 2031 at 3:30 PM Central European Time"
    assert slot.words(NEW_YORK) == "Tuesday, March 4, 2031 at 9:30 AM Eastern Time"


@pytest.mark.parametrize(
    "wrong",
    [
        {"zone": "Mars/Olympus_Mons"},
        {"zones": {"maya": "Europe/Paris"}},
        {"zones": {"maya@codelantern.example": "Paris"}},
        {"day_starts": time(17), "day_ends": time(9)},
        {"day_starts": time(9, tzinfo=UTC)},
        {"length_minutes": 0},
    ],
)
def test_hours_that_cannot_be_are_an_error_at_start(wrong: dict[str, object]) -> None:
    found = checked(wrong, Calendar)
    assert isinstance(found, list)
    assert len(found) == 1


def test_a_colleague_s_clock_is_found_however_the_address_is_written() -> None:
    rules = checked({"zones": {"Maya@Codelantern.example": "Europe/Stockholm"}}, Calendar)
    assert isinstance(rules, Calendar)
    assert str(rules.zone_of("maya@codelantern.example")) == "Europe/Stockholm"
    assert str(rules.zone_of("chloe@codelantern.example")) == "UTC"
