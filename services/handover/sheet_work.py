"""The list of operations: announced customers whose rows are not up to date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.handover import installers
from services.handover.installer_rows import InstallerRows
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
    sheet = InstallerRows(systems.sheets, rules)
    waiting = [(travelled(one), one) for one in announced]
    found = sheet.matched([handover for handover, _ in waiting])
    numbers = sorted({number for each in found.values() for number in each})
    rows, _ = systems.sheets.look(sheet.tab, numbers)
    stamps = installers.stamps(systems.user_email, today)
    work = []
    for handover, one in waiting:
        mine = found[handover.document_id]
        cells = sum(len(installers.changes(sheet.where, rows[n].texts, handover, stamps)) for n in mine)
        if cells or not mine:
            work.append(SheetWork(handover, one.by, one.at, cells if mine else None))
    return work


def travelled(found: Announced) -> Handover:
    """The handover as it travelled with its announcement."""
    answers = {name: Answer(name, "answered", value, (), ()) for name, value in found.answers.items()}
    return Handover(found.id, found.title, found.revision, answers)
