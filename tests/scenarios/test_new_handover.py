"""Docs' @ menu: "New customer handover" copies the template and puts the handover's link where the person stands."""

from __future__ import annotations

import pytest

from services.handover.steps import STEPS
from tests.conftest import BASE_URL, Stage
from tests.host import SCOPES, Host
from tests.scenarios.test_start import APPLIED, COPY, TEMPLATE, copies, start
from tests.scenarios.test_three_buttons import LARCHWOOD

LABEL = "New customer handover"
RUN = f"{BASE_URL}/docs/new-handover/run"


def dialog(stage: Stage, person: str = "ae") -> Host:
    """Somebody who may read the template types @ into any document of theirs."""
    stage.host(person, TEMPLATE)
    return stage.host(person, LARCHWOOD, granted=False).create(LABEL)


def test_a_handover_is_started_and_its_link_stands_in_the_document(stage: Stage) -> None:
    host = dialog(stage)
    assert "‹name› – new customer questionnaire" in host.text
    assert "link comes to stand here" in host.text
    assert copies(stage) == []
    host.fill("company", "Northmoor Seeds").press("Create")
    [copy] = copies(stage)
    assert copy["name"] == "Northmoor Seeds – new customer questionnaire"
    assert host.inserted == ("Handover: Northmoor Seeds", f"{BASE_URL}/handovers/{copy['id']}")


def test_the_link_is_a_chip_for_whoever_pastes_or_points_at_it(stage: Stage) -> None:
    host = dialog(stage).fill("company", "Northmoor Seeds").press("Create")
    assert host.inserted is not None
    chip = stage.host("ae", LARCHWOOD, granted=False).paste(host.inserted[1])
    assert chip["title"] == f"Northmoor Seeds · 0 of {len(STEPS) - 1} steps done"


def test_a_click_that_the_host_repeats_copies_once_and_the_link_can_still_be_had(stage: Stage) -> None:
    host = dialog(stage).fill("company", "Northmoor Seeds").press("Create")
    first = host.inserted
    host.fill("company", "Northmoor Seeds").again()
    assert stage.calls(COPY) == 1
    assert "This customer's handover was started already." in host.text
    host.press("Insert its link")
    assert host.inserted == first


def test_a_customer_that_a_colleague_started_is_told_and_linked_on_request(stage: Stage) -> None:
    start(stage, "Northmoor Seeds")
    host = dialog(stage).fill("company", "northmoor  seeds").press("Create")
    assert host.inserted is None
    assert "Made “Northmoor Seeds" in host.text
    host.press("Insert its link")
    assert host.inserted == ("Handover: northmoor seeds", f"{BASE_URL}/handovers/{copies(stage)[0]['id']}")
    assert stage.calls(COPY) == 1


@pytest.mark.parametrize(("name", "words"), [("", "Write the customer's name"), ("x" * 121, "120")])
def test_what_is_no_name_is_said_in_the_dialog(stage: Stage, name: str, words: str) -> None:
    host = dialog(stage)
    host.typed["company"] = {"stringInputs": {"value": [name]}}
    assert words in host.press("Create").text
    assert stage.calls(COPY) == 0


@pytest.mark.parametrize("kind", APPLIED)
def test_a_copy_whose_answer_was_lost_is_found_from_the_dialog(stage: Stage, kind: str) -> None:
    host = dialog(stage)
    stage.world.faults.add("drive", COPY, kind)
    host.fill("company", "Northmoor Seeds").press("Create")
    assert "Not confirmed yet" in host.text
    assert host.inserted is None
    host.press("Check and finish")
    assert host.inserted == ("Handover: Northmoor Seeds", f"{BASE_URL}/handovers/{copies(stage)[0]['id']}")
    assert stage.calls(COPY) == 1


def test_drive_out_of_order_is_told_in_the_dialog_and_can_be_tried_again_there(stage: Stage) -> None:
    host = dialog(stage)
    stage.world.faults.add("drive", "drive.files.get", "500_before", times=3)
    host.fill("company", "Northmoor Seeds").press("Create")
    assert "Google Drive did not answer clearly" in host.text
    host.press("Try again").fill("company", "Northmoor Seeds").press("Create")
    assert len(copies(stage)) == 1


def test_a_permission_that_is_missing_is_asked_for_and_then_explained(stage: Stage) -> None:
    stage.host("ae", TEMPLATE)
    host = stage.host("ae", LARCHWOOD, granted=False)
    host.scopes = tuple(scope for scope in SCOPES if not scope.endswith("/drive.file"))
    host.create(LABEL)
    assert host.asked_for == ("https://www.googleapis.com/auth/drive.file",)
    host.create(LABEL)
    assert "read the document you have open" in host.text
    host.scopes = SCOPES
    host.press("Try again").fill("company", "Northmoor Seeds").press("Create")
    assert host.inserted is not None


def test_a_template_that_was_never_allowed_is_to_be_opened_once(stage: Stage) -> None:
    host = stage.host("ae", LARCHWOOD, granted=False).create(LABEL)
    assert "Open the template once, press “Allow access”" in host.text
    assert TEMPLATE in str(host.card)


def test_who_is_not_in_sales_is_told_who_starts_and_cannot(stage: Stage) -> None:
    host = dialog(stage, "ce")
    assert "Sales starts handovers" in host.text
    host.click(RUN, {"submitted": "yes", "company": "Northmoor Seeds"})
    assert host.inserted is None
    start(stage, "Northmoor Seeds")
    host.click(RUN, {"submitted": "yes", "company": "Northmoor Seeds", "known": "yes"})
    assert host.inserted is None
    assert stage.calls(COPY) == 1
