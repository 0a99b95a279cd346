"""The document changed after a step used it: everybody sees what differs, on the home card and on the step's own."""

from __future__ import annotations

from tests.conftest import Stage
from tests.scenarios.test_create_license import ready
from tests.scenarios.test_invoice import look, retype
from tests.scenarios.test_three_buttons import LARCHWOOD, announce

SINCE = "The document changed since"


def on_card(stage: Stage, person: str, label: str) -> str:
    """A done step's own card."""
    return stage.host(person, LARCHWOOD).open().press(label).text


def test_after_the_key_was_made_another_number_of_seats_is_shown_to_all(stage: Stage) -> None:
    ready(stage).press("Create the key")
    assert SINCE not in on_card(stage, "ce", "Create license key")
    retype(stage, **{"180": "200"})
    assert f"{SINCE}: Seats was 180, now 200." in on_card(stage, "ce", "Create license key")
    for person in ("ae", "ce", "finance"):
        home = stage.host(person, LARCHWOOD).open().text
        assert "It was 180 for “Create license key”; now it is 200." in home


def test_after_the_invoice_went_out_other_terms_are_shown(stage: Stage) -> None:
    look(stage).press("Send the invoice")
    assert SINCE not in on_card(stage, "finance", "Send invoice")
    retype(stage, **{"Annual in advance, net 30": "Net 45"})
    assert "Payment terms was something else, now Net 45" in on_card(stage, "finance", "Send invoice")
    assert "It was something else for “Send invoice”; now it is Net 45" in stage.host("ae", LARCHWOOD).open().text


def test_what_was_announced_and_used_is_said_in_one_line(stage: Stage) -> None:
    announce(stage)
    ready(stage).press("Create the key")
    retype(stage, **{"180": "200"})
    home = stage.host("ops", LARCHWOOD).open().text
    assert "It was 180 when announced and for “Create license key”; now it is 200." in home


def test_text_that_no_step_used_changes_nothing(stage: Stage) -> None:
    ready(stage).press("Create the key")
    retype(stage, **{"SSO certificate runs out in May": "Nothing to report"})
    assert SINCE not in on_card(stage, "ce", "Create license key")
    assert "It was" not in stage.host("ce", LARCHWOOD).open().text


def test_a_step_that_was_taken_back_is_measured_by_nothing(stage: Stage) -> None:
    ready(stage).press("Create the key").press("Undo…").press("Revoke the keys")
    retype(stage, **{"180": "200"})
    assert "It was" not in stage.host("ce", LARCHWOOD).open().text


def test_done_by_hand_is_measured_by_what_the_step_needs_and_opened_again_by_nothing(stage: Stage) -> None:
    host = stage.host("ce", LARCHWOOD).open().press("Create license key").press("Done another way?")
    host.tick("how", "by_hand").fill("note", "Made in the service").press("Record")
    retype(stage, **{"180": "200"})
    card = stage.host("ce", LARCHWOOD).open().press("Create license key")
    assert f"{SINCE}: Seats was 180, now 200." in card.text
    card.press("Open it again")
    assert "It was" not in stage.host("ce", LARCHWOOD).open().text
