"""Changes to a tab's text: inserting, deleting, replacing, and typing over a paragraph as a person does."""

import copy
import re
from collections.abc import Iterator

from services.sandbox.google_docs import tree
from services.sandbox.google_docs.tree import Node
from services.sandbox.refusal import invalid


def insert_text(content: list[Node], index: int, text: str, request: str) -> None:
    """Insert text at an index; it takes the style of what stands before it in the paragraph."""
    end = content[-1]["endIndex"]
    if index >= end:
        raise invalid(
            f"Invalid {request}: Index {index} must be less than the end index of the referenced segment, {end}."
        )
    found = tree.find_paragraph(content, index)
    if found is None:
        raise invalid(
            f"Invalid {request}: The insertion index must be inside the bounds of an existing paragraph. "
            "You can still create new paragraphs by inserting newlines."
        )
    container, place = found
    before, after = split(container[place]["paragraph"]["elements"], index - container[place].get("startIndex", 0))
    model = before[-1] if before else after[0]
    style = {name: value for name, value in _style(model).items() if name != "link" or before}
    _put(container, place, [*before, tree.text_run(_clean(text), style), *after])
    tree.number(content)


def delete_range(content: list[Node], start: int, end: int, request: str) -> None:
    """Delete a range: text within paragraphs, line ends between them, and tables that it covers whole."""
    if start >= end:
        raise invalid(f"Invalid {request}: The range should not be empty.")
    for container in tree.containers(content):
        first, last = container[0].get("startIndex", 0), container[-1]["endIndex"]
        inside = [block for block in container if block.get("startIndex", 0) < end and block["endIndex"] > start]
        if first <= start and end <= last and not _within_one_table(inside, start, end):
            if end == last:
                raise invalid(
                    f"Invalid {request}: The range cannot include the newline character at the end of the segment."
                )
            container[:] = _without_range(container, start, end, request)
            tree.number(content)
            return
    raise invalid(f"Invalid {request}: The range {start} to {end} crosses the bounds of a table cell.")


def replace_all(content: list[Node], pattern: re.Pattern[str], text: str) -> int:
    """Replace every match within runs of text; chips are never part of a match. Answers how many."""
    count = 0
    for container in tree.containers(content):
        for place in reversed(range(len(container))):
            if "paragraph" not in container[place]:
                continue
            elements = container[place]["paragraph"]["elements"]
            replaced, found = _replaced(elements, pattern, text)
            if found:
                count += found
                _put(container, place, replaced)
    tree.number(content)
    return count


def retype(container: list[Node], place: int, text: str) -> None:
    """Make a paragraph read `text`, as if a person had typed over only what differs.

    What is the same at its beginning and end keeps its style and its chips. A bold label stays bold and does
    not make the answer bold; guidance in italics that is typed over does not make the answer italic.
    """
    elements = container[place]["paragraph"]["elements"]
    parts = _parts(elements)
    old = "".join(tree.shown(part) for part in parts)
    new = _clean(text.rstrip("\n"))
    if old == new:
        return
    written = "".join(part["textRun"]["content"] for part in parts if "textRun" in part).strip()
    guidance = bool(written) and all(_style(part).get("italic") for part in parts if tree.shown(part).strip())
    before, after = ([], []) if guidance else _common_ends(parts, new)
    middle = new[len(_text(before)) : len(new) - len(_text(after))]
    style = {} if guidance else _typing_style(before, after, parts)
    runs = [*before, tree.text_run(middle, style), *after, tree.text_run("\n", _line_end_style(elements, style))]
    _put(container, place, runs)


def _parts(elements: list[Node]) -> list[Node]:
    """The paragraph without its line end, one element for each character or chip."""
    parts = []
    for element in elements:
        if "textRun" not in element:
            parts.append(element)
            continue
        for character in element["textRun"]["content"].removesuffix("\n"):
            parts.append({"textRun": {**element["textRun"], "content": character}})
    return parts


def _common_ends(parts: list[Node], new: str) -> tuple[list[Node], list[Node]]:
    before = list(_common(parts, new))
    left = new[len(_text(before)) :]
    turned = [*_common(parts[len(before) :][::-1], left[::-1], backwards=True)]
    return before, turned[::-1]


def _common(parts: list[Node], text: str, *, backwards: bool = False) -> Iterator[Node]:
    at = 0
    for part in parts:
        seen = tree.shown(part)[::-1] if backwards else tree.shown(part)
        if not seen or not text.startswith(seen, at):
            return
        at += len(seen)
        yield part


def _text(parts: list[Node]) -> str:
    return "".join(tree.shown(part) for part in parts)


def _typing_style(before: list[Node], after: list[Node], parts: list[Node]) -> Node:
    model = next((part for part in (*before[-1:], *after[:1], *parts[:1])), None)
    style = dict(_style(model)) if model else {}
    style.pop("link", None)
    label_ends = _text(before).rstrip().endswith((":", "：", "?", "–", "-")) or not before
    if style.get("bold") and label_ends and (before or after):
        del style["bold"]
    return style


def _line_end_style(elements: list[Node], style: Node) -> Node:
    return {"bold": True} if style.get("bold") and _style(elements[-1]).get("bold") else {}


def _style(element: Node) -> Node:
    part = next(value for name, value in element.items() if name not in ("startIndex", "endIndex"))
    style: Node = part.get("textStyle", {})
    return style


def _clean(text: str) -> str:
    """Control characters are dropped, as `insertText` documents it; tabs, line ends and soft breaks stay."""
    return re.sub(r"[\x00-\x08\x0c-\x1f\ue000-\uf8ff]", "", text)


def split(elements: list[Node], offset: int) -> tuple[list[Node], list[Node]]:
    """The elements before and after a place that is `offset` code units behind their beginning."""
    before: list[Node] = []
    after: list[Node] = []
    for element in elements:
        size = tree.length(element)
        if offset >= size:
            before.append(element)
        elif offset <= 0 or "textRun" not in element:
            after.append(element)
        else:
            raw = element["textRun"]["content"].encode("utf-16-le")
            left, right = raw[: offset * 2].decode("utf-16-le"), raw[offset * 2 :].decode("utf-16-le")
            before.append({"textRun": {**element["textRun"], "content": left}})
            after.append({"textRun": {**element["textRun"], "content": right}})
        offset -= size
    return before, after


def _put(container: list[Node], place: int, elements: list[Node]) -> None:
    """Put elements in a paragraph's place; line ends within them make several paragraphs of it."""
    old = container[place]["paragraph"]
    lines: list[list[Node]] = [[]]
    for element in elements:
        if "textRun" not in element:
            lines[-1].append(element)
            continue
        for piece in element["textRun"]["content"].splitlines(keepends=True) if _has_line_end(element) else [None]:
            run = element if piece is None else {"textRun": {**element["textRun"], "content": piece}}
            lines[-1].append(run)
            if piece is not None and piece.endswith("\n"):
                lines.append([])
    built = []
    for line in lines:
        if line:
            clean = [{key: value for key, value in each.items() if not key.endswith("Index")} for each in line]
            built.append({"paragraph": {**copy.deepcopy(old), "elements": tree.joined(clean)}})
    container[place : place + 1] = built


def _has_line_end(element: Node) -> bool:
    return "\n" in element["textRun"]["content"]


def _replaced(elements: list[Node], pattern: re.Pattern[str], text: str) -> tuple[list[Node], int]:
    """Matches may span runs of several styles; the replacement takes the style of the first."""
    count = 0
    built: list[Node] = []
    runs: list[Node] = []
    for element in [*elements, {}]:
        if "textRun" in element:
            runs.append(element)
            continue
        whole = "".join(run["textRun"]["content"] for run in runs)
        at = 0
        for match in pattern.finditer(whole):
            count += 1
            built += _cut(runs, at, match.start())
            built.append(tree.text_run(text, _style(_cut(runs, match.start(), match.end())[0])))
            at = match.end()
        built += _cut(runs, at, len(whole))
        runs = []
        if element:
            built.append(element)
    return built, count


def _cut(runs: list[Node], start: int, end: int) -> list[Node]:
    cut = []
    at = 0
    for run in runs:
        content = run["textRun"]["content"]
        piece = content[max(start - at, 0) : max(end - at, 0)]
        at += len(content)
        if piece:
            cut.append({"textRun": {**run["textRun"], "content": piece}})
    return cut


def _within_one_table(inside: list[Node], start: int, end: int) -> bool:
    if len(inside) != 1 or "table" not in inside[0]:
        return False
    return not (start <= inside[0]["startIndex"] and inside[0]["endIndex"] <= end)


def _without_range(container: list[Node], start: int, end: int, request: str) -> list[Node]:
    built: list[Node] = []
    pending: Node | None = None
    for block in container:
        begin = block.get("startIndex", 0)
        if "paragraph" not in block:
            covered = start <= begin and block["endIndex"] <= end
            if not covered and begin < end and block["endIndex"] > start:
                raise invalid(f"Invalid {request}: Cannot partially delete a table.")
            if covered and "table" not in block:
                raise invalid(f"Invalid {request}: Cannot delete the section break at the beginning of the segment.")
            if not covered:
                built.append(block)
            continue
        head, rest = split(block["paragraph"]["elements"], max(start - begin, 0))
        _, tail = split(block["paragraph"]["elements"], max(end - begin, 0)) if end > begin else ([], rest)
        elements = [*head, *tail]
        if pending is not None:
            elements = [*pending["paragraph"]["elements"], *elements]
            block = pending
            pending = None
        clean = [{key: value for key, value in each.items() if not key.endswith("Index")} for each in elements]
        block["paragraph"]["elements"] = tree.joined(clean)
        if clean and str(clean[-1].get("textRun", {}).get("content", "")).endswith("\n"):
            built.append(block)
        else:
            pending = block
    return built
