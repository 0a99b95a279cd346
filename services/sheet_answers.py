"""What the Sheets API says, read: a sheet, its rows and cells, and what is protected there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from msgspec import Struct, field

from services.transport import part

SYSTEM = "Google Sheets"
DAY_ZERO = date(1899, 12, 30)
"""Days are numbers that count from here ("Date and time values" of the Sheets API)."""


class Tab(Struct, frozen=True):
    """One sheet of a spreadsheet: its ``sheetId``, its first row as shown, and how many rows it has, empty ones too."""

    spreadsheet_id: str
    title: str
    sheet_id: int
    headings: tuple[str, ...] = ()
    row_count: int = 0


class Area(Struct, frozen=True):
    """A rectangle of a sheet, 0-based and half open; where a side is None it has no end."""

    top: int
    bottom: int | None
    left: int
    right: int | None

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell (0-based) lies in it."""
        below = self.bottom is None or row < self.bottom
        return self.top <= row and below and self.left <= column and (self.right is None or column < self.right)


class Protection(Struct, frozen=True):
    """Cells that this person may not edit: what their owner calls them, where, and which are free after all."""

    description: str
    area: Area
    free: tuple[Area, ...] = ()

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell (0-based) is protected."""
        return self.area.holds(row, column) and not any(one.holds(row, column) for one in self.free)


class Reading(Struct, frozen=True):
    """Headings, whole columns (0-based index -> shown texts, heading included), and anchored rows by key.

    ``row_count`` is how many rows the sheet has, empty ones too, as far as the answer shows.
    """

    headings: tuple[str, ...]
    row_count: int
    columns: Mapping[int, list[str]]
    anchored: Mapping[str, tuple[int, list[str]]]


class RowLook(Struct, frozen=True):
    """A row beyond its values: shown texts, columns (0-based) that hold formulas, and whether it is out of sight.

    ``values`` are the numbers and truth values that were entered, by column, and ``days`` (ISO) those of them that are
    days to the sheet, however it shows them.
    """

    texts: tuple[str, ...]
    formulas: frozenset[int] = frozenset()
    hidden: bool = False
    values: Mapping[int, float | bool] = field(default_factory=dict)
    days: Mapping[int, str] = field(default_factory=dict)


def looked(answer: Any, tab: Tab) -> tuple[dict[int, RowLook], tuple[Protection, ...]]:
    """Rows by number, and the protections that bind this person, out of a Spreadsheet."""
    [sheet] = [one for one in part(answer, SYSTEM, "sheets") if one["properties"]["sheetId"] == tab.sheet_id]
    found = dict(_row_look(data) for data in sheet.get("data", ()))
    return found, tuple(_protections(sheet.get("protectedRanges", ())))


def anchored_rows(ranges: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, tuple[int, list[str]]]]:
    """Key, number and shown texts of each row among MatchedValueRanges that was asked for by an anchor."""
    for matched in ranges:
        for one in matched["dataFilters"]:
            if "developerMetadataLookup" in one:
                values = matched["valueRange"]
                first_cell = values["range"].rpartition("!")[2].partition(":")[0]
                number = int("".join(c for c in first_cell if c.isdigit()))
                yield one["developerMetadataLookup"]["metadataValue"], (number, (values.get("values") or [[]])[0])


def shown_texts(cells: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """What CellData show, without the empty ones at the end, as the values API gives them."""
    texts = [cell.get("formattedValue", "") for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _row_look(data: Mapping[str, Any]) -> tuple[int, RowLook]:
    """One row of GridData; what is empty is left out of it."""
    values = [cell for row in data.get("rowData", ()) for cell in row.get("values", ())]
    texts = shown_texts(values)
    formulas = frozenset(i for i, cell in enumerate(values) if "formulaValue" in cell.get("userEnteredValue", {}))
    marks: Mapping[str, Any] = next(iter(data.get("rowMetadata", ())), {})
    hidden = bool(marks.get("hiddenByFilter") or marks.get("hiddenByUser"))
    entered = {i: cell.get("userEnteredValue", {}) for i, cell in enumerate(values)}
    numbers = {i: one["numberValue"] for i, one in entered.items() if "numberValue" in one}
    truths = {i: one["boolValue"] for i, one in entered.items() if "boolValue" in one}
    days = dict(_days(values))
    return data.get("startRow", 0) + 1, RowLook(texts, formulas, hidden, numbers | truths, days)


def _days(values: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, str]]:
    """The days among CellData: numbers that are formatted as days."""
    for index, cell in enumerate(values):
        kind = cell.get("effectiveFormat", {}).get("numberFormat", {}).get("type")
        serial = cell.get("effectiveValue", {}).get("numberValue")
        if kind in ("DATE", "DATE_TIME") and serial is not None:
            try:
                yield index, (DAY_ZERO + timedelta(days=int(serial))).isoformat()
            except OverflowError:
                continue


def _protections(given: Sequence[Mapping[str, Any]]) -> Iterator[Protection]:
    """Those that bind this person: no mere warnings, none that they may edit."""
    for one in given:
        if not one.get("warningOnly") and not one.get("requestingUserCanEdit"):
            free = tuple(_area(area) for area in one.get("unprotectedRanges", ()))
            yield Protection(one.get("description", ""), _area(one.get("range", {})), free)


def _area(given: Mapping[str, Any]) -> Area:
    """A GridRange; an index that is missing has no end."""
    ends = given.get("endRowIndex"), given.get("endColumnIndex")
    return Area(given.get("startRowIndex", 0), ends[0], given.get("startColumnIndex", 0), ends[1])
