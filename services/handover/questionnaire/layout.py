"""From blocks to pairs of label and answer, over all layouts: lines, headings, lists, tables, tables in cells.

Source: the questionnaire definition, "Where labels and answers stand".
"""

from __future__ import annotations

from services.handover.questionnaire.blocks import Block, Room, Table
from services.handover.questionnaire.cells import contents
from services.handover.questionnaire.flow import Flow
from services.handover.questionnaire.form import form_pairs
from services.handover.questionnaire.meaning import Reader, Sections
from services.handover.questionnaire.pairs import Pair
from services.handover.questionnaire.tables import TableLayout


class Layout:
    """Finds the pairs of a document."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.room = Room()

    def pairs(self, blocks: list[Block], sections: Sections = ()) -> list[Pair]:
        """The pairs of some blocks, in order."""
        found: list[Pair] = []

        def read_table(table: Table, around: Sections) -> bool:
            rows = contents(table, self.reader, around)
            form = form_pairs(rows, table.columns, self.reader, around)
            if form:
                found.extend(form)
                return True
            layout = TableLayout(rows, table.columns, self.reader, around, self.pairs)
            found.extend(layout.read())
            return layout.labelled

        flow = Flow(self.reader, sections, read_table, self.room)
        flow.pairs = found
        return flow.read(blocks)
