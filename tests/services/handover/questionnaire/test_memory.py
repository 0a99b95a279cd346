"""Memory grows with the document and no faster, whatever kind of nonsense fills it."""

from __future__ import annotations

import json
import tracemalloc
from typing import Any

import pytest

from services.handover.questionnaire.read import read_questionnaire

MOST = 150
"""Bytes for each byte of JSON; a pair of label and answer of ten letters takes about a kilobyte."""


def paragraph(text: str, **more: Any) -> dict[str, Any]:
    """One paragraph with one run."""
    return {"paragraph": {"elements": [{"startIndex": 1, "textRun": {"content": text + "\n", **more}}]}}


def rows(count: int) -> dict[str, Any]:
    """A table of questions."""
    made = [[{"content": [paragraph("Seats")]}, {"content": [paragraph(str(number))]}] for number in range(count)]
    return {"table": {"tableRows": [{"tableCells": cells} for cells in made]}}


def content(kind: str, count: int) -> list[dict[str, Any]]:
    """A body of this kind."""
    together = {
        "words": "Acme " * count * 10,
        "an answer": "Company name: " + "Acme " * count,
        "soft breaks": "Seats: 4\v" * count,
        "pairs in a line": "Seats: 4 | Plan: Team | " * count,
        "lone surrogates": "\ud800Seats: \udfff4 " * count,
        "persons": "Billing contact: " + ", ".join(f"Ann Roe <a{one}@x.example>" for one in range(count)),
    }
    if kind in together:
        return [paragraph(together[kind])]
    if kind == "rows":
        return [rows(count)]
    if kind == "different persons":
        return [paragraph(f"Account Executive: Ann Roe <a{one}@x.example>") for one in range(count)]
    if kind == "suggestions":
        return [paragraph(f"Seats: {one}", suggestedInsertionIds=[f"s{one}"]) for one in range(count)]
    return [paragraph(f"Seats: {one}") for one in range(count)]


def peak(document: dict[str, Any]) -> int:
    """The most that reading held at once, in bytes."""
    tracemalloc.start()
    try:
        read_questionnaire(document)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "kind",
    [
        "words",
        "an answer",
        "soft breaks",
        "pairs in a line",
        "lone surrogates",
        "persons",
        "rows",
        "suggestions",
        "lines",
    ],
)
def test_memory_is_proportional_to_the_document(kind: str) -> None:
    documents = [{"documentId": "d", "body": {"content": content(kind, count)}} for count in (400, 1600)]
    read_questionnaire(documents[0])
    small, large = map(peak, documents)
    assert large < MOST * len(json.dumps(documents[1], ensure_ascii=False))
    assert large < 6 * small + 100_000
