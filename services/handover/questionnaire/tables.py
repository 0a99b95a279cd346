"""Tables: label beside answer, labels above answers, label and answer in one cell, sections in merged cells.

Source: the questionnaire definition, "Where labels and answers stand".
"""

from __future__ import annotations

from collections.abc import Callable

from services.handover.questionnaire.blocks import Block, Line
from services.handover.questionnaire.cells import Content, answer_lines, looks_divided
from services.handover.questionnaire.columns import Columns
from services.handover.questionnaire.labels import PARTS
from services.handover.questionnaire.meaning import Asked, Reader, Sections
from services.handover.questionnaire.pairs import Pair
from services.handover.questionnaire.people_table import people_in
from services.handover.questionnaire.stacked import Stack, asks_ours, repeats, stack_at

LONGEST_PART = 40
BlocksReader = Callable[[list[Block], Sections], list[Pair]]
Row = list[Content]


class TableLayout:
    """Reads one table, row by row."""

    def __init__(
        self, rows: list[Row], columns: int, reader: Reader, sections: Sections, read_blocks: BlocksReader
    ) -> None:
        self.rows = rows
        self.width = columns
        self.reader = reader
        self.outer = sections
        self.read_blocks = read_blocks
        self.pairs: list[Pair] = []
        self.labelled = False
        self.stacked = False
        self.section: frozenset[str] = frozenset()
        self.beside: frozenset[str] = frozenset()
        self.last: frozenset[str] = frozenset()  # the words of the last label that is no part of a person
        self.columns = Columns(rows, reader)

    def read(self) -> list[Pair]:
        """The pairs, in order. `labelled` says whether the table holds any label at all."""
        if self.columns.describe:
            return []
        people = people_in(self.rows, self.reader, self.outer)
        skip = people.rows if people else frozenset()
        if people:
            self.pairs += people.pairs
            self.labelled = True
        number = 0
        while number < len(self.rows):
            number += 1 if number in skip else self._row(number)
        return self.pairs

    def _sections(self) -> Sections:
        if not self.beside and not self.section:
            return self.outer
        return (*(words for words in (self.beside, self.section) if words), *self.outer)

    def _row(self, number: int) -> int:
        """Reads a row; returns how many rows were read with it."""
        row = self.rows[number]
        filled = [found for found in row if not found.empty]
        if not filled or number in self.columns.headers:
            return 1
        stack = stack_at(self.rows, number, filled, self.columns, self.reader, self._sections(), self.stacked)
        if stack:
            return self._stack(stack)
        if len(filled) == 1 and self._is_merged(filled[0], row):
            self._section_row(filled[0])
        elif self._is_self_contained(row, filled):
            for found in filled:
                self._inside(found)
        else:
            self._beside(row)
        return 1

    def _is_merged(self, only: Content, row: Row) -> bool:
        return only.cell.columns >= self.width or len(row) == 1

    def _section_row(self, only: Content) -> None:
        if only.more or only.has_table or (only.asked is None and looks_divided(only)) or len(only.lines) > 1:
            found = self._inside(only)
            if found:
                return
        if only.asked:
            self.labelled = True
            self._add(only.asked, [Line([], "", only.cell.tab)], only)
        if len(only.text) < 100:
            self.section = self.reader.words(only.text)
            self.beside = self.last = frozenset()

    def _is_self_contained(self, row: Row, filled: Row) -> bool:
        """Whether the cells of the row hold label and answer each."""
        if not _holds_more(filled):
            return filled[-1].asked is not None and all(
                found.asked and self.columns.holds_pairs(found.cell.column) for found in filled
            )
        last = filled[-1]
        may_be = len(filled) > 1 and last.more and self.columns.holds_labels(last.cell.column)
        if may_be and all(found.asked for found in filled) and not repeats(last, filled[0].asked):
            return True
        if self.columns.labels and any(found.pure and found.cell.column in self.columns.pure for found in filled):
            return False
        if len(filled) == 1:
            behind = filled[0].cell.column + filled[0].cell.columns
            is_last = behind >= self.width or self.columns.holds_labels(behind)
            return is_last or not self.columns.labels or self.columns.layout_only or filled[0].has_table
        divided = all(
            looks_divided(found) and self.columns.mostly_labels(found) for found in filled if not found.has_table
        )
        return divided or self.columns.layout_only

    def _inside(self, found: Content) -> list[Pair]:
        if found.shared:
            return []
        pairs = self.read_blocks(found.cell.blocks, self._sections())
        self.pairs += pairs
        self.labelled = self.labelled or bool(pairs)
        return pairs

    def _beside(self, row: Row) -> None:
        """Labels with their answers to the right, once or more in the row."""
        label: Content | None = None
        asked: Asked | None = None
        answers = 0
        for position, found in enumerate(row):
            if found.cell.column in self.columns.ignored:
                continue
            if self.columns.is_label(found, label is not None):
                if label is not None and not answers:
                    self._unanswered(label, asked)
                label, answers = found, 0
                asked = self._asked(found)
            elif label is None:
                self._aside(found, position)
            else:
                answers += 1
                self._answer(label, asked, found, answers)
        if label is None:
            return
        if not answers:
            self._unanswered(label, asked)
        if asked is None and not any(not found.empty for found in row if found is not label):
            self.section = self.reader.words(label.text)

    def _asked(self, found: Content) -> Asked | None:
        """What a label asks: "Email" right below "Billing contact" asks for a part of that person."""
        words = self.reader.words(found.text) if len(found.text) < LONGEST_PART else frozenset[str]()
        if not (words and words <= PARTS):
            asked = self._asks(found)
            self.last = asked.words if asked else self.reader.words(found.text)
            return asked
        nearest = self.reader.asks(found.text, (self.last, *self._sections())) if self.last else None
        return nearest or self._asks(found)

    def _asks(self, found: Content) -> Asked | None:
        if found.asked and self._sections() is self.outer:
            return found.asked
        text = found.asked.text if found.asked else found.text
        return self.reader.asks(text, self._sections()) if len(text) < 200 else None

    def _aside(self, found: Content, position: int) -> None:
        """A cell before the label: a number, or a section that the rows beside it share."""
        if found.empty:
            return
        if found.has_table:
            self._inside(found)
            return
        words = self.reader.words(found.text)
        if words and len(found.text) < 100:
            self.beside = words
            self.labelled = self.labelled or (position == 0 and found.asked is not None)

    def _answer(self, label: Content, asked: Asked | None, found: Content, number: int) -> None:
        words = asked.words if asked else self.reader.words(label.text)
        if found.has_table or (asked is None and found.lines):
            pairs = self.read_blocks(found.cell.blocks, (words, *self._sections()) if words else self._sections())
            if asked and self._are_items(asked, pairs):
                pairs = []
            self.pairs += pairs
            self.labelled = self.labelled or bool(pairs)
            if pairs or asked is None:
                return
        if asked is None:
            return
        self.labelled = True
        if label.shared and number == 1 and not found.shared and self._extends(asked, found):
            return
        self._add(asked, answer_lines(found.cell), found)

    def _are_items(self, asked: Asked, pairs: list[Pair]) -> bool:
        """Whether the words in a table inside the answer to a list only look like labels: "trial", "dev"."""
        fields = self.reader.labels.fields
        types = {fields[meaning.field].type for meaning in asked.meanings if meaning}
        return types <= {"list", "lines"} and not any(asks_ours(pair.asked, self.reader) for pair in pairs)

    def _extends(self, asked: Asked, found: Content) -> bool:
        """Adds a further row to the answer of a label that spans several rows."""
        if not self.pairs or self.pairs[-1].asked.text != asked.text:
            return False
        self.pairs[-1].lines.extend(answer_lines(found.cell))
        return True

    def _unanswered(self, label: Content, asked: Asked | None) -> None:
        if asked and label.more and not label.shared and not self.columns.has_answers(label.cell.column):
            self._inside(label)
        elif asked and not label.shared:
            self._add(asked, [Line([], "", label.cell.tab)], label)

    def _add(self, asked: Asked, lines: list[Line], found: Content) -> None:
        self.labelled = True
        self.pairs.append(Pair(asked, lines, found.cell.tab, found.cell.start))

    def _stack(self, stack: Stack) -> int:
        self.labelled = self.stacked = True
        self.pairs += stack.pairs
        return stack.rows


def _holds_more(row: Row) -> bool:
    """Whether any cell holds more than a label or an answer."""
    return any(found.more or found.has_table for found in row)
