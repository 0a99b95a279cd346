"""One sheet of a spreadsheet: rows that are moved as wholes, so that their metadata and changes go along."""

import datetime
from collections.abc import Callable, Iterator
from typing import Any

from services.sandbox.google_sheets import a1, cells, protection
from services.sandbox.google_sheets.cells import Cell

Sheet = dict[str, Any]
Row = dict[str, Any]


def new_sheet(sheet_id: int, title: str, rows: int = 1000, columns: int = 26) -> Sheet:
    """An empty sheet."""
    return {
        "sheetId": sheet_id,
        "title": title,
        "rowCount": rows,
        "columnCount": columns,
        "frozenRowCount": 0,
        "metadata": [],
        "columnMetadata": [],
        "rows": [],
    }


def row(sheet: Sheet, index: int) -> Row:
    """The row at an index; rows that nobody used yet come into being."""
    rows: list[Row] = sheet["rows"]
    while len(rows) <= index:
        rows.append({"cells": [], "metadata": []})
    return rows[index]


def cell(sheet: Sheet, at_row: int, at_column: int) -> Cell:
    """The cell, an empty one where there is none."""
    if at_row < len(sheet["rows"]):
        found = sheet["rows"][at_row]["cells"]
        if at_column < len(found) and found[at_column]:
            kept: Cell = found[at_column]
            return kept
    return {}


def put(sheet: Sheet, at_row: int, at_column: int, new: Cell, by: str) -> None:
    """Put a value into a cell, if this person may. The format stays unless the value brings its own."""
    protection.check_cell(sheet, at_row, at_column, by)
    into = row(sheet, at_row)["cells"]
    while len(into) <= at_column:
        into.append({})
    old = into[at_column]
    into[at_column] = {**{key: old[key] for key in ("format", "changed") if key in old}, **new}
    before, after = cells.formatted(old), cells.formatted(into[at_column])
    if before != after or old.get("value") != into[at_column].get("value"):
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        into[at_column]["changed"] = {"old": before, "new": after, "by": by, "at": now}


def insert_rows(sheet: Sheet, start: int, count: int, *, like: int | None = None) -> None:
    """Empty rows; they take the number formats of row `like`."""
    row(sheet, start - 1) if start else None
    model = sheet["rows"][like]["cells"] if like is not None and like < len(sheet["rows"]) else []
    formats = [{"format": dict(each["format"])} if each.get("format") else {} for each in model]
    sheet["rows"][start:start] = [{"cells": [dict(each) for each in formats], "metadata": []} for _ in range(count)]
    sheet["rowCount"] += count
    protection.shift_rows(sheet, start, count)


def delete_rows(sheet: Sheet, start: int, end: int) -> None:
    """Rows with all that hangs on them."""
    del sheet["rows"][start:end]
    sheet["rowCount"] -= end - start
    protection.shift_rows(sheet, start, start - end)


def insert_columns(sheet: Sheet, start: int, count: int) -> None:
    """Empty columns."""
    for each in sheet["rows"]:
        if len(each["cells"]) > start:
            each["cells"][start:start] = [{} for _ in range(count)]
    for entry in sheet["columnMetadata"]:
        entry["at"] += count if entry["at"] >= start else 0
    sheet["columnCount"] += count


def delete_columns(sheet: Sheet, start: int, end: int) -> None:
    """Columns with all that hangs on them."""
    for each in sheet["rows"]:
        del each["cells"][start:end]
    sheet["columnMetadata"] = [entry for entry in sheet["columnMetadata"] if not start <= entry["at"] < end]
    for entry in sheet["columnMetadata"]:
        entry["at"] -= end - start if entry["at"] >= end else 0
    sheet["columnCount"] -= end - start


def sort_rows(sheet: Sheet, area: a1.Area, specs: list[tuple[int, bool]]) -> None:
    """Sort the rows of an area by columns (index, descending). A row's metadata goes with it."""
    row(sheet, area.bottom - 1)
    rows = sheet["rows"][area.top : area.bottom]
    for column, descending in reversed(specs):
        filled = [each for each in rows if _at(each, column).get("value")]
        empty = [each for each in rows if not _at(each, column).get("value")]
        # Empty cells come last whichever way the rest is sorted.
        rows = sorted(filled, key=_by(column), reverse=descending) + empty
    partial = area.left > 0 or area.right < sheet["columnCount"]
    sheet["rows"][area.top : area.bottom] = _only_within(sheet, area, rows) if partial else rows


def _by(column: int) -> Callable[[Row], tuple[int, Any]]:
    return lambda each: cells.order(_at(each, column))


def _only_within(sheet: Sheet, area: a1.Area, rows: list[Row]) -> list[Row]:
    """Cells outside of the sorted columns stay where they are."""
    places = sheet["rows"][area.top : area.bottom]
    moved = []
    for place, source in zip(places, rows, strict=True):
        width = max(len(place["cells"]), len(source["cells"]))
        mixed = [_at(source if column in area.columns else place, column) for column in range(width)]
        moved.append({**source, "cells": mixed})
    return moved


def _at(each: Row, column: int) -> Cell:
    found: Cell = each["cells"][column] if column < len(each["cells"]) else {}
    return found


def last_row(sheet: Sheet) -> int:
    """The index behind the last row that holds a value."""
    for index in range(len(sheet["rows"]), 0, -1):
        if any(each.get("value") for each in sheet["rows"][index - 1]["cells"]):
            return index
    return 0


def has_value(sheet: Sheet, at_row: int, at_column: int) -> bool:
    """Whether there is anything in the cell."""
    return bool(cell(sheet, at_row, at_column).get("value"))


def changes(sheet: Sheet) -> Iterator[dict[str, Any]]:
    """The cells that were changed since the seed, where they are now, newest first."""
    found = [
        {"cell": a1.cell_name(at_row, at_column), **each["changed"]}
        for at_row, line in enumerate(sheet["rows"])
        for at_column, each in enumerate(line["cells"])
        if each.get("changed")
    ]
    yield from sorted(found, key=lambda change: str(change["at"]), reverse=True)
