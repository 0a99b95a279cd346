"""A table of people: the role in one column, name, email and phone in columns of their own, or the other way round.

Source: the questionnaire definition, "Where labels and answers stand".
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from services.handover.questionnaire.blocks import Line
from services.handover.questionnaire.cells import Content, answer_lines
from services.handover.questionnaire.full_names import joined
from services.handover.questionnaire.labels import FULL_NAME, PARTS, PEOPLE
from services.handover.questionnaire.meaning import Asked, Reader, Sections
from services.handover.questionnaire.pairs import Pair
from services.handover.questionnaire.placeholders import is_stand_in

Row = list[Content]
HALVES = {"first": "firstname", "last": "lastname"}
ROWS_OF_HEADS = 5
"""In so many rows the heads of its columns may stand."""
PART_WORDS = PARTS | {"contact", "work", "address", "number", "direct"}


class People(Struct, frozen=True):
    """The pairs of a table of people, and the rows that belong to it."""

    pairs: list[Pair]
    rows: frozenset[int]


def people_in(rows: list[Row], reader: Reader, sections: Sections) -> People | None:
    """The people of the table, if its columns, or its rows, are name, email and phone."""
    for number, row in enumerate(rows):
        parts = _parts(row, reader)
        if len(parts) >= 2 or (parts and len(row) == 2):
            return _by_row(rows, number, parts, reader, sections)
        if number + 1 == ROWS_OF_HEADS:
            break
    return _by_column(rows, reader, sections)


def _parts(row: Row, reader: Reader) -> dict[int, frozenset[str]]:
    """The columns that hold parts of a person; "First" and "Last" beside each other are names too."""
    parts = {found.cell.column: part for found in row if (part := part_of(found, reader))}
    if len(row) < 3:
        return parts
    halves = {HALVES[text]: found for found in row if (text := found.text.strip(" :").lower()) in HALVES}
    if halves.keys() == FULL_NAME:
        parts |= {found.cell.column: frozenset({half}) for half, found in halves.items()}
    return parts


def part_of(found: Content, reader: Reader) -> frozenset[str]:
    """The parts of a person that a cell names; none when it says anything else."""
    words = reader.words(found.text) if 0 < len(found.text) < 40 else frozenset[str]()
    return words & PARTS if words <= PART_WORDS else frozenset()


def _role(found: Content, reader: Reader, sections: Sections) -> Asked | None:
    """The person that a cell asks for."""
    asked = reader.asks(found.text, sections) if found.text and not found.more else found.asked
    if asked and all(meaning and reader.labels.fields[meaning.field].type in PEOPLE for meaning in asked.meanings):
        return asked
    return None


def _by_row(
    rows: list[Row], head: int, parts: dict[int, frozenset[str]], reader: Reader, sections: Sections
) -> People | None:
    below = rows[head + 1 :]
    columns: dict[int, int] = {}
    for row in below:
        for found in row:
            if found.cell.column not in parts and _role(found, reader, sections):
                columns[found.cell.column] = columns.get(found.cell.column, 0) + 1
    if not columns:
        return None
    role_column = max(columns, key=lambda column: (columns[column], -column))
    pairs: list[Pair] = []
    used = {head}
    for number, row in enumerate(below, head + 1):
        role = next((found for found in row if found.cell.column == role_column), None)
        if role is None or not any(found.cell.column in parts for found in row):
            continue
        used.add(number)
        asked = _role(role, reader, sections)
        if asked and not role.shared:
            cells = [(parts[found.cell.column], found) for found in row if found.cell.column in parts]
            pairs.append(_pair(asked, cells, role))
    return People(pairs, frozenset(used))


def _by_column(rows: list[Row], reader: Reader, sections: Sections) -> People | None:
    """Roles above, name, email and phone in front."""
    if len(rows) < 3 or len(rows[0]) < 3:
        return None
    roles = {found.cell.column: _role(found, reader, sections) for found in rows[0][1:]}
    fronts = [row for row in rows[1:] if row and part_of(row[0], reader)]
    if sum(role is not None for role in roles.values()) < 2 or len(fronts) < 2:
        return None
    pairs = []
    for found in rows[0][1:]:
        asked = roles[found.cell.column]
        if asked:
            column = found.cell.column
            cells = [
                (part_of(row[0], reader), cell) for row in fronts for cell in row[1:] if cell.cell.column == column
            ]
            pairs.append(_pair(asked, cells, found))
    used = {0} | {number for number, row in enumerate(rows) if row in fronts}
    return People(pairs, frozenset(used))


def _pair(asked: Asked, parts: list[tuple[frozenset[str], Content]], role: Content) -> Pair:
    """The person of a role, from the cells that hold the parts; first and last name in columns of their own are one."""
    # A part that is still open is no doubt.
    filled = [part for part in parts if not part[1].empty and not is_stand_in(part[1].text)] or parts
    halves = {half: _lines(found for words, found in filled if half in words) for half in FULL_NAME}
    lines = joined(halves["firstname"], halves["lastname"])
    lines += _lines(found for words, found in filled if not words & FULL_NAME)
    at = parts[0][1].cell.start if parts else None
    return Pair(asked, lines or [Line([], "", role.cell.tab)], role.cell.tab, at)


def _lines(cells: Iterable[Content]) -> list[Line]:
    return [line for found in cells for line in answer_lines(found.cell)]
