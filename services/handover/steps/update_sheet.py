"""Update the customer's rows in the installers-to-company spreadsheet, cell by cell, shown before."""

from __future__ import annotations

from typing import Any

from services.google_sheets import SCOPES, Tab, letter
from services.handover import installers
from services.handover.effects.sheet_rows import SheetRows
from services.handover.fields import TickField
from services.handover.installers import Columns
from services.handover.model import Change, Click, Draft, Effect, Fact, Form, Handover, Role
from services.handover.rules import Rules

ADD = "add"
MOVED = "The sheet was sorted or changed while it was being read. Nothing was written. Check again."


class UpdateSheet:
    """Find the rows by key, show every cell that changes, write those cells, once."""

    name = "update_sheet"
    label = "Update sheet"
    does = "Make the installers sheet say that this is a customer."
    role: Role = "ops"
    waits_for: tuple[str, ...] = ("announce",)
    scopes: tuple[str, ...] = SCOPES
    effect: Effect = SheetRows()

    def needs(self, rules: Rules) -> tuple[str, ...]:
        """A row without the customer's name would say nothing."""
        return ("company_name",)

    def draft(self, click: Click, form: Form) -> Draft:
        """Each cell old and new; a row is added only when the person ticks it."""
        rules = click.rules.update_sheet
        tab = click.systems.sheets.tab(rules.spreadsheet, rules.sheet)
        where = installers.columns(tab.headings, rules.columns)
        wanted = installers.keys(click.handover)
        if problem := _problem(where, wanted, rules.sheet):
            return Draft(confirm="Update", problems=(problem,))
        numbers = _numbers(click, tab, where, wanted)
        if not numbers:
            return _addition(click, form, tab, where, wanted)
        return _changes(click, tab, where, wanted, numbers)


def _problem(where: Columns, wanted: dict[str, set[str]], sheet: str) -> str:
    if not wanted:
        return (
            "The questionnaire gives neither an installer's e-mail address nor a site ID, so no row can be "
            "matched. Add one of them in the document. Rows are never matched by name."
        )
    if "status" not in where.index or not set(where.index) & set(installers.KEYS):
        missing = ", ".join(f"“{name}”" for name in where.missing)
        return f"The sheet “{sheet}” has no heading {missing}. Restore it, or name it in handover.toml."
    return ""


def _numbers(click: Click, tab: Tab, where: Columns, wanted: dict[str, set[str]]) -> list[int]:
    names = [name for name in installers.KEYS if name in where.index and name in wanted]
    texts = click.systems.sheets.columns(tab, [where.index[name] for name in names])
    return installers.matches(dict(zip(names, texts, strict=True)), wanted)


def _changes(click: Click, tab: Tab, where: Columns, wanted: dict[str, set[str]], numbers: list[int]) -> Draft:
    """The rows, anchored so that others may sort and insert between the look and the press.

    Somebody may also sort between finding a row and anchoring it: then the anchor holds another row, which its key
    cells give away, here and once more before anything is written.
    """
    anchored = _anchored(click, tab, numbers)
    known = {key: installers.key_cells(where, values, wanted) for key, (_, values) in anchored.items()}
    if len(anchored) < len(numbers) or not all(known.values()):
        return Draft(confirm="Update", problems=(MOVED,))
    stamps = installers.stamps(click.person.email, click.today)
    shown: list[Change] = []
    rows: list[dict[str, Any]] = []
    for key, (number, values) in anchored.items():
        different = installers.changes(where, values, click.handover, stamps)
        rows.append(_row(where, key, number, known[key], different))
        shown += [
            Change(f"{letter(where.index[n])}{number}", where.headings[where.index[n]], old, new)
            for n, (old, new) in sorted(different.items(), key=lambda item: where.index[item[0]])
        ]
    cells = len(shown)
    return Draft(
        confirm=f"Write {cells} cell{'s' if cells != 1 else ''}" if cells else "Record as up to date",
        plan={"tab": _tab(tab), "rows": rows, "insert": None},
        facts=(Fact("Sheet", f"{click.rules.update_sheet.title}, “{tab.title}”"), *_found_by(click.handover)),
        changes=tuple(shown),
        text="" if cells else "The customer's row already says all this. Nothing will be written.",
        undo="Only these cells are written. They can be put back while nobody else changes them.",
    )


def _anchored(click: Click, tab: Tab, numbers: list[int]) -> dict[str, tuple[int, list[str]]]:
    """Anchor the matched rows, each by a key of its own; anchors that stray to other rows are moved."""
    base = f"{click.handover.document_id}:update_sheet"
    keys = {number: f"{base}:{i}" for i, number in enumerate(numbers)}
    sheets = click.systems.sheets
    found = sheets.anchored(tab, list(keys.values()))
    stray = {k: n for n, k in keys.items() if found.get(k, (0, []))[0] != n}
    if not stray:
        return found
    sheets.anchor(tab, stray, loosen=[key for key in stray if key in found])
    return sheets.anchored(tab, list(keys.values()))


def _row(
    where: Columns, key: str, number: int, known: dict[str, str], different: installers.Differences
) -> dict[str, Any]:
    before = known | {name: old for name, (old, _) in different.items()}
    return {
        "key": key,
        "number": number,
        "before": {str(where.index[name]): text for name, text in before.items()},
        "cells": {str(where.index[name]): new for name, (_, new) in different.items()},
    }


def _addition(click: Click, form: Form, tab: Tab, where: Columns, wanted: dict[str, set[str]]) -> Draft:
    """No row is the customer's: say so, and add one only on request."""
    ticked = form.ticked("add_row")
    values = {name: sorted(texts)[0] for name, texts in wanted.items()}
    values |= installers.row_says(click.handover) | installers.stamps(click.person.email, click.today)
    cells = {str(where.index[name]): text for name, text in values.items() if name in where.index}
    looked_for = " or ".join(sorted(text for texts in wanted.values() for text in texts))
    counted = [where.index[name] for name in (*installers.KEYS, "status", "company") if name in where.index]
    last = max(len(one) for one in click.systems.sheets.columns(tab, counted))
    key = f"{click.handover.document_id}:update_sheet:new:{click.round}"
    insert = {"key": key, "after": last, "cells": cells}
    new = [Change("new row", where.headings[int(i)], "", text) for i, text in sorted(cells.items(), key=_first)]
    return Draft(
        confirm="Add the row",
        plan={"tab": _tab(tab), "rows": [], "insert": insert} if ADD in ticked else None,
        facts=(Fact("Sheet", f"{click.rules.update_sheet.title}, “{tab.title}”"), *_found_by(click.handover)),
        fields=(TickField("add_row", "No row was found", ((ADD, "Add a new row for this customer"),), ticked),),
        changes=tuple(new),
        warnings=(f"No row has {looked_for}. Somebody may have entered another address or ID.",),
        problems=() if ADD in ticked or not form.submitted else ("Tick “Add a new row” first, or fix the sheet.",),
    )


def _first(item: tuple[str, str]) -> int:
    return int(item[0])


def _tab(tab: Tab) -> dict[str, Any]:
    return {"spreadsheet": tab.spreadsheet_id, "title": tab.title, "sheet_id": tab.sheet_id}


def _found_by(handover: Handover) -> tuple[Fact, ...]:
    wanted = installers.keys(handover)
    return (Fact("Matched by", ", ".join(sorted(text for texts in wanted.values() for text in texts))),)
