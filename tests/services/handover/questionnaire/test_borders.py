"""Where an answer ends: a line that reads like a label is one only where labels of this document stand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.services.handover.questionnaire.document import Json, bold, document, heading, italic, item, line, table
from tests.services.handover.questionnaire.expect import assert_reads

ANSWERS = {
    "Company name": ["Larchwood"],
    "Deployment type": ["Self-hosted"],
    "Billing address": ["55 Timber Street", "Boston, MA 02110"],
    "Is a PO required?": ["Yes"],
    "Goals": ["Onboard teams", "Plan the migration"],
    "Payment terms": ["Net 30"],
    "Competitors": ["Lumenseek", "Houndstooth"],
    "Customer time zone": ["CET"],
}
LAYOUTS: dict[str, Callable[[str, list[str]], list[Json]]] = {
    "headings": lambda label, answer: [heading(3, label), *map(line, answer)],
    "headings with guidance": lambda label, answer: [heading(3, label), line(italic("Be exact.")), *map(line, answer)],
    "bold labels on lines of their own": lambda label, answer: [line(bold(label)), *map(line, answer)],
    "labels with space above them": lambda label, answer: [line(), line(label), *map(line, answer)],
    "labels with a dash": lambda label, answer: [line(f"{label} – {answer[0]}"), *map(line, answer[1:])],
    "labels in a list": lambda label, answer: [item(label, kind="numbers"), *map(line, answer)],
    "labels with a hint in their cell": lambda label, answer: [
        table((f"{label}\nAsk the customer", "\n".join(answer)), ("Mood", "fine"), ("Food\nAsk them", "soup"))
    ],
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_an_answer_may_hold_lines_that_read_like_labels(name: str) -> None:
    blocks = [block for label, answer in ANSWERS.items() for block in LAYOUTS[name](label, answer)]
    assert_reads(
        document(*blocks),
        company_name="Larchwood",
        deployment_type="Self-hosted",
        billing_address=["55 Timber Street", "Boston, MA 02110"],
        po_required=True,
        goals=["Onboard teams", "Plan the migration"],
        payment_terms="Net 30",
        competitors=["Lumenseek", "Houndstooth"],
        timezone="CET",
    )


def test_a_label_without_an_answer_looks_like_those_with_one() -> None:
    lines = [line(f"{label} – {', '.join(answer)}") for label, answer in ANSWERS.items()]
    assert_reads(document(*lines, line("Site ID – "), line("Plan – Team")), plan="Team", timezone="CET")


def test_an_option_with_a_box_is_no_label() -> None:
    boxes = (line("☐ Cloud"), line("☑ Self-hosted"))
    filled = [
        line(bold(f"{label}:"), f" {answer[0]}") for label, answer in ANSWERS.items() if label != "Deployment type"
    ]
    assert_reads(document(*filled, line(bold("Deployment type:")), *boxes), deployment_type="Self-hosted")
