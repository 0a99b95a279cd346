"""Which names are one customer's."""

from __future__ import annotations

import pytest

from services.handover.beginning import beginning, begins, carried, customer_key
from services.handover.model import Form


@pytest.mark.parametrize("other", ["ACME corp", " Acme  Corp. ", "Acme\u00a0Corp", "acme-corp", "Ａｃｍｅ Corp"])
def test_case_spaces_and_signs_do_not_make_another_customer(other: str) -> None:
    assert customer_key(other) == customer_key("Acme Corp")


@pytest.mark.parametrize("other", ["Acme", "Acme Corp Ltd", "Acme Corp 2", "Äcme Corp"])
def test_other_letters_do(other: str) -> None:
    assert customer_key(other) != customer_key("Acme Corp")


def test_signs_alone_are_nobody() -> None:
    assert customer_key(" …!") == ""


def test_a_handover_without_a_document_knows_its_customer_and_carries_the_name_on() -> None:
    typed = beginning(Form({"company": ("Acme\u200b  Corp",)}, {}, submitted=True))
    assert begins(typed)
    assert typed.company == "Acme Corp"
    assert beginning(Form({}, carried(typed))) == typed


def test_a_name_that_was_deleted_is_not_taken_from_the_card_before() -> None:
    assert beginning(Form({}, {"company": "Acme Corp"}, submitted=True)).value("company_name") is None
