"""Time zones as people write them: understood, or not, and never guessed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.handover.zones import day_and_time, place_words, zone_of

SUMMER = datetime(2031, 7, 1, 13, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("America/New_York", "America/New_York"),
        ("america/new_york", "America/New_York"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("Europe/London (BST in summer)", "Europe/London"),
        ("Eastern Time", "America/New_York"),
        ("US Eastern", "America/New_York"),
        ("Eastern Time (US & Canada)", "America/New_York"),
        ("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York"),
        ("EST", "America/New_York"),
        ("Pacific Standard Time", "America/Los_Angeles"),
        ("CET", "Europe/Berlin"),
        ("Berlin", "Europe/Berlin"),
        ("  New   York time ", "America/New_York"),
        ("São Paulo", "America/Sao_Paulo"),
    ],
)
def test_a_zone_is_known_by_what_people_call_it(written: str, key: str) -> None:
    assert str(zone_of(written)) == key


@pytest.mark.parametrize(
    ("written", "hours"),
    [("UTC", 0), ("GMT", 0), ("UTC+2", 2), ("GMT-5", -5), ("utc +05:30", 5.5), ("+0545", 5.75), ("UTC−3", -3)],
)
def test_so_far_from_utc_is_a_zone(written: str, hours: float) -> None:
    zone = zone_of(written)
    assert zone is not None
    offset = SUMMER.astimezone(zone).utcoffset()
    assert offset is not None
    assert offset.total_seconds() == hours * 3600


@pytest.mark.parametrize(
    "written",
    [
        "",
        "CST",  # Chicago, Shanghai or Havana
        "IST",  # India, Israel or Ireland
        "Europe/London or Europe/Berlin",
        "ask Omar",
        "UTC+15",
        "Mars/Olympus_Mons",
        "../../etc/passwd",
        "/usr/share/zoneinfo/UTC",
    ],
)
def test_what_is_not_certain_is_no_zone(written: str) -> None:
    assert zone_of(written) is None


@given(st.text())
def test_no_text_breaks_it(written: str) -> None:
    zone_of(written)


@pytest.mark.parametrize(
    ("written", "said", "place"),
    [
        ("America/New_York", "Tuesday, July 1, 2031 at 9:30 AM Eastern Time", "New York"),
        ("Europe/Paris", "Tuesday, July 1, 2031 at 3:30 PM Central European Time", "Paris"),
        ("UTC", "Tuesday, July 1, 2031 at 1:30 PM UTC", "UTC"),
        ("UTC+05:30", "Tuesday, July 1, 2031 at 7:00 PM UTC+05:30", "UTC+05:30"),
    ],
)
def test_a_moment_is_said_on_the_clocks_of_the_zone(written: str, said: str, place: str) -> None:
    zone = zone_of(written)
    assert zone is not None
    assert day_and_time(SUMMER, zone) == said
    assert place_words(zone) == place
