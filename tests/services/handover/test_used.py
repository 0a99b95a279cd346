"""What a step used of the document is compared with what the document says now."""

from __future__ import annotations

from typing import Any

from services.handover.model import Handover
from services.handover.questionnaire.answer import Answer, Where
from services.handover.used import changes, drift, used_of, watched

SOMEWHERE = (Where("t.0", "Main", 1, 2, "A label"),)


def handover(**values: Any) -> Handover:
    """A handover whose document answers these fields; a field without a value is asked and not answered."""
    answers = {
        name: Answer(name, "unanswered" if value is None else "answered", value, (), SOMEWHERE)
        for name, value in values.items()
    }
    return Handover("doc", "Acme", "r2", answers)


def test_what_changed_since_the_announcement_is_said_with_both_values() -> None:
    then = {"company_name": "Acme", "arr": {"amount": 86400, "currency": "USD"}}
    now = handover(company_name="Acme", arr={"amount": 90000, "currency": "USD"})
    assert [(one.field, one.words) for one in drift(then, (), now)] == [
        ("arr", "It was $86,400 when announced; now it is $90,000.")
    ]
    assert drift({"seats": 80}, (), now)[0].words == "It was 80 when announced; now nothing certain is there."


def test_one_change_is_said_once_for_all_who_used_the_old_answer() -> None:
    used = used_of(handover(seats=80, plan="Team"), ("seats", "plan"))
    [doubt] = drift(
        {"seats": 80}, [("Create license key", used), ("Success plan", used)], handover(seats=90, plan="Team")
    )
    assert doubt.words == "It was 80 when announced and for “Create license key” and “Success plan”; now it is 90."


def test_only_what_the_step_asked_for_counts() -> None:
    seen = watched(handover(seats=80, plan="Team", goals=["Speed"]))
    assert seen.value("seats") == 80
    assert changes(used_of(seen, seen.noted), handover(seats=80, plan="Elite", goals=[])) == ""
    assert changes(used_of(seen, seen.noted), handover(seats=90)) == "The document changed since: Seats was 80, now 90."


def test_of_answers_that_no_other_role_needs_only_a_hash_is_kept() -> None:
    used = used_of(handover(billing_address=["55 Timber Street"]), ["billing_address"])
    assert "Timber" not in str(used)
    assert changes(used, handover(billing_address=["55 Timber Street"])) == ""
    now = changes(used, handover(billing_address=["1 Elm Road"]))
    assert now == "The document changed since: Billing address was something else, now 1 Elm Road."


def test_an_answer_that_was_open_and_is_there_now_is_a_change() -> None:
    used = used_of(handover(site_id=None), ["site_id"])
    assert changes(used, handover(site_id="s-1")) == "The document changed since: Site ID was nothing certain, now s-1."


def test_a_step_that_was_done_before_this_was_kept_says_nothing() -> None:
    assert changes(None, handover(seats=90)) == ""


def test_facts_that_travelled_are_not_taken_for_the_document() -> None:
    used = used_of(handover(seats=80), ["seats"])
    travelled = Handover("doc", "Acme", "r1", {"seats": Answer("seats", "answered", 70)})
    assert changes(used, travelled) == ""
