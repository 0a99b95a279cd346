"""Who is of the customer's company, who is not, and who only looks like it."""

from __future__ import annotations

from typing import Any

import pytest

from services.handover.configuration import load_rules
from services.handover.model import Handover
from services.handover.questionnaire.answer import Answer
from services.handover.recipients import look_alike, outsiders
from tests.conftest import ROOT

RULES = load_rules(ROOT / "manifest" / "handover.toml")
OMAR = {"name": "Omar Whitley", "email": "omar@larchwood.example"}


def why(address: str, **values: Any) -> list[str]:
    """Why an address has to be ticked, for a customer of whom these fields are answered."""
    answers = {name: Answer(name, "answered", value) for name, value in values.items()}
    return [one.why for one in outsiders(Handover("doc", "Acme", "r", answers), RULES, [address])]


@pytest.mark.parametrize("address", ["a@larchwood.example", "b@mail.larchwood.example", "c@codelantern.example"])
def test_the_customers_people_and_ours_need_no_tick(address: str) -> None:
    assert why(address, technical_admin=OMAR) == []


def test_the_domain_that_the_document_names_is_the_only_one() -> None:
    assert why("a@larchwood.example", company_domain="larchwood.example", technical_admin=OMAR) == []
    assert why("x@other.example", company_domain="larchwood.example", technical_admin={"email": "y@other.example"}) == [
        "not of larchwood.example"
    ]


def test_a_free_mail_provider_is_nobodys_domain() -> None:
    assert why("omar@gmail.com", technical_admin={"email": "omar@gmail.com"}) == ["free mail"]


def test_without_any_domain_everybody_outside_has_to_be_ticked() -> None:
    assert why("a@larchwood.example") == ["the document names no domain of theirs"]


@pytest.mark.parametrize(
    "domain",
    [
        "1archwood.example",
        "larchw00d.example",
        "larchwood.test",
        "larch-wood.example",
        "larchwod.example",
        "larchvvood.example",
        "xn--larchwod-c5a.example",
        "larchwood-billing.example",
        "codelantem.example",
    ],
)
def test_what_could_be_taken_for_the_customer_or_for_us_is_said_so(domain: str) -> None:
    [reason] = why(f"omar@{domain}", technical_admin=OMAR)
    assert reason.startswith("looks like ")


@pytest.mark.parametrize("domain", ["birchline.example", "archive.example", "wood.example", "lark.test"])
def test_another_name_is_another_name(domain: str) -> None:
    assert not look_alike(domain, "larchwood.example")
