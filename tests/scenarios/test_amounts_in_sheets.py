"""Amounts in sheets are numbers, so that sums count them; the same amount or day in another form is the same."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Stage
from tests.scenarios.test_compare_systems import compare, everything_written, headers
from tests.scenarios.test_invoice import retype
from tests.scenarios.test_sources_of_truth import OPPORTUNITY, look
from tests.scenarios.test_three_buttons import SHEET, announce
from tests.scenarios.test_update_sheet import OPS, edit
from tests.scenarios.test_update_sheet import look as look_at_installers
from tests.services.sandbox.clients import Clients


def held(stage: Stage, title: str, place: str) -> Any:
    """What a cell holds, as operations' own client reads it, with dates as they are shown."""
    values = Clients(stage.running).sheets("ops").values()
    answer = values.get(
        spreadsheetId=SHEET,
        range=f"{title}!{place}",
        valueRenderOption="UNFORMATTED_VALUE",
        dateTimeRenderOption="FORMATTED_STRING",
    ).execute()
    return answer.get("values", [[""]])[0][0]


def type_in(stage: Stage, title: str, **cells: str) -> None:
    """Operations type into a sheet."""
    for place, text in cells.items():
        stage.world.sheets.edit(SHEET, title, place, text, OPS)


def deals_row(stage: Stage, **cells: str) -> None:
    """Larchwood's row of the deals' sheet, as a person keeps it."""
    row = {"A4": "Larchwood Analytics", "C4": "2026-12-07", "D4": "2027-12-06", "E4": "86400", "F4": "new"}
    names = {"G4": "Maya Lindqvist", "H4": "Chloé Marchetti", "I4": OPPORTUNITY}
    type_in(stage, "Deals", **{**row, **names, **cells})


def test_amounts_and_counts_are_written_as_numbers_and_days_as_iso_texts(stage: Stage) -> None:
    announce(stage)
    host = look(stage, "Deals")
    assert "$86,400" in host.text
    host.tick("add_row", "add").press("Add the row")
    look(stage, "Server to company").press("Write 3 cells")
    assert held(stage, "Deals", "E4") == 86400
    assert held(stage, "Servers", "E3") == 180
    assert held(stage, "Deals", "D4") == "2027-12-06"


@pytest.mark.parametrize("cells", [{"E4": "86400"}, {"E4": "'$86,400.00"}, {"D4": "12/6/2027"}, {"D4": "6 Dec 2027"}])
def test_the_same_amount_or_day_in_another_form_is_not_written_again(stage: Stage, cells: dict[str, str]) -> None:
    deals_row(stage, **cells)
    announce(stage)
    host = look(stage, "Deals")
    assert "The customer's row already says all this." in host.text
    host.press("Record as up to date")
    assert "Deals: done" in host.text


@pytest.mark.parametrize("shown", ["86401", "€86,400", "about $86,400"])
def test_another_amount_or_currency_is_written_over(stage: Stage, shown: str) -> None:
    deals_row(stage, E4=shown)
    announce(stage)
    host = look(stage, "Deals")
    assert f"{shown} → $86,400" in host.text
    host.press("Write 3 cells")
    assert held(stage, "Deals", "E4") == 86400


def test_taking_it_back_puts_a_number_back_as_a_number_and_a_date_as_a_date(stage: Stage) -> None:
    deals_row(stage, E4="$80,000", D4="11/6/2027")
    announce(stage)
    look(stage, "Deals").press("Write 4 cells")
    assert held(stage, "Deals", "E4") == 86400
    host = look(stage, "Deals").press("Undo…")
    assert "“$86,400” → “$80,000”" in host.text
    host.press("Put 4 cells back")
    assert held(stage, "Deals", "E4") == 80000
    # A day is a number to the sheet; as text, it would no longer sort or count.
    assert _value(stage, "Deals", 3, 3) == {"numberValue": 46697}
    assert held(stage, "Deals", "D4") == "11/6/2027"


def test_an_amount_whose_look_somebody_changes_is_still_taken_back(stage: Stage) -> None:
    deals_row(stage, E4="80000")
    announce(stage)
    look(stage, "Deals").press("Write 3 cells")
    type_in(stage, "Deals", E4="$86,400.00")
    look(stage, "Deals").press("Undo…").press("Put 3 cells back")
    assert held(stage, "Deals", "E4") == 80000


def test_an_amount_in_another_currency_stays_a_text_and_is_said(stage: Stage) -> None:
    retype(stage, **{"$86,400": "€86,400"})
    announce(stage)
    host = look(stage, "Deals")
    assert "€86,400 is written as text: amounts are summed up in USD." in host.text
    host.tick("add_row", "add").press("Add the row")
    assert held(stage, "Deals", "E4") == "€86,400"


def test_the_comparison_goes_by_value_too(stage: Stage) -> None:
    everything_written(stage)
    type_in(stage, "Deals", E4="$86,400.00", C4="12/7/2026")
    type_in(stage, "Servers", F3="Dec 6, 2027")
    assert headers(compare(stage)) == []
    type_in(stage, "Deals", C4="7/12/2026")
    assert headers(compare(stage)) == ["Contract start date"]


def test_the_installers_sheet_takes_a_persons_date_for_the_same_day(stage: Stage) -> None:
    edit(stage, "J13", "12/6/2027")
    host = look_at_installers(stage)
    assert "J13" not in host.text
    host.press("Write 3 cells")
    assert held(stage, "Installers", "J13") == "12/6/2027"


def _value(stage: Stage, title: str, row: int, column: int) -> Any:
    """What was entered into a cell, with its type."""
    [sheet] = [one for one in stage.world.state()["sheets"][SHEET]["sheets"] if one["title"] == title]
    return sheet["rows"][row]["cells"][column]["value"]
