"""The home card: how complete the questionnaire is, what is missing or doubtful, and where it stands."""

from __future__ import annotations

import json

from services.handover.steps import STEPS
from tests.conftest import Stage
from tests.scenarios.test_bad_input import company
from tests.scenarios.test_three_buttons import LARCHWOOD, announce


def test_the_card_says_how_complete_the_questionnaire_is(stage: Stage) -> None:
    text = stage.host("ae", LARCHWOOD).open().text
    # All but the one that began it.
    assert f"0 of {len(STEPS) - 1} steps done · " in text
    assert "questions answered" in text


def test_what_holds_a_step_up_comes_before_what_does_not(stage: Stage) -> None:
    text = stage.host("ae", stage.document("Tidewater")).open().text
    assert text.index("Contract start date") < text.index("Worth a look") < text.index("Check-in date")
    assert "Announce waits for it" in text
    assert "Not certain: 60 or 80 (under “Number of users" in text


def test_a_gap_leads_to_the_tab_where_it_stands(stage: Stage) -> None:
    quill = stage.document("Quillfeather")
    card = json.dumps(stage.host("ae", quill).open().card)
    assert f"https://docs.google.com/document/d/{quill}/edit?tab=" in card


def test_a_document_that_changed_after_the_announcement_says_what_differs(stage: Stage) -> None:
    announce(stage)
    assert "when announced" not in stage.host("ae", LARCHWOOD).open().text
    company(stage, "Larchwood Group")
    text = stage.host("ae", LARCHWOOD).open().text
    assert "It was Larchwood Analytics when announced; now it is Larchwood Group." in text


def test_a_gap_on_a_steps_own_card_leads_to_where_the_answer_is_missing(stage: Stage) -> None:
    tidewater = stage.document("Tidewater")
    host = stage.host("ae", tidewater).open().press("Announce")
    lines = [
        widget["decoratedText"]
        for section in host.card["sections"]
        for widget in section["widgets"]
        if "decoratedText" in widget
    ]
    [arr] = [line for line in lines if line.get("topLabel") == "ARR"]
    assert arr["onClick"]["openLink"]["url"] == f"https://docs.google.com/document/d/{tidewater}/edit?tab=t.0"
