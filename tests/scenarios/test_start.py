"""A new customer: the template is copied once, into its own folder, under the customer's name."""

from __future__ import annotations

from typing import Any

import pytest

from app import create_app
from services.handover.questionnaire.read import read_questionnaire
from services.settings import load_settings
from tests.conftest import BASE_URL, Stage
from tests.host import Host
from tests.scenarios.test_three_buttons import LARCHWOOD, SHEET

TEMPLATE = "1QuestionnaireTemplate0000000000000000000000"
FOLDER = "0BQuestionnairesFolder00000000000"
COPY = "drive.files.copy"
APPLIED = ["500_after", "reset_after", "close_after", "truncated", "html", "nonsense"]
NOT_APPLIED = ["500_before", "reset_before", "close_before", "503"]


def form(stage: Stage, person: str = "ae") -> Host:
    """The card that asks for the customer's name, opened from the template."""
    return stage.host(person, TEMPLATE).open().press("Start a handover")


def start(stage: Stage, name: str) -> Host:
    """The AE starts a customer's handover."""
    return form(stage).fill("company", name).press("Start")


def copies(stage: Stage) -> list[dict[str, Any]]:
    """Drive's record of everything that was copied and is not in the bin."""
    drive = stage.world.state()["drive"]
    return [one for one in drive.values() if "handoverCustomer" in one["appProperties"] and not one["trashed"]]


def company(stage: Stage, document_id: str) -> object:
    """What a document answers to "Company name"."""
    return read_questionnaire(stage.world.docs.get_document(document_id))["company_name"].value


def test_the_template_becomes_the_customers_questionnaire_and_opens(stage: Stage) -> None:
    before = stage.world.docs.get_document(TEMPLATE)
    host = form(stage)
    assert "‹name› – new customer questionnaire" in host.text
    assert copies(stage) == []
    host.fill("company", "Northmoor Seeds").press("Start")
    [copy] = copies(stage)
    assert copy["name"] == "Northmoor Seeds – new customer questionnaire"
    assert copy["parents"] == [FOLDER]
    assert company(stage, copy["id"]) == "Northmoor Seeds"
    assert host.opened == f"https://docs.google.com/document/d/{copy['id']}/edit"
    assert "Made “Northmoor Seeds – new customer questionnaire”" in host.text
    assert stage.world.docs.get_document(TEMPLATE) == before


def test_the_new_questionnaire_is_open_to_the_add_on_and_says_what_is_still_missing(stage: Stage) -> None:
    start(stage, "Northmoor Seeds")
    host = Host(stage.app, stage.world, BASE_URL, stage.world.person("ae"), copies(stage)[0]["id"]).open()
    assert host.card["header"]["title"] == "Northmoor Seeds"
    assert "Only a placeholder so far, under “ARR”" in host.text
    assert "Start a handover" not in host.text


def test_the_name_is_plain_where_the_template_had_guidance_in_italics(stage: Stage) -> None:
    start(stage, "Northmoor Seeds")
    [copy] = copies(stage)
    runs = [
        element["textRun"]
        for block in stage.world.docs.get_document(copy["id"])["tabs"][0]["documentTab"]["body"]["content"]
        for row in block.get("table", {}).get("tableRows", ())
        for element in row["tableCells"][1]["content"][0]["paragraph"]["elements"]
    ]
    assert runs[0] == {"content": "Northmoor Seeds\n", "textStyle": {}}


@pytest.mark.parametrize("again", ["Northmoor Seeds", "  northmoor   SEEDS. ", "Northmoor\u00a0Seeds"])
def test_the_same_customer_a_second_time_is_led_to_the_first_document(stage: Stage, again: str) -> None:
    start(stage, "Northmoor Seeds")
    host = start(stage, again)
    assert "This customer's handover was started already." in host.text
    assert "maya.lindqvist@codelantern.example" in host.text
    assert len(copies(stage)) == 1
    assert stage.calls(COPY) == 1
    assert copies(stage)[0]["id"] in str(host.card)


def test_a_click_that_the_host_repeats_copies_once(stage: Stage) -> None:
    start(stage, "Northmoor Seeds").again()
    assert stage.calls(COPY) == 1


def test_a_start_is_taken_back_and_the_customer_can_be_started_again(stage: Stage) -> None:
    host = start(stage, "Northmoor Seeds").press("Undo…")
    assert "with all that was written into it" in host.text
    host.press("Put it into the bin")
    assert "Taken back by you" in host.text
    assert copies(stage) == []
    start(stage, "Northmoor Seeds")
    assert len(copies(stage)) == 1


def test_other_customers_have_their_own(stage: Stage) -> None:
    for name in ("Northmoor Seeds", "Northmoor Seeds Ltd", "Zephyr"):
        start(stage, name)
    assert len(copies(stage)) == 3


def test_a_document_that_the_ledger_does_not_know_is_found_by_its_mark(stage: Stage) -> None:
    start(stage, "Northmoor Seeds")
    other = {name.lower(): value for name, value in stage.running.settings().items()}
    other |= {"handover_base_url": BASE_URL, "database_url": f"sqlite:///{stage.folder / 'other.sqlite'}"}
    stage.app = create_app(load_settings(**other))
    host = start(stage, "Northmoor seeds")
    assert "This customer has a questionnaire already: “Northmoor Seeds – new" in host.text
    assert copies(stage)[0]["id"] in str(host.card)
    assert stage.calls(COPY) == 1
    host.fill("company", "Northmoor Seeds, Canada").press("Start")
    assert len(copies(stage)) == 2


def test_without_the_right_to_write_to_the_folder_nothing_is_left_behind(stage: Stage) -> None:
    stage.world.drive.share(FOLDER, "*", "reader")
    stage.world.drive.share(FOLDER, "maya.lindqvist@codelantern.example", None)
    host = start(stage, "Northmoor Seeds")
    assert "You may not add files to that folder." in host.text
    assert "Ask the owner of the template's folder" in host.text
    assert copies(stage) == []
    stage.world.drive.share(FOLDER, "*", "writer")
    host.press("Start")
    assert copies(stage)[0]["parents"] == [FOLDER]


@pytest.mark.parametrize("kind", APPLIED)
def test_a_copy_that_was_made_without_an_answer_is_found_and_filled_in(stage: Stage, kind: str) -> None:
    host = form(stage)
    stage.world.faults.add("drive", COPY, kind)
    host.fill("company", "Northmoor Seeds").press("Start")
    assert "Not confirmed yet" in host.text
    host.press("Check and finish")
    [copy] = copies(stage)
    assert "Made “Northmoor Seeds" in host.text
    assert host.opened.endswith(f"/{copy['id']}/edit")
    assert company(stage, copy["id"]) == "Northmoor Seeds"
    assert stage.calls(COPY) == 1


@pytest.mark.parametrize("kind", NOT_APPLIED)
def test_a_copy_that_was_not_made_is_not_asked_for_again_before_the_search_can_be_believed(
    stage: Stage, kind: str
) -> None:
    host = form(stage)
    stage.world.faults.add("drive", COPY, kind)
    host.fill("company", "Northmoor Seeds").press("Start").press("Check and finish")
    assert "Check again in" in host.text
    assert stage.calls(COPY) == 1
    assert copies(stage) == []


@pytest.mark.parametrize("kind", [*APPLIED, *NOT_APPLIED, "429", "401", "409"])
def test_a_name_that_could_not_be_written_is_written_by_the_next_press(stage: Stage, kind: str) -> None:
    host = form(stage)
    stage.world.faults.add("docs", "docs.documents.batchUpdate", kind)
    host.fill("company", "Northmoor Seeds").press("Start")
    assert "Not confirmed yet" in host.text
    host.press("Check and finish")
    [copy] = copies(stage)
    assert company(stage, copy["id"]) == "Northmoor Seeds"


def test_a_name_that_may_not_be_written_does_not_hide_that_the_document_is_there(stage: Stage) -> None:
    host = form(stage)
    stage.world.faults.add("docs", "docs.documents.batchUpdate", "403")
    host.fill("company", "Northmoor Seeds").press("Start")
    assert "It could not be filled in: write there yourself what is missing." in host.text
    assert len(copies(stage)) == 1


def test_the_names_signs_are_shown_as_they_are(stage: Stage) -> None:
    name = "O'Brien \\ <b>Söhne</b> & $COMPANY"
    host = start(stage, name)
    [copy] = copies(stage)
    assert copy["name"] == f"{name} – new customer questionnaire"
    assert company(stage, copy["id"]) == name
    assert f"Made “{copy['name']}”" in host.text


@pytest.mark.parametrize(("name", "words"), [("", "Write the customer's name"), ("…!", "Write"), ("x" * 121, "120")])
def test_what_is_no_name_is_said_before_anything_is_copied(stage: Stage, name: str, words: str) -> None:
    host = form(stage)
    host.typed["company"] = {"stringInputs": {"value": [name]}}
    host.press("Start")
    assert words in host.text
    assert stage.calls(COPY) == 0


def test_no_other_step_is_offered_or_taken_on_the_template(stage: Stage) -> None:
    host = stage.host("ae", TEMPLATE).open()
    assert "This is the template" in host.text
    assert "Announce" not in host.text
    host.click(f"{BASE_URL}/steps/announce", {"docId": TEMPLATE})
    assert "The open document is the template" in host.text
    host.click(f"{BASE_URL}/steps/announce/run", {"docId": TEMPLATE})
    assert stage.calls("chat.postMessage") == 0


def test_who_is_not_in_sales_is_told_who_starts_and_cannot(stage: Stage) -> None:
    host = stage.host("ce", TEMPLATE).open()
    assert "Sales starts handovers." in host.text
    parameters = {"docId": TEMPLATE, "submitted": "yes"}
    host.typed["company"] = {"stringInputs": {"value": ["Northmoor Seeds"]}}
    host.click(f"{BASE_URL}/steps/start/run", parameters)
    assert "This button belongs to Sales." in host.text
    assert stage.calls(COPY) == 0


def test_from_the_sheets_sidebar_too(stage: Stage) -> None:
    stage.host("ae", TEMPLATE)
    host = stage.host("ae", SHEET, editor="sheets").open().press("Start a handover")
    host.fill("company", "Northmoor Seeds").press("Start")
    assert host.opened.endswith(f"/{copies(stage)[0]['id']}/edit")
    assert "Start a handover" not in stage.host("ce", SHEET, editor="sheets").open().text


def test_from_sheets_a_template_that_was_never_allowed_is_to_be_opened_once(stage: Stage) -> None:
    host = stage.host("ae", stage.document("lunch"), editor="sheets").open().press("Start a handover")
    assert "Open the template once, press “Allow access”" in host.text
    assert TEMPLATE in str(host.card)
    host.fill("company", "Northmoor Seeds").press("Start")
    assert stage.calls(COPY) == 0
    stage.host("ae", TEMPLATE)
    host.fill("company", "Northmoor Seeds").press("Start")
    assert len(copies(stage)) == 1


def test_a_customers_own_questionnaire_does_not_offer_to_start_another(stage: Stage) -> None:
    assert "Start a handover" not in stage.host("ae", LARCHWOOD).open().text
