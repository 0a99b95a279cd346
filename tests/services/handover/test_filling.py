"""Answers are put where the reader finds them, and only where nobody has answered."""

from __future__ import annotations

import pytest

from services.errors import Refused
from services.handover.filling import fill
from services.handover.questionnaire.read import read_questionnaire
from services.pool import Pool
from services.settings import load_settings
from services.systems import Systems
from services.transport import Deadline, Transport
from tests.conftest import BASE_URL, Stage
from tests.scenarios.test_three_buttons import LARCHWOOD
from tests.services.sandbox.clients import FILE, QUILLFEATHER, TEMPLATE, TIDEWATER


def systems(stage: Stage, person_id: str = "ae") -> Systems:
    """The outside systems as one person who allowed every document."""
    person = stage.world.person(person_id)
    for file in stage.world.files():
        stage.world.identity.grant_file(person, file["id"])
    known = {name.lower(): value for name, value in stage.running.settings().items()}
    settings = load_settings(**known, handover_base_url=BASE_URL)
    token = stage.world.identity.access_token(person, [FILE])
    return Systems(settings, Transport(Pool(), Deadline()), person.email, token)


def lines(stage: Stage, document_id: str) -> list[str]:
    """Every paragraph of the document's first tab."""
    found: list[str] = []

    def walk(node: object) -> None:
        if isinstance(node, dict) and "paragraph" in node:
            found.append("".join(e.get("textRun", {}).get("content", "") for e in node["paragraph"]["elements"]))
        elif isinstance(node, dict | list):
            for one in node.values() if isinstance(node, dict) else node:
                walk(one)

    walk(stage.world.docs.get_document(document_id)["tabs"][0])
    return found


def test_every_open_cell_of_the_template_can_be_filled(stage: Stage) -> None:
    asked = read_questionnaire(stage.world.docs.get_document(TEMPLATE)).answers.values()
    cells = [one.field for one in asked if one.where and one.where[0].label != "Success plan"]
    fill(systems(stage), TEMPLATE, {}, {name: f"{name} 17" for name in cells})
    assert len(cells) == 30
    assert {f"{name} 17\n" for name in cells} <= set(lines(stage, TEMPLATE))


def test_behind_a_label_the_answer_stands_after_a_space(stage: Stage) -> None:
    fill(systems(stage), TIDEWATER, {}, {"renewal_date": "January 14, 2029", "arr": "$12,000"})
    assert {"Renewal date: January 14, 2029\n", "ARR: $12,000\n"} <= set(lines(stage, TIDEWATER))


def test_what_is_filled_in_is_read_as_the_answer(stage: Stage) -> None:
    fill(systems(stage), TEMPLATE, {}, {"contract_start_date": "December 7, 2026", "po_number": "4711"})
    filled = read_questionnaire(stage.world.docs.get_document(TEMPLATE))
    assert filled["contract_start_date"].value == "2026-12-07"
    assert filled["po_number"].value == "4711"


def test_an_answer_is_one_line_whatever_it_holds(stage: Stage) -> None:
    fill(systems(stage), TEMPLATE, {}, {"company_name": "Northmoor\nARR: $1\r\n😀 Seeds"})
    assert "Northmoor ARR: $1 😀 Seeds\n" in lines(stage, TEMPLATE)


def test_an_answer_is_never_written_over(stage: Stage) -> None:
    before = stage.world.docs.get_document(LARCHWOOD)
    with pytest.raises(Refused) as refused:
        fill(systems(stage), LARCHWOOD, {}, {"arr": "$1", "billing_address": "1 Main Street"})
    assert refused.value.code == "no open field"
    assert stage.world.docs.get_document(LARCHWOOD) == before


def test_a_heading_is_no_place_for_an_answer(stage: Stage) -> None:
    with pytest.raises(Refused):
        fill(systems(stage), TEMPLATE, {}, {"rollout_plan": "In spring"})


def test_what_is_there_already_needs_no_write(stage: Stage) -> None:
    fill(systems(stage), LARCHWOOD, {}, {"company_name": "Larchwood Analytics"})
    assert stage.calls("docs.documents.batchUpdate") == 0


def test_who_may_only_look_is_told_so(stage: Stage) -> None:
    with pytest.raises(Refused) as refused:
        fill(systems(stage, "finance"), QUILLFEATHER, {}, {"license_tags": "trial"})
    assert refused.value.code == "may not edit"


def test_an_edit_of_an_earlier_revision_is_refused_whole(stage: Stage) -> None:
    docs = systems(stage).docs
    revision = str(docs.document(TEMPLATE, "documentId,revisionId")["revisionId"])
    fill(systems(stage), TEMPLATE, {}, {"company_name": "Northmoor Seeds"})
    with pytest.raises(Refused):
        docs.edit(TEMPLATE, [{"insertText": {"location": {"index": 1}, "text": "x"}}], revision)
    assert lines(stage, TEMPLATE)[0] == "New customer questionnaire\n"
