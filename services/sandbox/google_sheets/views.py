"""What a person has put out of sight: hidden rows and columns, and the basic filter.

The cells stay what they are, and every method reads and writes them as before.
"""

from typing import Any

from services.sandbox.google_sheets import a1, cells, grid

Spreadsheet = dict[str, Any]


def hide(sheet: grid.Sheet, dimension: str, start: int, end: int, *, hidden: bool) -> None:
    """A person hides rows or columns, or shows them again."""
    if dimension == "ROWS":
        for index in range(start, end):
            grid.row(sheet, index)["hiddenByUser"] = hidden
        return
    before = set(sheet.get("hiddenColumns", ()))
    span = set(range(start, end))
    sheet["hiddenColumns"] = sorted(before | span if hidden else before - span)


def set_filter(book: Spreadsheet, given: dict[str, Any], at: str) -> None:
    """The basic filter: rows with a value that is unticked for its column are hidden."""
    area = a1.from_grid_range(given.get("range", {}), book["sheets"], at)
    sheet = book["sheets"][area.sheet]
    clear_filter(sheet)
    sheet["basicFilter"] = given
    for index in range(area.top + 1, min(area.bottom, len(sheet["rows"]))):
        for column, criteria in given.get("criteria", {}).items():
            text = cells.formatted(grid.cell(sheet, index, int(column)))
            if text in criteria.get("hiddenValues", ()):
                grid.row(sheet, index)["hiddenByFilter"] = True


def clear_filter(sheet: grid.Sheet) -> None:
    """No filter any more."""
    sheet.pop("basicFilter", None)
    for row in sheet["rows"]:
        row.pop("hiddenByFilter", None)


def marks(sheet: grid.Sheet, dimension: str, index: int) -> dict[str, bool]:
    """How DimensionProperties say that a row or column is out of sight."""
    if dimension == "COLUMNS":
        return {"hiddenByUser": True} if index in sheet.get("hiddenColumns", ()) else {}
    row = sheet["rows"][index] if index < len(sheet["rows"]) else {}
    return {name: True for name in ("hiddenByUser", "hiddenByFilter") if row.get(name)}
