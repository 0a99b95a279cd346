"""From the template to the closed deal in one sitting: the Account Executive's whole part."""

from __future__ import annotations

from services.handover.steps import STEPS
from tests.conftest import Stage
from tests.host import Host
from tests.scenarios.test_close_deal import choose
from tests.scenarios.test_start import TEMPLATE, copies
from tests.scenarios.test_suggestions import write
from tests.scenarios.test_three_buttons import LARCHWOOD, SHEET, messages
from tests.scenarios.test_welcome_times import offered

AMBERLINE = "006Hs00001AMBRLIA5"


def home(stage: Stage, document_id: str) -> Host:
    """The AE opens the customer's questionnaire."""
    return stage.host("ae", document_id).open()


def test_the_ae_gets_from_the_template_to_the_closed_deal(stage: Stage) -> None:
    begin = stage.host("ae", TEMPLATE).open().press("Start a handover")
    begin.fill("company", "Amberline Brewing Cooperative").press("Start")
    document_id = str(copies(stage)[0]["id"])
    assert "“ARR”" in home(stage, document_id).text
    home(stage, document_id).press("Look it up").press("Put into the document")
    for guidance, answer in (
        ("MM/DD/YYYY", "January 4, 2027"),
        ("MM/DD/YYYY", "January 3, 2029"),
        ("Who gets the welcome mail?", "Jonas Brandt <jonas.brandt@amberline.example>"),
    ):
        write(stage, document_id, guidance, answer)
    home(stage, document_id).press("Announce").tick_all("confirmed").press("Post in #sales")
    assert "*New customer: Amberline Brewing Cooperative*" in str(messages(stage)[0]["text"])
    assert "ARR: $105,000" in str(messages(stage)[0]["text"])
    mail = home(stage, document_id).press("Send welcome").press("Find free times")
    choose(mail, "time", offered(mail)[1][0]).press("Add my Gmail signature").press("Send to 2 people")
    [sent] = stage.world.panels()["gmail"]["outbox"]
    assert (sent["to"], sent["cc"]) == ("jonas.brandt@amberline.example", "selin.demir@codelantern.example")
    assert "introduce Selin Demir" in sent["text"]
    assert " AM Central European Time for a quick check-in" in sent["text"].replace(" PM ", " AM ")
    assert "\n-- \nMaya Lindqvist\nAccount Executive" in sent["text"]
    choose(home(stage, document_id).press("Close deal"), "won_reason", "Champion").press("Close the deal")
    closed = stage.world.salesforce.record("Opportunity", AMBERLINE)
    assert (closed["StageName"], closed["End_of_Contract__c"]) == ("Closed Won", "2029-01-03")
    done = home(stage, document_id).text
    assert done.count("Posted in #sales") == 1
    assert f"3 of {len(STEPS) - 1} steps done" in done


def test_what_was_done_leads_on_to_the_next_step_and_then_says_whose_turn_it_is(stage: Stage) -> None:
    host = home(stage, LARCHWOOD).press("Announce").tick_all("confirmed").press("Post in #sales")
    host.press("Send welcome").press("Send to 3 people").press("Close deal")
    assert "What comes next" not in host.text
    choose(host, "won_reason", "Champion").press("Close the deal")
    assert "It is the turn of Customer Engineering, Finance and Operations." in host.text
    sheet = stage.host("ops", SHEET, editor="sheets").open().press("Update sheet").press("Write 4 cells")
    assert "Row 13 of “Installers”" in sheet.text
    sheet.press("Show what is left")
    assert "1 customer waits for you" in sheet.text
    assert "Sheet up to date" in sheet.text


def test_the_welcome_waits_until_the_document_names_the_customer_engineer(stage: Stage) -> None:
    begin = stage.host("ae", TEMPLATE).open().press("Start a handover")
    begin.fill("company", "Northmoor Seeds").press("Start")
    document_id = str(copies(stage)[0]["id"])
    host = home(stage, document_id).press("Send welcome")
    assert "Only a placeholder so far, under “Customer Engineer”" in host.text
    write(stage, document_id, "Use @ to name the person", "Maya Lindqvist <maya.lindqvist@codelantern.example>")
    write(stage, document_id, "Use @ to name the person", "Selin Demir <selin.demir@codelantern.example>")
    assert "introduce Selin Demir" in home(stage, document_id).press("Send welcome").text
