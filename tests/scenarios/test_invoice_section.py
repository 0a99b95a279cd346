"""The billing answers in finance's sidebar: as they stand, where they stand, and what is doubtful."""

from __future__ import annotations

from tests.conftest import Stage
from tests.scenarios.test_invoice import retype
from tests.scenarios.test_three_buttons import LARCHWOOD


def test_finance_see_the_billing_answers_as_they_stand_and_where(stage: Stage) -> None:
    host = stage.host("finance", LARCHWOOD).open()
    assert "Bethany Crowe" in host.text
    assert "accounts@larchwood.example" in host.text
    for words in ("18 Sawmill Row, Floor 2", "LW-2026-0417", "Annual in advance, net 30"):
        assert words in host.text
    assert "under “Point of contact for invoicing/billing”" in str(host.card)
    assert f"https://docs.google.com/document/d/{LARCHWOOD}/edit" in str(host.card)
    assert "Wrong? Fix it in the document" in host.text


def test_what_is_missing_or_doubtful_is_said_there(stage: Stage) -> None:
    retype(stage, **{"accounts@larchwood.example": "accounts@gmail.com", "LW-2026-0417": "TBD"})
    [billing] = [s for s in stage.host("finance", LARCHWOOD).open().card["sections"] if s.get("header") == "Billing"]
    said = {w["decoratedText"]["topLabel"]: w["decoratedText"]["text"] for w in billing["widgets"][:5]}
    assert "Not certain: Bethany Crowe, accounts@gmail.com" in said["Billing contact"]
    assert "Only a placeholder so far, under “PO number”" in said["PO number"]
    assert said["Payment terms"] == "Annual in advance, net 30"


def test_an_answer_without_end_hides_nothing_else(stage: Stage) -> None:
    retype(stage, **{"18 Sawmill Row": "Building 1, Industrial Park North-East, " * 60})
    [billing] = [s for s in stage.host("finance", LARCHWOOD).open().card["sections"] if s.get("header") == "Billing"]
    shown = billing["widgets"][1]["decoratedText"]["text"]
    assert shown.startswith("Larchwood Analytics Inc., Building 1, Industrial")
    assert shown.endswith("…")
    assert len(shown) <= 400


def test_others_have_no_use_for_it(stage: Stage) -> None:
    assert "Wrong? Fix it in the document" not in stage.host("ce", LARCHWOOD).open().text
