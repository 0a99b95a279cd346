"""Putting an answer into the questionnaire: where its reader says that the answer stands, and only over nothing.

What a person has answered is never written over, and the write is bound to the revision in which the place was
counted: if somebody types meanwhile, nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from services.errors import Refused
from services.handover.questionnaire.answer import Answer, Where
from services.handover.questionnaire.blocks import width
from services.handover.questionnaire.mask import FIELDS_MASK
from services.handover.questionnaire.read import read_questionnaire
from services.systems import Systems

Json = dict[str, Any]
OPEN = ("unanswered", "placeholder")
GUIDANCE = "bold,italic,foregroundColor"
"""How labels and guidance look; an answer written in their place must not look like them, or be read as one."""
ASK = "Ask its owner for the right to edit it, then press again."
BY_HAND = "Write the answer into the document by hand."


class _Place(Struct, frozen=True, order=True):
    """A range of a tab, in UTF-16 code units; ``space`` when the text needs one before it."""

    start: int
    end: int
    tab: str
    space: bool = False


def fill(systems: Systems, document_id: str, labels: Mapping[str, Sequence[str]], values: Mapping[str, str]) -> None:
    """Write ``values`` (field -> one line of text) into the document, all of them or none.

    A field that already says its value is left as it is. Raises :class:`~services.errors.Refused` when a field is
    answered otherwise or has no place, when the person may only look, or when somebody typed meanwhile.
    """
    document = systems.docs.document(document_id, FIELDS_MASK)
    questionnaire = read_questionnaire(document, labels)
    wanted = {name: text for name, text in values.items() if questionnaire[name].value != text}
    if not wanted:
        return
    if questionnaire.revision is None:
        raise Refused("Google Docs", "may not edit", "You may read this document, but not write into it.", ASK)
    # From the last place to the first, so that none of them moves another.
    places = sorted(((_place(document, questionnaire[n]), text) for n, text in wanted.items()), reverse=True)
    requests = [request for place, text in places for request in _written(place, text)]
    systems.docs.edit(document_id, requests, questionnaire.revision)


def _place(document: Json, answer: Answer) -> _Place:
    where = answer.where[0] if len(answer.where) == 1 else None
    if answer.status in OPEN and where is not None and where.start is not None and where.end is not None:
        if where.end > where.start:
            return _Place(where.start, where.end, where.tab_id or "")
        if found := _empty_place(document, where, where.start):
            return found
    raise Refused("Google Docs", "no open field", "The document has no open field for this answer.", BY_HAND)


def _empty_place(document: Json, where: Where, at: int) -> _Place | None:
    """Where to write an answer of which nothing stands yet: in the empty cell, or behind the label and its sign."""
    for start, text in _paragraphs(document, where.tab_id):
        if start == at + 1 and not text.strip():
            return _Place(start, start, where.tab_id or "")
        before = _first_units(text, at - start)
        if start <= at < start + width(text) and (not before or before.rstrip().endswith((":", "：", "?"))):
            return _Place(at, at, where.tab_id or "", space=bool(before) and not before[-1].isspace())
    return None


def _first_units(text: str, count: int) -> str:
    return text.encode("utf-16-le")[: 2 * max(count, 0)].decode("utf-16-le", "replace")


def _paragraphs(node: Any, tab: str | None) -> Iterator[tuple[int, str]]:
    """Where each paragraph of the tab begins, and its text with one character for each chip."""
    if isinstance(node, list):
        for one in node:
            yield from _paragraphs(one, tab)
    elif isinstance(node, dict) and "paragraph" in node:
        elements = node["paragraph"].get("elements", [])
        text = "".join(one.get("textRun", {}).get("content", "\ufffc") for one in elements)
        yield elements[0].get("startIndex", 0) if elements else 0, text
    elif isinstance(node, dict):
        name = node.get("tabProperties", {}).get("tabId", tab)
        below = (value for key, value in node.items() if key == "childTabs" or name == tab)
        yield from _paragraphs(list(below), tab)


def _written(place: _Place, text: str) -> list[Json]:
    """Delete what stands there, write the text, and take guidance's look off it."""
    line = " " * place.space + " ".join(text.split())
    in_tab = {"tabId": place.tab} if place.tab else {}
    gone = {"startIndex": place.start, "endIndex": place.end, **in_tab}
    new = {"startIndex": place.start, "endIndex": place.start + width(line), **in_tab}
    return [
        *([{"deleteContentRange": {"range": gone}}] if place.end > place.start else []),
        {"insertText": {"location": {"index": place.start, **in_tab}, "text": line}},
        {"updateTextStyle": {"range": new, "textStyle": {}, "fields": GUIDANCE}},
    ]
