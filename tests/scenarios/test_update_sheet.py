"""The installers sheet as people really keep it: sorted, filtered, protected, calculated, and very long."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Stage
from tests.host import Host
from tests.scenarios.test_three_buttons import LARCHWOOD, SHEET, announce
from tests.services.sandbox.clients import Clients

AE, OPS = "maya.lindqvist@codelantern.example", "ops@codelantern.example"
LARCHWOODS_SITE = "7c1d3a52-6f0b-4e2c-9d84-52b3f5a0c9e1"


def table(stage: Stage) -> list[list[str]]:
    """The installers sheet as a person sees it."""
    [installers] = [f for f in stage.world.panels()["sheets"]["files"] if f["id"] == SHEET]
    found: list[list[str]] = installers["sheets"][0]["values"]
    return found


def edit(stage: Stage, cell: str, text: str) -> None:
    """Somebody types into the sheet."""
    stage.world.sheets.edit(SHEET, "Installers", cell, text, OPS)


def batch(stage: Stage, *requests: dict[str, Any], person: str = "ops") -> None:
    """Somebody does something in the sheet that is more than typing."""
    Clients(stage.running).sheets(person).batchUpdate(spreadsheetId=SHEET, body={"requests": list(requests)}).execute()


def sort(stage: Stage, column: int) -> None:
    """Somebody sorts the whole sheet, downwards."""
    area = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 61, "startColumnIndex": 0, "endColumnIndex": 26}
    batch(
        stage,
        {"sortRange": {"range": area, "sortSpecs": [{"dimensionIndex": column, "sortOrder": "DESCENDING"}]}},
    )


def protect(stage: Stage, **area: int) -> None:
    """The AE owns the sheet from now on and protects a part of it; operations may write everything else."""
    stage.world.drive.share(SHEET, OPS, "writer")
    stage.world.drive.share(SHEET, AE, "owner")
    protected = {"range": {"sheetId": 0, **area}, "description": "Contract dates"}
    batch(stage, {"addProtectedRange": {"protectedRange": protected}}, person="ae")


def look(stage: Stage) -> Host:
    """Operations look at what would change for Larchwood."""
    announce(stage)
    return stage.host("ops", SHEET, editor="sheets").open().press("Update sheet")


def by_site(stage: Stage, site: str = LARCHWOODS_SITE) -> list[list[str]]:
    """The rows with a site id, wherever they stand."""
    return [row for row in table(stage) if len(row) > 1 and row[1] == site]


def test_rows_that_others_sort_between_the_look_and_the_press_are_still_the_right_ones(stage: Stage) -> None:
    host = look(stage)
    sort(stage, 3)
    others = [row for row in table(stage) if row[1] != LARCHWOODS_SITE]
    host.press("Write 4 cells")
    [row] = by_site(stage)
    assert row[5] == "customer"
    assert row[9] == "2027-12-06"
    assert [row for row in table(stage) if row[1] != LARCHWOODS_SITE] == others


def test_a_row_that_somebody_inserts_above_moves_nothing(stage: Stage) -> None:
    host = look(stage)
    new = {"sheetId": 0, "dimension": "ROWS", "startIndex": 3, "endIndex": 5}
    batch(stage, {"insertDimension": {"range": new, "inheritFromBefore": True}})
    host.press("Write 4 cells")
    assert "Row 15 of “Installers”" in host.text
    [row] = by_site(stage)
    assert table(stage)[14] == row
    assert row[5] == "customer"


def test_headings_may_stand_in_any_order_and_have_other_names(stage: Stage) -> None:
    names = {"A1": "  company NAME ", "D1": "Email", "F1": "End of contract", "J1": "STATUS"}
    for cell, name in names.items():
        edit(stage, cell, name)
    row = table(stage)[12]
    for cell, text in {"A13": row[3], "D13": row[0], "F13": "", "J13": "trial"}.items():
        edit(stage, cell, text)
    host = look(stage)
    assert "J13 · STATUS" in host.text
    host.press("Write 4 cells")
    assert table(stage)[12][9] == "customer"
    assert table(stage)[12][5] == "2027-12-06"


def test_a_heading_that_stands_there_twice_is_not_guessed(stage: Stage) -> None:
    edit(stage, "I1", "Status")
    host = look(stage)
    assert "more than one column for “Status”" in host.text
    assert "Write" not in host.text


def test_a_formula_in_a_cell_is_left_alone_and_said(stage: Stage) -> None:
    edit(stage, "J13", "=TODAY()+365")
    host = look(stage)
    assert "J13 holds a formula and is left as it is." in host.text
    host.press("Write 3 cells")
    assert table(stage)[12][5] == "customer"
    assert stage.world.state()["sheets"][SHEET]["sheets"][0]["rows"][12]["cells"][9]["value"] == {
        "formulaValue": "=TODAY()+365"
    }


@pytest.mark.parametrize(
    ("area", "named"),
    [
        ({"startColumnIndex": 9, "endColumnIndex": 10}, "J13 is"),
        ({"startRowIndex": 12, "endRowIndex": 13}, "F13, H13, J13 and L13 are"),
        ({}, "F13, H13, J13 and L13 are"),
    ],
)
def test_protected_cells_are_refused_before_the_press(stage: Stage, area: dict[str, int], named: str) -> None:
    protect(stage, **area)
    before = table(stage)
    host = look(stage)
    assert f"{named} protected (“Contract dates”) and you may not edit " in host.text
    assert host.text.count("Ask the spreadsheet's owner") == 1
    assert "Write 4 cells" not in host.text
    assert table(stage) == before


def test_a_protection_elsewhere_or_of_ones_own_is_in_nobodys_way(stage: Stage) -> None:
    protect(stage, startRowIndex=0, endRowIndex=12)
    own = {"range": {"sheetId": 0}, "editors": {"users": [OPS]}}
    batch(stage, {"addProtectedRange": {"protectedRange": own}}, person="ae")
    batch(stage, {"addProtectedRange": {"protectedRange": {"range": {"sheetId": 0}, "warningOnly": True}}}, person="ae")
    look(stage).press("Write 4 cells")
    assert table(stage)[12][5] == "customer"


def test_a_cell_that_becomes_protected_between_the_look_and_the_press_is_not_written(stage: Stage) -> None:
    host = look(stage)
    protect(stage, startColumnIndex=9, endColumnIndex=10)
    before = table(stage)
    host.press("Write 4 cells")
    assert "J13 is protected" in host.text
    assert table(stage) == before


def test_rows_that_are_hidden_or_filtered_are_written_and_stay_so(stage: Stage) -> None:
    span = {"sheetId": 0, "dimension": "ROWS", "startIndex": 12, "endIndex": 13}
    hide = {"range": span, "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
    whole = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 61, "startColumnIndex": 0, "endColumnIndex": 12}
    filter_ = {"range": whole, "criteria": {"5": {"hiddenValues": ["trial"]}}}
    batch(stage, {"updateDimensionProperties": hide}, {"setBasicFilter": {"filter": filter_}})
    host = look(stage)
    assert "Row 13 is out of sight, hidden or filtered, and stays so." in host.text
    host.press("Write 4 cells")
    assert table(stage)[12][5] == "customer"
    row = stage.world.state()["sheets"][SHEET]["sheets"][0]["rows"][12]
    assert (row["hiddenByUser"], row["hiddenByFilter"]) == (True, True)


def test_three_rows_of_one_company_change_together_and_come_back_together(stage: Stage) -> None:
    for number, key in ((20, "A"), (33, "B")):
        edit(stage, f"{key}{number}", "Omar.Whitley@larchwood.example " if key == "A" else LARCHWOODS_SITE)
        edit(stage, f"D{number}", "Larchwood Analytics")
    before = table(stage)
    host = look(stage)
    for place in ("F13", "J20", "J33"):
        assert place in host.text
    sort(stage, 3)
    done = host.press(_writing(host)).text.splitlines()
    assert [(line.count(", "), line.count(" and ")) for line in done if line.startswith("Rows ")] == [(1, 1)]
    assert [row[5] for row in table(stage) if row[3] == "Larchwood Analytics"] == ["customer"] * 3
    host.press("Undo…").press(_writing(host))
    assert sorted(table(stage)) == sorted(before)


def test_a_row_with_the_key_but_another_companys_name_is_asked_about(stage: Stage) -> None:
    edit(stage, "D13", "Birchline Freight")
    host = look(stage)
    assert "The key is this customer's, the name is not. Are these theirs?" in host.text
    assert "Row 13: Birchline Freight" in host.text
    host.press("Go on")
    assert "Tick the customer's row first" in host.text
    assert table(stage)[12][5] == "trial"
    host.tick("rows", _option(host)).press("Go on")
    assert "Birchline Freight → Larchwood Analytics" in host.text
    host.press("Write 5 cells")
    assert table(stage)[12][3] == "Larchwood Analytics"


def test_a_row_that_bears_the_name_alone_is_offered_and_never_written_silently(stage: Stage) -> None:
    for cell in ("A13", "B13"):
        edit(stage, cell, "")
    edit(stage, "D13", "LARCHWOOD  analytics")
    before = table(stage)
    host = look(stage)
    assert "The name is this customer's, the key is not. Are these theirs?" in host.text
    host.press("Add the row")
    assert "Tick “Add a new row” first" in host.text
    assert table(stage) == before
    host.tick("rows", _option(host)).press("Add the row")
    assert "Look once more" in host.text
    assert "A13 · Installer email" in host.text
    host.press("Write 7 cells")
    assert table(stage)[12][0] == "omar.whitley@larchwood.example"
    assert len(table(stage)) == len(before)


def test_a_ticked_row_that_somebody_changes_meanwhile_is_asked_about_again(stage: Stage) -> None:
    for cell in ("A13", "B13"):
        edit(stage, cell, "")
    host = look(stage)
    value = _option(host)
    edit(stage, "E13", "another account")
    host.tick("rows", value).press("Add the row")
    assert "Are these theirs?" in host.text
    assert table(stage)[12][5] == "trial"


def test_a_name_that_looks_like_a_formula_stays_text(stage: Stage) -> None:
    name = '=HYPERLINK("https://evil.example","Larchwood Analytics")'
    stage.host("ae", LARCHWOOD)
    _rename(stage, name)
    announce(stage)
    host = stage.host("ops", LARCHWOOD).open().press("Update sheet")
    host.press("Write 5 cells")
    cell = stage.world.state()["sheets"][SHEET]["sheets"][0]["rows"][12]["cells"][3]
    assert cell["value"] == {"stringValue": name}


def test_no_row_is_added_where_a_protection_stands_in_the_way(stage: Stage) -> None:
    protect(stage, startColumnIndex=9, endColumnIndex=10)
    quill = stage.document("Quillfeather")
    stage.host("ae", quill).open().press("Announce").tick_all("confirmed").press("Post in #sales")
    host = stage.host("ops", quill).open().press("Update sheet")
    assert "“Contract dates” is protected there and you may not edit it, so no row can be added." in host.text
    host.tick("add_row", "add").press("Add the row")
    assert "Quillfeather" not in str(table(stage))


def test_a_hundred_thousand_rows_cost_the_same_few_calls(stage: Stage) -> None:
    host = look(stage)
    few = _asked(stage, host.open())
    lines = [[f"p{i}@far.example", f"site-{i}", "", f"Far {i}"] for i in range(100_000)]
    stage.world.sheets.add_rows(SHEET, "Installers", lines)
    stage.configure(press__look_seconds="20")
    host.app = stage.app
    assert _asked(stage, host.open())[-2:] == few
    assert len(few) == 2
    assert "Row 13 of “Installers”" in host.press("Write 4 cells").text
    read = [
        one["body"]["dataFilters"] for one in stage.world.requests if str(one["method"]).endswith("GetByDataFilter")
    ]
    columns = {one["a1Range"] for filters in read[-3:] for one in filters if "a1Range" in one}
    assert columns == {f"'Installers'!{area}" for area in ("1:1", "A:A", "B:B", "D:D")}


def _writing(host: Host) -> str:
    """The button that writes cells, or puts them back."""
    labels = [
        b["text"]
        for s in host.card["sections"]
        for w in s["widgets"]
        for b in w.get("buttonList", {}).get("buttons", ())
    ]
    [label] = [one for one in labels if " cells" in one]
    return str(label)


def _asked(stage: Stage, host: Host) -> list[str]:
    """What one look asks of the sheet."""
    before = len(stage.world.requests)
    host.press("Update sheet")
    asked = [str(one["method"]) for one in list(stage.world.requests)[before:]]
    return [one for one in asked if one.startswith("sheets.")]


def _option(host: Host) -> str:
    """The value of the one row that is offered."""
    [field] = [
        widget["selectionInput"]
        for section in host.card["sections"]
        for widget in section["widgets"]
        if widget.get("selectionInput", {}).get("name") == "rows"
    ]
    [item] = field["items"]
    return str(item["value"])


def _rename(stage: Stage, name: str) -> None:
    """The AE types another company name into the questionnaire."""
    edit_ = {"replaceAllText": {"containsText": {"text": "Larchwood Analytics"}, "replaceText": name}}
    docs = Clients(stage.running).docs("ae")
    docs.batchUpdate(documentId=LARCHWOOD, body={"requests": [edit_]}).execute()
