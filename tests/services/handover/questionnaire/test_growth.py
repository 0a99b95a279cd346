"""Reading takes work in proportion to the document, whatever fills it; counted, not timed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from services.handover.questionnaire.blocks import MOST_PARTS
from services.handover.questionnaire.read import read_questionnaire
from tests.services.handover.questionnaire.document import Json, cell, document, form, item, line, row, table, text
from tests.services.handover.questionnaire.expect import UNANSWERED, assert_reads
from tests.services.handover.questionnaire.test_memory import peak

FEW, MANY = 60, 240
SEATS = ("Seats", "4")


def steps(made: Json) -> int:
    """How many lines of code run while the document is read."""
    count = 0

    def tick(_: FrameType, event: str, __: Any) -> Callable[..., Any]:
        nonlocal count
        count += event == "line"
        return tick

    before = sys.gettrace()
    sys.settrace(tick)
    try:
        read_questionnaire(made)
    finally:
        sys.settrace(before)
    return count


def spanning(count: int) -> Json:
    return document(table(*(row(cell("Seats", rows=count), "4") for _ in range(count))))


def levels(count: int) -> Json:
    return document(*(item(f"Seats {one}", level=one) for one in range(count)))


def nested(count: int) -> Json:
    inner = line("Seats: 4")
    for _ in range(8):
        inner = table((cell([inner]),))
    return document(*[inner] * (count // 6))


def templates(count: int) -> Json:
    return document(line("Plan: ", *(text("Team [Plan] ", bold=bool(one % 2)) for one in range(count))))


KINDS: dict[str, Callable[[int], Json]] = {
    "executives by email": lambda count: document(*(line(f"AE: Ann Roe <a{one}@x.example>") for one in range(count))),
    "rows of executives": lambda count: document(
        table(*(("AE", f"Ann Roe <a{one}@x.example>") for one in range(count)))
    ),
    "a role table": lambda count: document(
        table(("Role", "Name", "Email"), *(("AE", "Ann Roe", f"a{one}@x.example") for one in range(count)))
    ),
    "rows": lambda count: document(table(*[SEATS] * count)),
    "cells that span all rows": spanning,
    "a list with many levels": levels,
    "nested tables": nested,
    "tick boxes": lambda count: document(line("Plan: " + " ".join(f"☑ Team{one}" for one in range(count)))),
    "template brackets": templates,
    "soft breaks": lambda count: document(line("Seats: 4\v" * count)),
    "pairs in a line": lambda count: document(line("Seats: 4 | Plan: Team | " * count)),
    "suggested lines": lambda count: document(
        *(line("Seats: ", {"textRun": {"content": str(one), "suggestedInsertionIds": ["s"]}}) for one in range(count))
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_work_is_proportional_to_the_document(kind: str) -> None:
    read_questionnaire(KINDS[kind](MANY))  # Labels that were read once are remembered.
    few, many = steps(KINDS[kind](FEW)), steps(KINDS[kind](MANY))
    assert many < 5 * few + 2_000


@pytest.mark.parametrize("part", ["Seats: 4\v", "Seats: 4 | ", "Seats: 4 |" + "|" * 20, "Seats: 4 | Floor: 2 | "])
def test_a_paragraph_of_nothing_but_pairs_takes_no_more_memory_than_another(part: str) -> None:
    made = document()
    made["tabs"][0]["documentTab"]["body"]["content"] = [
        {"paragraph": {"elements": [{"startIndex": 1, "textRun": {"content": part * (MOST_PARTS + 1)}}]}}
    ]
    assert peak(made) < 25 * len(part) * MOST_PARTS


def test_as_many_soft_breaks_as_a_person_makes_divide_a_paragraph() -> None:
    goals = [f"goal {one}" for one in range(2_000)]
    assert_reads(form(line("Goals:\v" + "\v".join(goals))), goals=goals)


def test_tables_deeper_than_a_person_makes_are_not_followed() -> None:
    inner = line("Seats: 4")
    for _ in range(200):
        inner = {"table": {"tableRows": [{"tableCells": [{"content": [inner]}]}]}}
    assert_reads(form(inner, line("Plan: Team")), plan="Team", seats=UNANSWERED)
