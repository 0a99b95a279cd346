"""A sheet as the Sheets API describes it: properties, marks, protections, cells."""

from typing import Any

from services.sandbox.google_sheets import grid, metadata, protection, requests, views
from services.sandbox.google_sheets.a1 import Area
from services.sandbox.google_sheets.cells import data as cell_data

Spreadsheet = dict[str, Any]


def shown_sheet(book: Spreadsheet, number: int, areas: list[Area], email: str, *, cells: bool) -> dict[str, Any]:
    """A Sheet as this person gets it; with ``areas``, only what touches them."""
    sheet = book["sheets"][number]
    shown: dict[str, Any] = {"properties": requests.properties(sheet, number)}
    marks = [each.shown() for each in metadata.all_entries(book) if each.kept_in is sheet["metadata"]]
    if marks:
        shown["developerMetadata"] = marks
    protected = [protection.shown(one, email) for one in protection.touching(sheet, areas)]
    if protected:
        shown["protectedRanges"] = protected
    if sheet.get("charts"):
        shown["charts"] = sheet["charts"]
    if "basicFilter" in sheet:
        shown["basicFilter"] = sheet["basicFilter"]
    if cells:
        whole = Area(number, 0, sheet["rowCount"], 0, sheet["columnCount"])
        shown["data"] = [_grid_data(book, area) for area in areas or [whole]]
    return shown


def _grid_data(book: Spreadsheet, area: Area) -> dict[str, Any]:
    sheet = book["sheets"][area.sheet]
    rows = [[cell_data(grid.cell(sheet, row, column)) for column in area.columns] for row in area.rows]
    lines = [{"values": line} if any(line) else {} for line in rows]
    while lines and not lines[-1]:
        lines.pop()
    marks: dict[str, list[dict[str, Any]]] = {
        "rows": [{"pixelSize": 21, **views.marks(sheet, "ROWS", index)} for index in area.rows],
        "columns": [{"pixelSize": 100, **views.marks(sheet, "COLUMNS", index)} for index in area.columns],
    }
    for marked in metadata.all_entries(book):
        span = marked.location.get("dimensionRange", {})
        if span.get("sheetId") == sheet["sheetId"]:
            dimension, first = ("rows", area.top) if span["dimension"] == "ROWS" else ("columns", area.left)
            place = span["startIndex"] - first
            if 0 <= place < len(marks[dimension]):
                marks[dimension][place].setdefault("developerMetadata", []).append(marked.shown())
    data: dict[str, Any] = {"rowMetadata": marks["rows"], "columnMetadata": marks["columns"]}
    if area.top:
        data["startRow"] = area.top
    if area.left:
        data["startColumn"] = area.left
    return {**data, "rowData": lines} if lines else data
