"""The commonest table: a form of two columns, in each row a label that we know and its answer beside it.

Nothing is left to decide in it, so it is spared what other tables take: to find out which columns hold labels, whether
labels stand above their answers, and what only a section makes a label. That would find the same pairs.

Source: the questionnaire definition, "Where labels and answers stand".
"""

from __future__ import annotations

from services.handover.questionnaire.blocks import CHIP
from services.handover.questionnaire.cells import Content, answer_lines
from services.handover.questionnaire.columns import asks_itself, opens_to_section
from services.handover.questionnaire.meaning import Reader, Sections
from services.handover.questionnaire.pairs import Pair
from services.handover.questionnaire.people_table import PART_WORDS, ROWS_OF_HEADS, part_of

Row = list[Content]


def form_pairs(rows: list[Row], columns: int, reader: Reader, sections: Sections) -> list[Pair] | None:
    """The pairs of a form; None when the table, which has so many columns, is or may be anything else."""
    if columns != 2:
        return None
    pairs: list[Pair] = []
    for number, row in enumerate(rows):
        if len(row) != 2:
            return None
        label, answer = row
        asked = label.asked
        if asked is None or not _is_question(label, reader) or not _is_answer(answer, number, reader, sections):
            return None
        pairs.append(Pair(asked, answer_lines(answer.cell), answer.cell.tab, answer.cell.start))
    answers = [row[1] for row in rows]
    return None if any(answer.more for answer in answers) and _hold_labels(answers, reader) else pairs


def _hold_labels(answers: Row, reader: Reader) -> bool:
    """Whether more than half of the answers begin like labels: then each row may hold two pairs."""
    filled = [answer for answer in answers if not answer.empty]
    return sum(answer.more or opens_to_section(answer, reader) for answer in filled) * 2 > len(filled)


def _is_question(label: Content, reader: Reader) -> bool:
    """Whether the cell holds a label and nothing else, and asks for more than a part of a person."""
    if label.more or label.has_table or label.shared or label.cell.rows > 1 or label.cell.columns > 1:
        return False
    return not reader.words(label.text) <= PART_WORDS and asks_itself(label, reader)


def _is_answer(answer: Content, number: int, reader: Reader, sections: Sections) -> bool:
    """Whether the cell holds no label alone, no head of a column of people, and nothing that makes it another table."""
    if answer.pure or answer.has_table or answer.shared or answer.cell.rows > 1:
        return False
    if number < ROWS_OF_HEADS and part_of(answer, reader):
        return False
    # What holds a chip was not looked at as a label when the cell was read.
    return CHIP not in answer.text or reader.asks(answer.text, sections) is None
