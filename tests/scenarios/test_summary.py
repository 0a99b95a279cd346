"""A tab of the open handovers with a chart: inserted once, brought up to date where it stands, and removed."""

from __future__ import annotations

from typing import Any

import pytest

from services.handover.announced import Announced
from services.handover.summary import Open, ages_of, table_of
from tests.conftest import BASE_URL, Stage
from tests.host import Host
from tests.scenarios.test_sources_of_truth import tab
from tests.scenarios.test_three_buttons import LARCHWOOD, SHEET, announce
from tests.scenarios.test_update_sheet import OPS, batch
from tests.services.sandbox.clients import Clients

TITLE = "Open handovers"
BATCH = "sheets.spreadsheets.batchUpdate"


def tabs(stage: Stage) -> list[dict[str, Any]]:
    """The sheets of the installers spreadsheet, as a person sees them."""
    [file] = [f for f in stage.world.panels()["sheets"]["files"] if f["id"] == SHEET]
    found: list[dict[str, Any]] = file["sheets"]
    return found


def titles(stage: Stage) -> list[str]:
    return [one["title"] for one in tabs(stage)]


def look(stage: Stage) -> Host:
    """Operations look at what would be inserted."""
    return stage.host("ops", SHEET, editor="sheets").open().press("Summary…")


def test_the_tab_is_previewed_and_then_inserted_with_its_chart_in_one_request(stage: Stage) -> None:
    announce(stage)
    stage.host("ops", LARCHWOOD).open().press("Update sheet").press("Write 4 cells")
    before = titles(stage)
    host = look(stage)
    assert "1 (up to 3 business days)" in host.text
    assert "All open handovers" in host.text
    assert titles(stage) == before
    batches = stage.calls(BATCH)
    host.press("Insert the tab")
    assert stage.calls(BATCH) == batches + 1
    assert titles(stage) == [*before, TITLE]
    table = tab(stage, TITLE)
    assert table[0] == ["State", "Up to 3 business days", "4 to 9", "10 and more"]
    assert table[4] == ["Waits for Operations", "1", "0", "0"]
    assert table[11][:5] == [
        "Larchwood Analytics", table[11][1], "0", "Sales, Customer Engineering, Finance and Operations", "2 of 12",
    ]  # fmt: skip
    [chart] = tabs(stage)[-1]["charts"]
    assert chart["labels"][:2] == ["Waits for Sales", "Waits for Customer Engineering"]
    assert [one["name"] for one in chart["series"]] == table[0][1:]
    assert [one["values"][3] for one in chart["series"]] == ["1", "0", "0"]


def test_a_second_press_finds_it_and_offers_to_bring_it_up_to_date(stage: Stage) -> None:
    announce(stage)
    look(stage).press("Insert the tab")
    quill = stage.document("Quillfeather")
    stage.host("ae", quill).open().press("Announce").tick_all("confirmed").press("Post in #sales")
    host = look(stage)
    assert "Insert the tab" not in host.text
    host.press("Refresh…")
    assert "2 (up to 3 business days)" in host.text
    host.press("Bring it up to date")
    assert titles(stage).count(TITLE) == 1
    assert tab(stage, TITLE)[6][:2] == ["All open handovers", "2"]
    assert [row[0] for row in tab(stage, TITLE)[11:]] == ["Larchwood Analytics", "Quillfeather Publishing"]
    assert tabs(stage)[-1]["charts"][0]["series"][0]["values"][0] == "2"


def test_fewer_handovers_leave_no_old_line_behind(stage: Stage) -> None:
    announce(stage)
    look(stage).press("Insert the tab")
    host = stage.host("ae", LARCHWOOD).open().press("Announce").press("Undo…")
    host.press("Delete the message")
    look(stage).press("Refresh…").press("Bring it up to date")
    assert len(tab(stage, TITLE)) == 11


def test_two_people_who_press_at_once_insert_one(stage: Stage) -> None:
    stage.configure(roles__ops='["*@codelantern.example"]')
    stage.world.drive.share(SHEET, "finance@codelantern.example", "writer")
    first = look(stage)
    second = stage.host("finance", SHEET, editor="sheets").open().press("Summary…")
    first.press("Insert the tab")
    second.press("Insert the tab")
    assert titles(stage).count(TITLE) == 1
    assert f"{TITLE}: done" in str(second.card)


@pytest.mark.parametrize("kind", ["500_after", "close_after", "500_before"])
def test_a_press_that_lost_its_answer_is_found_again(stage: Stage, kind: str) -> None:
    host = look(stage)
    stage.world.faults.add("sheets", BATCH, kind, times=3)
    host.press("Insert the tab")
    assert "Not confirmed yet" in host.text
    stage.world.faults.clear()
    host.press("Check and finish")
    assert titles(stage).count(TITLE) == 1
    assert "Tab “Open handovers”" in host.text


def test_it_is_removed_while_nobody_changed_it(stage: Stage) -> None:
    before = titles(stage)
    look(stage).press("Insert the tab").press("Undo…").press("Remove the tab")
    assert titles(stage) == before
    look(stage).press("Insert the tab")
    assert titles(stage) == [*before, TITLE]


def test_a_tab_that_somebody_changed_stays_and_a_refresh_makes_it_ours_again(stage: Stage) -> None:
    host = look(stage).press("Insert the tab")
    stage.world.sheets.edit(SHEET, TITLE, "A12", "A note of mine", OPS)
    host.press("Undo…").press("Remove the tab")
    assert "Somebody changed the tab since it was written, so it was not removed." in host.text
    assert TITLE in titles(stage)
    look(stage).press("Refresh…").press("Bring it up to date").press("Undo…").press("Remove the tab")
    assert TITLE not in titles(stage)


def test_a_tab_that_somebody_deleted_can_be_inserted_again(stage: Stage) -> None:
    host = look(stage).press("Insert the tab")
    batch(stage, {"deleteSheet": {"sheetId": tabs(stage)[-1]["sheetId"]}})
    host.press("Refresh…").press("Bring it up to date")
    assert "The tab was deleted. Nothing was written." in host.text
    look(stage).press("Undo…").press("Remove the tab")
    look(stage).press("Insert the tab")
    assert titles(stage).count(TITLE) == 1


def test_a_name_that_looks_like_a_formula_stays_text(stage: Stage) -> None:
    name = '=HYPERLINK("https://evil.example","x")'
    stage.host("ae", LARCHWOOD)
    edit = {"replaceAllText": {"containsText": {"text": "Larchwood Analytics"}, "replaceText": name}}
    Clients(stage.running).docs("ae").batchUpdate(documentId=LARCHWOOD, body={"requests": [edit]}).execute()
    announce(stage)
    look(stage).press("Insert the tab")
    assert tab(stage, TITLE)[11][0] == name


def test_it_is_for_operations_in_their_spreadsheet_alone(stage: Stage) -> None:
    host = stage.host("ce", SHEET, editor="sheets").open()
    host.click(f"{BASE_URL}/steps/summary", {"sheetId": SHEET})
    assert "Insert the tab" not in host.text
    host.click(f"{BASE_URL}/steps/summary/run", {"sheetId": SHEET, "submitted": "yes"})
    assert TITLE not in titles(stage)
    host = stage.host("ops", LARCHWOOD).open()
    host.click(f"{BASE_URL}/steps/summary", {"docId": LARCHWOOD})
    assert "Open the installers spreadsheet" in host.text


def test_a_handover_is_old_by_business_days_and_counts_once_in_each_row() -> None:
    ages = ages_of(3)
    found = [_open(0), _open(3), _open(4), _open(9), _open(10), _open(400)]
    assert table_of(found, ages)[-1] == ["All open handovers", 2, 2, 2]
    assert table_of(found, ages)[1] == ["Waits for Sales", 2, 2, 2]
    assert table_of(found, ages)[2] == ["Waits for Customer Engineering", 0, 0, 0]


def _open(days: int) -> Open:
    return Open(Announced("doc", "Doc", None, {}, OPS, 0.0), days, ("Sales",), False, 0)
