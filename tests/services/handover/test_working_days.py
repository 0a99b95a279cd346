"""Weekends and listed holidays are no days to meet on."""

from __future__ import annotations

from datetime import date, timedelta

from services.handover.working_days import day_off, next_working_day

THURSDAY, FRIDAY, SATURDAY, MONDAY, TUESDAY = (date(2026, 12, day) for day in (24, 25, 26, 28, 29))


def test_a_weekend_and_a_holiday_are_days_off() -> None:
    assert day_off(THURSDAY, {FRIDAY}) == ""
    assert day_off(FRIDAY, {FRIDAY}) == "a holiday"
    assert day_off(SATURDAY, ()) == "on a weekend"


def test_the_next_working_day_is_behind_all_of_them() -> None:
    assert next_working_day(THURSDAY, ()) == FRIDAY
    assert next_working_day(THURSDAY, {FRIDAY, MONDAY}) == TUESDAY


def test_holidays_without_an_end_still_give_a_day() -> None:
    every = {THURSDAY + timedelta(days=ahead) for ahead in range(1000)}
    assert next_working_day(THURSDAY, every) == FRIDAY
