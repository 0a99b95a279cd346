"""What each cell of a table holds: a label, a label with more beside it, or something else.

Source: the questionnaire definition, "Where labels and answers stand" and "What is not part of an answer" (hints in
the label's own cell).
"""

from __future__ import annotations

from typing import NamedTuple

from services.handover.questionnaire.blocks import CHIP, Cell, Line, Table
from services.handover.questionnaire.heads import STRONG, Face, Head, known_head, unknown_head
from services.handover.questionnaire.meaning import Asked, Reader, Sections
from services.handover.questionnaire.pairs import has_text, lines_in


class Content(NamedTuple):
    """A cell with what it says; `shared` when a cell above reaches into this row."""

    cell: Cell
    lines: list[Line]
    text: str
    asked: Asked | None
    more: bool  # beside the label the cell holds a hint, or the answer itself
    shared: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing is seen in the cell."""
        return not self.text and not any(isinstance(block, Table) for block in self.cell.blocks)

    @property
    def pure(self) -> bool:
        """Whether the cell holds a label and nothing else."""
        return self.asked is not None and not self.more


def content(cell: Cell, reader: Reader, sections: Sections) -> Content:
    """What the cell says, and the label that it holds or begins with."""
    lines = [block for block in cell.blocks if isinstance(block, Line) and has_text(block)]
    text = " ".join(line.text.strip() for line in lines)
    if not lines or (len(lines) < len(cell.blocks) and any(isinstance(block, Table) for block in cell.blocks)):
        first = lines[0] if lines else None
        asked = reader.asks(text, sections) if first else None
        return Content(cell, lines, text, asked, False)
    first_asked = reader.asks(lines[0].text, sections) if len(lines) > 1 else None
    asked = reader.asks(text, sections) if first_asked is None and len(text) < 200 and CHIP not in text else None
    if asked and not (STRONG.search(text) and _answers_itself(lines, reader, sections)):
        return Content(cell, lines, text, asked, False)
    if first_asked:
        return Content(cell, lines, text, first_asked, True)
    head = known_head(lines[0], reader, sections)
    asked = head.asked if head else None
    return Content(cell, lines, text, asked, asked is not None)


def _answers_itself(lines: list[Line], reader: Reader, sections: Sections) -> bool:
    """Whether what reads as one label is a label and its answer: "Deployment: cloud"."""
    head = known_head(lines[0], reader, sections)
    return head is not None and head.face.cut == "strong" and has_text(head.value)


def shared(above: Content) -> Content:
    """The same cell, as it reaches into a row below."""
    return above._replace(shared=True)


def answer_lines(cell: Cell) -> list[Line]:
    """The lines of an answer cell; an empty cell has at least its empty line, which tells where it stands."""
    lines = list(lines_in(cell.blocks))
    return lines or [Line([], "", cell.tab)]


def looks_divided(found: Content) -> bool:
    """Whether the cell holds a label, known or unknown, together with its answer."""
    if found.asked is not None:
        return True
    head: Head | None = unknown_head(found.lines[0]) if found.lines else None
    if head is None:
        return False
    return has_text(head.value) or (head.face != Face("text") and len(found.lines) > 1)
