"""How long reading a questionnaire takes, beside `json.loads` of the same bytes. Goal: at most three times as long.

`python -m tests.bench.questionnaire` prints the times of a document of 5 pages and one of 300, each in the form in
which documents.get sends it when nothing else is asked (every field, laid out with two spaces), and in that which the
product asks for (the fields of the mask, on one line).

The document is the filled template (3 pages: four tables of questions, headings, a list) and pages of notes behind it.
A page of notes has a heading, six paragraphs of two to four runs (some bold, some linked), four list items and a table
of four rows. Its parts are taken from the template, so they carry the fields that the API sends: paragraphStyle with
spacing and direction, textStyle for each run, tableCellStyle with paddings and background, tableRowStyle, bullet with
textStyle, and in the tab namedStyles, documentStyle and lists with nine nestingLevels.
"""

from __future__ import annotations

import copy
import gc
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from services.handover.questionnaire.mask import FIELDS_MASK
from services.handover.questionnaire.read import read_questionnaire
from services.sandbox import fields

Json = dict[str, Any]

FILLED = Path(__file__).parents[1] / "questionnaires" / "docs" / "p02_filled_template.json"
PAGES_OF_THE_TEMPLATE = 3
SENTENCE = "They told us at length how the search is used today and what they hope will be easier for the team {}. "
LINKED = {"underline": True, "foregroundColor": {"color": {"rgbColor": {"blue": 0.8}}}}


def document(pages: int) -> Json:
    """The filled template with pages of notes behind it, as the Docs API sends it."""
    filled: Json = json.loads(FILLED.read_text(encoding="utf-8"))
    content = filled["tabs"][0]["documentTab"]["body"]["content"]
    parts = _Parts(content)
    notes = [block for number in range(pages - PAGES_OF_THE_TEMPLATE) for block in parts.page(number)]
    at = content[-1]["endIndex"]
    for block in notes:
        at = _place(block, at)
    content += notes
    return filled


class _Parts:
    """One of each kind of block in the template, to be copied with other words."""

    def __init__(self, content: list[Json]) -> None:
        paragraphs = [block for block in content if "paragraph" in block]
        styles = {block["paragraph"]["paragraphStyle"]["namedStyleType"]: block for block in paragraphs}
        self.heading = styles["HEADING_2"]
        self.ordinary = styles["NORMAL_TEXT"]
        self.item = next(block for block in self._inside(content) if "bullet" in block.get("paragraph", ()))
        self.table = next(block for block in content if "table" in block)

    def _inside(self, content: list[Json]) -> Iterator[Json]:
        for block in content:
            yield block
            for row in block.get("table", {}).get("tableRows", ()):
                for cell in row["tableCells"]:
                    yield from self._inside(cell["content"])

    def page(self, number: int) -> Iterator[Json]:
        yield _filled(self.heading, (f"Chapter {number}", {}))
        link = {"link": {"url": f"https://wiki.example/{number}"}} | LINKED
        sentence = SENTENCE.format(number)
        for paragraph in range(6):
            bold: tuple[str, Json] = (f"Team {paragraph}. ", {"bold": True})
            if paragraph == 0:
                yield _filled(self.ordinary, bold, (sentence * 3, {}))
            else:
                end = ("the notes", link) if paragraph % 2 else ("That is all.", {})
                yield _filled(self.ordinary, (sentence, {}), bold, (sentence * 2, {}), end)
        for item in range(4):
            yield _filled(self.item, (f"They asked for {item} more of these by the end of quarter {number}", {}))
        table = copy.deepcopy(self.table)
        table["table"]["tableRows"] = table["table"]["tableRows"][:4]
        table["table"]["rows"] = 4
        for row in table["table"]["tableRows"]:
            for cell, (words, style) in zip(
                row["tableCells"], (("Week", {"bold": True}), ("Nothing new", {})), strict=True
            ):
                cell["content"] = [_filled(cell["content"][0], (f"{words} {number}", style))]
        yield table


def _filled(block: Json, *runs: tuple[str, Json]) -> Json:
    """A copy of a paragraph with other text."""
    made = copy.deepcopy(block)
    *before, (last, style) = runs
    made["paragraph"]["elements"] = [
        {"textRun": {"content": text, "textStyle": dict(face)}} for text, face in (*before, (last + "\n", style))
    ]
    return made


def _place(block: Json, at: int) -> int:
    """Gives a block and everything in it their indexes; returns the index behind it."""
    block["startIndex"] = at
    for element in block.get("paragraph", {}).get("elements", ()):
        element["startIndex"], at = at, at + len(element["textRun"]["content"])
        element["endIndex"] = at
    for row in block.get("table", {}).get("tableRows", ()):
        at = row["startIndex"] = at + 1
        for cell in row["tableCells"]:
            at = cell["startIndex"] = at + 1
            for inner in cell["content"]:
                at = _place(inner, at)
            cell["endIndex"] = at
        row["endIndex"] = at
    at += "table" in block
    block["endIndex"] = at
    return at


def forms(whole: Json) -> Iterator[tuple[str, str]]:
    """The document as the API sends it unasked, and as the product asks for it."""
    yield "every field", json.dumps(whole, indent=2, ensure_ascii=False)
    masked = fields.apply(fields.parse(FIELDS_MASK, "docs"), whole)
    yield "with the mask", json.dumps(masked, separators=(",", ":"), ensure_ascii=False)


def fastest(action: Callable[[], object], times: int) -> float:
    """The time of the fastest run, in seconds."""
    best = float("inf")
    for _ in range(times):
        gc.collect()
        start = time.perf_counter()
        action()
        best = min(best, time.perf_counter() - start)
    return best


def main() -> None:
    """Prints size, times and their ratio for both documents in both forms."""
    for pages, times in ((5, 100), (300, 10)):
        for form, sent in forms(document(pages)):
            loaded = json.loads(sent)
            parsing = fastest(lambda sent=sent: json.loads(sent), times)  # type: ignore[misc]
            reading = fastest(lambda loaded=loaded: read_questionnaire(loaded), times)  # type: ignore[misc]
            sys.stdout.write(
                f"{pages:3} pages, {form:13}, {len(sent) / 1024:6.0f} KB: json.loads {parsing * 1000:6.2f} ms, "
                f"reading {reading * 1000:6.2f} ms, ratio {reading / parsing:4.1f}\n"
            )


if __name__ == "__main__":
    main()
