"""A card names who sent it, and when: not who looked later whether it had arrived."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from services.handover.ledger import Ledger
from services.handover.schema import open_ledger
from tests.conftest import Stage
from tests.host import Host
from tests.scenarios.test_three_buttons import LARCHWOOD, messages

MAYA, OPS = "maya.lindqvist@codelantern.example", "ops@codelantern.example"


def sent_without_an_answer(stage: Stage, kind: str) -> Host:
    """Maya pressed, and Slack's answer was lost; that was a while ago. A colleague may do it too, and looks at it."""
    stage.configure(roles__sales='["*@codelantern.example"]')
    stage.world.faults.add("slack", "chat.postMessage", kind)
    stage.host("ae", LARCHWOOD).open().press("Announce").tick_all("confirmed").press("Post in #sales")
    stage.pass_time()
    return stage.host("ops", LARCHWOOD).open()


@contextmanager
def ledger_of(stage: Stage) -> Iterator[Ledger]:
    """The ledger, as another process has it."""
    engine = open_ledger(stage.known["database_url"])
    yield Ledger(engine)
    engine.dispose()


def test_what_a_colleague_could_not_confirm_is_still_the_senders(stage: Stage) -> None:
    colleague = sent_without_an_answer(stage, "500_after").press("Announce")
    stage.world.faults.add("slack", "conversations.history", "500_before", times=9)
    colleague.press("Check and finish")
    assert f"Not confirmed yet · {MAYA}" in colleague.text
    assert "Not confirmed yet · you" in stage.host("ae", LARCHWOOD).open().text


def test_what_a_colleague_found_was_posted_by_its_sender(stage: Stage) -> None:
    colleague = sent_without_an_answer(stage, "500_after").press("Announce").press("Check and finish")
    assert f"Posted in #sales · {MAYA}" in colleague.open().text
    with ledger_of(stage) as ledger:
        announced = ledger.announcement(LARCHWOOD)
    assert announced is not None
    assert announced.by == MAYA
    assert len(messages(stage)) == 1


def test_what_a_colleague_sent_because_it_had_never_arrived_was_posted_by_the_colleague(stage: Stage) -> None:
    colleague = sent_without_an_answer(stage, "500_before").press("Announce").press("Check and finish")
    assert "Posted in #sales · you" in colleague.open().text
    assert len(messages(stage)) == 1


def test_while_somebody_sends_it_the_card_names_them(stage: Stage) -> None:
    with ledger_of(stage) as ledger:
        claim = ledger.claim(LARCHWOOD, "announce", MAYA, {"text": "Hello"})
        assert claim is not None
        claim.intend()
        assert f"In progress · {MAYA}" in stage.host("ops", LARCHWOOD).open().text


def test_while_a_colleague_looks_whether_it_arrived_the_card_names_who_sent_it(stage: Stage) -> None:
    another = sent_without_an_answer(stage, "500_after")
    with ledger_of(stage) as ledger:
        assert ledger.claim(LARCHWOOD, "announce", OPS, {"text": "Hello"}) is not None
        assert f"Being confirmed · {MAYA}" in another.open().text
