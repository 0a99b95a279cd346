"""The check-in: what the customer answered, a time for everybody, one invitation, and what became of it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.google_calendar import KEY
from tests.conftest import Stage
from tests.host import SCOPES, Host
from tests.scenarios.test_deliver_license import CHLOE, MAYA, OMAR, SUBJECT, answer, mails, welcomed
from tests.scenarios.test_three_buttons import LARCHWOOD

RENEE = "renee.adler@larchwood.example"
PREFIX = "https://www.googleapis.com/auth/"
INSERT = "calendar.events.insert"
APPLIED = ["500_after", "reset_after", "close_after", "truncated", "html", "nonsense"]
NOT_APPLIED = ["500_before", "reset_before", "close_before"]


def look(stage: Stage, who: str = "ce") -> Host:
    """Somebody looks at the check-in."""
    return stage.host(who, LARCHWOOD).open().press("Schedule check-in")


def ready(stage: Stage) -> Host:
    """The welcome is sent, and the CE looks at the check-in."""
    welcomed(stage)
    return look(stage)


def invited(stage: Stage) -> Host:
    """The CE invited everybody to the first free time."""
    return ready(stage).press("Invite 3 people")


def check_ins(stage: Stage) -> list[dict[str, Any]]:
    """The events that bear our mark, cancelled ones too."""
    everything = stage.world.calendar._events.values()
    return [one for one in everything if KEY in one.get("extendedProperties", {}).get("private", {})]


def told(stage: Stage) -> list[tuple[str, str]]:
    """Who got which mail from the calendar."""
    return [(one["to"], one["kind"]) for one in stage.world.panels()["calendar"]["notices"]]


def choose(host: Host, slot: str, **typed: str) -> Host:
    """Choose another time; the host draws the card again at once."""
    host.tick("slot", slot)
    for name, text in typed.items():
        host.fill(name, text)
    action = _redraw(host)
    host.click(action["function"], {one["key"]: one["value"] for one in action["parameters"]})
    return host


def _redraw(host: Host) -> dict[str, Any]:
    widgets = [widget.get("selectionInput", {}) for section in host.card["sections"] for widget in section["widgets"]]
    [action] = [one["onChangeAction"] for one in widgets if one.get("name") == "slot"]
    found: dict[str, Any] = action
    return found


def test_everybody_is_invited_once_to_a_time_that_suits_all(stage: Stage) -> None:
    host = invited(stage)
    assert "Invited, no customer has answered yet: " in host.text
    assert "No answer yet" in host.text
    [event] = check_ins(stage)
    assert event["organizer"] == CHLOE
    assert [one["email"] for one in event["attendees"]] == [OMAR, RENEE, MAYA]
    assert told(stage) == [(OMAR, "invitation"), (RENEE, "invitation"), (MAYA, "invitation")]
    assert event["summary"] == "Larchwood Analytics check-in"
    assert event["guestsCanModify"] is True
    assert event["conferenceData"]["entryPoints"][0]["uri"].startswith("https://meet.google.com/")
    start, end = (datetime.fromisoformat(event[name]["dateTime"]) for name in ("start", "end"))
    assert end - start == timedelta(minutes=30)
    assert start > datetime.now(UTC)
    host.again()
    assert len(check_ins(stage)) == 1
    assert len(told(stage)) == 3


def test_the_invitation_is_plain_text_and_never_leads_to_the_questionnaire(stage: Stage) -> None:
    host = ready(stage).fill("agenda", 'Bring <b>the list</b> & "names"').press("Invite 3 people")
    assert "Invited" in host.text
    [event] = check_ins(stage)
    assert event["description"] == 'Bring &lt;b&gt;the list&lt;/b&gt; &amp; "names"'
    assert "docs.google.com" not in str(event)


def test_what_the_customer_answered_is_on_the_card_with_the_way_there(stage: Stage) -> None:
    welcomed(stage)
    assert "Nobody has answered yet." in look(stage).text
    answer(stage)
    host = look(stage)
    assert f"\n{OMAR}, " in host.text
    assert "See you then." in host.text
    links = re.findall(r"https://mail\.google\.com/mail/#all/\w+", str(host.card))
    box = stage.world._store.section("gmail")["mailboxes"][CHLOE]["messages"].values()
    assert set(links) == {f"https://mail.google.com/mail/#all/{one['threadId']}" for one in box}
    assert "Nobody has answered yet." not in host.text


def test_a_long_answer_is_shown_by_its_beginning_and_as_it_was_written(stage: Stage) -> None:
    welcomed(stage)
    welcome = mails(stage, CHLOE)[-1]
    written = "It's <fine> & good.\n\n" + "We look forward to it. " * 20
    stage.world.gmail.deliver(
        OMAR, CHLOE, f"Re: {SUBJECT}", written, str(welcome["Message-ID"]), "<a1@larchwood.example>"
    )
    text = look(stage).text
    assert "It's <fine> & good. We look forward to it." in text
    assert "…" in text


def test_only_answers_from_outside_count_and_their_text_is_kept_nowhere(stage: Stage) -> None:
    welcomed(stage)
    welcome = mails(stage, CHLOE)[-1]
    stage.world.gmail.deliver(
        MAYA, CHLOE, f"Re: {SUBJECT}", "A word among us.", str(welcome["Message-ID"]), "<ours@codelantern.example>"
    )
    assert "A word among us." not in look(stage).text
    answer(stage)
    look(stage).press("Invite 3 people")
    assert b"See you then" not in b"".join(one.read_bytes() for one in stage.folder.glob("ledger.sqlite*"))


def test_a_welcome_that_was_sent_by_hand_stands_in_nobodys_way(stage: Stage) -> None:
    host = stage.host("ae", LARCHWOOD).open().press("Send welcome").press("Done another way?")
    host.tick("how", "by_hand").fill("note", "Sent from my phone").press("Record")
    host = look(stage)
    assert "recorded as sent by hand" in host.text
    assert "Accepted" not in host.press("Invite 3 people").text
    assert len(check_ins(stage)) == 1


def test_it_waits_for_the_welcome(stage: Stage) -> None:
    assert "Waits for “Send welcome”" in look(stage).text


@pytest.mark.parametrize(
    ("kind", "times"), [*((kind, 1) for kind in (*APPLIED, *NOT_APPLIED)), ("500_after", 3), ("close_before", 3)]
)
def test_there_is_one_invitation_whatever_calendar_answers(stage: Stage, kind: str, times: int) -> None:
    host = ready(stage)
    stage.world.faults.add("calendar", INSERT, kind, times=times)
    host.press("Invite 3 people")
    stage.world.faults.clear()
    if "Check and finish" in host.text:
        host.press("Check and finish")
    assert "Invited, no customer has answered yet" in look(stage).text
    assert len(check_ins(stage)) == 1
    assert len(told(stage)) == 3


def test_an_event_that_was_deleted_before_it_was_confirmed_is_told_and_not_made_again(stage: Stage) -> None:
    host = ready(stage)
    stage.world.faults.add("calendar", INSERT, "500_after", times=9)
    host.press("Invite 3 people")
    stage.world.faults.clear()
    [event] = check_ins(stage)
    stage.world.calendar.cancel(event["id"], CHLOE)
    host.press("Check and finish")
    assert "Cancelled: the check-in on " in host.text
    assert len(check_ins(stage)) == 1


def test_somebody_else_cannot_see_whether_it_arrived_and_is_told_who_can(stage: Stage) -> None:
    stage.configure(roles__ce=f'["{CHLOE}", "{MAYA}"]')
    host = ready(stage)
    stage.world.faults.add("calendar", INSERT, "500_after", times=9)
    host.press("Invite 3 people")
    stage.world.faults.clear()
    other = look(stage, "ae")
    other.press("Check and finish")
    assert f"It stands in the calendar of {CHLOE}. Nothing was sent" in other.text
    assert "Ask them to press the button." in other.text
    assert "refused it" not in other.text
    assert len(check_ins(stage)) == 1
    assert "Invited" in host.press("Check and finish").text


def test_what_helps_is_asked_for_once_and_can_be_declined(stage: Stage) -> None:
    welcomed(stage)
    host = stage.host("ce", LARCHWOOD).open()
    host.scopes = tuple(one for one in SCOPES if one not in (f"{PREFIX}gmail.readonly", f"{PREFIX}calendar.freebusy"))
    host.press("Schedule check-in")
    assert set(host.asked_for) == {f"{PREFIX}gmail.readonly", f"{PREFIX}calendar.freebusy"}
    host.again()
    assert host.asked_for == ()
    assert "answers to the welcome are not shown here" in host.text
    assert "nobody's calendar was looked at" in host.text
    choose(host, "other", hour="14:30")
    assert host.asked_for == ()
    host.press("Invite 3 people")
    assert len(check_ins(stage)) == 1


def test_without_the_calendar_itself_nothing_can_be_scheduled(stage: Stage) -> None:
    welcomed(stage)
    host = stage.host("ce", LARCHWOOD).open()
    host.scopes = tuple(one for one in SCOPES if one != f"{PREFIX}calendar.events")
    host.press("Schedule check-in")
    assert host.asked_for == (f"{PREFIX}calendar.events",)
    host.again()
    assert "put the check-in into your calendar" in host.text


def test_another_time_is_taken_as_typed_and_what_speaks_against_it_is_said(stage: Stage) -> None:
    host = ready(stage)
    day = datetime.now(UTC) + timedelta(days=(5 - datetime.now(UTC).weekday()) % 7 + 7)
    saturday = int(day.replace(hour=0, minute=0, second=0, microsecond=0).timestamp() * 1000)
    host.pick_day("day", saturday)
    choose(host, "other")
    assert "Say at what time, as 14:30." in host.text
    for wrong in ("half past two", "25:00"):
        choose(host, "other", hour=wrong)
        assert "Say at what time, as 14:30." in host.text
    choose(host, "other", hour="14:30")
    assert "is on a weekend." in host.text
    host.press("Invite 3 people")
    [event] = check_ins(stage)
    assert event["start"]["dateTime"].startswith(f"{day:%Y-%m-%d}T14:30:00")
    assert event["start"]["timeZone"] == "Europe/Stockholm"


def test_whoever_is_busy_at_another_time_is_named(stage: Stage) -> None:
    host = ready(stage)
    busy = next(one for one in stage.world.calendar._events.values() if one["organizer"] == CHLOE)
    start = datetime.fromisoformat(busy["start"]["dateTime"])
    host.pick_day("day", int(start.replace(hour=0, minute=0, tzinfo=UTC).timestamp() * 1000))
    choose(host, "other", hour=f"{start:%H:%M}")
    assert "You are busy at that time." in host.text


def test_a_time_that_was_taken_meanwhile_is_not_silently_another(stage: Stage) -> None:
    host = ready(stage)
    slot = next(one for one in re.findall(r"\d{4}-\d\d-\d\dT[\d:+]+", host.text))
    start = datetime.fromisoformat(slot)
    meeting = {"start": start.isoformat(), "end": (start + timedelta(hours=1)).isoformat()}
    taken = next(one for one in stage.world.calendar._events.values() if one["organizer"] == CHLOE)
    taken |= {name: {"dateTime": when} for name, when in meeting.items()}
    host.press("Invite 3 people")
    assert "The times to choose from are others now." in host.text
    assert check_ins(stage) == []
    host.press("Invite 3 people")
    assert len(check_ins(stage)) == 1


def test_a_guest_from_elsewhere_has_to_be_ticked(stage: Stage) -> None:
    stranger = "omar.whitley@larchw00d.example"
    host = ready(stage).fill("guests", f"{OMAR}\n{stranger}").press("Invite 3 people")
    assert "Tick each address outside the customer's domain that should be invited." in host.text
    assert "looks like larchwood.example, but is not" in host.text
    assert check_ins(stage) == []
    host.tick("outsiders", stranger).press("Invite 2 people")
    assert [one["email"] for one in check_ins(stage)[0]["attendees"]] == [OMAR, stranger]


def test_a_check_in_without_a_customer_is_none(stage: Stage) -> None:
    host = ready(stage).fill("guests", MAYA).press("Invite 3 people")
    assert "There is no customer among the guests." in host.text
    host.fill("guests", "omar at larchwood").press("Invite 1 person")
    assert "“omar at larchwood” is not an e-mail address." in host.text
    assert check_ins(stage) == []


def test_how_long_it_is_is_configured(stage: Stage) -> None:
    stage.configure(calendar__length_minutes="45", schedule_checkin__title='"Hello $COMPANY"')
    invited(stage)
    [event] = check_ins(stage)
    start, end = (datetime.fromisoformat(event[name]["dateTime"]) for name in ("start", "end"))
    assert (event["summary"], end - start) == ("Hello Larchwood Analytics", timedelta(minutes=45))
