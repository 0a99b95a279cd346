"""The notation in which the seed writes documents, and its translation into the JSON of `documents.get`.

    === Deal            begins a tab; `=== > Billing` a tab below the one before
    # Title             ## heading 1, ### heading 2, #### heading 3
    | Label | answer |  a table row; <br> begins a new paragraph in its cell, <sp> is a soft line break
    - item              a bullet, two spaces in front for each level; `1. item` is numbered, `- [ ] item` a check
    **bold** *italic* ~~struck~~ [text](https://…)
    @[Name <address>]   a person chip; `@[address]` one without a name
    @date(2027-05-01)   a date chip
    @choice(Plan: Team) a dropdown chip; the options of `Plan` stand beside the text
    @link[Title](https://…)  a rich link chip
    {++suggested++}     an open suggestion to insert; {--so--} one to delete
    \\*                  the star itself

Everything else is a paragraph of its own, an empty line an empty paragraph.
"""

import datetime
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from services.sandbox.google_docs import tree
from services.sandbox.google_docs.styles import DOCUMENT_STYLE, LABEL_CELL, NAMED_STYLES, PLAIN_CELL, list_levels

Choices = Mapping[str, Sequence[str]]
_TAB = re.compile(r"^=== (> )?(.+)$")
_HEADING = re.compile(r"^(#{1,4}) (.*)$")
_ITEM = re.compile(r"^( *)(- \[ \]|-|\d+\.) (.*)$")
_NAMED_STYLE = {1: "TITLE", 2: "HEADING_1", 3: "HEADING_2", 4: "HEADING_3"}
_MARKS = re.compile(
    r"\\(?P<literal>.)|(?P<toggle>\*\*|\*|~~|\{\+\+|\+\+\}|\{--|--\})"
    r"|@\[(?P<person>[^\]]+)\]|@date\((?P<date>[\d-]+)\)|@choice\((?P<choice>[^)]+)\)"
    r"|@link\[(?P<title>[^\]]*)\]\((?P<uri>[^)]*)\)|\[(?P<text>[^\]]*)\]\((?P<url>[^)]*)\)|(?P<soft><sp>)"
)
_TOGGLES = {"**": "bold", "*": "italic", "~~": "strikethrough"}
_SUGGESTIONS = {"{++": "suggestedInsertionIds", "{--": "suggestedDeletionIds"}


def tabs(document_id: str, text: str, choices: Choices) -> list[dict[str, Any]]:
    """The tabs of a document."""
    parts: list[tuple[bool, str, list[str]]] = []
    for line in text.strip("\n").split("\n"):
        begins = _TAB.match(line)
        if begins:
            parts.append((bool(begins[1]), begins[2].strip(), []))
        else:
            if not parts:
                parts.append((False, "Tab 1", []))
            parts[-1][2].append(line)
    top: list[dict[str, Any]] = []
    for number, (below, title, lines) in enumerate(parts):
        parent = top[-1] if below else None
        siblings = parent.setdefault("childTabs", []) if parent else top
        siblings.append(_Tab(f"{document_id}/{number}", choices).build(number, title, lines, parent, len(siblings)))
    return top


class _Tab:
    """Builds one tab; its ids follow from the document's and a count, so that a reset gives the same ones."""

    def __init__(self, seed: str, choices: Choices) -> None:
        self._seed = seed
        self._count = 0
        self._choices = choices
        self._lists: dict[str, Any] = {}
        self._dropdowns: dict[str, Any] = {}
        self._in_table = False

    def build(self, number: int, title: str, lines: list[str], parent: Any, index: int) -> dict[str, Any]:
        properties: dict[str, Any] = {
            "tabId": "t.0" if not number else f"t.{self._id()}",
            "title": title,
            "index": index,
        }
        if parent:
            properties |= {"parentTabId": parent["tabProperties"]["tabId"], "nestingLevel": 1}
        while lines and not lines[-1].strip():
            lines.pop()
        content = [{"sectionBreak": {"sectionStyle": _SECTION_STYLE}}, *self._blocks(lines)]
        if "paragraph" not in content[-1]:
            # Google keeps a paragraph at the end of every body and after every table that ends one.
            content.append(self._paragraph("", "NORMAL_TEXT"))
        tab: dict[str, Any] = {
            "body": {"content": content},
            "documentStyle": DOCUMENT_STYLE,
            "namedStyles": NAMED_STYLES,
        }
        if self._lists:
            tab["lists"] = self._lists
        if self._dropdowns:
            tab["dropdownDefinitions"] = self._dropdowns
        tree.number(content)
        return {"tabProperties": properties, "documentTab": tab}

    def _blocks(self, lines: list[str]) -> Iterator[dict[str, Any]]:
        rows: list[str] = []
        list_id: str | None = None
        for line in [*lines, None]:
            if line is not None and line.startswith("|"):
                rows.append(line)
                continue
            if rows:
                yield self._table(rows)
                rows = []
            if line is None:
                return
            item = _ITEM.match(line)
            list_id = (list_id or self._new_list(item[2])) if item else None
            yield self._item(item, list_id) if item and list_id else self._line(line)

    def _line(self, line: str) -> dict[str, Any]:
        heading = _HEADING.match(line)
        if heading:
            return self._paragraph(heading[2], _NAMED_STYLE[len(heading[1])])
        return self._paragraph(line, "NORMAL_TEXT")

    def _item(self, item: re.Match[str], list_id: str) -> dict[str, Any]:
        built = self._paragraph(item[3], "NORMAL_TEXT")
        built["paragraph"]["bullet"] = {"listId": list_id, "textStyle": {}}
        if item[1]:
            built["paragraph"]["bullet"]["nestingLevel"] = len(item[1]) // 2
        return built

    def _new_list(self, mark: str) -> str:
        list_id = f"kix.{self._id()}"
        self._lists[list_id] = {"listProperties": {"nestingLevels": list_levels(mark)}}
        return list_id

    def _table(self, lines: list[str]) -> dict[str, Any]:
        rows = [re.split(r"(?<!\\)\|", line.strip()[1:-1]) for line in lines]
        columns = max(len(row) for row in rows)
        self._in_table = True
        built = [self._row([*row, *[""] * (columns - len(row))]) for row in rows]
        self._in_table = False
        widths = [{"widthType": "EVENLY_DISTRIBUTED"}] * columns
        style = {"tableColumnProperties": widths}
        return {"table": {"rows": len(rows), "columns": columns, "tableRows": built, "tableStyle": style}}

    def _row(self, cells: list[str]) -> dict[str, Any]:
        built = []
        for number, cell in enumerate(cells):
            content = list(self._blocks(cell.replace("\\|", "|").strip().split("<br>")))
            built.append({"content": content, "tableCellStyle": PLAIN_CELL if number else LABEL_CELL})
        return {"tableCells": built, "tableRowStyle": {"minRowHeight": {"unit": "PT"}}}

    def _paragraph(self, text: str, named_style: str) -> dict[str, Any]:
        style: dict[str, Any] = {"namedStyleType": named_style, "direction": "LEFT_TO_RIGHT"}
        if named_style != "NORMAL_TEXT":
            style["headingId"] = f"h.{self._id()}"
        if self._in_table:
            style |= {"alignment": "START", "lineSpacing": 100, "spacingMode": "COLLAPSE_LISTS"}
        elements = tree.joined([*self._elements(text), *self._line_end(text)])
        return {"paragraph": {"elements": elements, "paragraphStyle": style}}

    @staticmethod
    def _line_end(text: str) -> list[dict[str, Any]]:
        # A wholly bold line ends in a bold line end, as when a person marks the label and presses Ctrl+B.
        bold = bool(re.fullmatch(r"\*\*[^*]+\*\*", text))
        return [tree.text_run("\n", {"bold": True} if bold else {})]

    def _elements(self, text: str) -> Iterator[dict[str, Any]]:
        style: dict[str, Any] = {}
        suggested: dict[str, list[str]] = {}
        at = 0
        for mark in _MARKS.finditer(text):
            if mark.start() > at:
                yield tree.text_run(text[at : mark.start()], style, suggested)
            at = mark.end()
            toggle = mark["toggle"]
            if toggle in _TOGGLES:
                name = _TOGGLES[toggle]
                style = (
                    {key: value for key, value in style.items() if key != name}
                    if name in style
                    else {**style, name: True}
                )
            elif toggle:
                suggested = {_SUGGESTIONS[toggle]: [f"suggest.{self._id()}"]} if toggle in _SUGGESTIONS else {}
            else:
                yield self._inline(mark, style, suggested)
        if at < len(text):
            yield tree.text_run(text[at:], style, suggested)

    def _inline(self, mark: re.Match[str], style: dict[str, Any], suggested: dict[str, list[str]]) -> dict[str, Any]:
        if mark["literal"] is not None or mark["soft"]:
            return tree.text_run(mark["literal"] or "\v", style, suggested)
        if mark["url"] is not None:
            return tree.text_run(mark["text"], {**style, "underline": True, "link": {"url": mark["url"]}}, suggested)
        kind, chip = self._chip(mark)
        return {kind: {f"{_ID_NAMES[kind]}": f"kix.{self._id()}", "textStyle": style, **chip, **suggested}}

    def _chip(self, mark: re.Match[str]) -> tuple[str, dict[str, Any]]:
        if mark["person"]:
            name, _, address = mark["person"].rpartition("<")
            person = {"email": address.rstrip(">").strip()}
            return "person", {"personProperties": {"name": name.strip(), **person} if name.strip() else person}
        if mark["date"]:
            return "dateElement", {"dateElementProperties": _date(mark["date"])}
        if mark["choice"]:
            title, _, chosen = mark["choice"].partition(":")
            return "dropdown", {"dropdownProperties": self._dropdown(title.strip(), chosen.strip())}
        properties = {"title": mark["title"], "uri": mark["uri"]}
        return "richLink", {"richLinkProperties": properties}

    def _dropdown(self, title: str, chosen: str) -> dict[str, Any]:
        known = [each for each in self._dropdowns.values() if each["dropdownDefinitionProperties"]["title"] == title]
        if known:
            definition = known[0]
        else:
            definition_id = f"kix.{self._id()}"
            options = [
                {"optionId": f"dropdownItem.{self._id()}", "displayValue": value, "textStyle": {}}
                for value in self._choices[title]
            ]
            definition = {
                "dropdownDefinitionId": definition_id,
                "dropdownDefinitionProperties": {"title": title, "options": options},
            }
            self._dropdowns[definition_id] = definition
        for option in definition["dropdownDefinitionProperties"]["options"]:
            if option["displayValue"] == chosen:
                return {
                    "dropdownDefinitionId": definition["dropdownDefinitionId"],
                    "selectedOptionId": option["optionId"],
                    "displayValue": chosen,
                }
        raise ValueError(f"{chosen!r} is none of the choices of {title!r}")

    def _id(self) -> str:
        self._count += 1
        return hashlib.sha256(f"{self._seed}/{self._count}".encode()).hexdigest()[:12]


_ID_NAMES = {"person": "personId", "dateElement": "dateId", "dropdown": "dropdownId", "richLink": "richLinkId"}
_SECTION_STYLE = {"columnSeparatorStyle": "NONE", "contentDirection": "LEFT_TO_RIGHT", "sectionType": "CONTINUOUS"}


def _date(day: str) -> dict[str, str]:
    date = datetime.date.fromisoformat(day)
    return {
        "timestamp": f"{day}T12:00:00Z",
        "locale": "en",
        "dateFormat": "DATE_FORMAT_MONTH_DAY_YEAR_ABBREVIATED",
        "timeFormat": "TIME_FORMAT_DISABLED",
        "displayText": f"{date:%b} {date.day}, {date.year}",
    }
