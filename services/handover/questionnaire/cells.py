"""What each cell of a table holds: a label, a label with more beside it, or something else.

Source: the questionnaire definition, "Where labels and answers stand" and "What is not part of an answer" (hints in
the label's own cell).
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from services.handover.questionnaire.blocks import CHIP, Cell, Line, Table
from services.handover.questionnaire.heads import Face, Head, has_strong_sign, known_head, may_be_divided, unknown_head
from services.handover.questionnaire.meaning import Asked, Reader, Sections
from services.handover.questionnaire.pairs import has_text, lines_in


class Content(Struct, eq=False):
    """A cell with what it says.

    `more`: beside the label the cell holds a hint, or the answer itself. `pure`: it holds a label and nothing else.
    `empty`: nothing is seen in it. `shared`: it reaches into this row from above.
    """

    cell: Cell
    lines: list[Line]
    text: str
    asked: Asked | None
    more: bool = False
    pure: bool = False
    has_table: bool = False
    empty: bool = False
    shared: bool = False


def contents(table: Table, reader: Reader, sections: Sections) -> list[list[Content]]:
    """The cells of each row with those that reach into it from above."""
    rows: list[list[Content]] = []
    reaching: dict[int, Content] = {}  # by column
    for number, cells in enumerate(table.rows):
        own = [content(cell, reader, sections) for cell in cells]
        spanning = [found for found in own if found.cell.rows > 1]
        if reaching:
            taken = {found.cell.column for found in own}
            reaching = {at: above for at, above in reaching.items() if above.cell.row + above.cell.rows > number}
            from_above = [replace(above, shared=True) for at, above in reaching.items() if at not in taken]
            own = sorted([*own, *from_above], key=lambda found: found.cell.column)
        rows.append(own)
        for found in spanning:
            reaching[found.cell.column] = found
    return rows


def content(cell: Cell, reader: Reader, sections: Sections) -> Content:
    """What the cell says, and the label that it holds or begins with."""
    lines: list[Line] = []
    has_table = False
    for block in cell.blocks:
        if isinstance(block, Table):
            has_table = True
        elif block.text and not block.text.isspace():
            lines.append(block)
    count = len(lines)
    if not count:
        return Content(cell, lines, "", None, has_table=has_table, empty=not has_table)
    text = lines[0].text.strip() if count == 1 else " ".join([line.text.strip() for line in lines])
    if has_table:
        asked = reader.asks(text, sections)
        return Content(cell, lines, text, asked, pure=asked is not None, has_table=True)
    first_asked = reader.asks(lines[0].text, sections) if count > 1 else None
    asked = reader.asks(text, sections) if first_asked is None and len(text) < 200 and CHIP not in text else None
    if asked and not (has_strong_sign(text) and _answers_itself(lines, reader, sections)):
        return Content(cell, lines, text, asked, pure=True)
    if first_asked:
        return Content(cell, lines, text, first_asked, more=True)
    head = known_head(lines[0], reader, sections) if count > 1 or may_be_divided(lines[0]) else None
    asked = head.asked if head else _beside_hint(lines[0], reader, sections)
    return Content(cell, lines, text, asked, more=asked is not None)


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
