"""A tab that sums up the open handovers, by whom they wait for and how long: as it would be written today.

It belongs to no customer: the ledger keeps it under the spreadsheet's own name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property

from msgspec import Struct

from services.handover.announced import Announced
from services.handover.claim import SETTLED, Record
from services.handover.ledger import Ledger
from services.handover.model import ROLE_WORDS, Click, Draft, Effect, Fact, Form, Handover, Role, Step
from services.handover.promised import waited
from services.handover.rules import Rules
from services.handover.standing import SUMMARY
from services.handover.travelling import travelled
from services.handover.words import listed
from services.scopes import SPREADSHEETS

NAME, TITLE = SUMMARY, "Open handovers"
UNSURE, ALL = "Not confirmed", "All open handovers"
LISTED, MOST = 500, 2_000
"""So many handovers are listed, oldest first; and so many are counted."""
HEADINGS = ("Customer", "Announced", "Business days", "Waits for", "Steps done", "Questionnaire")
Cell = str | int


class Open(Struct, frozen=True):
    """An open handover: how many business days it is old, whom it waits for, and how many steps are settled."""

    announced: Announced
    days: int
    roles: tuple[str, ...]
    unsure: bool
    settled: int


def summary_of(rules: Rules) -> Handover:
    """What the ledger keeps the tab under; no document's id has a colon."""
    return Handover(f"{NAME}:{rules.update_sheet.spreadsheet}", rules.update_sheet.title, None, {})


class Summary:
    """Insert the tab once; what it says is brought up to date where it stands."""

    name = NAME
    label = TITLE
    does = "Insert a tab with a chart of the open handovers."
    role: Role = "ops"
    waits_for: tuple[str, ...] = ()
    scopes: tuple[str, ...] = SPREADSHEETS

    @cached_property
    def effect(self) -> Effect:
        from services.handover.effects.summary_tab import SummaryTab

        return SummaryTab()

    def __init__(self, steps: Sequence[Step], ledger: Ledger) -> None:
        """``steps``: those that every handover has."""
        self._steps = steps
        self._ledger = ledger

    def needs(self, rules: Rules) -> tuple[str, ...]:
        """Nothing of any document."""
        return ()

    def draft(self, click: Click, form: Form) -> Draft:
        """Every sum of the tab, and how many handovers it lists."""
        from services.google_sheets import metadata_id

        rules = click.rules.update_sheet
        found = self._open(click)
        ages = ages_of(rules.promised_days)
        table = table_of(found, ages)
        rows = [
            *table,
            [],
            [f"As of {click.today.isoformat()}, by {click.person.email}"],
            [],
            *_list(found, len(self._steps)),
        ]
        plan = {
            "spreadsheet": rules.spreadsheet,
            "sheet_id": str(metadata_id(f"{NAME}:{click.round}")),
            "title": TITLE,
            "on": click.today.isoformat(),
            "rows": rows,
            "height": len(table) + len(("", "stamp", "", "headings", "more")) + LISTED,
            "width": len(HEADINGS),
            "bars": len(table) - 1,
            "series": len(ages),
        }
        facts = [Fact(str(row[0]), _sum_words(row, ages)) for row in table[1:]]
        return Draft(
            confirm="Insert the tab",
            plan=plan,
            facts=(
                *facts,
                Fact(
                    "Listed below", f"{min(len(found), LISTED)} handover{'s' if len(found) != 1 else ''}, oldest first"
                ),
            ),
            text=f"The tab “{TITLE}” will hold these numbers, a chart of them, and a list. Everybody who can open the "
            "spreadsheet sees it.",
            undo="It can be brought up to date, and removed while nobody has changed it.",
        )

    def _open(self, click: Click) -> list[Open]:
        found = self._ledger.backlog.open([step.name for step in self._steps], MOST)
        records = self._ledger.records_of([one.id for one in found])
        return [_of(one, self._steps, records.get(one.id, {}), click) for one in found]


def _of(one: Announced, steps: Sequence[Step], records: Mapping[str, Record], click: Click) -> Open:
    settled = {name for name, record in records.items() if record.state in SETTLED}
    left = [step for step in steps if step.name not in settled]
    turn = {step.role for step in left if settled.issuperset(step.waits_for)}
    roles = tuple(words for role, words in ROLE_WORDS.items() if role in turn)
    unsure = any(record.unconfirmed for record in records.values())
    return Open(one, waited(one, click.person, click.today), roles, unsure, len(steps) - len(left))


def ages_of(promised: int) -> list[tuple[int, str]]:
    """The columns of the table: from how many business days on, and their headings."""
    late = promised + 1
    long = promised * 3 + 1
    return [(0, f"Up to {promised} business days"), (late, f"{late} to {long - 1}"), (long, f"{long} and more")]


def table_of(found: Sequence[Open], ages: Sequence[tuple[int, str]]) -> list[list[Cell]]:
    """A row for each team, one for what is not confirmed, and one for all; a handover counts once in each."""
    groups: dict[str, list[Open]] = {
        f"Waits for {words}": [one for one in found if words in one.roles] for words in ROLE_WORDS.values()
    }
    groups[UNSURE] = [one for one in found if one.unsure]
    groups[ALL] = list(found)
    heading: list[Cell] = ["State", *(words for _, words in ages)]
    return [heading, *([name, *_counts(mine, ages)] for name, mine in groups.items())]


def _counts(found: Sequence[Open], ages: Sequence[tuple[int, str]]) -> list[Cell]:
    ends = [start for start, _ in ages[1:]] + [None]
    return [
        sum(start <= one.days and (end is None or one.days < end) for one in found)
        for (start, _), end in zip(ages, ends, strict=True)
    ]


def _list(found: Sequence[Open], steps: int) -> list[list[Cell]]:
    rows: list[list[Cell]] = [list(HEADINGS)]
    for one in found[:LISTED]:
        handover = travelled(one.announced)
        began = datetime.fromtimestamp(one.announced.at, UTC).date().isoformat()
        turn = listed(one.roles) or ("an answer" if one.unsure else "the document")
        rows.append([handover.company, began, one.days, turn, f"{one.settled} of {steps}", handover.url])
    if len(found) > LISTED:
        rows.append([f"… and {len(found) - LISTED} more"])
    return rows


def _sum_words(row: Sequence[Cell], ages: Sequence[tuple[int, str]]) -> str:
    counts: Mapping[str, Cell] = {words: count for (_, words), count in zip(ages, row[1:], strict=True)}
    return ", ".join(f"{count} ({words[:1].lower()}{words[1:]})" for words, count in counts.items() if count) or "0"
