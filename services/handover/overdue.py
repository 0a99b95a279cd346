"""What is later than promised: found in the ledger, on the company's calendar, without asking anybody."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Engine, select

from services.handover import purchase_order
from services.handover.claim import OWNED_BY, SETTLED, Record
from services.handover.ledger import Ledger
from services.handover.model import Role, Step
from services.handover.reception import TEAMS, receipt_name
from services.handover.reminder_rules import GOT_IT, REMIND, Promise
from services.handover.rules import Rules
from services.handover.standing import owner_of
from services.handover.tables import handovers, reading, steps
from services.handover.working_days import day_off

HOUR_SECONDS = 3600.0
DAY_SECONDS = 24 * HOUR_SECONDS
FORGOTTEN_DAYS = 90
"""So long after its time began to run, a reminder would be news from another time."""


class Duty(Struct, frozen=True):
    """Something that one role promised. ``name`` is a step's, or ``got_it/`` with a team's, or the ledger's own.

    After the step ``moot_after`` nobody asks for it any more; ``only_where`` says by the announcement's answers for
    whom it is promised, where it is not for everybody.
    """

    name: str
    label: str
    role: Role
    promise: Promise
    waits_for: tuple[str, ...] = ()
    moot_after: str = ""
    only_where: Callable[[Mapping[str, Any]], bool] | None = None

    def settled(self, records: Mapping[str, Record]) -> bool:
        """Whether nothing is left to do."""
        if self.name.startswith(GOT_IT):
            return receipt_name(self.role, records) in records
        return _settled(records, self.name) or _settled(records, self.moot_after)

    def can_begin(self, records: Mapping[str, Record]) -> bool:
        """Whether it is this role's turn: what it waits for is somebody else's to do."""
        return all(_settled(records, name) for name in self.waits_for)


class Late(Struct, frozen=True):
    """A duty of one handover that is late. ``began``: when its time began to run, in seconds since 1970.

    ``person`` is whose it is, by address, as far as the ledger knows.
    """

    duty: Duty
    handover: str
    title: str
    began: float
    person: str
    entry: str
    record: Record | None


def duties(rules: Rules, known: Sequence[Step]) -> list[Duty]:
    """What the company promised, in the order of its steps; only for roles with a channel."""
    books = Promise(business_days=rules.update_sheet.promised_days)
    promises = {**rules.reminders.promises, "update_sheet": books}
    said = promises.get(GOT_IT)
    teams = [Duty(f"{GOT_IT}/{role}", "Got it", role, said) for role in TEAMS] if said else []
    own = [
        Duty(step.name, step.label, step.role, promises[step.name], step.waits_for)
        for step in known
        if step.name in promises
    ]
    asked = promises.get(purchase_order.PROMISE)
    order = [_order(asked)] if asked and "invoice" not in rules.steps.without else []
    return [duty for duty in (*teams, *own, *order) if duty.role in rules.reminders.channels]


def _order(promise: Promise) -> Duty:
    """The number of a purchase order, which the AE has to get before an invoice can go out."""
    name, label, missing = purchase_order.GIVEN, purchase_order.LABEL, purchase_order.missing
    return Duty(name, label, "sales", promise, moot_after="invoice", only_where=missing)


class Overdue:
    """Looks for what is late."""

    def __init__(self, engine: Engine, ledger: Ledger, duties: Sequence[Duty], at_most: int) -> None:
        """``at_most``: after so many reminders of one thing, people have decided not to do it."""
        self._engine = engine
        self._ledger = ledger
        self._duties = duties
        self._at_most = at_most

    def late(self, moment: datetime, holidays: Collection[date]) -> Iterator[Late]:
        """What is late at ``moment`` and was not called to mind on that day yet, oldest first for each duty.

        ``moment`` is in the company's zone, which decides what a day is.
        """
        for duty in self._duties:
            for row in self._open(duty, moment):
                if not overdue(duty.promise, row.at, moment, holidays):
                    continue
                records = self._ledger.records(row.id)
                entry = f"{REMIND}{duty.name}/{moment.date().isoformat()}"
                if duty.settled(records) or not duty.can_begin(records) or not self._due(entry, records):
                    continue
                if self._concerns(duty, row.id):
                    person = _person(duty, row, records)
                    yield Late(duty, row.id, row.title, row.at, person, entry, records.get(entry))

    def _concerns(self, duty: Duty, handover: str) -> bool:
        """Whether it is promised for this handover at all."""
        if duty.only_where is None:
            return True
        announced = self._ledger.announcement(handover)
        return announced is not None and duty.only_where(announced.answers)

    def _open(self, duty: Duty, moment: datetime) -> Sequence[Any]:
        """Handovers for which the duty is not settled, and its time began to run long enough ago, but not too long."""
        least = (duty.promise.hours or 0) * HOUR_SECONDS + (duty.promise.business_days or 0) * DAY_SECONDS
        settled = select(steps.c.handover).where(steps.c.step == duty.name, steps.c.state.in_(SETTLED))
        query = (
            select(handovers.c.id, handovers.c.title, handovers.c.announced_by, steps.c.at)
            .join(steps, steps.c.handover == handovers.c.id)
            .where(steps.c.step == duty.promise.after, steps.c.state.in_(SETTLED))
            .where(steps.c.at <= moment.timestamp() - least, handovers.c.id.not_in(settled))
            .where(steps.c.at > moment.timestamp() - least - FORGOTTEN_DAYS * DAY_SECONDS)
            .order_by(steps.c.at, handovers.c.id)
        )
        with reading(self._engine) as connection:
            return connection.execute(query).all()

    def _due(self, entry: str, records: Mapping[str, Record]) -> bool:
        """Not on this day, nor on a later one by a clock that was set back since; and not for the eleventh time."""
        start = entry.rpartition("/")[0] + "/"
        sent = [name for name, one in records.items() if name.startswith(start) and one.state == "done"]
        return len(sent) < self._at_most and all(name < entry for name in sent)


def overdue(promise: Promise, began: float, moment: datetime, holidays: Collection[date]) -> bool:
    """Whether a promise whose time began to run at ``began`` is broken at ``moment``.

    Hours are hours, whatever the clocks were set to meanwhile. Business days end with the day, in the moment's zone.
    """
    if promise.hours is not None:
        return moment.timestamp() - began > promise.hours * HOUR_SECONDS
    first = datetime.fromtimestamp(began, UTC).astimezone(moment.tzinfo).date().toordinal()
    days = (date.fromordinal(number) for number in range(first + 1, moment.date().toordinal() + 1))
    return sum(not day_off(day, holidays) for day in days) > (promise.business_days or 0)


def _settled(records: Mapping[str, Record], name: str) -> bool:
    return name in records and records[name].state in SETTLED


def _person(duty: Duty, row: Any, records: Mapping[str, Record]) -> str:
    """Whose it is: the AE who announced, the Customer Engineer who took the customer; else nobody in particular."""
    if duty.role == "sales":
        return str(row.announced_by)
    return owner_of(records).get("owner", "") if duty.role == "ce" and duty.name != OWNED_BY else ""
