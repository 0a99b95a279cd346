"""A document as a PDF: its words in their order, headings larger, table cells beside each other.

It is not Google's typography. It is a file that any reader opens and whose text can be read again.
"""

from typing import Any

from fpdf import FPDF

from services.sandbox.google_docs import tree

Node = dict[str, Any]
_SIZES = {"TITLE": 20, "HEADING_1": 18, "HEADING_2": 15, "HEADING_3": 13}
_BODY, _LINE = 10, 5.5


def printed(title: str, tabs: list[Node]) -> bytes:
    """All tabs, one after the other."""
    pdf = FPDF(format="A4")
    # Of the letters that every PDF reader has by itself, this is the larger set; others are shown as a question mark.
    pdf.core_fonts_encoding = "windows-1252"
    pdf.set_title(title)
    pdf.set_creator("sandbox")
    pdf.add_page()
    for tab in tabs:
        _blocks(pdf, tab["documentTab"]["body"]["content"])
        for child in tab.get("childTabs", ()):
            _blocks(pdf, child["documentTab"]["body"]["content"])
    return bytes(pdf.output())


def _blocks(pdf: FPDF, content: list[Node]) -> None:
    for block in content:
        if "paragraph" in block:
            style = block["paragraph"].get("paragraphStyle", {}).get("namedStyleType", "")
            size = _SIZES.get(style, _BODY)
            pdf.set_font("Helvetica", style="B" if style in _SIZES else "", size=size)
            pdf.multi_cell(0, _LINE * size / _BODY, _known(_text(block["paragraph"])), new_x="LMARGIN", new_y="NEXT")
        elif "table" in block:
            _table(pdf, block["table"])


def _table(pdf: FPDF, table: Node) -> None:
    pdf.set_font("Helvetica", size=_BODY)
    with pdf.table(first_row_as_headings=False, line_height=_LINE) as drawn:
        for row in table["tableRows"]:
            line = drawn.row()
            for cell in row["tableCells"]:
                parts = [_text(one["paragraph"]) for one in cell["content"] if "paragraph" in one]
                line.cell(_known("\n".join(parts)))


def _text(paragraph: Node) -> str:
    return "".join(tree.shown(element) for element in paragraph.get("elements", ())).rstrip("\n").replace("\v", "\n")


def _known(text: str) -> str:
    return text.replace("\u2060", "").encode("windows-1252", "replace").decode("windows-1252")
