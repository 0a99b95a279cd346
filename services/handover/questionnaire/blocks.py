"""A document as the reader sees it: lines of text in runs, and tables of cells. Nothing of the API is left here.

Source: the questionnaire definition, sections "Where labels and answers stand" and "Chips".
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

# Stands in a line's text for a chip, which is one position wide in the document too.
CHIP = "\ufffc"
# Numbers and marks may stand before the bold face of a label; bold text further on is emphasis.
NEAR_HEAD = 24


class Chip(Struct, frozen=True):
    """A chip: `kind` is person, date, link or dropdown; `text` is what it shows."""

    kind: str
    text: str
    value: str | None = None


class Run(Struct, frozen=True):
    """A stretch of text with one face. A chip's run has the text CHIP."""

    text: str
    start: int | None
    bold: bool = False
    italic: bool = False
    link: str | None = None
    chip: Chip | None = None


class Tab(Struct, frozen=True):
    """The tab in which a line stands."""

    id: str | None
    title: str | None


class Line(Struct, eq=False):
    """One line: a paragraph, or a part of it up to a soft line break.

    `heading` is 1 to 6, 0 in ordinary text and -1 in the document's title; `level` is how deep it stands in a list;
    `struck` is the struck-through text with which it began. `bold`: it begins with bold text, or nearly so; `italic`:
    some of it is in italics. `headless`: no part of it can be a label, whatever section it stands in; `soft`: it
    continues the paragraph of the line before.
    """

    runs: list[Run]
    text: str
    tab: Tab
    bold: bool = False
    italic: bool = False
    heading: int = 0
    level: int | None = None
    list_id: str | None = None
    struck: str = ""
    ordered: bool = False
    checklist: bool = False
    headless: bool = False
    soft: bool = False

    def like(self, runs: list[Run], text: str, soft: bool) -> Line:
        """Another line of the same paragraph."""
        line = line_of(runs, text, self.tab)
        line.heading, line.level, line.list_id = self.heading, self.level, self.list_id
        line.ordered, line.checklist, line.soft = self.ordered, self.checklist, soft
        return line

    def part(self, start: int, end: int | None = None) -> Line:
        """The part of the line between two places in its text."""
        stop = len(self.text) if end is None else end
        if start <= 0 and stop >= len(self.text):
            return self
        runs, at = [], 0
        for run in self.runs:
            behind = at + len(run.text)
            first, last = start - at if start > at else 0, (behind if behind < stop else stop) - at
            if first < last:
                runs.append(cut(run, first, last))
            at = behind
        line = self.like(runs, self.text[max(start, 0) : stop], self.soft or start > 0)
        line.struck = self.struck if start <= 0 else ""
        # What stands behind a label in a checklist item is an answer, not an option to tick.
        line.checklist = self.checklist and start <= 0
        return line


def line_of(runs: list[Run], text: str, tab: Tab) -> Line:
    """The line that runs make, and the look of its text."""
    if len(runs) == 1:
        return Line(runs, text, tab, runs[0].bold, runs[0].italic)
    bold = italic = False
    at = 0
    for run in runs:
        bold = bold or (run.bold and at < NEAR_HEAD)
        italic = italic or run.italic
        at += len(run.text)
    return Line(runs, text, tab, bold, italic)


# A document of 300 pages has about 14,000 lines.
MOST_PARTS = 20_000


class Room:
    """For how many parts of paragraphs there is room in one reading of a document.

    Each costs a hundred times its letters in memory; so a document that is made of nothing else is not divided further.
    """

    def __init__(self) -> None:
        self.left = MOST_PARTS

    def take(self, count: int) -> bool:
        """Whether there is room for so many more; then they are taken."""
        if count > self.left:
            return False
        self.left -= count
        return True


def parts(line: Line, places: Iterable[tuple[int, int]]) -> list[Line]:
    """The parts of a line between places in its text, in order; in one go, however many they are."""
    found: list[Line] = []
    number, at, seen = 0, 0, 0  # the run, where it begins, and how far into it the index is counted
    index = line.runs[0].start if line.runs else None
    for start, stop in places:
        runs: list[Run] = []
        while number < len(line.runs):
            run = line.runs[number]
            first, last = max(start - at, 0), min(stop - at, len(run.text))
            if first < last:
                index = None if index is None else index + width(run.text[seen:first])
                seen = first
                runs.append(
                    run if last - first == len(run.text) else replace(run, text=run.text[first:last], start=index)
                )
            if at + len(run.text) > stop:
                break
            at, number, seen = at + len(run.text), number + 1, 0
            index = line.runs[number].start if number < len(line.runs) else None
        part = line.like(runs, line.text[start:stop], line.soft or start > 0)
        part.struck = line.struck if start <= 0 else ""
        part.checklist = line.checklist and start <= 0
        found.append(part)
    return found


class Cell(Struct, frozen=True):
    """A cell of a table, at its place in the grid."""

    blocks: list[Line | Table]
    row: int
    column: int
    rows: int
    columns: int
    tab: Tab
    start: int | None


class Table(Struct, frozen=True):
    """A table: its rows of cells, cells that are covered by merged ones left out."""

    rows: list[list[Cell]]
    columns: int


Block = Line | Table


def cut(run: Run, first: int, last: int) -> Run:
    """A part of a run, with its index in the document."""
    if first == 0 and last == len(run.text):
        return run
    start = None if run.start is None else run.start + width(run.text[:first])
    return Run(run.text[first:last], start, run.bold, run.italic, run.link, run.chip)


def width(text: str) -> int:
    """How many index positions a text takes in the document, which counts UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def end_of(run: Run) -> int | None:
    """The index behind a run."""
    return None if run.start is None else run.start + (1 if run.chip else width(run.text))
