"""What becomes of the check-in: answered, moved, cancelled, or called off."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.conftest import Stage
from tests.host import SCOPES
from tests.scenarios.test_deliver_license import CHLOE, MAYA, OMAR
from tests.scenarios.test_schedule_checkin import RENEE, check_ins, invited, look, told
from tests.scenarios.test_three_buttons import LARCHWOOD


def test_it_is_accepted_only_when_a_customer_accepts(stage: Stage) -> None:
    invited(stage)
    [event] = check_ins(stage)
    stage.world.calendar.answer(event["id"], MAYA, "accepted")
    assert "Invited, no customer has answered yet" in look(stage).text
    stage.world.calendar.answer(event["id"], RENEE, "declined")
    assert f"Declined by {RENEE}" in look(stage).text
    stage.world.calendar.answer(event["id"], OMAR, "tentative")
    assert f"Perhaps, says {OMAR}" in look(stage).text
    stage.world.calendar.answer(event["id"], OMAR, "accepted")
    host = look(stage)
    assert f"Accepted by {OMAR}: " in host.text
    assert f"Declined\n{RENEE}" in host.text
    assert f"Accepted by {OMAR}" in stage.host("ce", LARCHWOOD).open().text


def test_a_meeting_that_a_guest_moved_is_noticed(stage: Stage) -> None:
    invited(stage)
    [event] = check_ins(stage)
    planned = datetime.fromisoformat(event["start"]["dateTime"])
    later = planned + timedelta(days=7)
    stage.world.calendar.move(event["id"], OMAR, later.isoformat())
    host = look(stage)
    assert f"Accepted by {OMAR}: {later:%A, %B} {later.day}, {later.year}, {later:%H:%M}" in host.text
    assert f"moved from {planned:%A, %B} {planned.day}, {planned.year}, {planned:%H:%M}" in host.text


def test_a_meeting_that_was_cancelled_is_noticed_and_can_be_made_anew(stage: Stage) -> None:
    invited(stage)
    [event] = check_ins(stage)
    stage.world.calendar.cancel(event["id"], CHLOE)
    host = look(stage)
    assert "Cancelled: the check-in on " in host.text
    assert "Undo this first, then schedule it anew." in host.text
    before = len(told(stage))
    host.press("Undo…")
    assert "It was cancelled already; nobody is told again." in host.text
    host.press("Call it off")
    assert len(told(stage)) == before
    look(stage).press("Invite 3 people")
    first, second = check_ins(stage)
    assert (first["status"], second["status"]) == ("cancelled", "confirmed")
    assert first["id"] != second["id"]


def test_it_is_called_off_with_word_to_everybody_and_then_made_again(stage: Stage) -> None:
    host = invited(stage).press("Undo…")
    assert "everybody invited gets a mail that says so" in host.text
    assert [one["status"] for one in check_ins(stage)] == ["confirmed"]
    host.press("Call it off")
    assert "was called off" in host.text
    assert [one["status"] for one in check_ins(stage)] == ["cancelled"]
    assert told(stage)[3:] == [(OMAR, "cancellation"), (RENEE, "cancellation"), (MAYA, "cancellation")]
    look(stage).press("Invite 3 people")
    assert [one["status"] for one in check_ins(stage)] == ["cancelled", "confirmed"]


@pytest.mark.parametrize("kind", ["500_after", "close_after", "html"])
def test_calling_it_off_happens_once_whatever_calendar_answers(stage: Stage, kind: str) -> None:
    host = invited(stage).press("Undo…")
    stage.world.faults.add("calendar", "calendar.events.delete", kind, times=3)
    host.press("Call it off")
    stage.world.faults.clear()
    if "Check and finish" in host.text:
        host.press("Check and finish")
    assert "was called off" in look(stage).text
    assert len(told(stage)) == 6


def test_who_did_not_invite_sees_what_was_seen_last_and_needs_no_permission(stage: Stage) -> None:
    invited(stage)
    [event] = check_ins(stage)
    stage.world.calendar.answer(event["id"], OMAR, "accepted")
    host = stage.host("ae", LARCHWOOD).open()
    host.scopes = tuple(one for one in SCOPES if "calendar" not in one)
    host.press("Schedule check-in")
    assert host.asked_for == ()
    assert "Invited, no customer has answered yet" in host.text
    look(stage)
    assert f"Accepted by {OMAR}" in host.open().press("Schedule check-in").text


def test_a_calendar_that_does_not_answer_shows_what_was_seen_last(stage: Stage) -> None:
    invited(stage)
    stage.world.faults.add("calendar", "calendar.events.get", "500_before", times=9)
    host = look(stage)
    assert "How it stands now could not be seen (Google Calendar: HTTP 500)" in host.text
    assert "Invited, no customer has answered yet" in host.text
