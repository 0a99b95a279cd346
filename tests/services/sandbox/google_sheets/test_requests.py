"""Moving rows and columns, and the marks that stay with them."""

from typing import Any

import pytest

from tests.services.sandbox.clients import INSTALLERS, Clients, refusal
from tests.services.sandbox.google_sheets.spreadsheet import (
    SITE,
    batch,
    by_mark,
    delete,
    insert,
    mark,
    marked_row,
    rows,
)


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


def test_a_chart_over_ranges_that_exist_and_a_sheet_that_goes_with_its_chart(clients: Clients) -> None:
    def column(index: int) -> dict[str, Any]:
        span = {"sheetId": 7, "startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": index}
        return {"sourceRange": {"sources": [{**span, "endColumnIndex": index + 1}]}}

    basic = {"chartType": "COLUMN", "headerCount": 1, "domains": [{"domain": column(0)}]}
    spec = {"title": "Two", "basicChart": {**basic, "series": [{"series": column(1)}]}}
    place = {"overlayPosition": {"anchorCell": {"sheetId": 7}}}
    batch(clients, {"addSheet": {"properties": {"sheetId": 7, "title": "Seven"}}})
    batch(clients, {"addChart": {"chart": {"spec": spec, "position": place}}})
    found = clients.sheets("ops").get(spreadsheetId=INSTALLERS, fields="sheets(properties,charts)").execute()
    [sheet] = [one for one in found["sheets"] if one["properties"]["sheetId"] == 7]
    assert sheet["charts"][0]["spec"]["basicChart"]["series"][0]["series"] == column(1)
    without = {"addChart": {"chart": {"spec": {"basicChart": basic}, "position": place}}}
    error = refusal(clients.sheets("ops").batchUpdate(spreadsheetId=INSTALLERS, body={"requests": [without]}))
    assert "At least one series" in error.reason
    batch(clients, {"deleteSheet": {"sheetId": 7}})
    found = clients.sheets("ops").get(spreadsheetId=INSTALLERS, fields="sheets(properties,charts)").execute()
    assert [one for one in found["sheets"] if one["properties"]["sheetId"] == 7] == []
