"""The process: whose turn it is, what is missing, what a press would do, and doing it.

One way through: rights, standing, draft, the same draft as was looked at, and then once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.handover import installers
from services.handover.beginning import START, beginning, begins
from services.handover.checks import Doubt, doubts, drift
from services.handover.claim import Record
from services.handover.ledger import Announced, Ledger
from services.handover.model import Click, Draft, Form, Handover, Person, Step
from services.handover.once import Outcome, do_once
from services.handover.questionnaire.answer import Answer
from services.handover.questionnaire.mask import FIELDS_MASK
from services.handover.questionnaire.read import read_questionnaire
from services.handover.rules import Rules
from services.handover.steps import STEPS
from services.systems import Systems

State = Literal["done", "in_progress", "unconfirmed", "blocked", "waiting", "ready"]
SHOWN = "shown"
LOOK_AGAIN = "Something changed since you looked, so nothing was sent. Look once more, then press."
OTHER_VERSION = (
    "An earlier version was being sent and never arrived. This version has not been sent. Look once more, then press."
)
STARTED = "This customer's handover was started already. Nothing was copied a second time."


@dataclass(frozen=True)
class Standing:
    """Where one step of a handover stands, for one person."""

    step: Step
    state: State
    may: bool
    record: Record | None = None
    gaps: tuple[Answer, ...] = ()
    waits_for: tuple[str, ...] = ()


@dataclass(frozen=True)
class View:
    """What to show for one step: how it stands, the draft if it can be pressed, and how a press ended."""

    handover: Handover
    standing: Standing
    draft: Draft | None = None
    outcome: Outcome | None = None
    notice: str = ""


@dataclass(frozen=True)
class SheetWork:
    """An announced customer whose rows are not up to date: how many cells differ, or None for no row."""

    handover: Handover
    by: str
    at: float
    cells: int | None


class Process:
    """The company's process over one ledger."""

    def __init__(self, rules: Rules, ledger: Ledger) -> None:
        self.rules = rules
        self._ledger = ledger
        self._steps: Mapping[str, Step] = {step.name: step for step in STEPS}

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step, in the order in which people take them."""
        return STEPS

    def step(self, name: str) -> Step | None:
        """A step by its public name."""
        return self._steps.get(name)

    def read(self, systems: Systems, document_id: str) -> Handover:
        """The handover as its document says it, read as the person. Raises NoAccess and its kin."""
        document = systems.docs.document(document_id, FIELDS_MASK)
        return Handover.of(document_id, read_questionnaire(document, self.rules.labels))

    def announced(self, document_id: str) -> Handover | None:
        """The handover as it travelled with its announcement; None while it is not announced."""
        found = self._ledger.announcement(document_id)
        return _travelled(found) if found else None

    def standings(self, person: Person, handover: Handover) -> tuple[Standing, ...]:
        """Every step that the handover has, in order: a document's all but the one that began it."""
        records = self._ledger.records(handover.document_id)
        return tuple(self._standing(one, person, handover, records) for one in STEPS if self.suits(one, handover))

    def opening(self, person: Person) -> Standing:
        """The step that begins a handover, for whichever customer."""
        [standing] = self.standings(person, beginning(Form()))
        return standing

    def suits(self, step: Step, handover: Handover) -> bool:
        """Whether the step belongs to this handover: ``start`` to one without a document, the others to the rest."""
        return (step.name == START) == begins(handover)

    def doubts(self, handover: Handover, today: date) -> tuple[Doubt, ...]:
        """What does not fit together, and what differs from the day it was announced."""
        then = self._ledger.announcement(handover.document_id)
        changed = then is not None and then.revision != handover.revision
        return (*(drift(then.answers, handover) if then and changed else ()), *doubts(handover, today))

    def look(self, click: Click, name: str, form: Form) -> View:
        """What pressing the step would do, drawn from the document as it is now."""
        standing = self._one(click, name)
        if standing.state != "ready" or not standing.may:
            return View(click.handover, standing, notice=_met_again(standing))
        draft = self._steps[name].draft(click, form)
        return View(click.handover, standing, draft, notice=draft.notice)

    def press(self, click: Click, name: str, form: Form) -> View:
        """Do what was looked at; anything that differs from it is shown again instead."""
        standing = self._one(click, name)
        if not standing.may or standing.state not in ("ready", "unconfirmed"):
            return View(click.handover, standing, notice=_met_again(standing))
        if standing.state == "unconfirmed" and standing.record is not None and standing.record.plan:
            return self._do(click, name, standing.record.plan)
        draft = self._steps[name].draft(click, form)
        if draft.shown != form.hidden.get(SHOWN) and not draft.notice:
            return View(click.handover, standing, draft, notice=LOOK_AGAIN)
        if draft.plan is None or draft.notice:
            return View(click.handover, standing, draft, notice=draft.notice)
        return self._do(click, name, draft.plan, draft)

    def sheet_work(self, systems: Systems, today: date) -> list[SheetWork]:
        """Announced customers whose rows are not up to date, oldest first, read as the person."""
        rules = self.rules.update_sheet
        tab = systems.sheets.tab(rules.spreadsheet, rules.sheet)
        where = installers.columns(tab.headings, rules.columns)
        waiting = [(_travelled(one), one) for one in self._ledger.announced("update_sheet")]
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

    def _one(self, click: Click, name: str) -> Standing:
        records = self._ledger.records(click.handover.document_id)
        return self._standing(self._steps[name], click.person, click.handover, records)

    def _do(self, click: Click, name: str, plan: Mapping[str, object], draft: Draft | None = None) -> View:
        outcome = do_once(self._ledger, click, name, self._steps[name].effect, plan)
        standing = self._one(click, name)
        if outcome.kind in ("other_plan", "refused"):
            notice = OTHER_VERSION if outcome.kind == "other_plan" else ""
            return View(click.handover, standing, draft, outcome, notice)
        return View(click.handover, standing, None, outcome)

    def _standing(self, step: Step, person: Person, handover: Handover, records: Mapping[str, Record]) -> Standing:
        may = step.role in person.roles
        record = records.get(step.name)
        if record is not None and record.state == "done":
            return Standing(step, "done", may, record)
        if record is not None and record.in_progress:
            return Standing(step, "in_progress", may, record)
        if record is not None and record.unconfirmed:
            return Standing(step, "unconfirmed", may, record)
        waits = [self._steps[n].label for n in step.waits_for if not _done(records.get(n))]
        gaps = [a for a in map(handover.answer, step.needs(self.rules)) if a.status != "answered"]
        state: State = "waiting" if waits else "blocked" if gaps else "ready"
        return Standing(step, state, may, record, tuple(gaps), tuple(waits))


def _met_again(standing: Standing) -> str:
    """Who starts a customer's handover need not know that a colleague did; on other cards "done" says enough."""
    return STARTED if standing.step.name == START and standing.state == "done" else ""


def _done(record: Record | None) -> bool:
    return record is not None and record.state == "done"


def _travelled(found: Announced) -> Handover:
    answers = {name: Answer(name, "answered", value, (), ()) for name, value in found.answers.items()}
    return Handover(found.id, found.title, found.revision, answers)
