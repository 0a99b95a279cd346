"""Operations with many customers: oldest first, several in one press, and the reverse question."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from services.handover.promised import business_days
from tests.conftest import BASE_URL, Stage
from tests.host import Host
from tests.scenarios.test_three_buttons import LARCHWOOD, SHEET, announce
from tests.scenarios.test_update_sheet import LARCHWOODS_SITE, edit, protect, table
from tests.services.sandbox.clients import Clients

WRITE = "sheets.spreadsheets.values.batchUpdateByDataFilter"


def crowd(stage: Stage, count: int) -> list[str]:
    """So many more customers, each with a questionnaire, a row, and an announcement made by hand; their documents."""
    clients, made = Clients(stage.running), []
    stage.host("ae", LARCHWOOD)
    for number in range(1, count + 1):
        name, site = f"Crowd {number:02}", str(uuid.uuid4())
        copy = clients.drive("ae").copy(fileId=LARCHWOOD, body={"name": name}).execute()["id"]
        texts = {"Larchwood Analytics": name, LARCHWOODS_SITE: site, "omar.whitley@": f"omar{number}@"}
        edits = [{"replaceAllText": {"containsText": {"text": old}, "replaceText": new}} for old, new in texts.items()]
        clients.docs("ae").batchUpdate(documentId=copy, body={"requests": edits}).execute()
        stage.world.sheets.add_rows(SHEET, "Installers", [["", site, "", name, "", "trial"]])
        host = stage.host("ae", copy).open().tick("how", "by_hand").fill("note", "In the weekly call")
        host.click(f"{BASE_URL}/steps/announce/record", {"docId": copy, "submitted": "yes"})
        made.append(copy)
    return made


def several(stage: Stage) -> Host:
    """Operations look at what one press would write."""
    return stage.host("ops", SHEET, editor="sheets").open().press("Update several…")


def statuses(stage: Stage) -> dict[str, str]:
    """What the sheet says of each of the crowd."""
    return {row[3]: row[5] for row in table(stage) if len(row) > 5 and row[3].startswith("Crowd")}


def test_twenty_customers_in_one_press_of_which_two_cannot_be_written(stage: Stage) -> None:
    documents = crowd(stage, 20)
    host = several(stage)
    assert host.text.count("Crowd 07") >= 2
    assert set(statuses(stage).values()) == {"trial"}
    row = next(n for n, one in enumerate(table(stage), start=1) if len(one) > 3 and one[3] == "Crowd 05")
    edit(stage, f"F{row}", "churned")
    stage.world.faults.add("sheets", WRITE, "500_before", times=3)
    host.tick("chosen", *documents).press("Write the ticked ones")
    assert "18 of 20 written" in str(host.card)
    said = statuses(stage)
    assert {name for name, status in said.items() if status != "customer"} == {"Crowd 01", "Crowd 05"}
    assert said["Crowd 05"] == "churned"
    assert "Something changed since you looked, so nothing was written." in host.text
    assert "Nobody can say yet whether it was done." in host.text


def test_the_same_press_again_writes_nothing_twice(stage: Stage) -> None:
    documents = crowd(stage, 2)
    host = several(stage).tick("chosen", *documents).press("Write the ticked ones")
    assert "2 of 2 written" in str(host.card)
    written = stage.calls(WRITE)
    host.again()
    assert stage.calls(WRITE) == written
    for document in documents:
        assert "Done" in stage.host("ops", document).open().press("Update sheet").text


def test_one_press_for_several_reads_the_sheet_once(stage: Stage) -> None:
    crowd(stage, 3)
    several(stage)
    before = stage.calls("sheets.spreadsheets.values.batchGetByDataFilter")
    several(stage)
    assert stage.calls("sheets.spreadsheets.values.batchGetByDataFilter") == before + 2
    assert stage.calls("sheets.spreadsheets.batchUpdate") == 1


def test_what_is_not_ticked_is_left_alone(stage: Stage) -> None:
    first, _ = crowd(stage, 2)
    several(stage).tick("chosen", first).press("Write the ticked ones")
    assert statuses(stage) == {"Crowd 01": "customer", "Crowd 02": "trial"}


def test_customers_that_need_a_question_are_shown_with_the_reason_and_lead_to_it(stage: Stage) -> None:
    crowd(stage, 2)
    [row] = [n for n, one in enumerate(table(stage), start=1) if len(one) > 3 and one[3] == "Crowd 02"]
    edit(stage, f"D{row}", "Birchline Freight")
    edit(stage, "B13", "")
    edit(stage, "A13", "")
    announce(stage)
    host = several(stage)
    assert "A row with this customer's key says that it is somebody else's" in host.text
    assert "No row has this customer's key" in host.text
    protect(stage, startColumnIndex=5, endColumnIndex=6)
    assert "is protected (“Contract dates”)" in several(stage).text


def test_others_can_neither_look_nor_press(stage: Stage) -> None:
    [document] = crowd(stage, 1)
    host = stage.host("ce", SHEET, editor="sheets").open()
    for page in ("several", "several/run", "compare"):
        host.tick("chosen", document)
        host.click(f"{BASE_URL}/sheets/{page}", {"sheetId": SHEET})
        assert "kept by Operations" in host.text
    assert statuses(stage) == {"Crowd 01": "trial"}


def test_the_reverse_question_names_customers_without_a_handover_and_rows_that_differ(stage: Stage) -> None:
    announce(stage)
    host = stage.host("ops", SHEET, editor="sheets").open().press("Compare with handovers")
    assert "Alderbrook Optics" in host.text
    assert "Larchwood" not in host.text
    stage.host("ops", SHEET, editor="sheets").open().press("Update sheet").press("Write 4 cells")
    edit(stage, "F13", "churned")
    host = stage.host("ops", SHEET, editor="sheets").open().press("Compare with handovers")
    assert "Finished, but the sheet says something else" in host.text
    assert "Larchwood Analytics" in host.text
    edit(stage, "D2", "")
    assert "(no name)" in host.open().press("Compare with handovers").text


def test_the_age_stands_beside_what_was_promised(stage: Stage) -> None:
    announce(stage)
    assert "Business day 0 of 3" in stage.host("ops", SHEET, editor="sheets").open().text


@pytest.mark.parametrize(
    ("began", "today", "days"),
    [
        ("2026-11-20", "2026-11-20", 0),
        ("2026-11-20", "2026-11-22", 0),
        ("2026-11-20", "2026-11-23", 1),
        ("2026-11-16", "2026-11-23", 5),
        ("2026-11-21", "2026-11-24", 2),
    ],
)
def test_weekends_do_not_count(began: str, today: str, days: int) -> None:
    assert business_days(date.fromisoformat(began), date.fromisoformat(today)) == days
