"""Whose customer it is: named once, written in Salesforce only where it differs, told to the owner, handed back."""

from __future__ import annotations

import pytest

from tests.conftest import Stage
from tests.host import Host
from tests.scenarios.test_three_buttons import LARCHWOOD, announce

CHLOE, GARETH = "chloe.marchetti@codelantern.example", "gareth.pugh@codelantern.example"
OPPORTUNITY = "006Hs00001LRCHWIA5"
SELIN = "005Hs00002SelinIAB"
POST = "chat.postMessage"


def engineer(stage: Stage) -> str:
    """Whom Larchwood's opportunity in Salesforce names as Customer Engineer, by id."""
    return str(stage.world.salesforce.record("Opportunity", OPPORTUNITY)["Customer_Engineer__c"])


def told(stage: Stage) -> list[str]:
    """What the bot wrote to people directly, as "name: text"."""
    channels = stage.world.panels()["slack"]["channels"]
    direct = [one for one in channels if str(one["id"]).startswith("D")]
    return [f"{one['name']}: {message['text']}" for one in direct for message in one["messages"]]


def ownership(stage: Stage) -> Host:
    """Announced, and the CE looks at who should own it."""
    announce(stage)
    return stage.host("ce", LARCHWOOD).open().press("Take ownership")


def name_gareth(stage: Stage) -> Host:
    """Gareth is chosen, what that changes is looked at, and pressed."""
    return ownership(stage).tick("owner", GARETH).press("Take it").press("Name Gareth Pugh")


def test_who_is_named_in_the_document_is_proposed_and_takes_it_with_one_press(stage: Stage) -> None:
    host = ownership(stage)
    assert "Chloé Marchetti · 0 open handovers" in host.text
    assert "names Chloé Marchetti already; nothing is written there" in host.text
    host.press("Take it")
    assert "Chloé Marchetti owns this customer" in host.text
    assert stage.calls("sobjects.update") == 0
    assert told(stage) == []


def test_two_of_one_name_are_told_apart_by_their_addresses(stage: Stage) -> None:
    users = stage.world._store.section("slack")["users"]
    for one in users:
        if one["name"] == "gareth":
            one["real_name"] = one["profile"]["real_name"] = "Selin Demir"
    host = ownership(stage)
    assert "Chloé Marchetti · 0 open handovers" in host.text
    assert f"Selin Demir ({GARETH}) · 0 open handovers" in host.text
    host.tick("owner", GARETH).press("Take it")
    assert f"Message to Selin Demir ({GARETH}) in Slack" in host.text
    host.press(f"Name Selin Demir ({GARETH})")
    assert "Selin Demir owns this customer" in host.text


def test_another_owner_is_written_in_salesforce_and_told_in_slack(stage: Stage) -> None:
    host = ownership(stage).tick("owner", GARETH).press("Take it")
    assert "This is what will change. Look at it, then press." in host.text
    assert "Chloé Marchetti → Gareth Pugh" in host.text
    assert "You now own the customer Larchwood Analytics" in host.text
    assert told(stage) == []
    host.press("Name Gareth Pugh")
    assert engineer(stage).startswith("005Hs00002Garet")
    [message] = told(stage)
    assert message.startswith("gareth: You now own the customer Larchwood Analytics")
    assert "Salesforce: Customer Engineer Chloé Marchetti → Gareth Pugh" in host.text


def test_the_welcome_mail_then_introduces_the_owner(stage: Stage) -> None:
    name_gareth(stage)
    host = stage.host("ae", LARCHWOOD).open().press("Send welcome")
    assert "I wanted to introduce Gareth Pugh" in host.text
    assert GARETH in host.text


def test_the_welcome_mail_waits_for_the_owner_when_the_document_does_not_decide(stage: Stage) -> None:
    stage.configure(welcome_email__customer_engineer_from_document="false")
    announce(stage)
    host = stage.host("ae", LARCHWOOD).open().press("Send welcome")
    assert "Waits for “Take ownership”" in host.text
    assert "Send to" not in host.text
    stage.host("ce", LARCHWOOD).open().press("Take ownership").press("Take it")
    assert "I wanted to introduce Chloé Marchetti" in host.open().press("Send welcome").text


def test_the_owner_hands_it_back_with_a_reason(stage: Stage) -> None:
    host = name_gareth(stage).press("Undo…")
    assert "Salesforce: Customer Engineer Gareth Pugh → Chloé Marchetti" in host.text
    host.press("Hand it back")
    assert "Say why first." in host.text
    assert engineer(stage).startswith("005Hs00002Garet")
    host.fill("reason", "I am away until <March>").press("Hand it back")
    assert engineer(stage).startswith("005Hs00002Chloe")
    assert any(one.startswith("chloe:") and "I am away until &lt;March&gt;" in one for one in told(stage))
    host.press("Take ownership").press("Take it")
    assert "Chloé Marchetti owns this customer" in host.text


def test_each_ones_open_handovers_are_counted(stage: Stage) -> None:
    ownership(stage).press("Take it")
    quill = stage.document("Quillfeather")
    stage.host("ae", quill).open().press("Announce").tick_all("confirmed").press("Post in #sales")
    assert "Chloé Marchetti · 1 open handover\n" in stage.host("ce", quill).open().press("Take ownership").text


def test_somebody_who_named_another_one_in_salesforce_meanwhile_is_not_overruled(stage: Stage) -> None:
    host = ownership(stage).tick("owner", GARETH).press("Take it")
    selin = {"Customer_Engineer__c": SELIN}
    stage.world.salesforce.edit("Opportunity", OPPORTUNITY, selin, "priya.raghavan@codelantern.example")
    host.press("Name Gareth Pugh")
    assert engineer(stage).startswith("005Hs00002Selin")
    assert told(stage) == []


@pytest.mark.parametrize("kind", ["500_after", "reset_after"])
@pytest.mark.parametrize(("system", "method"), [("slack", POST), ("salesforce", "sobjects.update")])
def test_what_got_no_answer_is_done_once(stage: Stage, system: str, method: str, kind: str) -> None:
    stage.configure(assign_owner__settle_seconds="0")
    host = ownership(stage).tick("owner", GARETH).press("Take it")
    stage.world.faults.add(system, method, kind)
    host.press("Name Gareth Pugh")
    assert "did not give a clear answer" in host.text
    assert host.text.count("nobody knows yet whether it arrived") == 1
    assert "Nobody can say yet" not in host.text
    host.press("Check and finish")
    assert engineer(stage).startswith("005Hs00002Garet")
    assert len(told(stage)) == 1
    assert "Gareth Pugh owns this customer" in host.text


def test_only_a_lead_names_others_where_the_company_says_so(stage: Stage) -> None:
    stage.configure(assign_owner__leads='["selin.demir@codelantern.example"]')
    host = ownership(stage)
    assert "Gareth Pugh" not in host.text
    host.tick("owner", GARETH).press("Take it")
    assert "Chloé Marchetti owns this customer" in host.text
