"""The list of operations: announced customers whose rows are not up to date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.handover import installers
from services.handover.ledger import Announced
from services.handover.model import Handover
from services.handover.questionnaire.answer import Answer
from services.handover.rules import UpdateSheet
from services.systems import Systems


@dataclass(frozen=True)
class SheetWork:
    """An announced customer whose rows are not up to date: how many cells differ, or None for no row."""

    handover: Handover
    by: str
    at: float
    cells: int | None


def sheet_work(systems: Systems, rules: UpdateSheet, announced: Sequence[Announced], today: date) -> list[SheetWork]:
    """Those of ``announced`` with work left, in the same order, read as the person."""
    tab = systems.sheets.tab(rules.spreadsheet, rules.sheet)
    where = installers.columns(tab.headings, rules.columns)
    waiting = [(travelled(one), one) for one in announced]
    names = [name for name in installers.KEYS if name in where.index]
    texts = dict(zip(names, systems.sheets.columns(tab, [where.index[n] for n in names]), strict=True))
    found = {h.document_id: installers.matches(texts, installers.keys(h)) for h, _ in waiting}
    numbers = sorted({number for each in found.values() for number in each})
    rows = dict(zip(numbers, systems.sheets.rows(tab, numbers), strict=True))
    stamps = installers.stamps(systems.user_email, today)
    work = []
    for handover, one in waiting:
        mine = found[handover.document_id]
        cells = sum(len(installers.changes(where, rows[n], handover, stamps)) for n in mine)
        if cells or not mine:
            work.append(SheetWork(handover, one.by, one.at, cells if mine else None))
    return work


def travelled(found: Announced) -> Handover:
    """The handover as it travelled with its announcement."""
    answers = {name: Answer(name, "answered", value, (), ()) for name, value in found.answers.items()}
    return Handover(found.id, found.title, found.revision, answers)
