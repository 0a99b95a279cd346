"""Who may do what, with which library, and what the page shows of it."""

import pytest

from services.sandbox.world import World
from tests.services.sandbox.clients import FILE, INSTALLERS, LUNCH, SHEETS, Clients, refusal
from tests.services.sandbox.google_sheets.spreadsheet import SITE, batch, insert


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


def test_of_a_long_sheet_the_panel_has_the_first_rows_and_those_that_changed(world: World) -> None:
    lines = [["", "", "", f"Far {number}"] for number in range(2_000)]
    world.sheets.add_rows(INSTALLERS, "Installers", lines)
    world.sheets.edit(INSTALLERS, "Installers", "D1500", "Renamed Ltd", "ops@codelantern.example")
    panel = world.panels()["sheets"]["files"][0]["sheets"][0]
    assert (panel["rowCount"], len(panel["values"]), panel["hidden"]) == (2_061, 300, 1_760)
    assert panel["values"][60][0]
    assert panel["beyond"] == [{"row": 1500, "values": ["", "", "", "Renamed Ltd"]}]
    (change,) = panel["changed"]
    assert (change["cell"], change["old"], change["new"]) == ("D1500", "Far 1438", "Renamed Ltd")
