"""The tree of a document's body: its indexes, its paragraphs, its runs.

Indexes count UTF-16 code units from the beginning of the tab; a chip takes one, and a table, each row and each
cell take one for their beginning, a table one more for its end. (Docs API guide, "Structure of a document"; the
latter counted in the documents of the reference.)
"""

from collections.abc import Iterator
from typing import Any

Node = dict[str, Any]
_SUGGESTED = ("suggestedInsertionIds", "suggestedDeletionIds")


def text_run(content: str, style: Node, suggested: Node | None = None) -> Node:
    """A paragraph element of text."""
    return {"textRun": {"content": content, "textStyle": dict(style), **(suggested or {})}}


def units(text: str) -> int:
    """The length of a text as the Docs API counts."""
    return len(text.encode("utf-16-le")) // 2


def length(element: Node) -> int:
    """The length of a paragraph element."""
    return units(element["textRun"]["content"]) if "textRun" in element else 1


def shown(element: Node) -> str:
    """The text that a person sees where this element stands."""
    for kind, name in (
        ("person", "personProperties"),
        ("dateElement", "dateElementProperties"),
        ("dropdown", "dropdownProperties"),
        ("richLink", "richLinkProperties"),
    ):
        if kind in element:
            properties = element[kind].get(name, {})
            keys = ("name", "email", "displayText", "displayValue", "title")
            return next((str(properties[key]) for key in keys if key in properties), "")
    return str(element["textRun"]["content"]) if "textRun" in element else "\ue907"


def joined(elements: list[Node]) -> list[Node]:
    """The elements with neighbouring runs of one style made one, as Google gives them."""
    kept: list[Node] = []
    for element in elements:
        run = element.get("textRun")
        if run is not None and not run["content"]:
            continue
        last = kept[-1].get("textRun") if kept else None
        if run and last and _face(run) == _face(last):
            kept[-1] = {"textRun": {**last, "content": last["content"] + run["content"]}}
        else:
            kept.append(element)
    return kept


def _face(run: Node) -> tuple[Any, ...]:
    return (run.get("textStyle"), *(run.get(key) for key in _SUGGESTED))


def number(content: list[Node], start: int = 0) -> int:
    """Write the indexes into structural elements; answers where they end."""
    at = start
    for block in content:
        begin = at
        if "paragraph" in block:
            at = _number_elements(block["paragraph"]["elements"], at)
        elif "table" in block:
            at = _number_rows(block["table"]["tableRows"], at + 1) + 1
        else:
            at += 1
        _mark(block, begin, at)
    return at


def _number_elements(elements: list[Node], at: int) -> int:
    for element in elements:
        end = at + length(element)
        _mark(element, at, end)
        at = end
    return at


def _number_rows(rows: list[Node], at: int) -> int:
    for row in rows:
        row_begin = at
        at += 1
        for cell in row["tableCells"]:
            cell_begin = at
            at = number(cell["content"], at + 1)
            _mark(cell, cell_begin, at)
        _mark(row, row_begin, at)
    return at


def _mark(node: Node, start: int, end: int) -> None:
    node["endIndex"] = end
    if start:
        node["startIndex"] = start
    else:
        # The wire leaves out a zero, as proto3 does.
        node.pop("startIndex", None)


def containers(content: list[Node]) -> Iterator[list[Node]]:
    """The body's content and that of every cell in it, however deep."""
    yield content
    for block in content:
        for row in block.get("table", {}).get("tableRows", ()):
            for cell in row["tableCells"]:
                yield from containers(cell["content"])


def find_paragraph(content: list[Node], index: int) -> tuple[list[Node], int] | None:
    """The container and the place in it of the paragraph that holds this index."""
    for container in containers(content):
        for place, block in enumerate(container):
            if "paragraph" in block and block.get("startIndex", 0) <= index < block["endIndex"]:
                return container, place
    return None


def all_tabs(tabs: list[Node]) -> Iterator[Node]:
    """Every tab in the order of the document, child tabs after their parent."""
    for tab in tabs:
        yield tab
        yield from all_tabs(tab.get("childTabs", []))
