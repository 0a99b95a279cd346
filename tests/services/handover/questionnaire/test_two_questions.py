"""One label that asks two questions, most often whether a purchase order is needed and which number it has."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.handover.questionnaire.document import Json, bold, form, heading, line, table
from tests.services.handover.questionnaire.expect import PLACEHOLDER, UNANSWERED, assert_reads

LABELS = (
    "PO required? PO number",
    "PO required / PO number",
    "PO needed? If so number",
    "PO required? PO #",
    "PO required? Number?",
    "Is a PO required? If yes please provide the PO number",
    "Does the customer need a PO, and if so what is the number?",
)
ANSWERS: dict[str, tuple[Any, Any]] = {
    "Yes, PO-4711": (True, "PO-4711"),
    "Yes / 4500078547": (True, "4500078547"),
    "PO-4711": (UNANSWERED, "PO-4711"),
    "Yes": (True, UNANSWERED),
    "No": (False, UNANSWERED),
    "Yes, TBD": (True, PLACEHOLDER),
    "TBD": (PLACEHOLDER, PLACEHOLDER),
    "Yes / No": (PLACEHOLDER, PLACEHOLDER),
    "": (UNANSWERED, UNANSWERED),
}


def layouts(label: str, answer: str) -> dict[str, Json]:
    """The label with its answer, as it stands in forms."""
    return {
        "cells": form(table((label, answer))),
        "a line": form(line(f"{label}: {answer}")),
        "bold": form(line(bold(label), " ", answer)),
        "a heading": form(heading(2, label), line(answer)),
    }


@pytest.mark.parametrize("label", LABELS)
def test_whether_an_order_is_needed_and_its_number_may_be_one_label(label: str) -> None:
    for answer, (required, number) in ANSWERS.items():
        for document in layouts(label, answer).values():
            assert_reads(document, po_required=required, po_number=number)


def test_two_questions_in_one_label_are_two_fields() -> None:
    assert_reads(
        form(table(("What is the plan? How many seats?", "Team / 40"), ("Contract start? End?", "TBD"))),
        plan="Team",
        seats=40,
        contract_start_date=PLACEHOLDER,
        renewal_date=PLACEHOLDER,
    )


def test_a_question_with_its_answer_behind_it_stays_one() -> None:
    assert_reads(form(line("PO required? Yes")), po_required=True, po_number=UNANSWERED)
    assert_reads(form(line("PO required? Number 4500078547")), po_required=UNANSWERED, po_number="4500078547")


def test_the_other_half_of_a_look_alike_is_one_too() -> None:
    for label in ("Trial start / end", "Trial start? End?"):
        document = form(table((label, "2027-03-01 / 2027-03-14")))
        assert_reads(document, contract_start_date=UNANSWERED, renewal_date=UNANSWERED)
