"""Which columns of a table hold labels, and which hold no answers (Notes, Owner, Example and the like).

Source: the questionnaire definition, "Where labels and answers stand", on tables.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property

from services.handover.patterns import late
from services.handover.questionnaire.cells import Content
from services.handover.questionnaire.label_words import spelt
from services.handover.questionnaire.meaning import OPEN_TO_SECTION, Reader, without_brackets
from services.handover.questionnaire.placeholders import is_stand_in

Row = list[Content]

NO_ANSWERS = frozenset(
    [
        "note",
        "comment",
        "owner",
        "hint",
        "example",
        "guidance",
        "instructions",
        "instruction",
        "help",
        "description",
        "explanation",
        "explanations",
        "source",
        "status",
        "why",
        "done",
        "remark",
        "remarks",
        "purpose",
        "internal",
        "assignee",
        "filled",
        "completed",
        "reviewer",
        "help",
        "guide",
        "meaning",
    ]
)
HEADS_ANSWERS = frozenset(
    [
        "answer",
        "value",
        "question",
        "number",
        "field",
        "item",
        "topic",
        "label",
        "category",
        "section",
        "customer",
        "what",
        "prompt",
        "area",
        "information",
        "role",
        "reply",
        "data",
        "key",
        "contact",
        "ask",
        "input",
    ]
)
FIRST = frozenset(
    [
        "question",
        "field",
        "item",
        "topic",
        "label",
        "category",
        "section",
        "number",
        "prompt",
        "area",
        "what",
        "information",
        "info",
        "ask",
        "nr",
        "data",
    ]
)
PARTS = frozenset({"name", "email", "phone", "title"})
CUSTOMER = frozenset({"customer"})
HEADS = NO_ANSWERS | HEADS_ANSWERS | PARTS
LONGEST_HEAD = 40
NO_HEAD = late(r"@|\w\.\w|:\S|#[^\W\d]|^\W*(?:yes|y|n)\W*$", re.IGNORECASE)
NUMBERED = late(r"#?\(?\d{1,2}[.):]?")


class Columns:
    """The columns of one table."""

    def __init__(self, rows: list[Row], reader: Reader) -> None:
        self._rows = rows
        self.ignored: set[int] = set()
        self.headers: set[int] = set()  # the numbers of the rows that only say what their columns hold
        self._labels: defaultdict[int, int] = defaultdict(int)
        self._filled: defaultdict[int, int] = defaultdict(int)
        self._answers: defaultdict[int, int] = defaultdict(int)
        self._numbers: defaultdict[int, int] = defaultdict(int)
        pure: defaultdict[int, int] = defaultdict(int)
        width = max([found.cell.column + found.cell.columns for row in rows for found in row], default=0)
        for at, row in enumerate(rows):
            if is_header(row, reader):
                self.headers.add(at)
                self._head(row, reader)
                continue
            for number, found in enumerate(row):
                if found.empty or found.shared:
                    continue
                column = found.cell.column
                if found.asked and found.cell.columns > 1 and last_column(found) < width - 1:
                    column = last_column(found)
                self._filled[column] += 1
                if len(found.text) < 7 and NUMBERED.fullmatch(found.text):
                    self._numbers[column] += 1
                may_be_label = found.asked is not None or opens_to_section(found, reader)
                if may_be_label and not (found.cell.rows > 1 and _is_section(found, row[number + 1 :])):
                    self._labels[column] += 1
                    pure[column] += not found.more
                    follows = number + 1 < len(row) and not (row[number + 1].asked and row[number + 1].more)
                    self._answers[column] += follows
        self.labels = self._columns()
        self.ignored |= {column for column in self._filled if self._only_numbers_labels(column)}
        self.pure = {column for column in self.labels if pure[column] * 2 > self._labels[column]}
        self._pure_labels = pure
        # A table of labels with nothing but hints or descriptions beside them asks nothing.
        beside = {column for column in range(width) if column not in self.labels}
        self.describe = bool(self.labels and beside) and beside <= self.ignored
        self.layout_only = (
            len(self._filled) > 1 and not any(pure.values()) and all(self._labels[column] for column in self._filled)
        )

    def _head(self, row: Row, reader: Reader) -> None:
        for found in row:
            words = reader.words(found.text)
            if (words & NO_ANSWERS and not words & {"answer"}) or set(spelt(found.text)) & NO_ANSWERS:
                self.ignored |= set(range(found.cell.column, found.cell.column + found.cell.columns))

    def _columns(self) -> set[int]:
        """The leftmost column with labels, and others in which at least half of the cells are labels."""
        columns: set[int] = set()
        most = max(self._labels.values(), default=0)
        for column in sorted(self._labels):
            count, filled = self._labels[column], self._filled[column]
            if column in self.ignored or (not columns and count * 3 < most and count < filled):
                continue
            if not columns or (count * 2 >= filled and column - 1 not in columns):
                columns.add(column)
        return columns

    def _only_numbers_labels(self, column: int) -> bool:
        """Whether the column holds the numbers of the labels beside it, and not the answers of labels before it."""
        all_numbers = self._numbers[column] == self._filled[column]
        return all_numbers and column + 1 in self.labels and not {column, column - 1} & self.labels

    @cached_property
    def rows_beside(self) -> int:
        """How many rows clearly have a label with an answer beside it."""
        count = 0
        for row in self._rows:
            filled = [found for found in row if not found.empty and found.cell.column not in self.ignored]
            first = next((found for found in filled if found.cell.rows == 1), None)
            if first is not None and first.pure and first.cell.column in self.labels:
                count += sum(found.pure for found in filled) * 2 <= len(filled)
        return count

    def is_label(self, found: Content, after_label: bool) -> bool:
        """Whether the cell stands where labels stand, whatever it asks."""
        # A merged label ends where the other labels stand.
        if found.empty or (found.cell.column not in self.labels and last_column(found) not in self.labels):
            return False
        if not after_label:
            return True
        return found.asked is not None or not _only_italic(found)

    def mostly_labels(self, found: Content) -> bool:
        """Whether at least half of the cells in its column begin with labels, whatever else they hold."""
        return self._labels[found.cell.column] * 2 >= self._filled[found.cell.column]

    def holds_pairs(self, column: int) -> bool:
        """Whether at least half of the column's cells hold labels together with their answers."""
        return (self._labels[column] - self._pure_labels[column]) * 2 >= self._filled[column]

    def holds_labels(self, column: int) -> bool:
        """Whether most cells of the column begin with labels, so that an empty one beside a label is no answer."""
        return self._labels[column] * 2 > self._filled[column]

    def has_answers(self, column: int) -> bool:
        """Whether answers stand beside the labels of this column."""
        return self._answers[column] > 0


def last_column(found: Content) -> int:
    """The column in which the cell ends."""
    return found.cell.column + found.cell.columns - 1


def opens_to_section(found: Content, reader: Reader) -> bool:
    """Whether the cell holds what only a section makes a label: "Name", "Start"."""
    if len(found.text) > 30:
        return False
    words = reader.words(found.text)
    return bool(words) and words <= OPEN_TO_SECTION


def _is_section(found: Content, beside: Row) -> bool:
    """Whether the cell spans rows and has labels beside it, so that it is their section."""
    if len(beside) < 2:
        return False
    first = beside[0]
    return first.asked is not None or set(spelt(first.text)) <= PARTS | {"contact", "address", "start", "end"}


def _only_italic(found: Content) -> bool:
    return all(run.italic for line in found.lines for run in line.runs if run.text.strip())


def is_header(row: Row, reader: Reader) -> bool:
    """Whether the row only says what the columns below it hold: "Question | Answer | Notes"."""
    first = row[0] if row and not row[0].empty else next((found for found in row if not found.empty), None)
    if first is None or first.more or (first.pure and asks_itself(first, reader)):
        return False
    filled = [found for found in row if not found.empty]
    if len(filled) < 2:
        return False
    if any(found.cell.rows > 1 and len(found.text) > 40 for found in filled):
        return False
    begins = first.text in ("#", "Nº", "№") or (not FIRST.isdisjoint(reader.spelt(first.text)) and _may_be_head(first))
    headless = first.cell.column > row[0].cell.column
    if not begins and not headless and not _is_head(first, reader):
        return False
    heads = [_is_head(found, reader) for found in filled]
    if all(heads):
        return not all(reader.words(found.text) <= PARTS for found in filled)
    if headless and not begins:
        heads = [reader.words(found.text) <= HEADS for found in filled if _is_head(found, reader)]
    return (begins or headless) and any(heads[1:] if begins else heads) and not any(found.more for found in filled)


def asks_itself(found: Content, reader: Reader) -> bool:
    """Whether the first cell asks something itself, and is no head like "Status" or "Customer"."""
    asked, words = found.asked, reader.words(found.text)
    if asked is None or words == CUSTOMER:
        return False
    return not words <= HEADS or any(
        meaning and reader.labels.fields[meaning.field].asked for meaning in asked.meanings
    )


def _may_be_head(found: Content) -> bool:
    return len(found.text) <= LONGEST_HEAD and not NO_HEAD.search(found.text) and not _says_nothing(found.text)


def _says_nothing(text: str) -> bool:
    return text not in ("#", "№") and is_stand_in(text)


def _is_head(found: Content, reader: Reader) -> bool:
    if len(found.text) > LONGEST_HEAD:
        return False
    words = reader.words(found.text)
    if not words:
        names = found.text in ("#", "№") or bool(spelt(without_brackets(found.text)))
    else:
        names = words <= HEADS or bool(words & NO_ANSWERS and len(words) <= 3)
    return names and _may_be_head(found)
