"""Spreadsheets: reading, writing, moving rows, and marks that stay with them."""

from typing import Any

import pytest

from services.sandbox.world import World
from tests.services.sandbox.clients import FILE, INSTALLERS, LUNCH, SHEETS, Clients, refusal

SITE = "7c1d3a52-6f0b-4e2c-9d84-52b3f5a0c9e1"


def rows(clients: Clients, where: str = "Installers") -> list[list[Any]]:
    """The values of an area."""
    found = clients.sheets("ops").values().get(spreadsheetId=INSTALLERS, range=where).execute()
    values: list[list[Any]] = found.get("values", [])
    return values


def batch(clients: Clients, *requests: dict[str, Any]) -> dict[str, Any]:
    """The answer to a batchUpdate."""
    body = {"requests": list(requests)}
    answer: dict[str, Any] = clients.sheets("ops").batchUpdate(spreadsheetId=INSTALLERS, body=body).execute()
    return answer


def mark(row: int, metadata_id: int = 7, **more: Any) -> dict[str, Any]:
    """A request that marks a row (counted from 0)."""
    span = {"sheetId": 0, "dimension": "ROWS", "startIndex": row, "endIndex": row + 1}
    entry = {
        "metadataId": metadata_id,
        "metadataKey": "handover",
        "metadataValue": "larchwood",
        "visibility": "DOCUMENT",
    }
    return {"createDeveloperMetadata": {"developerMetadata": {**entry, "location": {"dimensionRange": span}, **more}}}


def marked_row(clients: Clients, metadata_id: int = 7) -> int:
    """Where the marked row is now."""
    found = clients.sheets("ops").developerMetadata().get(spreadsheetId=INSTALLERS, metadataId=metadata_id).execute()
    index: int = found["location"]["dimensionRange"]["startIndex"]
    return index


def insert(row: int, count: int = 1, *, before: bool = False) -> dict[str, Any]:
    """A request that inserts rows."""
    span = {"sheetId": 0, "dimension": "ROWS", "startIndex": row, "endIndex": row + count}
    return {"insertDimension": {"range": span, "inheritFromBefore": before}}


def delete(row: int) -> dict[str, Any]:
    """A request that deletes a row."""
    span = {"sheetId": 0, "dimension": "ROWS", "startIndex": row, "endIndex": row + 1}
    return {"deleteDimension": {"range": span}}


def by_mark(metadata_id: int = 7) -> dict[str, Any]:
    """The data filter for a marked row."""
    return {"developerMetadataLookup": {"metadataId": metadata_id}}


def test_the_seed_has_sixty_rows_under_their_headings(clients: Clients) -> None:
    values = rows(clients)
    assert len(values) == 61
    assert values[0] == [
        "Installer email",
        "Site id",
        "Server id",
        "Company",
        "CRM unique id",
        "Status",
        "AE",
        "CE",
        "Region",
        "Contract end",
        "Updated by",
        "Updated at",
    ]
    assert {row[5] for row in values[1:]} == {"prospect", "trial", "customer", "churned", "free"}


def test_of_the_four_customers_one_two_or_no_rows_are_found(clients: Clients) -> None:
    values = rows(clients)
    assert len([row for row in values if "omar.whitley@larchwood.example" in row and SITE in row]) == 1
    assert [row[0] for row in values if "b0f4e6d8-19c7-4a35-8e21-6d5f7a903c14" in row] == [
        "it-desk@tidewater-cartography.example"
    ]
    assert len([row for row in values if row[0].endswith("@amberline.example")]) == 2
    assert not [row for row in values if "quillfeather" in " ".join(row).lower()]


def test_empty_cells_and_rows_at_the_end_are_left_out(clients: Clients) -> None:
    assert len(rows(clients, "Installers!A58:Z1000")) == 4
    assert rows(clients, "Installers!M:Z") == []
    found = clients.sheets("ops").values().get(spreadsheetId=INSTALLERS, range="Installers!M:N").execute()
    assert found == {"range": "Installers!M1:N1000", "majorDimension": "ROWS"}


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("Installers!A1", "Installers!A1"),
        ("A1:B2", "Installers!A1:B2"),
        ("installers!b2:a1", "Installers!A1:B2"),
        ("Installers!$C$3:D", "Installers!C3:D1000"),
        ("Installers!2:3", "Installers!A2:Z3"),
        ("Installers", "Installers!A1:Z1000"),
        ("'Read me'!A1:A2", "'Read me'!A1:A2"),
        ("Installers!A999:A2000", "Installers!A999:A1000"),
    ],
)
def test_ranges_are_read_and_written_as_sheets_does(clients: Clients, asked: str, answered: str) -> None:
    found = clients.sheets("ops").values().get(spreadsheetId=INSTALLERS, range=asked).execute()
    assert found["range"] == answered


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("Nowhere!A1", "Unable to parse range: Nowhere!A1"),
        ("Installers!A1:", "Unable to parse range: Installers!A1:"),
        ("Installers!A0", "Unable to parse range: Installers!A0"),
        ("Installers!A1001", "exceeds grid limits. Max rows: 1000, max columns: 26"),
        ("Installers!AB1", "exceeds grid limits. Max rows: 1000, max columns: 26"),
    ],
)
def test_a_range_that_does_not_exist_is_refused(clients: Clients, asked: str, words: str) -> None:
    error = refusal(clients.sheets("ops").values().get(spreadsheetId=INSTALLERS, range=asked))
    assert error.status_code == 400
    assert words in error.reason


def test_raw_text_stays_text_and_typed_text_is_understood(clients: Clients) -> None:
    values = clients.sheets("ops").values()
    given = [['=HYPERLINK("https://evil.example","click")', "1,234", "2027-04-28", "TRUE", "'007", "12%"]]
    for row, option in ((70, "RAW"), (71, "USER_ENTERED")):
        values.update(
            spreadsheetId=INSTALLERS, range=f"A{row}", valueInputOption=option, body={"values": given}
        ).execute()
    shown = values.get(spreadsheetId=INSTALLERS, range="A70:F71").execute()["values"]
    assert shown == [given[0], ["click", "1,234", "2027-04-28", "TRUE", "007", "12%"]]
    plain = values.get(spreadsheetId=INSTALLERS, range="A70:F71", valueRenderOption="UNFORMATTED_VALUE").execute()[
        "values"
    ]
    assert plain == [given[0], ["click", 1234, 46505, True, "007", 0.12]]
    dates = values.get(
        spreadsheetId=INSTALLERS,
        range="C71",
        valueRenderOption="UNFORMATTED_VALUE",
        dateTimeRenderOption="FORMATTED_STRING",
    ).execute()["values"]
    assert dates == [["2027-04-28"]]
    formulas = values.get(spreadsheetId=INSTALLERS, range="A71", valueRenderOption="FORMULA").execute()["values"]
    assert formulas == [[given[0][0]]]
    grid = clients.sheets("ops").get(spreadsheetId=INSTALLERS, ranges="A70:A71", includeGridData=True).execute()
    first, second = (row["values"][0] for row in grid["sheets"][0]["data"][0]["rowData"])
    assert first["userEnteredValue"] == {"stringValue": given[0][0]}
    assert second["userEnteredValue"] == {"formulaValue": given[0][0]}
    assert second["hyperlink"] == "https://evil.example"


def test_writing_says_what_was_written_and_null_leaves_a_cell_alone(clients: Clients) -> None:
    before = rows(clients, "A2:F2")[0]
    answer = (
        clients.sheets("ops")
        .values()
        .update(
            spreadsheetId=INSTALLERS,
            range="Installers!A2:F2",
            valueInputOption="RAW",
            includeValuesInResponse=True,
            body={"values": [[None, "", None, None, None, "churned"]]},
        )
        .execute()
    )
    after = [before[0], "", *before[2:5], "churned"]
    assert answer == {
        "spreadsheetId": INSTALLERS,
        "updatedRange": "Installers!A2:F2",
        "updatedRows": 1,
        "updatedColumns": 6,
        "updatedCells": 2,
        "updatedData": {"range": "Installers!A2:F2", "majorDimension": "ROWS", "values": [after]},
    }
    assert rows(clients, "A2:F2")[0] == after


def test_values_must_fit_into_the_range(clients: Clients) -> None:
    values = clients.sheets("ops").values()
    for body, words in (([["a"], ["b"]], "row [3]"), ([["a", "b", "c"]], "column [C]")):
        error = refusal(
            values.update(spreadsheetId=INSTALLERS, range="A2:B2", valueInputOption="RAW", body={"values": body})
        )
        assert f"tried writing to {words}" in error.reason
    error = refusal(values.update(spreadsheetId=INSTALLERS, range="A2", body={"values": [["x"]]}))
    assert error.reason == "'valueInputOption' is required but not specified"
    error = refusal(
        values.update(spreadsheetId=INSTALLERS, range="A2", valueInputOption="RAW", body={"values": [[{"a": 1}]]})
    )
    assert "Invalid values[0][0]: struct_value" in error.reason


def test_several_ranges_are_read_and_written_at_once(clients: Clients) -> None:
    values = clients.sheets("ops").values()
    data = [{"range": "F2", "values": [["free"]]}, {"range": "'Read me'!B3", "values": [["Be kind"]]}]
    answer = values.batchUpdate(spreadsheetId=INSTALLERS, body={"valueInputOption": "RAW", "data": data}).execute()
    assert (answer["totalUpdatedCells"], answer["totalUpdatedSheets"]) == (2, 2)
    found = values.batchGet(spreadsheetId=INSTALLERS, ranges=["F2", "'Read me'!B3"]).execute()
    assert [each["values"] for each in found["valueRanges"]] == [[["free"]], [["Be kind"]]]


def test_appending_goes_below_the_table_and_overwrites_by_default(clients: Clients) -> None:
    values = clients.sheets("ops").values()
    answer = values.append(
        spreadsheetId=INSTALLERS, range="A1", valueInputOption="RAW", body={"values": [["new@x.example"]]}
    ).execute()
    assert answer["tableRange"] == "Installers!A1:L61"
    assert answer["updates"]["updatedRange"] == "Installers!A62"
    values.append(
        spreadsheetId=INSTALLERS,
        range="A1",
        valueInputOption="RAW",
        insertDataOption="INSERT_ROWS",
        body={"values": [["another@x.example"]]},
    ).execute()
    assert [row[0] for row in rows(clients)[61:]] == ["new@x.example", "another@x.example"]


def test_clearing_empties_cells(clients: Clients) -> None:
    values = clients.sheets("ops").values()
    assert (
        values.clear(spreadsheetId=INSTALLERS, range="A3:L3", body={}).execute()["clearedRange"] == "Installers!A3:L3"
    )
    assert rows(clients, "A3:L3") == []


def test_a_mark_stays_with_its_row_through_insert_delete_and_sort(clients: Clients) -> None:
    home = next(number for number, row in enumerate(rows(clients)) if SITE in row)
    batch(clients, mark(home))
    batch(clients, insert(1, 2))
    assert marked_row(clients) == home + 2
    batch(clients, delete(1))
    assert marked_row(clients) == home + 1
    area = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 62}
    for order in ("ASCENDING", "DESCENDING"):
        batch(clients, {"sortRange": {"range": area, "sortSpecs": [{"dimensionIndex": 3, "sortOrder": order}]}})
        assert SITE in rows(clients)[marked_row(clients)]
    names = [row[3].casefold() for row in rows(clients)[1:] if row]
    assert names == sorted(names, reverse=True)


def test_a_mark_dies_with_its_row(clients: Clients) -> None:
    batch(clients, mark(5))
    batch(clients, delete(5))
    error = refusal(clients.sheets("ops").developerMetadata().get(spreadsheetId=INSTALLERS, metadataId=7))
    assert error.status_code == 404


def test_a_row_is_inserted_once_however_often_it_is_sent(clients: Clients) -> None:
    cells = [{"userEnteredValue": {"stringValue": "=1+1"}}, {"userEnteredValue": {"numberValue": 46500}}]
    requests = [
        insert(61, before=True),
        mark(61, 99),
        {
            "updateCells": {
                "start": {"sheetId": 0, "rowIndex": 61, "columnIndex": 8},
                "rows": [{"values": cells}],
                "fields": "userEnteredValue",
            }
        },
    ]
    batch(clients, *requests)
    once = rows(clients)
    error = refusal(clients.sheets("ops").batchUpdate(spreadsheetId=INSTALLERS, body={"requests": requests}))
    assert error.status_code == 400
    assert "99 already exists" in error.reason
    assert rows(clients) == once
    assert len(once) == 62
    assert once[61][8] == "=1+1"


def test_values_are_read_and_written_by_the_mark_of_a_row(clients: Clients) -> None:
    batch(clients, mark(3), insert(1))
    values = clients.sheets("ops").values()
    data = [{"dataFilter": by_mark(), "majorDimension": "ROWS", "values": [[None, None, None, None, None, "customer"]]}]
    answer = values.batchUpdateByDataFilter(
        spreadsheetId=INSTALLERS, body={"valueInputOption": "RAW", "data": data}
    ).execute()
    assert answer["responses"][0]["updatedRange"] == "Installers!A5:F5"
    assert answer["totalUpdatedCells"] == 1
    found = values.batchGetByDataFilter(spreadsheetId=INSTALLERS, body={"dataFilters": [by_mark()]}).execute()
    (only,) = found["valueRanges"]
    assert only["dataFilters"] == [by_mark()]
    assert only["valueRange"]["range"] == "Installers!A5:Z5"
    assert only["valueRange"]["values"][0][5] == "customer"
    gone = values.batchGetByDataFilter(spreadsheetId=INSTALLERS, body={"dataFilters": [by_mark(8)]}).execute()
    assert "valueRanges" not in gone
    nothing = values.batchUpdateByDataFilter(
        spreadsheetId=INSTALLERS,
        body={"valueInputOption": "RAW", "data": [{"dataFilter": by_mark(8), "values": [["x"]]}]},
    ).execute()
    assert nothing == {"spreadsheetId": INSTALLERS}


def test_marks_are_searched_changed_and_deleted(clients: Clients) -> None:
    sheets = clients.sheets("ops")
    batch(clients, mark(3), mark(4, 8, metadataValue="other"), mark(0, 9, location={"sheetId": 0}))
    found = (
        sheets.developerMetadata()
        .search(
            spreadsheetId=INSTALLERS,
            body={"dataFilters": [{"developerMetadataLookup": {"metadataKey": "handover", "locationType": "ROW"}}]},
        )
        .execute()
    )
    ids = [each["developerMetadata"]["metadataId"] for each in found["matchedDeveloperMetadata"]]
    assert ids == [7, 8]
    change = {
        "dataFilters": [by_mark(8)],
        "developerMetadata": {"metadataValue": "new"},
        "fields": "metadataValue",
    }
    answer = batch(clients, {"updateDeveloperMetadata": change})
    assert answer["replies"][0]["updateDeveloperMetadata"]["developerMetadata"][0]["metadataValue"] == "new"
    answer = batch(clients, {"deleteDeveloperMetadata": {"dataFilter": by_mark(8)}})
    assert answer["replies"][0]["deleteDeveloperMetadata"]["deletedDeveloperMetadata"][0]["metadataId"] == 8
    assert sheets.get(spreadsheetId=INSTALLERS).execute()["sheets"][0]["developerMetadata"][0]["metadataId"] == 9
    data = sheets.getByDataFilter(
        spreadsheetId=INSTALLERS, body={"dataFilters": [by_mark()], "includeGridData": True}
    ).execute()["sheets"][0]["data"][0]
    assert data["startRow"] == 3
    assert data["rowMetadata"][0]["developerMetadata"][0]["metadataId"] == 7


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"metadataKey": ""}, "must have a key"),
        ({"visibility": "DEVELOPER_METADATA_VISIBILITY_UNSPECIFIED"}, "must have visibility"),
        ({"metadataId": -1}, "must be positive"),
        ({"location": {}}, "must have a location"),
        ({"location": {"sheetId": 55}}, "No grid with id: 55"),
        (
            {"location": {"dimensionRange": {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 3}}},
            "single row or column",
        ),
    ],
)
def test_a_mark_that_sheets_would_refuse_is_refused(clients: Clients, change: dict[str, Any], words: str) -> None:
    body = {
        "requests": [insert(1), mark(3, **change)] if "metadataId" not in change else [mark(3, change["metadataId"])]
    }
    error = refusal(clients.sheets("ops").batchUpdate(spreadsheetId=INSTALLERS, body=body))
    assert error.status_code == 400
    assert words in error.reason
    assert len(rows(clients)) == 61


def test_columns_are_inserted_and_deleted_with_their_marks(clients: Clients) -> None:
    span = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 5, "endIndex": 6}
    batch(clients, mark(0, location={"dimensionRange": span}))
    first = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
    batch(clients, {"insertDimension": {"range": first}})
    assert marked_row(clients) == 6
    assert rows(clients, "A1:B1") == [["", "Installer email"]]
    batch(clients, {"deleteDimension": {"range": first}})
    assert marked_row(clients) == 5


def test_a_sheet_is_added_once(clients: Clients) -> None:
    answer = batch(clients, {"addSheet": {"properties": {"title": "Archive"}}})
    assert answer["replies"][0]["addSheet"]["properties"]["title"] == "Archive"
    again = clients.sheets("ops").batchUpdate(
        spreadsheetId=INSTALLERS, body={"requests": [{"addSheet": {"properties": {"title": "archive"}}}]}
    )
    assert "already exists" in refusal(again).reason


def test_cells_need_a_mask_to_be_written(clients: Clients) -> None:
    request = {"appendCells": {"sheetId": 0, "rows": [{"values": [{"userEnteredValue": {"stringValue": "x"}}]}]}}
    error = refusal(clients.sheets("ops").batchUpdate(spreadsheetId=INSTALLERS, body={"requests": [request]}))
    assert "At least one field must be listed in 'fields'" in error.reason
    request["appendCells"]["fields"] = "*"
    batch(clients, request)
    assert rows(clients, "A62") == [["x"]]


def test_who_may_only_look_may_not_write(clients: Clients) -> None:
    values = clients.sheets("ae").values()
    error = refusal(
        values.update(spreadsheetId=INSTALLERS, range="A2", valueInputOption="RAW", body={"values": [["x"]]})
    )
    assert (error.status_code, error.reason) == (403, "The caller does not have permission")
    reader = clients.sheets("ops", SHEETS + ".readonly").values()
    error = refusal(reader.update(spreadsheetId=INSTALLERS, range="A2", valueInputOption="RAW", body={}))
    assert error.status_code == 403


def test_with_the_file_scope_the_spreadsheet_must_be_granted(clients: Clients) -> None:
    sheets = clients.sheets("ops", FILE)
    assert refusal(sheets.get(spreadsheetId=INSTALLERS)).status_code == 403
    clients.world.identity.grant_file(clients.world.person("ops"), INSTALLERS)
    assert sheets.get(spreadsheetId=INSTALLERS, fields="properties/title").execute() == {
        "properties": {"title": "Installers to company"}
    }


def test_gspread_works(clients: Clients) -> None:
    sheet = clients.gspread("ops").open_by_key(INSTALLERS).worksheet("Installers")
    records = sheet.get_all_records()
    assert len(records) == 60
    assert records[0]["Installer email"]
    found = sheet.find(SITE)
    assert found is not None
    sheet.update([["customer"]], f"F{found.row}", raw=True)
    assert sheet.acell(f"F{found.row}").value == "customer"
    sheet.batch_update([{"range": f"G{found.row}:H{found.row}", "values": [["Maya", "Chloé"]]}])
    assert sheet.row_values(found.row)[6:8] == ["Maya", "Chloé"]


def test_a_person_types_into_a_cell_and_the_panel_shows_what_changed(world: World) -> None:
    world.sheets.edit(INSTALLERS, "Installers", "J2", "4/1/2028", "ops@codelantern.example")
    panel = world.panels()["sheets"]["files"][0]["sheets"][0]
    assert panel["values"][1][9] == "4/1/2028"
    (change,) = panel["changed"]
    assert (change["cell"], change["new"], change["by"]) == ("J2", "4/1/2028", "ops@codelantern.example")
    with pytest.raises(LookupError):
        world.sheets.edit(INSTALLERS, "Nowhere", "A1", "x", "ops@codelantern.example")


def test_a_changed_cell_is_still_shown_as_changed_after_rows_moved(clients: Clients) -> None:
    clients.world.sheets.edit(INSTALLERS, "Installers", "D5", "Renamed Ltd", "ops@codelantern.example")
    batch(clients, insert(1, 3))
    (change,) = clients.world.panels()["sheets"]["files"][0]["sheets"][0]["changed"]
    assert change["cell"] == "D8"


def test_another_spreadsheet_is_another_spreadsheet(clients: Clients) -> None:
    values = clients.sheets("ae").values().get(spreadsheetId=LUNCH, range="Winter!A1:C1").execute()["values"]
    assert values == [["Week", "Who cooks", "What"]]
