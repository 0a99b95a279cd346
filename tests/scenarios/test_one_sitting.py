"""From the template to the closed deal in one sitting: the Account Executive's whole part."""

from __future__ import annotations

from services.handover.steps import STEPS
from tests.conftest import Stage
from tests.host import Host
from tests.scenarios.test_close_deal import choose
from tests.scenarios.test_start import TEMPLATE, copies
from tests.scenarios.test_suggestions import write
from tests.scenarios.test_three_buttons import messages
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


def test_the_welcome_waits_until_the_document_names_the_customer_engineer(stage: Stage) -> None:
    begin = stage.host("ae", TEMPLATE).open().press("Start a handover")
    begin.fill("company", "Northmoor Seeds").press("Start")
    document_id = str(copies(stage)[0]["id"])
    host = home(stage, document_id).press("Send welcome")
    assert "Only a placeholder so far, under “Customer Engineer”" in host.text
    write(stage, document_id, "Use @ to name the person", "Maya Lindqvist <maya.lindqvist@codelantern.example>")
    write(stage, document_id, "Use @ to name the person", "Selin Demir <selin.demir@codelantern.example>")
    assert "introduce Selin Demir" in home(stage, document_id).press("Send welcome").text
