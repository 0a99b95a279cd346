"""How text looks: changes to the style of a range (`updateTextStyle`)."""

from typing import Any

from services.sandbox.google_docs import edits, tree
from services.sandbox.google_docs.tree import Node
from services.sandbox.refusal import invalid


def restyle(content: list[Node], asked: dict[str, Any], request: str) -> None:
    """Give the text of `range` the listed `fields` of `textStyle`; one that is listed and not given is inherited.

    (UpdateTextStyleRequest in the discovery document; the root `text_style` is implied in `fields`.)
    """
    names = [name.strip() for name in asked.get("fields", "").split(",") if name.strip()]
    if not names:
        raise invalid(
            f"Invalid {request}: At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)"
        )
    span = asked.get("range", {})
    start, end = int(span.get("startIndex", 0)), int(span.get("endIndex", 0))
    if start >= end:
        raise invalid(f"Invalid {request}: The range should not be empty.")
    if end > content[-1]["endIndex"]:
        raise invalid(
            f"Invalid {request}: Index {end} must be less than the end index of the referenced segment, "
            f"{content[-1]['endIndex']}."
        )
    for container in tree.containers(content):
        for block in container:
            if "paragraph" in block and block.get("startIndex", 0) < end and block["endIndex"] > start:
                _restyle_paragraph(block, start, end, names, asked.get("textStyle", {}))
    tree.number(content)


def _restyle_paragraph(block: Node, start: int, end: int, names: list[str], style: Node) -> None:
    begin = block.get("startIndex", 0)
    head, rest = edits.split(block["paragraph"]["elements"], max(start - begin, 0))
    middle, tail = edits.split(rest, end - max(start, begin))
    restyled = [_restyled(element, names, style) for element in middle]
    elements = [
        {key: value for key, value in e.items() if not key.endswith("Index")} for e in (*head, *restyled, *tail)
    ]
    block["paragraph"]["elements"] = tree.joined(elements)


def _restyled(element: Node, names: list[str], style: Node) -> Node:
    kind = next(name for name in element if not name.endswith("Index"))
    old = {} if "*" in names else {k: v for k, v in element[kind].get("textStyle", {}).items() if k not in names}
    new = style if "*" in names else {name: style[name] for name in names if name in style}
    # A run says only what is on: the wire leaves out a `false`, as proto3 does.
    return {kind: {**element[kind], "textStyle": old | {k: v for k, v in new.items() if v is not False}}}
