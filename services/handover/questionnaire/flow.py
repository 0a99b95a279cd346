"""Paragraphs one below the other: label lines, headings, and labels on a line of their own with the answer below.

Source: the questionnaire definition, "Where labels and answers stand": an answer ends at the next thing that looks
like a label (same heading level, face or list level as the other labels), known or unknown, and at a heading.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from services.handover.patterns import late
from services.handover.questionnaire.blocks import Block, Line, Room, Table, parts
from services.handover.questionnaire.borders import SUB_LABELS, Borders, Open, is_beside
from services.handover.questionnaire.heads import Face, Head, known_head, may_have_head, unknown_head, with_dash
from services.handover.questionnaire.meaning import Reader, Sections
from services.handover.questionnaire.pairs import Pair, has_text, is_guidance, lines_in

PIPE = late(r"[|｜\t]")
ANSWER = late(r"\s*(?:a\d*|ans|answer)\s*[:.)：]\s+(?=\S)", re.IGNORECASE)
SUB_LABEL = late(r"name|mail|phone|tel|mobile|cell|contact", re.IGNORECASE)

# Reads a table found between the lines; says whether it held any label.
TableReader = Callable[[Table, Sections], bool]


class Flow:
    """Reads the blocks of one tab, or of one cell."""

    def __init__(self, reader: Reader, sections: Sections, tables: TableReader, room: Room) -> None:
        self.reader = reader
        self.room = room
        self.outer = sections
        self.tables = tables
        self.pairs: list[Pair] = []
        self.borders = Borders(reader)
        self.open: Open | None = None
        self.headings: list[tuple[int, frozenset[str]]] = []
        self.titles = sections  # the words of the headings, the nearest first, and what is around the blocks
        self.items: list[tuple[int, frozenset[str]]] = []
        self.pseudo: frozenset[str] = frozenset()
        self.last: frozenset[str] = frozenset()
        self.following: Line | None = None

    def read(self, blocks: list[Block]) -> list[Pair]:
        """The pairs, in order."""
        self.borders.look(blocks)
        for number, block in enumerate(blocks):
            if isinstance(block, Table):
                self._table(block)
            else:
                after = blocks[number + 1] if number + 1 < len(blocks) else None
                self.following = after if isinstance(after, Line) else None
                self._line(block)
        self.close()
        return self.pairs

    def _sections(self, level: int | None) -> Sections:
        above: list[frozenset[str]] = []
        if level is not None:
            above = [words for at, words in reversed(self.items) if at < level and words]
        if self.pseudo and not (self.open and self.open.words == self.pseudo and self.open.answered):
            above.append(self.pseudo)
        return (*above, *self.titles) if above else self.titles

    def _title(self, level: int, words: frozenset[str]) -> None:
        """Remembers a heading, in place of those that it ends; without words it only ends them."""
        while self.headings and (self.headings[-1][0] >= level or level < 0):
            self.headings.pop()
        if words:
            self.headings.append((level, words))
        self.titles = (*(words for _, words in reversed(self.headings)), *self.outer)

    def _line(self, line: Line) -> None:
        if line.heading:
            self._heading(line)
            return
        if not has_text(line):
            self._blank(line)
            return
        if line.level is None:
            self.items.clear()
        else:
            while self.items and self.items[-1][0] >= line.level:
                self.items.pop()
        if line.level is None and not line.struck and not may_have_head(line):
            self._append(line)
            return
        for piece in self._pieces(line):
            self._piece(piece)
        if line.level is not None and len(line.text) < 80:
            self.items.append((line.level, self.reader.words(line.text)))

    def _blank(self, line: Line) -> None:
        if line.struck:
            self._struck(line)
        elif self.open and self.open.inline and not self.open.of_lines:
            self.open.ended = True

    def _heading(self, line: Line) -> None:
        if line.soft and self.open:
            self.open.lines.append(line)
            return
        self.close()
        self.items.clear()
        self.pseudo = self.last = frozenset()
        self._title(line.heading, frozenset())
        if line.heading < 0 or not has_text(line):
            return
        head = self._head(line, self._sections(None))
        if head:
            self._start(head)
        self._title(line.heading, self.reader.words(head.label if head else line.text))

    def _pieces(self, line: Line) -> list[Line]:
        """The pairs that share a line, divided by `|`."""
        count = line.text.count("|") + line.text.count("\t") + line.text.count("｜")
        first = self._known(line) if count else None
        if first is None or first.cut == "pipe" or not self.room.take(count):
            return [line]
        marks = list(PIPE.finditer(line.text))
        ends = [*(mark.start() for mark in marks), len(line.text)]
        places, start = [], 0
        behind = parts(line, [(mark.end(), end) for mark, end in zip(marks, ends[1:], strict=True)])
        for found, rest in zip(marks, behind, strict=True):
            known = self._known(rest)
            unknown = unknown_head(rest) if known is None and found[0] != "\t" else None
            if (known and (known.face.cut == "strong" or known.face.bold or known.face == first.face)) or (
                self._is_short(unknown)
            ):
                places.append((start, found.start()))
                start = found.end()
        return parts(line, [*places, (start, len(line.text))])

    def _is_short(self, head: Head | None) -> bool:
        return head is not None and has_text(head.value) and len(head.label.split()) <= 4

    def _known(self, line: Line) -> Head | None:
        sections = self._sections(line.level)
        if self.last and SUB_LABEL.search(line.text, 0, 40):
            nearest = known_head(line, self.reader, (self.last, *sections))
            if nearest and nearest.asked and nearest.asked.words <= SUB_LABELS:
                return nearest
        return self._head(line, sections)

    def _head(self, line: Line, sections: Sections) -> Head | None:
        """The known label of a line; outside of sections it was found already with the faces."""
        if not sections and id(line) in self.borders.heads:
            return self.borders.heads[id(line)]
        return known_head(line, self.reader, sections)

    def _piece(self, line: Line) -> None:
        if line.struck and self._struck(line):
            return
        mark = ANSWER.match(line.text) if self.open and not self.open.answered else None
        if mark:
            self._append(line.part(mark.end()))
            return
        head = self._known(line) if self.open is None or not is_guidance(line) else None
        if head and self.borders.is_label(head, line, self.open, self.following):
            self._start(with_dash(head, line) if self.borders.dash_is_answer(head) else head)
            return
        other = None if head or is_guidance(line) else unknown_head(line)
        if (other and self.borders.ends_answer(other, self.open)) or is_beside(line, self.open):
            self._start(other or Head(line.text, None, line.part(len(line.text)), Face("item", line.level or 0)))
        else:
            self._append(line)

    def _append(self, line: Line) -> None:
        if self.open and not self.open.ended:
            self.open.lines.append(line)

    def _struck(self, line: Line) -> bool:
        """A struck-through label does not count, but its answer is no part of the answer before it."""
        if not re.search(r"[:：?=\t–—→]\s*$", line.struck) and not self.reader.asks(line.struck):
            return False
        if has_text(line) and (found := self._known(line)) and found.asked and found.face.cut == "strong":
            return False
        self.close()
        self.open = Open(Head(line.struck, None, line, Face("text")))
        self.last = frozenset()
        return True

    def _start(self, head: Head) -> None:
        self.close()
        self.open = Open(head, self.borders.types(head.asked))
        words = head.asked.words if head.asked else self.reader.words(head.label)
        if not (words and words <= SUB_LABELS):
            self.last = words
        ours = head.asked is not None and any(
            meaning and self.reader.labels.fields[meaning.field].asked for meaning in head.asked.meanings
        )
        if not ours and not has_text(head.value) and head.face.kind != "item" and not words <= SUB_LABELS:
            self.pseudo = words
            self.borders.titled = self.borders.titled or (head.asked is None and head.face.bold)

    def _table(self, table: Table) -> None:
        answered = self.open is not None and self.open.answered
        sections = self._sections(None)
        if self.open and self.open.words and not answered:
            sections = (self.open.words, *sections)
        before = len(self.pairs)
        if self.open and not answered and not self.open.ended:
            found = self.tables(table, sections)
            if not found:
                self.open.lines.extend(lines_in([table]))
                return
            added = self.pairs[before:]
            del self.pairs[before:]
            self.close()
            self.pairs.extend(added)
            return
        self.close()
        self.tables(table, sections)

    def close(self) -> None:
        """Ends the answer of the open label."""
        if self.open and self.open.answered and self.open.words == self.pseudo:
            self.pseudo = frozenset()  # It was a label with its answer below, not the title of a section.
        if self.open and self.open.asked:
            self.pairs.append(Pair(self.open.asked, self.open.lines, self.open.tab, self.open.at))
        self.open = None
