"""One look at a sheet that many people keep, for one customer or for many: the same few calls, however long it is.

What is read grows with the key columns alone; of other columns, only the customers' own rows are read. Which heading
stands where is known for an hour, and each read brings the headings along, to show whether they still stand there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from msgspec import Struct

from services.errors import OutsideError
from services.google_sheets import GoogleSheets
from services.handover.customer_rows import Wanted, columns, matches, rows_by_key, same_name
from services.handover.sections import SheetSection
from services.sheet_answers import Protection, Reading, RowLook, Tab

EACH = 5
"""So many rows of one customer have their anchors read at once; more take a call of their own."""
LISTED = 20
"""So many rows that bear only the customer's name are offered; who has more has a search of their own to do."""


class Row(Struct, frozen=True):
    """A customer's row, anchored: ``key`` of the anchor, number (1-based) for people, and what stands there.

    ``values`` and ``days`` are those of ``RowLook``.
    """

    key: str
    number: int
    texts: tuple[str, ...]
    formulas: frozenset[int]
    hidden: bool
    values: Mapping[int, float | bool]
    days: Mapping[int, str]


class Found(Struct, frozen=True):
    """The anchored rows of several customers, by document id; one whose rows moved meanwhile has none."""

    rows: Mapping[str, list[Row]]
    protections: tuple[Protection, ...]

    def of(self, customer: str) -> list[Row]:
        """One customer's, by document id."""
        return self.rows.get(customer, [])

    def only(self, customer: str, numbers: Collection[int]) -> Found:
        """Of one customer's rows, those with these numbers."""
        kept = [row for row in self.of(customer) if row.number in numbers]
        return Found({customer: kept}, self.protections)


class AnchoredRows:
    """The sheet as the person sees it now. Making it is one call, or three where its headings changed.

    ``entry`` is the ledger's name of what is pressed, ``keys`` are the columns that rows are found by, and ``needed``
    columns without which a row cannot be written. Beside the keys, the columns ``beside`` are read at once (every
    known one, where it is None), and the anchors of ``customers`` (by document id).
    """

    def __init__(
        self,
        sheets: GoogleSheets,
        rules: SheetSection,
        entry: str,
        keys: Sequence[str],
        needed: Sequence[str] = (),
        *,
        beside: Sequence[str] | None = (),
        customers: Collection[str] = (),
    ) -> None:
        self._sheets = sheets
        self._entry, self.keys, self._needed = entry, keys, needed
        self.rules = rules
        self._names = None if beside is None else (*keys, *beside)
        self._asked = [key for one in customers for key in self._keys(one, EACH)]
        self._protections: tuple[Protection, ...] = ()
        self._read()
        if self._found.headings != self.tab.headings:
            # What was kept of the headings is stale, and with it which column is which.
            sheets.forget(self.tab)
            self._read()

    def _read(self) -> None:
        self.tab: Tab = self._sheets.tab(self.rules.spreadsheet, self.rules.sheet)
        self.where = columns(self.tab.headings, self.rules.columns)
        names = self.where.index if self._names is None else self._names
        indexes = sorted({self.where.index[name] for name in names if name in self.where.index})
        try:
            self._found: Reading = self._sheets.read(self.tab, indexes, self._asked)
        except OutsideError:
            # Perhaps it became longer than was known; then the next press reads less of it.
            self._sheets.forget(self.tab)
            raise
        if self._found.row_count > self.tab.row_count:
            self._sheets.forget(self.tab)
        self._rows = rows_by_key({name: self.column(name) for name in self.keys})

    @property
    def problem(self) -> str:
        """Why nothing can be done with this sheet, for anybody; empty when something can."""
        index, title = self.where.index, self.rules.sheet
        if self.where.twice:
            named = ", ".join(f"“{name}”" for name in self.where.twice)
            return f"The sheet “{title}” has more than one column for {named}. Rename one, so that none is guessed."
        if not set(self._needed) <= set(index) or not set(index) & set(self.keys):
            missing = ", ".join(f"“{name}”" for name in self.where.missing)
            way_out = "Restore it, or ask an administrator to name it in handover.toml."
            return f"The sheet “{title}” has no heading {missing}. {way_out}"
        return ""

    @property
    def whole(self) -> bool:
        """Whether every known column was read, so that looking at rows takes no further call."""
        return self._names is None

    def column(self, name: str) -> Sequence[str]:
        """The shown texts of a column that was read, heading included, by the company's name for it."""
        return self._found.columns.get(self.where.index.get(name, -1), ())

    def matched(self, customers: Mapping[str, Wanted]) -> dict[str, list[int]]:
        """The numbers of each customer's rows, by document id: found by key and by nothing else."""
        return {one: matches(self._rows, wanted) for one, wanted in customers.items()}

    def looks(self, numbers: Collection[int]) -> dict[int, RowLook]:
        """What rows say, not anchored: for those who only compare. Rows that are not there are left out.

        Of a sheet that was read whole only texts are known.
        """
        if self.whole:
            return {number: RowLook(self._texts(number)) for number in numbers}
        return self._sheets.look(self.tab, sorted(numbers))[0]

    def _texts(self, number: int) -> tuple[str, ...]:
        there = {index: texts[number - 1] for index, texts in self._found.columns.items() if number <= len(texts)}
        return tuple(there.get(index, "") for index in range(max(there, default=-1) + 1))

    def namesakes(self, wanted: Wanted) -> tuple[dict[int, tuple[str, ...]], int]:
        """Rows that bear the customer's name, with their texts, and the number of the sheet's last row."""
        last = max((len(one) for one in self._found.columns.values()), default=1)
        named = [i for i, text in enumerate(self.column(wanted.named), 1) if same_name(wanted, text)][:LISTED]
        looks, self._protections = self._sheets.look(self.tab, sorted({*named, last}))
        return {number: looks[number].texts for number in named if number in looks}, last

    @property
    def protections(self) -> tuple[Protection, ...]:
        """What this person may not edit around the rows that :meth:`namesakes` looked at."""
        return self._protections

    def fasten(self, numbers: Mapping[str, Sequence[int]]) -> Found:
        """Anchor rows, so that others may sort and insert between the look and the press; one call.

        Somebody may also sort between finding a row and anchoring it: then the anchor holds another row, which its
        key cells give away, here and once more before anything is written.
        """
        keys = {one: self._keys(one, len(mine)) for one, mine in numbers.items()}
        held, stray, loosen = self._anchored(keys, numbers)
        every = {**held, **stray}
        rows = sorted(set(every.values()))
        if stray:
            looks, protections = self._sheets.anchor(self.tab, stray, loosen, rows)
        else:
            looks, protections = self._sheets.look(self.tab, rows)
        found: dict[str, list[Row]] = {}
        for one, mine in keys.items():
            for key in mine:
                look = looks.get(every[key])
                if look is not None and (key in stray or list(look.texts) == self._anchors[key][1]):
                    found.setdefault(one, []).append(_row(key, every[key], look))
        whole = {one: sorted(mine, key=_number) for one, mine in found.items() if len(mine) == len(keys[one])}
        return Found(whole, protections)

    def _anchored(
        self, keys: Mapping[str, Sequence[str]], numbers: Mapping[str, Sequence[int]]
    ) -> tuple[dict[str, int], dict[str, int], list[str]]:
        """Anchors that are on one of their customer's rows stay (number by key); others move there, from elsewhere."""
        missed = [key for mine in keys.values() for key in mine if key not in self._asked]
        self._anchors = {**self._found.anchored, **self._sheets.anchored(self.tab, missed)}
        held: dict[str, int] = {}
        stray: dict[str, int] = {}
        for one, mine in keys.items():
            at = {key: self._anchors[key][0] for key in mine if key in self._anchors}
            there = {number: key for key, number in at.items() if number in numbers[one]}
            held |= {key: number for number, key in there.items()}
            loose = [key for key in mine if key not in held]
            stray |= dict(zip(loose, (n for n in numbers[one] if n not in there), strict=True))
        return held, stray, [key for key in stray if key in self._anchors]

    def _keys(self, customer: str, count: int) -> list[str]:
        return [f"{customer}:{self._entry}:{i}" for i in range(count)]

    def new_key(self, customer: str, round_: int) -> str:
        """The anchor of a row that is added for a customer; another one each time that it was taken back."""
        return f"{customer}:{self._entry}:new:{round_}"

    def plan(self, rows: Sequence[Mapping[str, Any]], insert: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """What :class:`~services.handover.effects.sheet_rows.SheetRows` is given."""
        tab = {"spreadsheet": self.tab.spreadsheet_id, "title": self.tab.title, "sheet_id": self.tab.sheet_id}
        return {"tab": tab, "rows": list(rows), "insert": insert}


def _row(key: str, number: int, look: RowLook) -> Row:
    return Row(key, number, look.texts, look.formulas, look.hidden, look.values, look.days)


def _number(row: Row) -> int:
    return row.number
