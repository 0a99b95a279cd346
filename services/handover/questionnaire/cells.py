"""What each cell of a table holds: a label, a label with more beside it, or something else.

Source: the questionnaire definition, "Where labels and answers stand" and "What is not part of an answer" (hints in
the label's own cell).
"""

from __future__ import annotations

from services.handover.questionnaire.blocks import CHIP, Cell, Line, Table
from services.handover.questionnaire.heads import Face, Head, has_strong_sign, known_head, may_be_divided, unknown_head
from services.handover.questionnaire.meaning import Asked, Reader, Sections
from services.handover.questionnaire.pairs import has_text, lines_in


class Content:
    """A cell with what it says.

    `more`: beside the label the cell holds a hint, or the answer itself. `pure`: it holds a label and nothing else.
    `empty`: nothing is seen in it. `shared`: it reaches into this row from above.
    """

    __slots__ = ("asked", "cell", "empty", "has_table", "lines", "more", "pure", "shared", "text")

    def __init__(
        self, cell: Cell, lines: list[Line], text: str, asked: Asked | None, more: bool, has_table: bool = False
    ) -> None:
        self.cell = cell
        self.lines = lines
        self.text = text
        self.asked = asked
        self.more = more
        self.pure = asked is not None and not more
        self.has_table = has_table
        self.empty = not text and not has_table
        self.shared = False


def content(cell: Cell, reader: Reader, sections: Sections) -> Content:
    """What the cell says, and the label that it holds or begins with."""
    blocks = cell.blocks
    lines = [block for block in blocks if isinstance(block, Line) and block.text and not block.text.isspace()]
    count = len(lines)
    has_table = count < len(blocks) and any(isinstance(block, Table) for block in blocks)
    if not count:
        return Content(cell, lines, "", None, False, has_table)
    text = lines[0].text.strip() if count == 1 else " ".join([line.text.strip() for line in lines])
    if has_table:
        return Content(cell, lines, text, reader.asks(text, sections), False, True)
    first_asked = reader.asks(lines[0].text, sections) if count > 1 else None
    asked = reader.asks(text, sections) if first_asked is None and len(text) < 200 and CHIP not in text else None
    if asked and not (has_strong_sign(text) and _answers_itself(lines, reader, sections)):
        return Content(cell, lines, text, asked, False)
    if first_asked:
        return Content(cell, lines, text, first_asked, True)
    head = known_head(lines[0], reader, sections) if count > 1 or may_be_divided(lines[0]) else None
    asked = head.asked if head else _beside_hint(lines[0], reader, sections)
    return Content(cell, lines, text, asked, asked is not None)


def _beside_hint(line: Line, reader: Reader, sections: Sections) -> Asked | None:
    """The label of a line that goes on with a hint in italics."""
    if not line.italic or CHIP in line.text:
        return None
    upright = "".join([run.text for run in line.runs if not run.italic])
    return reader.asks(upright, sections) if upright.strip() and len(upright) < len(line.text) else None


def _answers_itself(lines: list[Line], reader: Reader, sections: Sections) -> bool:
    """Whether what reads as one label is a label and its answer: "Deployment: cloud"."""
    head = known_head(lines[0], reader, sections)
    return head is not None and head.face.cut == "strong" and has_text(head.value)


def shared(above: Content) -> Content:
    """The same cell, as it reaches into a row below."""
    copy = Content(above.cell, above.lines, above.text, above.asked, above.more, above.has_table)
    copy.shared = True
    return copy


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
