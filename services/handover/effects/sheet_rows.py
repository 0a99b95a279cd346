"""Rows of a spreadsheet that many people write."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from services.errors import Changed, NoAccess, Refused
from services.handover.cell_values import Content, says, sent, shown
from services.handover.model import Evidence, Notes
from services.handover.words import listed
from services.systems import Systems

if TYPE_CHECKING:
    from services.google_sheets import CellValue
    from services.sheet_answers import Tab

PROTECTED = "protected cell"
"""Google's own words when a cell may not be edited."""


class SheetRows:
    """Cells of anchored rows, written as absolute values; or one new row.

    Plan: ``tab`` (spreadsheet, title, sheet_id), ``rows`` (``key``, ``number``, ``before``, ``cells``: column
    index as text -> what the cell holds, see ``cell_values``) and ``insert`` (``key``, ``after``, ``cells``) or null.
    Taking it back is the same kind of press with old and new exchanged; an added row is emptied, because rows may have
    moved and none is ever deleted.
    """

    @property
    def undo(self) -> SheetRows:
        """Cells are put back as they were, if they still say what was written."""
        return self

    def settle(self, plan: Mapping[str, Any]) -> float:
        """What a sheet says is what it has."""
        return 0.0

    def find(self, systems: Systems, plan: Mapping[str, Any], notes: Notes, since: float) -> Evidence | None:
        """Every planned cell already says what it should."""
        found = systems.sheets.anchored(_tab(plan), _keys(plan))
        wanted = [*plan["rows"], *([plan["insert"]] if plan["insert"] else [])]
        if all(row["key"] in found and _says(found[row["key"]][1], row["cells"]) for row in wanted):
            return self._evidence(plan, {key: number for key, (number, _) in found.items()})
        return None

    def apply(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Evidence:
        """Check that no cell changed since it was shown, then write; nothing is written if one did."""
        tab = _tab(plan)
        found = systems.sheets.anchored(tab, _keys(plan))
        for row in plan["rows"]:
            if row["key"] not in found:
                raise NoAccess("Google Sheets", "row gone", "The customer's row was deleted.", 404)
            _still(found[row["key"]][1], row)
        try:
            return self._evidence(plan, _written(systems, tab, plan, {key: n for key, (n, _) in found.items()}))
        except Refused as error:
            if PROTECTED in error.words.lower():
                # Since it was looked at: which cells, the next look says.
                raise Changed(error.system, error.code) from None
            raise

    def _evidence(self, plan: Mapping[str, Any], numbers: Mapping[str, int]) -> Evidence:
        tab = plan["tab"]
        rows = sorted(numbers.values())
        numbered = listed([str(number) for number in rows])
        words = f"Row{'s' if len(rows) > 1 else ''} {numbered} of “{tab['title']}”"
        first = rows[0] if rows else 1
        link = f"https://docs.google.com/spreadsheets/d/{tab['spreadsheet']}/edit#gid={tab['sheet_id']}&range=A{first}"
        return Evidence(words, link, {"rows": numbered}, _inverse(plan, numbers))


def _written(systems: Systems, tab: Tab, plan: Mapping[str, Any], numbers: Mapping[str, int]) -> Mapping[str, int]:
    """Write, and say where each row stands."""
    if insert := plan["insert"]:
        systems.sheets.insert_row(tab, insert["after"], insert["key"], _by_index(insert["cells"]))
        return {insert["key"]: insert["after"] + 1}
    if cells := {row["key"]: _by_index(row["cells"]) for row in plan["rows"] if row["cells"]}:
        systems.sheets.write_anchored(tab, cells)
    return numbers


def _tab(plan: Mapping[str, Any]) -> Tab:
    from services.sheet_answers import Tab

    tab = plan["tab"]
    return Tab(tab["spreadsheet"], tab["title"], tab["sheet_id"])


def _keys(plan: Mapping[str, Any]) -> list[str]:
    return [row["key"] for row in plan["rows"]] + ([plan["insert"]["key"]] if plan["insert"] else [])


def _inverse(plan: Mapping[str, Any], numbers: Mapping[str, int]) -> dict[str, Any] | None:
    """The plan that puts every written cell back; None when none was written."""
    from services.google_sheets import letter

    rows = [
        {
            "key": row["key"],
            "number": numbers[row["key"]],
            "before": {**row["before"], **row["cells"]},
            "cells": {index: row["before"][index] for index in row["cells"]},
        }
        for row in plan["rows"]
    ]
    if insert := plan["insert"]:
        empty = dict.fromkeys(insert["cells"], "")
        rows.append({"key": insert["key"], "number": numbers[insert["key"]], "before": insert["cells"], "cells": empty})
    lines = [
        f"{letter(int(index))}{row['number']}: “{shown(row['before'][index])}” → "
        f"{f'“{shown(old)}”' if old else 'empty'}"
        for row in rows
        for index, old in sorted(row["cells"].items(), key=lambda cell: int(cell[0]))
    ]
    confirm = f"Put {len(lines)} cell{'s' if len(lines) != 1 else ''} back"
    return {"tab": plan["tab"], "rows": rows, "insert": None, "confirm": confirm, "lines": lines} if lines else None


def _by_index(cells: Mapping[str, Content]) -> dict[int, CellValue]:
    """As they are sent; JSON has no whole numbers for keys."""
    return {int(index): sent(content) for index, content in cells.items()}


def _cell(values: list[str], index: str) -> str:
    return values[int(index)] if int(index) < len(values) else ""


def _says(values: list[str], cells: Mapping[str, Content]) -> bool:
    return all(says(_cell(values, index), content) for index, content in cells.items())


def _still(values: list[str], row: Mapping[str, Any]) -> None:
    """Raise unless every cell still says what was shown, or already says what it should."""
    for index, before in row["before"].items():
        text = _cell(values, index)
        if not says(text, before) and not says(text, row["cells"].get(index, before)):
            words = f"A cell of row {row['number']} was changed meanwhile: it says “{text}”, not “{shown(before)}”."
            raise Refused("Google Sheets", "changed meanwhile", words)
