"""Says in a few words what is read from a document, for tests."""

from __future__ import annotations

from typing import Any

from services.handover.questionnaire.answer import Answer
from services.handover.questionnaire.read import read_questionnaire
from tests.services.handover.questionnaire.document import Json

PLACEHOLDER = "(placeholder)"
UNANSWERED = "(unanswered)"


class Ambiguous(list[Any]):
    """The candidates of an ambiguous answer."""


def ambiguous(*candidates: Any) -> Ambiguous:
    return Ambiguous(candidates)


def person(name: str | None, email: str | None = None) -> Json:
    return {"name": name, "email": email}


def contact(name: str | None, email: str | None = None, phone: str | None = None) -> Json:
    return {"name": name, "email": email, "phone": phone}


def money(amount: float, currency: str | None) -> Json:
    return {"amount": amount, "currency": currency}


def short(answer: Answer) -> Any:
    """The answer as it is written in these tests."""
    if answer.status == "placeholder":
        return PLACEHOLDER
    if answer.status == "unanswered":
        return UNANSWERED
    return Ambiguous(answer.candidates) if answer.status == "ambiguous" else answer.value


def assert_reads(document: Json, **expected: Any) -> None:
    """Asserts what is read for some fields."""
    questionnaire = read_questionnaire(document)
    read = {field: short(questionnaire[field]) for field in expected}
    assert read == expected
    assert {field: type(value) for field, value in read.items()} == {
        field: type(value) for field, value in expected.items()
    }
