"""From the JSON of documents.get to lines and tables, in one of the two readings of open suggestions.

Source: addon-protocol.md sections 8.1 to 8.4; the questionnaire definition, "Not read" and "What is not part of an
answer". Headers, footers, footnotes, comments, image descriptions and tables of contents are never looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from services.handover.patterns import late
from services.handover.questionnaire.blocks import CHIP, Block, Cell, Line, Run, Tab, Table, line_of, parts
from services.handover.questionnaire.chips import chip_of
from services.handover.questionnaire.grid import Place, placed
from services.handover.questionnaire.view import Json, View, mapping, sequence

# Deeper tables and tabs than a person could make are not followed, so that no document can exhaust the stack.
DEEPEST = 60
DEEPEST_ITEM = 20  # Docs has nine levels of lists.
FOOTNOTE_MARK = late(r"[\s\d*†‡§¶,()\[\]]+|\(?[a-z]\)?")
ORDINARY = "NORMAL_TEXT"
PLAIN = {"namedStyleType": ORDINARY}
BOLD = {"bold": True}
HEADINGS = {"TITLE": -1, "SUBTITLE": -1} | {f"HEADING_{level}": level for level in range(1, 7)}


def tabs(document: Json, view: View) -> Iterator[list[Block]]:
    """The blocks of each tab, in order, child tabs after their parent; the old shape counts as one tab."""
    listed = document.get("tabs")
    if isinstance(listed, list) and listed:
        for tab in listed:
            yield from _tab(mapping(tab), view, 0)
    elif isinstance(document.get("body"), dict):
        yield _Body(document, Tab(None, None), view).blocks()


def _tab(tab: Json, view: View, depth: int) -> Iterator[list[Block]]:
    properties = mapping(tab.get("tabProperties"))
    name = Tab(_text(properties.get("tabId")), _text(properties.get("title")))
    yield _Body(mapping(tab.get("documentTab")), name, view).blocks()
    for child in sequence(tab.get("childTabs")) if depth < DEEPEST else ():
        yield from _tab(mapping(child), view, depth + 1)


def _text(thing: object) -> str | None:
    return thing if isinstance(thing, str) else None


class _Body:
    """Reads the content of one tab."""

    def __init__(self, holder: Json, tab: Tab, view: View) -> None:
        self.content = sequence(mapping(holder.get("body")).get("content"))
        self.lists = mapping(holder.get("lists"))
        self.tab = tab
        self.view = view
        self.glyphs: dict[tuple[str, int], tuple[bool, bool]] = {}

    def blocks(self) -> list[Block]:
        return self.read(self.content, 0)

    def read(self, content: list[Any], depth: int) -> list[Block]:
        blocks: list[Block] = []
        carried: list[Run] = []
        for element in content:
            if not isinstance(element, dict):
                continue
            if isinstance(thing := element.get("paragraph"), dict):
                line = None if carried else self.ordinary(thing)
                if line is None:
                    carried = self.paragraph(thing, carried, blocks)
                else:
                    blocks.append(line)
            elif isinstance(thing := element.get("table"), dict) and depth < DEEPEST and self.view.shows(thing):
                blocks.append(self.table(thing, depth))
        if carried:
            blocks += self.divided(line_of(carried, "".join([run.text for run in carried]), self.tab))
        return blocks

    def paragraph(self, paragraph: Json, carried: list[Run], blocks: list[Block]) -> list[Run]:
        """Adds the lines of a paragraph; returns its runs instead when its end is not there in this reading."""
        runs: list[Run] = carried
        struck, ends = "", True
        for element in sequence(paragraph.get("elements")):
            if not isinstance(element, dict):
                continue
            thing, chip = element.get("textRun"), None
            if isinstance(thing, dict):
                text = str(thing.get("content", ""))
            elif found := chip_of(element, self.view):
                thing, chip = found
                text = CHIP
            else:
                continue
            ends = True
            if ("suggestedInsertionIds" in thing or "suggestedDeletionIds" in thing) and not self.view.shows(thing):
                ends = not str(thing.get("content", "")).endswith("\n")
            elif text := text.rstrip("\n"):
                run = self.run(thing, chip, text, element.get("startIndex"))
                if run is None:
                    struck += "" if runs else (chip.text if chip else text)
                elif run.text:
                    runs.append(run)
        if not ends:
            return runs
        text = runs[0].text if len(runs) == 1 else "".join([run.text for run in runs])
        line = line_of(runs, text, self.tab)
        if struck:
            line.struck = struck.strip()
        self.style(line, paragraph)
        if "\v" in text or "\n" in text:
            blocks += self.divided(line)
        else:
            blocks.append(line)
        return []

    def ordinary(self, paragraph: Json) -> Line | None:
        """The line of a paragraph that is one stretch of ordinary or bold text, as most are; None for any other."""
        elements = paragraph.get("elements")
        if len(paragraph) != 2 or not isinstance(elements, list) or len(elements) != 1:
            return None
        element = elements[0]
        run = element.get("textRun") if isinstance(element, dict) else None
        if paragraph.get("paragraphStyle") != PLAIN or not isinstance(run, dict) or len(run) != 2:
            return None
        style, text, start = run.get("textStyle"), run.get("content"), element.get("startIndex")
        if (style and style != BOLD) or not isinstance(text, str) or not isinstance(start, int):
            return None
        text = text.rstrip("\n")
        if not text:
            return Line([], "", self.tab)
        bold = bool(style)
        return None if "\v" in text or "\n" in text else Line([Run(text, start, bold)], text, self.tab, bold)

    def run(self, thing: Json, chip: Any, text: str, start: object) -> Run | None:
        """The run, or None when it is struck through or a footnote mark."""
        style = thing.get("textStyle")
        at = start if isinstance(start, int) else None
        if "suggestedTextStyleChanges" in thing:
            style = self.view.of(thing, "textStyle", "suggestedTextStyleChanges")
        if not style or not isinstance(style, dict):
            return Run(text, at, False, False, None, chip)
        if style.get("strikethrough"):
            return None
        if style.get("baselineOffset") == "SUPERSCRIPT" and FOOTNOTE_MARK.fullmatch(text):
            return Run("", at)
        target = None
        if "link" in style:
            link = style["link"]
            url = link.get("url") if isinstance(link, dict) else None
            target = url if isinstance(url, str) else None
        return Run(text, at, bool(style.get("bold")), bool(style.get("italic")), target, chip)

    def style(self, line: Line, paragraph: Json) -> None:
        style = paragraph.get("paragraphStyle")
        if "suggestedParagraphStyleChanges" in paragraph:
            style = self.view.of(paragraph, "paragraphStyle", "suggestedParagraphStyleChanges")
        if isinstance(style, dict) and (kind := style.get("namedStyleType")) != ORDINARY:
            line.heading = HEADINGS.get(str(kind), 0)
        if isinstance(bullet := paragraph.get("bullet"), dict):
            level = bullet.get("nestingLevel")
            line.level = max(0, min(level, DEEPEST_ITEM)) if isinstance(level, int) else 0
            line.list_id = str(bullet.get("listId"))
            line.ordered, line.checklist = self.glyph(line.list_id, line.level)

    def glyph(self, list_id: str, level: int) -> tuple[bool, bool]:
        """Whether a list is numbered at this level, and whether it is a checklist (no glyph is given)."""
        key = (list_id, level)
        if key not in self.glyphs:
            properties = mapping(mapping(self.lists.get(list_id)).get("listProperties"))
            levels = sequence(properties.get("nestingLevels"))
            nesting = mapping(levels[level]) if 0 <= level < len(levels) else None
            kind = nesting.get("glyphType") if nesting is not None else None
            unspecified = kind in (None, "GLYPH_TYPE_UNSPECIFIED")
            plain = nesting is None or bool(nesting.get("glyphSymbol"))
            self.glyphs[key] = (not unspecified and kind != "NONE", unspecified and not plain)
        return self.glyphs[key]

    def divided(self, line: Line) -> list[Line]:
        """A paragraph as the lines between its soft line breaks."""
        if not self.view.room.take(line.text.count("\v") + line.text.count("\n")):
            return [line]
        places, at = [], 0
        for piece in line.text.replace("\n", "\v").split("\v"):
            places.append((at, at + len(piece)))
            at += len(piece) + 1
        found = parts(line, places)
        for number, part in enumerate(found):
            part.soft = number > 0
        return found

    def table(self, table: Json, depth: int) -> Table:
        rows = [mapping(row) for row in sequence(table.get("tableRows"))]
        shows = self.view.shows
        shown = [row for row in rows if shows(row)]
        grid = placed([[mapping(cell) for cell in sequence(row.get("tableCells"))] for row in shown])
        made = [[self.cell(place, depth) for place in row if shows(place[0])] for row in grid]
        return Table(made, max([cell.column + cell.columns for row in made for cell in row], default=0))

    def cell(self, place: Place, depth: int) -> Cell:
        cell, row, column, rows, columns = place
        content = sequence(cell.get("content"))
        # The index of what is in the cell: that of the cell itself is not asked for.
        first = content[0] if content else None
        start = first.get("startIndex") if isinstance(first, dict) else None
        at = start if isinstance(start, int) else None
        return Cell(self.read(content, depth + 1), row, column, rows, columns, self.tab, at)
