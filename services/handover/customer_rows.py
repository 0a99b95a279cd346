"""Which rows of a sheet are a customer's, and what they should say. No calls here.

Rows are found by key only, trimmed and in lower case. A row that merely bears the company's name is the customer's
only once a person said so.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from msgspec import Struct, field

from services.handover.beginning import customer_key, letters
from services.handover.cell_values import Content, says, says_day

Differences = dict[str, tuple[str, Content]]
"""Cells that should change, by column: what each shows, and what it should hold."""


class Columns(Struct, frozen=True):
    """Where each column stands, by the company's name for it; ``missing`` names headings not found.

    ``twice`` names headings that stand there more than once, so that nobody can say which is meant.
    """

    index: Mapping[str, int]
    missing: tuple[str, ...]
    headings: tuple[str, ...]
    twice: tuple[str, ...] = ()


class Wanted(Struct, frozen=True):
    """One customer as one sheet should know them, by column.

    ``keys``: the texts by which a row is theirs, trimmed and in lower case. ``says``: what their rows should say; what
    is not in it is left alone. ``name``: the company's, which stands in the column ``named``. ``remarks``: what people
    should know where a column is written.
    """

    keys: Mapping[str, Collection[str]]
    says: Mapping[str, Content]
    name: str
    named: str
    remarks: Mapping[str, str] = field(default_factory=dict)


def columns(headings: Sequence[str], known: Mapping[str, Sequence[str]]) -> Columns:
    """Find each configured column by any of its headings; order, case and spaces do not matter."""
    plain = [_plain(text) for text in headings]
    index, twice = {}, []
    for name, wordings in known.items():
        found = next((word for word in map(_plain, wordings) if word in plain), None)
        if found is not None:
            index[name] = plain.index(found)
            twice += [headings[index[name]]] if plain.count(found) > 1 else []
    missing = tuple(known[name][0] for name in known if name not in index)
    return Columns(index, missing, tuple(headings), tuple(twice))


def _plain(text: str) -> str:
    return " ".join(text.split()).lower()


def rows_by_key(key_columns: Mapping[str, Sequence[str]]) -> dict[str, dict[str, list[int]]]:
    """Row numbers (1-based, the heading is row 1) by key column and key cell: one pass, however many customers ask."""
    found: dict[str, dict[str, list[int]]] = {}
    for name, texts in key_columns.items():
        rows = found.setdefault(name, {})
        for i, text in enumerate(texts[1:], start=2):
            if key := text.strip().lower():
                rows.setdefault(key, []).append(i)
    return found


def matches(rows: Mapping[str, Mapping[str, Sequence[int]]], wanted: Wanted) -> list[int]:
    """The numbers of the rows whose key cell is one of the customer's keys; ``rows`` are :func:`rows_by_key`'s."""
    theirs = ((name, text) for name, texts in wanted.keys.items() for text in texts)
    return sorted({number for name, text in theirs for number in rows.get(name, {}).get(text, ())})


def known_by(where: Columns, row: Sequence[str], wanted: Wanted) -> dict[str, str]:
    """The cells by which a row is the customer's: column -> text. Its keys, or the name that a person confirmed.

    Empty when the row says nothing that is the customer's.
    """
    texts = {name: row[where.index[name]] for name in wanted.keys if where.index.get(name, len(row)) < len(row)}
    known = {name: text for name, text in texts.items() if text.strip().lower() in wanted.keys[name]}
    name = company(where, row, wanted)
    return known or ({wanted.named: name} if same_name(wanted, name) else {})


def company(where: Columns, row: Sequence[str], wanted: Wanted) -> str:
    """Whose row it says it is."""
    return cell(row, where.index.get(wanted.named, len(row)))


def same_name(wanted: Wanted, text: str) -> bool:
    """Whether a company's name is the customer's, but for case, spaces and punctuation."""
    name = customer_key(wanted.name)
    return bool(name) and customer_key(text) == name


def another_name(wanted: Wanted, text: str) -> bool:
    """Whether a row that has the customer's key says that it is somebody else's."""
    mine, theirs = letters(wanted.name), letters(text)
    return bool(mine and theirs) and mine not in theirs and theirs not in mine


def changes(
    where: Columns, row: Sequence[str], wanted: Wanted, stamp: Mapping[str, str], days: Mapping[int, str]
) -> Differences:
    """Cells of a customer's row that should change; the stamps only change when something else does.

    ``days`` are the days (ISO) that cells hold as such, by their place, however they show them.
    """
    found = differences(where, row, {**_own_keys(where, row, wanted), **wanted.says}, days)
    return found | differences(where, row, stamp, days) if found else {}


def _own_keys(where: Columns, row: Sequence[str], wanted: Wanted) -> dict[str, str]:
    """Keys for a row that has none of them yet, where there is only one that it could be."""
    if any(name in where.index and cell(row, where.index[name]).strip() for name in wanted.keys):
        return {}
    return {name: next(iter(texts)) for name, texts in wanted.keys.items() if len(texts) == 1}


def differences(
    where: Columns, row: Sequence[str], said: Mapping[str, Content], days: Mapping[int, str]
) -> Differences:
    """Cells of a row that should change; the same amount or day in another form is no difference."""
    found: Differences = {}
    for name, new in said.items():
        index = where.index.get(name)
        if index is None:
            continue
        old = cell(row, index)
        text = old.strip()
        same = says_day(text, new, days.get(index, "")) if isinstance(new, str) else says(text, new)
        if not same:
            found[name] = (old, new)
    return found


def cell(row: Sequence[str], index: int) -> str:
    """One cell of a row; rows end with their last text."""
    return row[index] if index < len(row) else ""


def stamps(email: str, today: date) -> dict[str, str]:
    """Who changed the row, and when."""
    return {"updated_by": email, "updated_at": today.isoformat()}
