"""What a press would write into a customer's rows of a sheet: cell by cell, with all that a person has to decide."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from services.handover.anchored_rows import AnchoredRows, Found, Row
from services.handover.cell_values import Content, shown
from services.handover.customer_rows import Wanted, another_name, company, known_by, stamps
from services.handover.fields import TickField
from services.handover.model import Change, Click, Draft, Fact, Form, hash_of
from services.handover.row_changes import protected_row, remarks, row_changes

ADD = "add"
ROWS = "rows"
MOVED = "The sheet was sorted or changed while it was being read. Nothing was written. Check again."
CONFIRMED = "These are the cells of the rows you ticked. Look once more, then press."


class _Look(Struct, frozen=True):
    """One customer in one sheet, as a click looks at them."""

    click: Click
    form: Form
    sheet: AnchoredRows
    wanted: Wanted

    @property
    def customer(self) -> str:
        return self.click.handover.document_id

    @property
    def stamps(self) -> dict[str, str]:
        return stamps(self.click.person.email, self.click.today)

    def found(self, numbers: list[int]) -> Found:
        return self.sheet.fasten({self.customer: numbers})


def rows_draft(click: Click, form: Form, sheet: AnchoredRows, wanted: Wanted) -> Draft:
    """Each cell old and new; a row is added, or taken for the customer's by its name, only on a tick."""
    look = _Look(click, form, sheet, wanted)
    numbers = sheet.matched({look.customer: wanted})[look.customer]
    return _matched(look, numbers) if numbers else _unmatched(look)


def _matched(look: _Look, numbers: list[int]) -> Draft:
    """Rows with the customer's key; one that bears another company's name is asked about."""
    found = look.found(numbers)
    rows = found.of(look.customer)
    doubtful = {row.number: row.texts for row in rows if _of_another(look, row)}
    if not doubtful:
        return _changes(look, found, None)
    question = _question(look, doubtful, "The key is this customer's, the name is not. Are these theirs?")
    meant = {row.number for row in rows} - set(doubtful) | set(_numbers(question))
    if not meant:
        problems = ("Tick the customer's row first, or put the sheet right.",) if look.form.submitted else ()
        return Draft(confirm="Go on", fields=(question,), facts=_facts(look), problems=problems)
    return _changes(look, found.only(look.customer, meant), question)


def _unmatched(look: _Look) -> Draft:
    """No row has the customer's key: perhaps one bears the name, perhaps one has to be added."""
    named, last = look.sheet.namesakes(look.wanted)
    question = _question(look, named, "The name is this customer's, the key is not. Are these theirs?")
    if question.ticked:
        return _changes(look, look.found(_numbers(question)), question)
    draft = _addition(look, last)
    return replace(draft, fields=(question, *draft.fields)) if named else draft


def _question(look: _Look, rows: dict[int, tuple[str, ...]], label: str) -> TickField:
    """Rows to be ticked. A row that somebody moves or changes meanwhile loses its tick, and is asked about again."""
    names = (look.wanted.named, *look.sheet.keys)
    options = []
    for number, texts in rows.items():
        said = [texts[i] for i in (look.sheet.where.index.get(name, len(texts)) for name in names) if i < len(texts)]
        options.append((f"{number}:{hash_of(texts)[:8]}", f"Row {number}: {', '.join(filter(None, said))}"))
    known = frozenset(value for value, _ in options)
    return TickField(ROWS, label, tuple(options), look.form.ticked(ROWS) & known)


def _numbers(question: TickField) -> list[int]:
    return sorted(int(one.partition(":")[0]) for one in question.ticked)


def _of_another(look: _Look, row: Row) -> bool:
    return another_name(look.wanted, company(look.sheet.where, row.texts, look.wanted))


def _changes(look: _Look, found: Found, question: TickField | None) -> Draft:
    """Every cell of the rows that would be written."""
    rows, where = found.of(look.customer), look.sheet.where
    if not rows or not all(known_by(where, row.texts, look.wanted) for row in rows):
        return Draft(confirm="Update", problems=(MOVED,))
    new = row_changes(where, rows, look.wanted, look.stamps, found.protections)
    ticked = ",".join(str(one) for one in _numbers(question)) if question else ""
    looked_at = not question or look.form.hidden.get(ROWS, "") == ticked
    return Draft(
        confirm=f"Write {new.cells} cell{'s' if new.cells != 1 else ''}" if new.cells else "Record as up to date",
        plan=None if new.problems else look.sheet.plan(new.rows),
        facts=_facts(look),
        fields=(question,) if question else (),
        changes=new.changes,
        warnings=new.warnings,
        problems=new.problems,
        text="" if new.cells else "The customer's row already says all this. Nothing will be written.",
        undo="Only these cells are written. They can be put back while nobody else changes them.",
        notice="" if looked_at or not look.form.submitted else CONFIRMED,
        hidden={ROWS: ticked},
    )


def _addition(look: _Look, last: int) -> Draft:
    """No row is the customer's: say so, and add one only on request."""
    ticked, sheet, wanted = look.form.ticked("add_row"), look.sheet, look.wanted
    where = sheet.where
    values: dict[str, Content] = {name: sorted(texts)[0] for name, texts in wanted.keys.items()}
    values |= {**wanted.says, **look.stamps}
    cells = {str(where.index[name]): content for name, content in values.items() if name in where.index}
    problem = protected_row(last, len(where.headings), sheet.protections)
    if not problem and look.form.submitted and ADD not in ticked:
        problem = "Tick “Add a new row” first, or fix the sheet."
    new = [Change("New row", where.headings[int(i)], "", shown(one)) for i, one in sorted(cells.items(), key=_first)]
    insert = {"key": sheet.new_key(look.customer, look.click.round), "after": last, "cells": cells}
    looked_for = " or ".join(_keys(wanted))
    return Draft(
        confirm="Add the row",
        plan=sheet.plan([], insert) if ADD in ticked and not problem else None,
        facts=_facts(look),
        fields=(TickField("add_row", "No row was found", ((ADD, "Add a new row for this customer"),), ticked),),
        changes=tuple(new),
        warnings=(
            f"No row has {looked_for}. Somebody may have entered another address or ID.",
            *remarks(wanted, [name for name in values if name in where.index]),
        ),
        problems=(problem,) if problem else (),
        undo="Its cells can be put back, which empties the new row, while nobody else changes them.",
    )


def _first(item: tuple[str, Content]) -> int:
    return int(item[0])


def _keys(wanted: Wanted) -> list[str]:
    """The keys for people: as the row will say them, where it will."""
    return sorted(shown(wanted.says.get(name, text)) for name, texts in wanted.keys.items() for text in texts)


def _facts(look: _Look) -> tuple[Fact, ...]:
    sheet = look.sheet
    keys = ", ".join(_keys(look.wanted))
    return Fact("Sheet", f"{sheet.rules.title}, “{sheet.tab.title}”"), Fact("Matched by", keys)
