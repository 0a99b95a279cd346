"""A1 notation, in and out ("Cells" in the Sheets API concepts guide)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.sandbox.refusal import invalid

_CORNER = r"\$?([A-Za-z]{0,3})\$?([0-9]{0,7})"
_RANGE = re.compile(rf"{_CORNER}(?::{_CORNER})?")
_PLAIN_TITLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True)
class Area:
    """A rectangle of one sheet, half open and zero based, within the sheet's grid."""

    sheet: int
    top: int
    bottom: int
    left: int
    right: int
    anchor: bool = False  # one cell was named, so that written values may spread from it

    @property
    def columns(self) -> range:
        """The columns of the area."""
        return range(self.left, self.right)

    @property
    def rows(self) -> range:
        """The rows of the area."""
        return range(self.top, self.bottom)


def column_letters(index: int) -> str:
    """A for 0, Z for 25, AA for 26."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """0 for A, 25 for Z, 26 for AA."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def cell_name(row: int, column: int) -> str:
    """C17 for row 16, column 2."""
    return f"{column_letters(column)}{row + 1}"


def write(area: Area, sheets: Sequence[dict[str, Any]]) -> str:
    """The area as Sheets writes it: the title in quotes where it is not a plain word."""
    title = sheets[area.sheet]["title"]
    if not _PLAIN_TITLE.fullmatch(title) or re.fullmatch(r"[A-Za-z]{1,3}[0-9]+", title):
        title = "'" + title.replace("'", "''") + "'"
    first, last = cell_name(area.top, area.left), cell_name(area.bottom - 1, area.right - 1)
    return f"{title}!{first}" if first == last else f"{title}!{first}:{last}"


def read(text: str, sheets: Sequence[dict[str, Any]]) -> Area:
    """The area that A1 notation names; without a title it is on the first sheet, without cells the whole sheet."""
    title, mark, cells = text.rpartition("!")
    if not mark:
        whole = _by_title(text, sheets)
        if whole is not None:
            return _whole(whole, sheets)
        return _within(text, 0, cells, sheets)
    number = _by_title(title, sheets)
    if number is None:
        raise _unreadable(text)
    return _within(text, number, cells, sheets)


def _by_title(title: str, sheets: Sequence[dict[str, Any]]) -> int | None:
    if len(title) > 1 and title[0] == title[-1] == "'":
        title = title[1:-1].replace("''", "'")
    for number, sheet in enumerate(sheets):
        if sheet["title"].casefold() == title.casefold():
            return number
    return None


def _whole(number: int, sheets: Sequence[dict[str, Any]]) -> Area:
    return Area(number, 0, sheets[number]["rowCount"], 0, sheets[number]["columnCount"])


def _within(text: str, number: int, cells: str, sheets: Sequence[dict[str, Any]]) -> Area:
    found = _RANGE.fullmatch(cells)
    if not found or not cells or not (found[1] or found[2]):
        raise _unreadable(text)
    first_column, first_row, last_column, last_row = found.groups()
    if last_column is None:
        if not first_column or not first_row:
            raise _unreadable(text)
        last_column, last_row = first_column, first_row
    if not (last_column or last_row) or (bool(first_column) != bool(last_column) and not (first_row and last_row)):
        raise _unreadable(text)
    sheet = sheets[number]
    top = int(first_row) - 1 if first_row else 0
    left = column_index(first_column) if first_column else 0
    bottom = int(last_row) if last_row else sheet["rowCount"]
    right = column_index(last_column) + 1 if last_column else sheet["columnCount"]
    top, bottom = min(top, bottom - 1), max(top + 1, bottom)
    left, right = min(left, right - 1), max(left + 1, right)
    if top < 0 or left < 0:
        raise _unreadable(text)
    if top >= sheet["rowCount"] or left >= sheet["columnCount"]:
        raise beyond(text, sheet)
    anchor = ":" not in cells
    return Area(number, top, min(bottom, sheet["rowCount"]), left, min(right, sheet["columnCount"]), anchor)


def from_grid_range(given: dict[str, Any], sheets: Sequence[dict[str, Any]], request: str = "") -> Area:
    """The area of a GridRange; an index that is missing is the end of the sheet."""
    sheet_id = int(given.get("sheetId", 0))
    for number, sheet in enumerate(sheets):
        if sheet["sheetId"] == sheet_id:
            top, left = int(given.get("startRowIndex", 0)), int(given.get("startColumnIndex", 0))
            bottom = min(int(given.get("endRowIndex", sheet["rowCount"])), sheet["rowCount"])
            right = min(int(given.get("endColumnIndex", sheet["columnCount"])), sheet["columnCount"])
            if top >= bottom or left >= right:
                raise beyond(f"{sheet['title']}!{cell_name(top, left)}", sheet)
            return Area(number, top, bottom, left, right)
    raise no_grid(sheet_id, request)


def no_grid(sheet_id: int, request: str) -> Exception:
    """There is no such sheet."""
    prefix = f"Invalid {request}: " if request else ""
    return invalid(f"{prefix}No grid with id: {sheet_id}")


def beyond(text: str, sheet: dict[str, Any]) -> Exception:
    """The range begins outside of the grid."""
    size = f"Max rows: {sheet['rowCount']}, max columns: {sheet['columnCount']}"
    return invalid(f"Range ({text}) exceeds grid limits. {size}")


def _unreadable(text: str) -> Exception:
    return invalid(f"Unable to parse range: {text}")
