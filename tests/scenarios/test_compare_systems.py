"""Document, announcement, Salesforce and sheets beside each other: who still says what, and nothing is written."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import BASE_URL, Stage
from tests.host import Host, Json, actions
from tests.judge import texts
from tests.scenarios.test_invoice import retype
from tests.scenarios.test_sources_of_truth import OPPORTUNITY, write_all
from tests.scenarios.test_three_buttons import LARCHWOOD, SHEET, announce
from tests.scenarios.test_update_sheet import OPS, edit


def compare(stage: Stage, person: str = "ops", editor: str = "docs") -> Host:
    """Somebody compares Larchwood's systems."""
    if editor == "docs":
        return stage.host(person, LARCHWOOD).open().press("Compare systems")
    host = stage.host(person, SHEET, editor="sheets").open()
    if "Sources of truth" in host.text:
        return host.press("Sources of truth").press("Compare systems")
    host.press("Compare with handovers")
    return host.press(next(label for label, _ in actions(host.card) if "differ" in label))


def section(host: Host, header: str) -> str:
    """One section of the card, as a person reads it."""
    [found] = [one for one in host.card["sections"] if one.get("header") == header]
    return texts({"sections": [found]})


def headers(host: Host) -> list[str]:
    """Which fields differ."""
    return [one["header"] for one in host.card["sections"] if one.get("header") not in (None, "Not compared")]


def links(card: Json) -> list[str]:
    """Every address that the card opens."""
    found: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            found.extend([value["openLink"]["url"]] if "openLink" in value else [])
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(card)
    return found


def everything_written(stage: Stage) -> None:
    """Larchwood is announced, closed, and in every sheet."""
    announce(stage)
    host = stage.host("ae", LARCHWOOD).open().press("Close deal").tick("won_reason", "Price").press("Close the deal")
    host.press("Close the deal") if "Close the deal" in host.text else None
    stage.host("ops", LARCHWOOD).open().press("Update sheet").press("Write 4 cells")
    write_all(stage)


def test_what_no_step_has_written_yet_is_left_out_and_said(stage: Stage) -> None:
    host = compare(stage)
    assert headers(host) == ["ARR"]
    assert "$86,400" in section(host, "ARR")
    assert "$80,000" in section(host, "ARR")
    for words in (
        "Announcement: there is none yet.",
        "Installers: “Update sheet” is still open.",
        "Deals: still open.",
    ):
        assert words in section(host, "Not compared")


def test_systems_that_agree_are_said_to(stage: Stage) -> None:
    everything_written(stage)
    host = compare(stage)
    assert "Every field that stands in several places says the same." in host.text
    assert "Not compared" not in host.text


@pytest.mark.parametrize("editor", ["docs", "sheets"])
def test_each_disagreement_stands_there_with_every_places_value_and_nothing_is_written(
    stage: Stage, editor: str
) -> None:
    everything_written(stage)
    retype(stage, **{"December 6, 2027": "December 31, 2027"})
    edit(stage, "D13", "Larchwood Anew")
    stage.world.sheets.edit(SHEET, "Servers", "E3", "90", OPS)
    stage.host("ops", LARCHWOOD)
    before = stage.world.state()
    host = compare(stage, editor=editor)
    assert headers(host) == ["Company name", "Renewal date", "Seats"]
    dates = section(host, "Renewal date")
    for words in ("December 31, 2027", "Document", "Announcement", "Salesforce", "Installers", "J13", "Servers", "F3"):
        assert words in dates
    assert (dates.count("December 6, 2027"), dates.count("2027-12-06")) == (2, 3)
    assert "90" in section(host, "Seats")
    found = links(host.card)
    assert OPPORTUNITY in found
    assert f"https://docs.google.com/spreadsheets/d/{SHEET}/edit#gid=1170242&range=E3" in found
    assert any(one.startswith(f"https://docs.google.com/document/d/{LARCHWOOD}/edit") for one in found)
    for system in ("sheets", "salesforce", "docs", "drive"):
        assert stage.world.state()[system] == before[system]


def test_without_the_document_the_rest_is_compared(stage: Stage) -> None:
    announce(stage)
    host = compare(stage, editor="sheets")
    assert "Document: open it and press “Allow access” there" in host.text
    assert "Announcement" in section(host, "ARR")


def test_a_system_that_does_not_answer_leaves_the_others_compared(stage: Stage) -> None:
    everything_written(stage)
    retype(stage, **{"December 6, 2027": "December 31, 2027"})
    stage.world.faults.add("salesforce", "query", "500_before", times=9)
    host = compare(stage)
    assert "Salesforce: it did not answer" in section(host, "Not compared")
    assert headers(host) == ["Renewal date"]


def test_a_row_that_is_gone_is_said(stage: Stage) -> None:
    everything_written(stage)
    for cell in ("A13", "B13"):
        edit(stage, cell, "")
    assert "Installers: no row has this customer's key any more." in compare(stage).text


def test_whoever_took_the_customer_counts_and_not_the_engineer_of_the_deal(stage: Stage) -> None:
    announce(stage)
    host = stage.host("ce", LARCHWOOD).open().press("Take ownership")
    other = next(one["value"] for one in _options(host) if "chloe" not in one["value"])
    host.tick("owner", other).press("Take it")
    host.press(next(label for label in host.text.splitlines() if label.startswith("Name ")))
    assert "Take ownership: done" in host.text
    assert "Customer Engineer" not in headers(compare(stage))


def _options(host: Host) -> list[Json]:
    """Whom the customer can be given to."""
    [found] = [
        widget["selectionInput"]["items"]
        for one in host.card["sections"]
        for widget in one["widgets"]
        if widget.get("selectionInput", {}).get("name") == "owner"
    ]
    items: list[Json] = found
    return items


def test_it_is_not_for_everybody(stage: Stage) -> None:
    announce(stage)
    host = stage.host("ce", LARCHWOOD).open()
    assert "Compare systems" not in host.text
    host.click(f"{BASE_URL}/drift", {"docId": LARCHWOOD})
    assert "This is for Operations, Finance and Sales" in str(host.card)
    assert stage.calls("query") == 0
