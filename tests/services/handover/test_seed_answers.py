"""The sandbox's questionnaires answer what the steps act on."""

from __future__ import annotations

import pytest

from services.handover.questionnaire.read import read_questionnaire
from tests.conftest import Stage
from tests.scenarios.test_three_buttons import LARCHWOOD


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("unique_account_id", "001Hs00003LRCHW8QA"),
        ("site_id", "7c1d3a52-6f0b-4e2c-9d84-52b3f5a0c9e1"),
        ("installer_emails", ["omar.whitley@larchwood.example"]),
        ("arr", {"amount": 86400, "currency": "USD"}),
        ("renewal_date", "2027-12-06"),
    ],
)
def test_larchwood_answers_what_the_sheet_needs(stage: Stage, field: str, value: object) -> None:
    assert read_questionnaire(stage.world.docs.get_document(LARCHWOOD))[field].value == value


def test_notes_and_the_invoices_template_are_no_questionnaires_and_one_still_has_gaps(stage: Stage) -> None:
    documents = [one for one in stage.world.files() if one["kind"] == "document"]
    read = {one["title"]: read_questionnaire(stage.world.docs.get_document(one["id"])) for one in documents}
    others = {title for title, one in read.items() if not one.is_questionnaire}
    assert others == {"Invoice (template)", "Notes: Larchwood trial review"}
    assert any(one["arr"].status == "placeholder" for one in read.values())
