"""A label with its answer area, as the layouts find them.

Source: the questionnaire definition, "Where labels and answers stand".
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from services.handover.questionnaire.blocks import Block, Line, Tab, Table
from services.handover.questionnaire.meaning import Asked


class Pair(Struct, frozen=True):
    """A known label and the lines of its answer. `at` is where an empty answer would stand."""

    asked: Asked
    lines: list[Line]
    tab: Tab
    at: int | None


def lines_in(blocks: list[Block]) -> Iterator[Line]:
    """All lines, those in the cells of tables too, in reading order."""
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    yield from lines_in(cell.blocks)
        else:
            yield block


def has_text(line: Line) -> bool:
    """Whether the line holds anything that is seen."""
    return bool(line.text) and not line.text.isspace()


def is_guidance(line: Line) -> bool:
    """Whether the line is all in italics, and so tells the writer what to answer."""
    return line.italic and all(run.italic or not run.text.strip() for run in line.runs)
