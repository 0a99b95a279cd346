"""What operations do in the installers sheet: who waits, several customers at once, and what does not agree.

Several customers are still one press for each: every one has its own claim and its own evidence in the ledger, and
what becomes of one says nothing about the others.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from services.handover import installers
from services.handover.anchored_rows import AnchoredRows, Found
from services.handover.comparison import Comparing
from services.handover.customer_rows import Wanted, another_name, changes, company, known_by, stamps
from services.handover.effects.sheet_rows import SheetRows
from services.handover.ledger import Ledger
from services.handover.model import Click, Form, Handover, Person, hash_of
from services.handover.once import Outcome, do_once
from services.handover.promised import waited
from services.handover.reception import receipts
from services.handover.records import WHOLE as RECORDS
from services.handover.row_changes import RowChanges, row_changes
from services.handover.rules import Rules
from services.handover.travelling import travelled
from services.handover.used import Watched, used_of, watched
from services.systems import Systems

CHOSEN = "chosen"
AT_ONCE = 20
"""So many customers in one press: with two calls for each, they fit into a press's time and a minute's quota."""
SHOWN, PAGE, MOST_LOOKED, MOST_COMPARED = 15, 100, 2_000, 500
"""On one card; looked at in one go; at most, where looking takes no call; finished ones that are compared."""
STARTING_SECONDS = 12.0
"""After so long no further customer is begun, so that the one that is being written has time to be answered."""
ANOTHER_NAME = "A row with this customer's key says that it is somebody else's: open it by itself."
NO_ROW = "No row has this customer's key: open it by itself to add one, or to choose one by name."
MOVED = "The sheet was sorted or changed while it was being read. Nothing was written. Look once more."
DIFFERENT = "Something changed since you looked, so nothing was written. Look once more."
NO_TIME = "Not begun: the time of one press was up. Press again for the rest."


class SheetWork(Struct, frozen=True):
    """An announced customer who waits for operations.

    ``cells`` is how many of their rows differ, or None for no row; ``days`` how many business days they have been
    waiting; ``records`` whether their sources of truth are open.
    """

    handover: Handover
    by: str
    at: float
    cells: int | None
    days: int
    records: bool


class Waiting(Struct, frozen=True):
    """Some of the customers that wait: of the ``looked`` oldest, those for whom something is left to do.

    ``behind`` is how many wait behind them and were not looked at, ``after`` the place to go on from.
    """

    works: Sequence[SheetWork]
    looked: int
    behind: int
    after: str


class BulkItem(Struct, frozen=True):
    """One customer among several: what would be written, or why it is not written in one go with the others."""

    handover: Handover
    changes: RowChanges | None
    problem: str = ""
    plan: Mapping[str, object] | None = None

    @property
    def shown(self) -> str:
        """A hash of what the person saw; the press carries it back."""
        seen = [[c.place, c.old, c.new] for c in self.changes.changes] if self.changes else []
        return hash_of(seen)[:16]


class BulkResult(Struct, frozen=True):
    """What became of one customer: an outcome, or the reason why nothing was tried."""

    handover: Handover
    outcome: Outcome | None
    words: str = ""


class Comparison(Struct, frozen=True):
    """Where sheet and ledger do not agree: rows of customers (number, name) and handovers (with how many cells).

    ``not_compared`` is how many finished handovers were announced before those that were compared.
    """

    strangers: Sequence[tuple[int, str]]
    differ: Sequence[tuple[Handover, int | None]]
    not_compared: int = 0


class SheetDesk:
    """The installers sheet and the ledger beside each other."""

    def __init__(self, rules: Rules, ledger: Ledger) -> None:
        self._rules = rules
        self._ledger = ledger
        self.comparing = Comparing(rules, ledger)

    def work(self, systems: Systems, person: Person, today: date, after: str = "") -> Waiting:
        """Announced customers who wait for operations, oldest first, read as the person, from a place on.

        However many wait, some are looked at: all pages of a sheet that was read whole, one page where each takes a
        call. The rest is counted.
        """
        sheet = installers.whole_if_short(systems.sheets, self._rules.update_sheet)
        works: list[SheetWork] = []
        looked = 0
        while len(works) < SHOWN and looked < (MOST_LOOKED if sheet.whole else PAGE):
            page = self._ledger.backlog.waiting(PAGE, after)
            handovers = [travelled(one) for one in page]
            cells = _cells(sheet, systems.user_email, sheet.matched(_wanted(handovers)), handovers, today)
            cells |= dict.fromkeys(self._ledger.backlog.settled(list(cells), installers.STEP), 0)
            known = set() if RECORDS in self._rules.steps.without else set(cells)
            open_ = known - self._ledger.backlog.settled(list(cells), RECORDS)
            for one, handover in zip(page, handovers, strict=True):
                if len(works) == SHOWN:
                    break
                after, looked = one.place, looked + 1
                count, records = cells[one.id], one.id in open_
                if count != 0 or records:
                    works.append(SheetWork(handover, one.by, one.at, count, waited(one, person, today), records))
            if len(page) < PAGE:
                break
        return Waiting(works, looked, self._ledger.backlog.count(after), after)

    def unseen(self, person: Person, handovers: Sequence[Handover]) -> frozenset[str]:
        """Those, by document id, whose announcement nobody of the person's teams has said to have seen."""
        found = self._ledger.records_of([one.document_id for one in handovers])
        return frozenset(
            document_id
            for document_id, records in found.items()
            if any(one.role in person.roles and not one.person for one in receipts(records))
        )

    def read(self, systems: Systems) -> None:
        """Read the sheet as the person; raises what Google says if they may not."""
        installers.sheet_of(systems.sheets, self._rules.update_sheet)

    def look(self, systems: Systems, today: date) -> list[BulkItem]:
        """What one press for several customers would write, oldest announcement first."""
        waiting = [watched(travelled(one)) for one in self._ledger.backlog.waiting(AT_ONCE, step=installers.STEP)]
        mine = [one.document_id for one in waiting]
        sheet = installers.sheet_of(systems.sheets, self._rules.update_sheet, customers=mine)
        if sheet.problem:
            return [BulkItem(one, None, sheet.problem) for one in waiting]
        numbers = {one: mine for one, mine in sheet.matched(_wanted(waiting)).items() if mine}
        found = sheet.fasten(numbers)
        said = stamps(systems.user_email, today)
        return [_item(sheet, found, one, said, found_any=one.document_id in numbers) for one in waiting]

    def press(self, click: Click, form: Form) -> list[BulkResult]:
        """Write the chosen customers' cells, each once, each by itself; ``click``'s own handover is not looked at."""
        began, results = time.monotonic(), []
        chosen = form.ticked(CHOSEN)
        for item in self.look(click.systems, click.today):
            one = item.handover
            if one.document_id not in chosen:
                continue
            if item.plan is None or item.shown != form.hidden.get(one.document_id):
                results.append(BulkResult(one, None, item.problem or DIFFERENT))
            elif time.monotonic() - began > STARTING_SECONDS:
                results.append(BulkResult(one, None, NO_TIME))
            else:
                mine = Click(click.person, one, click.systems, click.rules, click.today)
                used = used_of(one, one.noted) if isinstance(one, Watched) else None
                done = do_once(self._ledger, mine, installers.STEP, SheetRows(), item.plan, used)
                results.append(BulkResult(one, done))
        return results

    def compare(self, systems: Systems, today: date) -> Comparison:
        """The reverse question: rows of customers without a handover, and finished handovers whose rows differ.

        All handovers are asked whose rows are theirs, some hundreds at a time; of the finished ones, the last
        announced are compared.
        """
        beside = (installers.STATUS, installers.COMPANY)
        sheet = installers.sheet_of(systems.sheets, self._rules.update_sheet, beside)
        known: set[int] = set()
        done: deque[tuple[Handover, list[int]]] = deque(maxlen=MOST_COMPARED)
        finished = 0
        for page in self._ledger.backlog.announcements():
            settled = self._ledger.backlog.settled([one.id for one in page], installers.STEP)
            handovers = [travelled(one) for one in page]
            found = sheet.matched(_wanted(handovers))
            known.update(number for mine in found.values() for number in mine)
            done.extend((one, found[one.document_id]) for one in handovers if one.document_id in settled)
            finished += len(settled)
        names, statuses = sheet.column(installers.COMPANY), sheet.column(installers.STATUS)
        strangers = [
            (number, names[number - 1] if number <= len(names) else "")
            for number, status in enumerate(statuses, start=1)
            if status.strip().lower() == installers.CUSTOMER and number not in known
        ]
        numbers = {one.document_id: mine for one, mine in done}
        cells = _cells(sheet, systems.user_email, numbers, [one for one, _ in done], today)
        differ = [(one, cells[one.document_id]) for one, _ in done if cells[one.document_id] != 0]
        return Comparison(strangers, differ, finished - len(done))


def _wanted(handovers: Iterable[Handover]) -> dict[str, Wanted]:
    return {one.document_id: installers.wanted(one) for one in handovers}


def _cells(
    sheet: AnchoredRows,
    email: str,
    found: Mapping[str, Sequence[int]],
    handovers: Sequence[Handover],
    today: date,
) -> dict[str, int | None]:
    """How many cells of each customer's rows differ, by document id; None for no row."""
    numbers = sorted({number for one in handovers for number in found[one.document_id]})
    looks, said = sheet.looks(numbers) if numbers else {}, stamps(email, today)
    cells: dict[str, int | None] = {}
    for one in handovers:
        mine = [looks[number] for number in found[one.document_id] if number in looks]
        wanted = installers.wanted(one)
        changed = sum(len(changes(sheet.where, row.texts, wanted, said, row.days)) for row in mine)
        cells[one.document_id] = changed if mine else None
    return cells


def _item(
    sheet: AnchoredRows, found: Found, handover: Handover, said: Mapping[str, str], *, found_any: bool
) -> BulkItem:
    rows, wanted, where = found.of(handover.document_id), installers.wanted(handover), sheet.where
    if not rows:
        return BulkItem(handover, None, MOVED if found_any else NO_ROW)
    if any(another_name(wanted, company(where, row.texts, wanted)) for row in rows):
        return BulkItem(handover, None, ANOTHER_NAME)
    if not all(known_by(where, row.texts, wanted) for row in rows):
        return BulkItem(handover, None, MOVED)
    new = row_changes(where, rows, wanted, said, found.protections)
    if new.problems:
        return BulkItem(handover, new, " ".join(new.problems))
    return BulkItem(handover, new, "", sheet.plan(new.rows))
