"""Somebody made a copy of a questionnaire: before the same customer is told of twice, the card says so."""

from __future__ import annotations

import pytest

from tests.conftest import Stage
from tests.host import Host
from tests.scenarios.test_compare_systems import links
from tests.scenarios.test_three_buttons import LARCHWOOD, announce, messages
from tests.services.sandbox.clients import Clients
from tests.services.sandbox.test_google_docs import place

AGAIN = "This customer was announced already, from another document."
ORIGINAL = f"https://docs.google.com/document/d/{LARCHWOOD}/edit"
MAYA = "maya.lindqvist@codelantern.example"


def copied(stage: Stage, company: str = "", deal: str = "") -> str:
    """Maya copies Larchwood's questionnaire in Drive, and types over the company's name or the deal's link; its id."""
    stage.host("ae", LARCHWOOD)
    clients = Clients(stage.running)
    made = str(clients.drive("ae").copy(fileId=LARCHWOOD, body={"name": "Copy of Larchwood"}).execute()["id"])
    if company:
        edit = {"replaceAllText": {"containsText": {"text": "Larchwood Analytics"}, "replaceText": company}}
        clients.docs("ae").batchUpdate(documentId=made, body={"requests": [edit]}).execute()
    if deal:
        stage.world.docs.edit(made, place(stage.world, made, "/Opportunity/006"), deal, MAYA)
    return made


def look(stage: Stage, document: str, step: str = "Announce") -> Host:
    """The AE looks at a step of a document."""
    return stage.host("ae", document).open().press(step)


def test_a_copy_of_an_announced_questionnaire_says_so_before_it_is_announced_too(stage: Stage) -> None:
    announce(stage)
    host = look(stage, copied(stage))
    assert AGAIN in host.text
    assert f"{MAYA}, in “Larchwood Analytics – new customer" in host.text
    assert ORIGINAL in links(host.card)


def test_nor_is_the_customer_welcomed_twice_without_a_word(stage: Stage) -> None:
    announce(stage)
    assert AGAIN in look(stage, copied(stage), "Send welcome").text


@pytest.mark.parametrize("other", [{"company": "Larchwood Holding"}, {"deal": "To follow"}])
def test_the_same_deal_or_the_same_name_is_enough(stage: Stage, other: dict[str, str]) -> None:
    announce(stage)
    assert AGAIN in look(stage, copied(stage, **other)).text


def test_another_customer_and_deal_is_not_the_same(stage: Stage) -> None:
    announce(stage)
    host = look(stage, copied(stage, company="Oakfield", deal="To follow"))
    assert AGAIN not in host.text


def test_the_announced_document_itself_is_not_warned_of(stage: Stage) -> None:
    announce(stage)
    copied(stage)
    assert AGAIN not in look(stage, LARCHWOOD, "Send welcome").text


def test_what_was_taken_back_is_no_announcement(stage: Stage) -> None:
    announce(stage)
    copy = copied(stage)
    look(stage, LARCHWOOD).press("Undo…").press("Delete the message")
    assert AGAIN not in look(stage, copy).text


def test_an_announcement_that_came_while_somebody_looked_stops_the_press(stage: Stage) -> None:
    host = look(stage, copied(stage))
    assert AGAIN not in host.text
    announce(stage)
    host.tick_all("confirmed").press("Post in #sales")
    assert "Something changed since you looked" in host.text
    assert AGAIN in host.text
    assert len(messages(stage)) == 1
    host.tick_all("confirmed").press("Post in #sales")
    assert len(messages(stage)) == 2, "two deals of one customer are two announcements"
