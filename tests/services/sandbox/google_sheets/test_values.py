"""Reading and writing values."""

import pytest

from tests.services.sandbox.clients import INSTALLERS, Clients, refusal
from tests.services.sandbox.google_sheets.spreadsheet import SITE, rows


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
