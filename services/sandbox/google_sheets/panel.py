"""What the host page draws of a spreadsheet: the first rows, those that changed, and how many there are.

A hundred thousand rows are drawn as quickly as a hundred.
"""

from typing import Any

from services.sandbox.google_sheets import charts, grid, values
from services.sandbox.google_sheets.a1 import Area

DRAWN_ROWS = 300
"""So many rows from the first on, and at most so many changed cells."""


def sheet_panel(book: dict[str, Any], number: int) -> dict[str, Any]:
    """One sheet as a person sees it.

    ``beyond`` are the changed rows below the first ones: ``row`` (1-based) and ``values``; ``hidden`` says how many
    rows are left out.
    """
    sheet = book["sheets"][number]
    changed = list(grid.changes(sheet))[:DRAWN_ROWS]
    beyond = sorted({row for one in changed if (row := _row(one["cell"])) > DRAWN_ROWS})
    return {
        "sheetId": sheet["sheetId"],
        "title": sheet["title"],
        "rowCount": len(sheet["rows"]),
        "hidden": max(len(sheet["rows"]) - DRAWN_ROWS - len(beyond), 0),
        "values": _texts(book, number, 0, DRAWN_ROWS),
        "beyond": [{"row": row, "values": next(iter(_texts(book, number, row - 1, row)), [])} for row in beyond],
        "changed": changed,
        "charts": [charts.drawn(book, each) for each in sheet.get("charts", ())],
    }


def _texts(book: dict[str, Any], number: int, top: int, bottom: int) -> list[list[str]]:
    """The shown texts of some rows (0-based, half open)."""
    sheet = book["sheets"][number]
    area = Area(number, top, max(min(bottom, len(sheet["rows"])), 1), 0, sheet["columnCount"])
    found: list[list[str]] = values.read(book, area, {}).get("values", [])
    return found


def _row(cell: str) -> int:
    return int("".join(character for character in cell if character.isdigit()))
