"""One look at a sheet that many people keep, for one customer or for many: the same few calls, however long it is.

What is read grows with the key columns alone; of other columns, only the customers' own rows are read.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.google_sheets import GoogleSheets, Protection, RowLook, Tab
from services.handover.customer_rows import Wanted, columns, matches, same_name
from services.handover.sections import SheetSection

LISTED = 20
"""So many rows that bear only the customer's name are offered; who has more has a search of their own to do."""


@dataclass(frozen=True)
class Row:
    """A customer's row, anchored: ``key`` of the anchor, number (1-based) for people, and what stands there."""

    key: str
    number: int
    texts: tuple[str, ...]
    formulas: frozenset[int]
    hidden: bool


@dataclass(frozen=True)
class Found:
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
    """The sheet as the person sees it now. Making it is one call.

    ``entry`` is the ledger's name of what is pressed, ``keys`` are the columns that rows are found by, and ``needed``
    columns without which a row cannot be written.
    """

    def __init__(
        self, sheets: GoogleSheets, rules: SheetSection, entry: str, keys: Sequence[str], needed: Sequence[str] = ()
    ) -> None:
        self._sheets = sheets
        self._entry, self.keys, self._needed = entry, keys, needed
        self.rules = rules
        self.tab: Tab = sheets.tab(rules.spreadsheet, rules.sheet)
        self.where = columns(self.tab.headings, rules.columns)

    @property
    def problem(self) -> str:
        """Why nothing can be done with this sheet, for anybody; empty when something can."""
        index, title = self.where.index, self.rules.sheet
        if self.where.twice:
            named = ", ".join(f"“{name}”" for name in self.where.twice)
            return f"The sheet “{title}” has more than one column for {named}. Rename one, so that none is guessed."
        if not set(self._needed) <= set(index) or not set(index) & set(self.keys):
            missing = ", ".join(f"“{name}”" for name in self.where.missing)
            return f"The sheet “{title}” has no heading {missing}. Restore it, or name it in handover.toml."
        return ""

    def columns(self, *names: str) -> dict[str, list[str]]:
        """Whole columns by the company's names for them, in one call; those without a heading are left out."""
        known = [name for name in names if name in self.where.index]
        texts = self._sheets.columns(self.tab, [self.where.index[name] for name in known])
        return dict(zip(known, texts, strict=True))

    def matched(self, customers: Mapping[str, Wanted]) -> dict[str, list[int]]:
        """The numbers of each customer's rows, by document id: found by key and by nothing else."""
        texts = self.columns(*self.keys)
        return {one: matches(texts, wanted) for one, wanted in customers.items()}

    def looks(self, numbers: Sequence[int]) -> dict[int, RowLook]:
        """Rows as they are, not anchored: for those who only compare."""
        return self._sheets.look(self.tab, numbers)[0]

    def namesakes(self, wanted: Wanted) -> tuple[dict[int, tuple[str, ...]], int]:
        """Rows that bear the customer's name, with their texts, and the number of the sheet's last row."""
        texts = self.columns(*dict.fromkeys((*self.keys, *self._needed, wanted.named)))
        last = max((len(one) for one in texts.values()), default=1)
        named = [i for i, text in enumerate(texts.get(wanted.named, ()), 1) if same_name(wanted, text)]
        return {number: look.texts for number, look in self.looks(named[:LISTED]).items()}, last

    def protections(self, number: int) -> tuple[Protection, ...]:
        """What this person may not edit around a row."""
        return self._sheets.look(self.tab, [number])[1]

    def fasten(self, numbers: Mapping[str, Sequence[int]]) -> Found:
        """Anchor rows, so that others may sort and insert between the look and the press.

        Somebody may also sort between finding a row and anchoring it: then the anchor holds another row, which its
        key cells give away, here and once more before anything is written.
        """
        keys = {one: [f"{one}:{self._entry}:{i}" for i in range(len(mine))] for one, mine in numbers.items()}
        anchored = self._anchored(keys, numbers)
        looks, protections = self._sheets.look(self.tab, [number for number, _ in anchored.values()])
        rows: dict[str, list[Row]] = {}
        for one, mine in keys.items():
            for key in mine:
                number, texts = anchored.get(key, (0, []))
                look = looks.get(number)
                if look is not None and list(look.texts) == texts:
                    rows.setdefault(one, []).append(Row(key, number, look.texts, look.formulas, look.hidden))
        whole = {one: sorted(mine, key=_number) for one, mine in rows.items() if len(mine) == len(keys[one])}
        return Found(whole, protections)

    def _anchored(
        self, keys: Mapping[str, Sequence[str]], numbers: Mapping[str, Sequence[int]]
    ) -> dict[str, tuple[int, list[str]]]:
        """Each row with a key of its own. Anchors that are on one of their customer's rows stay; others move there."""
        every = [key for mine in keys.values() for key in mine]
        found = self._sheets.anchored(self.tab, every)
        stray: dict[str, int] = {}
        for one, mine in keys.items():
            held = {found[key][0]: key for key in mine if key in found and found[key][0] in numbers[one]}
            loose = [key for key in mine if key not in held.values()]
            stray |= dict(zip(loose, (n for n in numbers[one] if n not in held), strict=True))
        if not stray:
            return found
        self._sheets.anchor(self.tab, stray, loosen=[key for key in stray if key in found])
        return self._sheets.anchored(self.tab, every)

    def new_key(self, customer: str, round_: int) -> str:
        """The anchor of a row that is added for a customer; another one each time that it was taken back."""
        return f"{customer}:{self._entry}:new:{round_}"

    def plan(self, rows: Sequence[Mapping[str, Any]], insert: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """What :class:`~services.handover.effects.sheet_rows.SheetRows` is given."""
        tab = {"spreadsheet": self.tab.spreadsheet_id, "title": self.tab.title, "sheet_id": self.tab.sheet_id}
        return {"tab": tab, "rows": list(rows), "insert": insert}


def _number(row: Row) -> int:
    return row.number
