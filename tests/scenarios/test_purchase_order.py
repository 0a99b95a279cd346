"""A purchase order's number that is required and missing is asked for after five business days: of the AE, in Slack."""

from __future__ import annotations

import pytest

from tests.conftest import Stage
from tests.cron import Cron, cron_of
from tests.scenarios.test_compare_systems import compare, headers
from tests.scenarios.test_invoice import retype
from tests.scenarios.test_three_buttons import LARCHWOOD

# March 2027: the 15th is a Monday; the 22nd is the fifth business day after it.
ANNOUNCED, FIFTH, SIXTH = "2027-03-15T10:00+01:00", "2027-03-22T16:00+01:00", "2027-03-23T10:00+01:00"
NEXT = "2027-03-24T10:00+01:00"
WORDS = "*Purchase order number* is late for"


def asked(cron: Cron) -> list[str]:
    """Where the AE is asked for the number."""
    return cron.said("sales", WORDS)


@pytest.fixture
def cron(stage: Stage) -> Cron:
    """Larchwood was announced while its purchase order's number was still to come."""
    retype(stage, **{"LW-2026-0417": "TBD"})
    made = cron_of(stage)
    made.announce(ANNOUNCED)
    return made


def test_after_five_business_days_the_ae_is_asked_for_it(cron: Cron) -> None:
    cron.call(FIFTH)
    assert asked(cron) == []
    cron.call(SIXTH)
    link = f"<https://docs.google.com/document/d/{LARCHWOOD}/edit|Larchwood Analytics – new customer questionnaire>"
    promised = "promised within 5 business days after the announcement (Mar 15, 10:00). <@U0MAYALIN>"
    assert asked(cron) == [f"{WORDS} {link}: {promised}"]
    cron.call(NEXT)
    assert len(asked(cron)) == 2


def test_once_somebody_opens_the_document_and_the_number_is_there_nobody_is_asked(cron: Cron) -> None:
    retype(cron.stage, TBD="LW-77")
    cron.call(SIXTH)
    assert len(asked(cron)) == 1
    cron.stage.host("finance", LARCHWOOD).open()
    cron.call(NEXT)
    assert len(asked(cron)) == 1


def test_an_opened_document_that_still_lacks_it_changes_nothing(cron: Cron) -> None:
    cron.stage.host("ae", LARCHWOOD).open()
    cron.call(SIXTH)
    assert len(asked(cron)) == 1


def test_nobody_is_asked_once_the_invoice_is_out(cron: Cron) -> None:
    host = cron.stage.host("finance", LARCHWOOD).open().press("Send invoice").press("Done another way?")
    host.tick("how", "not_applicable").fill("note", "Paid through a marketplace").press("Record")
    cron.call(SIXTH)
    assert asked(cron) == []


def test_nobody_is_asked_where_the_number_stood_in_the_announcement(stage: Stage) -> None:
    cron = cron_of(stage)
    cron.announce(ANNOUNCED)
    cron.call(SIXTH)
    assert asked(cron) == []


def test_nobody_is_asked_where_none_is_required(stage: Stage) -> None:
    retype(stage, **{"Yes": "No", "LW-2026-0417": "TBD"})
    cron = cron_of(stage)
    cron.announce(ANNOUNCED)
    cron.call(SIXTH)
    assert asked(cron) == []


def test_a_number_that_came_later_is_no_disagreement_of_systems(cron: Cron) -> None:
    retype(cron.stage, TBD="LW-77")
    assert "PO number" not in headers(compare(cron.stage))
