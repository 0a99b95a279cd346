"""What a customer's rows would become, cell by cell, and what keeps a cell from being written. No calls here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from msgspec import Struct

from services.google_sheets import letter
from services.handover.anchored_rows import Row
from services.handover.cell_values import Content, number, shown
from services.handover.customer_rows import Columns, Differences, Wanted, known_by
from services.handover.customer_rows import changes as changes_of
from services.handover.model import Change
from services.handover.words import listed
from services.sheet_answers import Protection

NAMED = 8
"""So many protected cells are told by their names."""


class RowChanges(Struct, frozen=True):
    """``rows`` as the plan has them, and what people are shown of them."""

    rows: tuple[Mapping[str, Any], ...]
    changes: tuple[Change, ...]
    warnings: tuple[str, ...]
    problems: tuple[str, ...]

    @property
    def cells(self) -> int:
        """How many cells would be written."""
        return len(self.changes)


def row_changes(
    where: Columns,
    rows: Sequence[Row],
    wanted: Wanted,
    stamps: Mapping[str, str],
    protections: Sequence[Protection] = (),
) -> RowChanges:
    """The differences of ``rows`` from what they should say.

    A formula is never written over: its cell is left out, and said. A protected cell is a problem: a row of which
    half could be written would say something that nobody meant.
    """
    planned: list[Mapping[str, Any]] = []
    changes: list[Change] = []
    warnings: list[str] = []
    blocked: dict[str, list[str]] = {}
    for row in rows:
        found = changes_of(where, row.texts, wanted, stamps, row.days)
        kept = {name: pair for name, pair in found.items() if where.index[name] not in row.formulas}
        planned.append(_planned(where, row, wanted, kept))
        for name, (old, new) in sorted(kept.items(), key=lambda item: where.index[item[0]]):
            place = f"{letter(where.index[name])}{row.number}"
            changes.append(Change(place, where.headings[where.index[name]], old, shown(new), f"{row.key} {name}"))
            for one in _protecting(row.number - 1, where.index[name], protections):
                blocked.setdefault(_name(one), []).append(place)
        warnings += _said(where, row, set(found) - set(kept))
        warnings += remarks(wanted, kept)
    warnings = list(dict.fromkeys(warnings))
    problems = (_protected(name, places) for name, places in blocked.items())
    return RowChanges(tuple(planned), tuple(changes), tuple(warnings), tuple(problems))


def remarks(wanted: Wanted, written: Collection[str]) -> list[str]:
    """What people should know of the columns that are written."""
    return [words for name, words in wanted.remarks.items() if name in written]


def protected_row(number: int, width: int, protections: Sequence[Protection]) -> str:
    """Why no row can be added below row ``number`` of a table so many columns wide; empty when one can."""
    for one in protections:
        if any(one.holds(number - 1, column) for column in range(width)):
            return (
                f"{_name(one)} is protected there and you may not edit it, so no row can be added. Nothing was "
                "written. Ask the spreadsheet's owner for the right to edit it."
            )
    return ""


def _planned(where: Columns, row: Row, wanted: Wanted, kept: Differences) -> dict[str, Any]:
    """The cells by which the row is known must still say the same when it is written, and so must those changed."""
    known = known_by(where, row.texts, wanted)
    before = known | {name: old for name, (old, _) in kept.items()}
    return {
        "key": row.key,
        "number": row.number,
        "before": {str(where.index[name]): _held(row, where.index[name], text) for name, text in before.items()},
        "cells": {str(where.index[name]): new for name, (_, new) in kept.items()},
    }


def _held(row: Row, index: int, text: str) -> Content:
    """What a cell holds, so that it can be put back as what it was: a number that shows ``text``, or this text."""
    return number(row.values[index], text) if index in row.values else text


def _protecting(row: int, column: int, protections: Sequence[Protection]) -> list[Protection]:
    """The first protection that holds a cell, if one does."""
    return [one for one in protections if one.holds(row, column)][:1]


def _protected(name: str, places: Sequence[str]) -> str:
    """One sentence for all cells that one protection holds."""
    named = listed(places if len(places) <= NAMED else [*places[:NAMED], f"{len(places) - NAMED} more"])
    is_, it = ("is", "it") if len(places) == 1 else ("are", "them")
    return (
        f"{named} {is_} protected ({name}) and you may not edit {it}, so nothing was written. Ask the spreadsheet's "
        f"owner for the right to edit {it}."
    )


def _name(one: Protection) -> str:
    return f"“{one.description}”" if one.description else "A range without a name"


def _said(where: Columns, row: Row, formulas: set[str]) -> list[str]:
    places = sorted(where.index[name] for name in formulas)
    said = [f"{letter(i)}{row.number} holds a formula and is left as it is." for i in places]
    return [*said, *([f"Row {row.number} is out of sight, hidden or filtered, and stays so."] if row.hidden else [])]
