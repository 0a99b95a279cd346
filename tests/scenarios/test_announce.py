"""What the announcement says, and what the AE confirms by it."""

from __future__ import annotations

import pytest

from services.sandbox.google_docs import tree
from tests.conftest import Stage
from tests.host import Host
from tests.scenarios.test_bad_input import company
from tests.scenarios.test_three_buttons import LARCHWOOD, messages

SHARED = "C0TRLARCH"


def look(stage: Stage) -> Host:
    """The AE looks at the announcement."""
    return stage.host("ae", LARCHWOOD).open().press("Announce")


def write(stage: Stage, before: str, text: str) -> None:
    """Type over the paragraph that reads ``before``, as a person would."""
    tab = stage.world.docs.get_document(LARCHWOOD)["tabs"][0]["documentTab"]
    containers = tree.containers(tab["body"]["content"])
    found = (block for container in containers for block in container if before in str(block.get("paragraph")))
    place = {"tab": "t.0", "index": next(found)["startIndex"]}
    stage.world.docs.edit(LARCHWOOD, place, text, "maya.lindqvist@codelantern.example")


def naming(stage: Stage, said: str) -> None:
    """Answer the question whether the customer may be named, in the place of the guidance below the title."""
    write(stage, "One copy for each", f"Public reference allowed: {said}")


def posted(stage: Stage) -> str:
    """The text of the one announcement."""
    look(stage).tick_all("confirmed").press("Post in #sales")
    [message] = messages(stage)
    return str(message["text"])


def test_nothing_is_posted_before_the_figures_are_confirmed(stage: Stage) -> None:
    host = look(stage).press("Post in #sales")
    assert "Tick that the figures are right: finance books from them." in host.text
    assert messages(stage) == []
    host.tick_all("confirmed").press("Post in #sales")
    assert len(messages(stage)) == 1


def test_a_press_that_sends_nothing_says_so_where_the_button_is(stage: Stage) -> None:
    host = look(stage).press("Post in #sales")
    assert host.notification == "Tick that the figures are right: finance books from them."
    stage.world.faults.add("slack", "chat.postMessage", "403")
    host.tick_all("confirmed").press("Post in #sales")
    assert host.notification.startswith("Slack ")
    assert host.notification.removesuffix("…") in host.text
    assert messages(stage) == []


def test_who_has_nothing_to_press_reads_whose_turn_it_is(stage: Stage) -> None:
    text = stage.host("finance", LARCHWOOD).open().text
    assert "What comes next\nIt is the turn of Customer Engineering and Sales." in text
    assert "Your turn" not in text


def test_a_tick_is_for_the_figures_that_were_shown(stage: Stage) -> None:
    stage.configure(press__look_seconds="0")
    host = look(stage).tick_all("confirmed")
    company(stage, "Larchwood Analytics Ltd")
    host.press("Post in #sales").press("Post in #sales")
    assert "Tick that the figures are right" in host.text
    assert messages(stage) == []


def test_the_message_says_who_confirmed_the_figures(stage: Stage) -> None:
    assert "Figures confirmed by maya.lindqvist@codelantern.example" in posted(stage)


def test_without_an_answer_the_message_asks_not_to_name_the_customer_outside(stage: Stage) -> None:
    assert "please do not" in posted(stage)


@pytest.mark.parametrize("said", ["Yes, from March", "Only under NDA", "<!channel> ask *legal*"])
def test_with_an_answer_the_message_says_it_in_the_customers_words(stage: Stage, said: str) -> None:
    naming(stage, said)
    escaped = said.replace("<", "&lt;").replace(">", "&gt;")
    assert f"May we name them outside? “{escaped}”" in posted(stage)


@pytest.mark.parametrize(("said", "may"), [("Yes", True), ("Yes, but not the amount", False), ("", False)])
def test_a_channel_that_others_share_hears_only_of_customers_who_may_be_named(
    stage: Stage, said: str, may: bool
) -> None:
    if said:
        naming(stage, said)
    stage.configure(announce__channel=f'"{SHARED}"')
    host = look(stage)
    assert ("#sales is shared with another company" in host.text) is not may
    host.tick_all("confirmed").press("Post in #sales")
    assert stage.calls("chat.postMessage") == int(may)


def test_figures_that_do_not_fit_together_are_pointed_out_before_they_are_confirmed(stage: Stage) -> None:
    assert "The contract ends before it starts." not in look(stage).text
    write(stage, "December 6, 2027", "December 6, 2026")
    assert "Renewal date: The contract ends before it starts." in look(stage).text
