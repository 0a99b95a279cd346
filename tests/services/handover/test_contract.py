"""The last day of service is told apart from the renewal on the day after."""

from __future__ import annotations

from datetime import date

import pytest

from services.handover.contract import End, contract_end
from services.handover.model import Handover
from services.handover.questionnaire.answer import Answer


def handover(**answers: str | int) -> Handover:
    """A handover that answers these fields."""
    return Handover("d", "t", None, {name: Answer(name, "answered", value) for name, value in answers.items()})


@pytest.mark.parametrize(
    ("start", "months", "written", "last_day"),
    [
        ("2026-12-07", 12, "2027-12-06", date(2027, 12, 6)),
        ("2026-12-07", 12, "2027-12-07", date(2027, 12, 6)),
        ("2027-03-01", 12, "2028-02-29", date(2028, 2, 29)),
        ("2028-02-29", 12, "2029-02-28", date(2029, 2, 27)),
        ("2027-01-01", 36, "2029-12-31", date(2029, 12, 31)),
    ],
)
def test_start_and_length_tell_which_day_is_meant(start: str, months: int, written: str, last_day: date) -> None:
    found = contract_end(handover(contract_start_date=start, term_months=months, renewal_date=written))
    assert found is not None
    assert found.day == last_day


def test_a_date_that_fits_neither_is_taken_as_written_and_said_so() -> None:
    found = contract_end(handover(contract_start_date="2026-12-07", term_months=12, renewal_date="2027-11-30"))
    assert found == End(date(2027, 11, 30), "Start and length would end it on December 6, 2027.")


def test_without_start_and_length_nothing_proves_it() -> None:
    found = contract_end(handover(renewal_date="2027-11-30"))
    assert found is not None
    assert found.day == date(2027, 11, 30)
    assert "Taken as the last day of service" in found.remark


def test_no_answer_is_no_end() -> None:
    assert contract_end(handover(term_months=12)) is None
