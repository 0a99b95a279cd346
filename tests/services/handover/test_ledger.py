"""The ledger lets one press at a time act, forgets nothing that was begun, and keeps no mail's text."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from sqlalchemy import Engine, event, func, select, update

from services.handover.claim import Claim, LeaseLost
from services.handover.clock import now
from services.handover.ledger import Ledger
from services.handover.model import Evidence
from services.handover.schema import prepare
from services.handover.tables import attempts, connect, reading, steps

ANNA, BEN = "anna@codelantern.example", "ben@codelantern.example"
PLAN = {"text": "Hello"}


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A fresh database, of each kind."""
    made = connect(database_url)
    prepare(made)
    yield made
    made.dispose()


@pytest.fixture
def ledger(engine: Engine) -> Ledger:
    """A ledger over it."""
    return Ledger(engine)


def claim(ledger: Ledger, who: str = ANNA, plan: dict[str, str] | None = None) -> Claim:
    """A claim that must succeed."""
    made = ledger.claim("doc", "announce", who, plan or PLAN)
    assert made is not None
    return made


def run_out(engine: Engine) -> None:
    """Let every lease run out, as time does."""
    with engine.begin() as connection:
        connection.execute(update(steps).values(lease_until=0.0))


def test_of_forty_competitors_one_gets_the_step(ledger: Ledger) -> None:
    with ThreadPoolExecutor(40) as pool:
        won = list(pool.map(lambda n: ledger.claim("doc", "announce", f"p{n}@x.example", PLAN), range(40)))
    assert sum(one is not None for one in won) == 1


def test_of_forty_competitors_one_takes_over_a_step_whose_press_died(ledger: Ledger, engine: Engine) -> None:
    claim(ledger).intend()
    run_out(engine)
    with ThreadPoolExecutor(40) as pool:
        won = list(pool.map(lambda n: ledger.claim("doc", "announce", f"p{n}@x.example", PLAN), range(40)))
    [taken] = [one for one in won if one is not None]
    assert taken.record.intent_at is not None
    taken.check()


def test_leases_are_timed_by_a_clock_that_goes_on_within_a_transaction(engine: Engine) -> None:
    with engine.begin() as connection:
        first = connection.execute(select(now())).scalar_one()
        until = time.monotonic() + 5
        while connection.execute(select(now())).scalar_one() <= first:
            assert time.monotonic() < until, "the clock stands still while a transaction is open"
    assert abs(first - time.time()) < 60


def test_a_step_that_is_done_cannot_be_claimed_again(ledger: Ledger) -> None:
    mine = claim(ledger)
    mine.intend()
    mine.done(Evidence("Posted", "https://slack.example/p1", {"ts": "1"}), {})
    assert ledger.claim("doc", "announce", BEN, PLAN) is None
    record = ledger.records("doc")["announce"]
    assert (record.state, record.person, record.evidence) == (
        "done",
        ANNA,
        Evidence("Posted", "https://slack.example/p1", {"ts": "1"}),
    )


def test_once_a_step_is_settled_its_plan_is_only_a_hash(ledger: Ledger) -> None:
    mine = claim(ledger)
    assert ledger.records("doc")["announce"].plan == PLAN
    mine.intend()
    mine.done(Evidence("Posted"), {})
    record = ledger.records("doc")["announce"]
    assert record.plan is None
    assert len(record.plan_hash) == 64


def test_what_was_refused_is_not_kept_but_its_hash_is(ledger: Ledger) -> None:
    mine = claim(ledger)
    mine.intend()
    mine.refused("channel_not_found")
    record = ledger.records("doc")["announce"]
    assert record.plan is None
    assert len(record.plan_hash) == 64


def test_a_refused_step_can_be_claimed_at_once_with_another_plan(ledger: Ledger) -> None:
    mine = claim(ledger)
    mine.intend()
    mine.keep(draft_id="d1")
    mine.refused("channel_not_found")
    again = claim(ledger, BEN, {"text": "Hello again"})
    assert again.record.plan == {"text": "Hello again"}
    assert again.record.intent_at is None
    assert dict(again.ids) == {}


def test_an_unknown_outcome_keeps_the_plan_that_was_sent(ledger: Ledger) -> None:
    mine = claim(ledger)
    mine.intend()
    mine.keep(draft_id="d1")
    mine.unknown("HTTP 500")
    again = claim(ledger, BEN, {"text": "Another text"})
    assert again.record.plan == PLAN
    assert again.record.intent_at is not None
    assert dict(again.ids) == {"draft_id": "d1"}


def test_a_press_that_died_while_sending_leaves_its_intent(ledger: Ledger, engine: Engine) -> None:
    claim(ledger).intend()
    assert ledger.records("doc")["announce"].in_progress
    assert ledger.claim("doc", "announce", BEN, PLAN) is None
    run_out(engine)
    assert ledger.records("doc")["announce"].unconfirmed
    assert claim(ledger, BEN).record.intent_at is not None


def test_a_press_that_was_paused_past_its_lease_may_not_send(ledger: Ledger, engine: Engine) -> None:
    mine = claim(ledger)
    run_out(engine)
    with pytest.raises(LeaseLost):
        mine.intend()
    with pytest.raises(LeaseLost):
        mine.check()


def test_a_press_that_lost_its_step_to_another_cannot_settle_it(ledger: Ledger, engine: Engine) -> None:
    mine = claim(ledger)
    mine.intend()
    run_out(engine)
    other = claim(ledger, BEN)
    with pytest.raises(LeaseLost):
        mine.done(Evidence("Posted"), {})
    other.done(Evidence("Found"), {})
    assert ledger.records("doc")["announce"].evidence == Evidence("Found")


def test_an_answer_after_the_lease_still_counts_while_nobody_took_over(ledger: Ledger, engine: Engine) -> None:
    mine = claim(ledger)
    mine.intend()
    run_out(engine)
    mine.done(Evidence("Posted"), {})
    assert ledger.records("doc")["announce"].state == "done"


def test_attempts_are_only_ever_added(ledger: Ledger, engine: Engine) -> None:
    mine = claim(ledger)
    mine.intend()
    mine.unknown("HTTP 500")
    again = claim(ledger, BEN)
    again.never_arrived()
    again.intend()
    again.done(Evidence("Posted"), {})
    with engine.connect() as connection:
        what = [row.what for row in connection.execute(select(attempts).order_by(attempts.c.id))]
        assert connection.execute(select(func.count()).select_from(steps)).scalar_one() == 1
    assert what == ["claimed", "intent", "unknown", "claimed", "looked", "intent", "done"]


def test_what_travels_with_an_announcement_is_there_for_others(ledger: Ledger) -> None:
    mine = claim(ledger)
    mine.intend()
    travels = {"title": "Acme", "revision": "r1", "answers": {"company_name": "Acme"}}
    mine.done(Evidence("Posted"), {"travels": travels})
    [found] = ledger.backlog.waiting(10)
    assert (found.id, found.by, found.answers) == ("doc", ANNA, {"company_name": "Acme"})
    theirs = ledger.claim("doc", "update_sheet", BEN, PLAN)
    assert theirs is not None
    theirs.intend()
    theirs.done(Evidence("Row 3"), {})
    assert ledger.backlog.waiting(10) == []
    assert ledger.announcement("doc") == found


def test_eight_at_once_keep_their_connections_for_the_next_time(engine: Engine) -> None:
    opened: list[object] = []
    event.listen(engine, "connect", lambda connection, _: opened.append(connection))
    for _ in range(3):
        with ExitStack() as together:
            for _ in range(8):
                together.enter_context(reading(engine)).execute(select(now())).one()
    assert len(opened) <= 8


def test_a_card_can_be_drawn_while_somebody_elses_press_is_writing(ledger: Ledger, engine: Engine) -> None:
    claim(ledger)
    with engine.begin() as connection, ThreadPoolExecutor(1) as pool:
        connection.execute(update(steps).values(code="being written"))
        seen = pool.submit(ledger.records, "doc").result(timeout=5)
    assert seen["announce"].code == ""
