"""What a document looks like with its open suggestions, without them, and with all of them accepted."""

from typing import Any

from services.sandbox.google_docs import tree
from services.sandbox.google_docs.tree import Node
from services.sandbox.store import copied

_ACCEPTED = "PREVIEW_SUGGESTIONS_ACCEPTED"
_INSERTION, _DELETION = "suggestedInsertionIds", "suggestedDeletionIds"
_KINDS = ("textRun", "person", "dateElement", "dropdown", "richLink", "inlineObjectElement", "footnoteReference")


def preview(tabs: list[Node], mode: str) -> list[Node]:
    """The tabs in the given suggestions view mode, with new indexes where something is left out."""
    shown = copied(tabs)
    if mode == "SUGGESTIONS_INLINE":
        return shown
    dropped, kept = (_DELETION, _INSERTION) if mode == _ACCEPTED else (_INSERTION, _DELETION)
    for tab in tree.all_tabs(shown):
        body = tab["documentTab"]["body"]
        body["content"] = _content(body["content"], dropped, kept)
        tree.number(body["content"])
    return shown


def _content(content: list[Node], dropped: str, kept: str) -> list[Node]:
    built: list[Node] = []
    open_end: Node | None = None
    for block in content:
        if "table" in block:
            table = _table(block["table"], dropped, kept)
            if table:
                built.append({**block, "table": table})
            continue
        if "paragraph" not in block:
            built.append(block)
            continue
        paragraph = _paragraph(block["paragraph"], dropped, kept)
        if open_end is not None:
            # The line end between the two is gone, so the paragraphs are one.
            open_end["elements"] = tree.joined([*open_end["elements"], *paragraph["elements"]])
            paragraph = open_end
        else:
            built.append({"paragraph": paragraph})
        open_end = None if _ends(paragraph) else paragraph
    if open_end is not None:
        open_end["elements"].append(tree.text_run("\n", {}))
    return built


def _ends(paragraph: Node) -> bool:
    last = paragraph["elements"][-1] if paragraph["elements"] else {}
    return str(last.get("textRun", {}).get("content", "")).endswith("\n")


def _paragraph(paragraph: Node, dropped: str, kept: str) -> Node:
    elements = []
    for element in paragraph["elements"]:
        kind = next((name for name in _KINDS if name in element), None)
        if kind is None:
            elements.append(element)
        elif dropped not in element[kind]:
            elements.append({kind: _settled(element[kind], kept, accepted=dropped == _DELETION)})
    rest = {name: value for name, value in paragraph.items() if not name.startswith("suggested")}
    return {**rest, "elements": tree.joined(elements)}


def _settled(part: Node, kept: str, *, accepted: bool) -> Node:
    changes: dict[str, Any] = part.get("suggestedTextStyleChanges", {})
    settled = {name: value for name, value in part.items() if not name.startswith("suggested") and name != kept}
    if accepted:
        style = dict(settled.get("textStyle", {}))
        for change in changes.values():
            for flag, suggested in change.get("textStyleSuggestionState", {}).items():
                if suggested:
                    name = flag.removesuffix("Suggested")
                    style[name] = change.get("textStyle", {}).get(name, False)
        settled["textStyle"] = style
    return settled


def _table(table: Node, dropped: str, kept: str) -> Node | None:
    if dropped in table:
        return None
    rows = []
    for row in table["tableRows"]:
        if dropped in row:
            continue
        cells = [
            {**_without(cell, kept), "content": _content(cell["content"], dropped, kept)}
            for cell in row["tableCells"]
            if dropped not in cell
        ]
        rows.append({**_without(row, kept), "tableCells": cells})
    if not rows:
        return None
    return {**_without(table, kept), "tableRows": rows, "rows": len(rows)}


def _without(node: Node, name: str) -> Node:
    return {key: value for key, value in node.items() if key != name}
