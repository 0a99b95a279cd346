"""Labels in one row with the answers in the row below, once or repeated; also one label cell above its answer.

Source: the questionnaire definition, "Where labels and answers stand"; a list with a row per customer is none.
"""

from __future__ import annotations

from itertools import pairwise

from msgspec import Struct

from services.handover.questionnaire.blocks import Line
from services.handover.questionnaire.cells import Content, answer_lines
from services.handover.questionnaire.columns import Columns
from services.handover.questionnaire.meaning import Asked, Reader, Sections
from services.handover.questionnaire.pairs import Pair

Row = list[Content]


class Stack(Struct, frozen=True):
    """The pairs of a row of labels, and how many rows belong to it."""

    pairs: list[Pair]
    rows: int


def stack_at(
    rows: list[Row], number: int, filled: Row, columns: Columns, reader: Reader, sections: Sections, again: bool
) -> Stack | None:
    """The pairs when this row holds labels in its filled cells and the next one their answers.

    `again`: rows before were of this kind.
    """
    row = [found for found in filled if found.cell.column not in columns.ignored] if columns.ignored else filled
    below = rows[number + 1] if number + 1 < len(rows) else []
    if not row or not below or not _is_label_row(row, below, columns, reader, sections, rows, again):
        return None
    ends = _end(rows, number + 1, row)
    answers = rows[number + 1 : ends]
    several = [answer for answer in answers if sum(not found.empty for found in answer) > len(row) // 2]
    if len(row) > 1 and len(several) > 1 and not _are_lists(row, reader):
        return Stack([], ends - number)  # A row per customer: nothing is read from it.
    pairs = [
        pair for found in row for pair in _pairs(found, answers if len(row) > 1 else answers[:1], reader, sections)
    ]
    return Stack(pairs, ends - number if len(row) > 1 else 2)


def _is_label_row(
    row: Row, below: Row, columns: Columns, reader: Reader, sections: Sections, rows: list[Row], again: bool
) -> bool:
    for found in row:
        if found.more or found.shared:
            return False
    asked = [reader.asks(found.text, sections) for found in row]
    known = len(asked) - asked.count(None)
    if (known * 2 <= len(row) and not (again and known)) or _has_labels(row, below, reader, again):
        return False
    if any(ask and other and ask.meanings == other.meanings for ask, other in pairwise(asked)):
        return False  # "Self-hosted or cloud?" beside "Self-hosted" is a label with its answer.
    if len(row) == 1:
        only = row[0]
        wide = only.cell.columns >= max(found.cell.column + found.cell.columns for found in rows[only.cell.row])
        same = len(below) == 1 or sum(not found.empty for found in below) <= 1
        return known == 1 and (wide or again) and same and _in_column(below, only) and not _is_text_below(below, only)
    if columns.labels and columns.rows_beside > 1:
        return all(ask and asks_ours(ask, reader) for ask in asked) and len(row) > 2
    return True


def asks_ours(asked: Asked, reader: Reader) -> bool:
    """Whether the label asks for one of the definition's fields."""
    return any(meaning and reader.labels.fields[meaning.field].asked for meaning in asked.meanings)


def _has_labels(row: Row, below: Row, reader: Reader, again: bool) -> bool:
    """Whether the row below holds labels itself, where the row has them. An answer may read like its own label."""
    ours_only = again and len(row) == 1  # Labels and answers take turns, so an answer may look like another label.
    above = {found.cell.column: found.asked for found in row}
    filled = [found for found in below if found.cell.column in above and not found.empty]
    labels = [
        found for found in filled
        if found.asked and not repeats(found, above[found.cell.column])
        and (not ours_only or asks_ours(found.asked, reader))
    ]  # fmt: skip
    sparse = len(row) > 2 and len(filled) * 2 < len(row) and all(found.asked for found in row)
    return bool(labels) and len(labels) * 2 >= len(filled) and not sparse


def repeats(found: Content, above: Asked | None) -> bool:
    """Whether the cell asks the same as the label before it, and so may be its answer."""
    return found.asked is not None and above is not None and found.asked.meanings == above.meanings


def _in_column(below: Row, only: Content) -> bool:
    return any(found.cell.column == only.cell.column for found in below)


def _is_text_below(below: Row, only: Content) -> bool:
    return any(found.shared for found in below if found.cell.column == only.cell.column)


def _end(rows: list[Row], start: int, labels: Row) -> int:
    """The row behind the answers: the next with a label in it, or with the title of a section across all columns."""
    number = start
    while number < len(rows) and not (
        number > start and any(found.asked or found.cell.columns >= max(len(labels), 2) for found in rows[number])
    ):
        number += 1
    return number


def _are_lists(row: Row, reader: Reader) -> bool:
    for found in row:
        for meaning in found.asked.meanings if found.asked else ():
            if meaning is None or reader.labels.fields[meaning.field].type not in ("lines", "list"):
                return False
    return True


def _pairs(found: Content, answers: list[Row], reader: Reader, sections: Sections) -> list[Pair]:
    asked = reader.asks(found.text, sections)
    if asked is None:
        return []
    lines: list[Line] = []
    for answer in answers:
        for below in answer:
            if below.cell.column == found.cell.column and not below.shared:
                lines += answer_lines(below.cell)
    at = next((below.cell.start for below in answers[0] if below.cell.column == found.cell.column), None)
    return [Pair(asked, lines or [Line([], "", found.cell.tab)], found.cell.tab, at)]
