"""Update the customer's rows in the installers-to-company spreadsheet, cell by cell, shown before."""

from __future__ import annotations

from dataclasses import replace

from services.google_sheets import SCOPES
from services.handover import installers
from services.handover.effects.sheet_rows import SheetRows
from services.handover.fields import TickField
from services.handover.installer_rows import Found, InstallerRows, Row
from services.handover.model import Change, Click, Draft, Effect, Fact, Form, Handover, Role, hash_of
from services.handover.row_changes import protected_row, row_changes
from services.handover.rules import Rules

ADD = "add"
ROWS = "rows"
MOVED = "The sheet was sorted or changed while it was being read. Nothing was written. Check again."
NO_KEY = (
    "The questionnaire gives neither an installer's e-mail address nor a site ID, so no row can be matched. Add one "
    "of them in the document. Rows are never matched by name alone."
)
CONFIRMED = "These are the cells of the rows you ticked. Look once more, then press."


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
        """Each cell old and new; a row is added, or taken for the customer's by its name, only on a tick."""
        sheet = InstallerRows(click.systems.sheets, click.rules.update_sheet)
        if problem := sheet.problem or ("" if installers.keys(click.handover) else NO_KEY):
            return Draft(confirm="Update", problems=(problem,))
        numbers = sheet.matched([click.handover])[click.handover.document_id]
        if numbers:
            return _matched(click, form, sheet, numbers)
        return _unmatched(click, form, sheet)


def _matched(click: Click, form: Form, sheet: InstallerRows, numbers: list[int]) -> Draft:
    """Rows with the customer's key; one that bears another company's name is asked about."""
    found = sheet.fasten({click.handover.document_id: numbers})
    rows = found.of(click.handover)
    doubtful = {row.number: row.texts for row in rows if _of_another(sheet, row, click.handover)}
    if not doubtful:
        return _changes(click, form, sheet, found, None)
    question = _question(sheet, doubtful, form, "The key is this customer's, the name is not. Are these theirs?")
    meant = {row.number for row in rows} - set(doubtful) | set(_numbers(question))
    if not meant:
        problems = ("Tick the customer's row first, or put the sheet right.",) if form.submitted else ()
        return Draft(confirm="Go on", fields=(question,), facts=_facts(click, sheet), problems=problems)
    return _changes(click, form, sheet, found.only(click.handover, meant), question)


def _unmatched(click: Click, form: Form, sheet: InstallerRows) -> Draft:
    """No row has the customer's key: perhaps one bears the name, perhaps one has to be added."""
    named, last = sheet.namesakes(click.handover)
    question = _question(sheet, named, form, "The name is this customer's, the key is not. Are these theirs?")
    if question.ticked:
        found = sheet.fasten({click.handover.document_id: _numbers(question)})
        return _changes(click, form, sheet, found, question)
    draft = _addition(click, form, sheet, last)
    return replace(draft, fields=(question, *draft.fields)) if named else draft


def _question(sheet: InstallerRows, rows: dict[int, tuple[str, ...]], form: Form, label: str) -> TickField:
    """Rows to be ticked. A row that somebody moves or changes meanwhile loses its tick, and is asked about again."""
    names = ("company", *installers.KEYS)
    options = []
    for number, texts in rows.items():
        said = [texts[i] for i in (sheet.where.index.get(name, len(texts)) for name in names) if i < len(texts)]
        options.append((f"{number}:{hash_of(texts)[:8]}", f"Row {number}: {', '.join(filter(None, said))}"))
    known = frozenset(value for value, _ in options)
    return TickField(ROWS, label, tuple(options), form.ticked(ROWS) & known)


def _numbers(question: TickField) -> list[int]:
    return sorted(int(one.partition(":")[0]) for one in question.ticked)


def _of_another(sheet: InstallerRows, row: Row, handover: Handover) -> bool:
    return installers.another_name(handover, installers.company(sheet.where, row.texts))


def _changes(click: Click, form: Form, sheet: InstallerRows, found: Found, question: TickField | None) -> Draft:
    """Every cell of the rows that would be written."""
    rows = found.of(click.handover)
    if not rows or not all(installers.known_by(sheet.where, row.texts, click.handover) for row in rows):
        return Draft(confirm="Update", problems=(MOVED,))
    stamps = installers.stamps(click.person.email, click.today)
    new = row_changes(sheet.where, rows, click.handover, stamps, found.protections)
    ticked = ",".join(str(one) for one in _numbers(question)) if question else ""
    looked_at = not question or form.hidden.get(ROWS, "") == ticked
    return Draft(
        confirm=f"Write {new.cells} cell{'s' if new.cells != 1 else ''}" if new.cells else "Record as up to date",
        plan=None if new.problems else sheet.plan(new.rows),
        facts=_facts(click, sheet),
        fields=(question,) if question else (),
        changes=new.changes,
        warnings=new.warnings,
        problems=new.problems,
        text="" if new.cells else "The customer's row already says all this. Nothing will be written.",
        undo="Only these cells are written. They can be put back while nobody else changes them.",
        notice="" if looked_at or not form.submitted else CONFIRMED,
        hidden={ROWS: ticked},
    )


def _addition(click: Click, form: Form, sheet: InstallerRows, last: int) -> Draft:
    """No row is the customer's: say so, and add one only on request."""
    ticked, where, wanted = form.ticked("add_row"), sheet.where, installers.keys(click.handover)
    values = {name: sorted(texts)[0] for name, texts in wanted.items()}
    values |= installers.row_says(click.handover) | installers.stamps(click.person.email, click.today)
    cells = {str(where.index[name]): text for name, text in values.items() if name in where.index}
    looked_for = " or ".join(sorted(text for texts in wanted.values() for text in texts))
    key = f"{click.handover.document_id}:update_sheet:new:{click.round}"
    problem = protected_row(last, len(where.headings), sheet.protections(last))
    if not problem and form.submitted and ADD not in ticked:
        problem = "Tick “Add a new row” first, or fix the sheet."
    new = [Change("new row", where.headings[int(i)], "", text) for i, text in sorted(cells.items(), key=_first)]
    insert = {"key": key, "after": last, "cells": cells}
    return Draft(
        confirm="Add the row",
        plan=sheet.plan([], insert) if ADD in ticked and not problem else None,
        facts=_facts(click, sheet),
        fields=(TickField("add_row", "No row was found", ((ADD, "Add a new row for this customer"),), ticked),),
        changes=tuple(new),
        warnings=(f"No row has {looked_for}. Somebody may have entered another address or ID.",),
        problems=(problem,) if problem else (),
    )


def _first(item: tuple[str, str]) -> int:
    return int(item[0])


def _facts(click: Click, sheet: InstallerRows) -> tuple[Fact, ...]:
    wanted = installers.keys(click.handover)
    keys = ", ".join(sorted(text for texts in wanted.values() for text in texts))
    return Fact("Sheet", f"{sheet.rules.title}, “{sheet.tab.title}”"), Fact("Matched by", keys)
