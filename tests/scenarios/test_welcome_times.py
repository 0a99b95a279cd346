"""The welcome mail proposes a time from the real calendars, and bears the sender's own signature, when asked to."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from services.handover.tables import connect, steps
from tests.conftest import Stage
from tests.host import SCOPES, Host
from tests.scenarios.test_suggestions import write
from tests.scenarios.test_three_buttons import LARCHWOOD
from tests.scenarios.test_welcome import TO_THREE, outbox, part, sent

FIND, SIGN, UNSIGN = "Find free times", "Add my Gmail signature", "Leave the signature out"
FREE_BUSY = "https://www.googleapis.com/auth/calendar.freebusy"
READONLY = "https://www.googleapis.com/auth/gmail.readonly"
MAYA, CHLOE = "maya.lindqvist@codelantern.example", "chloe.marchetti@codelantern.example"
STOCKHOLM, NEW_YORK = ZoneInfo("Europe/Stockholm"), ZoneInfo("America/New_York")


def monday() -> date:
    """A Monday about a month ahead."""
    ahead = datetime.now(UTC).date() + timedelta(days=28)
    return ahead + timedelta(days=(0 - ahead.weekday()) % 7)


def at(day: date, hour: int) -> datetime:
    """An hour on Stockholm's clock."""
    return datetime.combine(day, time(hour), STOCKHOLM)


def midnight(day: date) -> int:
    """A day as pickers say it."""
    return int(datetime.combine(day, time(), UTC).timestamp() * 1000)


def meets(stage: Stage, who: str, day: date, start: int, end: int) -> None:
    """Somebody has a meeting."""
    events = stage.world.calendar._state["events"]
    times = {"start": {"dateTime": at(day, start).isoformat()}, "end": {"dateTime": at(day, end).isoformat()}}
    event = {"id": f"m{len(events)}", "organizer": who, "status": "confirmed", "attendees": [], **times}
    events[event["id"]] = event


def alone(stage: Stage) -> None:
    """Calendars without anything in them."""
    stage.world.calendar._state["events"].clear()


def look(stage: Stage, day: date | None = None) -> Host:
    """The AE looks at the mail with a day picked."""
    return stage.host("ae", LARCHWOOD).open().press("Send welcome").pick_day("date", midnight(day or monday()))


def offered(host: Host) -> list[tuple[str, str]]:
    """The free times on the card: value and words."""
    widgets = [one for section in host.card["sections"] for one in section["widgets"]]
    [choice] = [one["selectionInput"] for one in widgets if one.get("selectionInput", {}).get("name") == "time"]
    return [(item["value"], item["text"]) for item in choice["items"]]


def proposed(stage: Stage) -> str:
    """Which check-in the ledger keeps with the mail, for the step that makes the event."""
    engine = connect(str(stage.known["database_url"]))
    with engine.connect() as connection:
        evidence = connection.execute(select(steps.c.evidence).where(steps.c.step == "welcome_email")).scalar_one()
    engine.dispose()
    return str(evidence["ids"]["check_in"])


def test_a_time_that_suits_everybody_is_picked_and_the_customer_reads_it_on_their_own_clock(stage: Stage) -> None:
    alone(stage)
    meets(stage, MAYA, monday(), 15, 16)
    host = look(stage).press(FIND)
    value, words = offered(host)[1]
    start = at(monday(), 16)
    assert datetime.fromisoformat(value) == start
    there = start.astimezone(NEW_YORK)
    assert words == f"{start:%a, %b} {start.day}, 16:00 · {there:%H:%M} in New York"
    host.tick("time", value).press(TO_THREE)
    said = f"{there:%A, %B} {there.day}, {there.year} at {there.hour}:00 AM Eastern Time"
    assert f"The text now says {said}. Read it once more" in host.text
    assert outbox(stage) == []
    host.press(TO_THREE)
    assert f"How is {said} for a quick check-in" in part(sent(stage), "plain")
    assert f"How is {said} for a quick check-in" in part(sent(stage), "html")
    assert stage.calls("calendar.freebusy.query") == 1
    assert proposed(stage) == start.astimezone(UTC).isoformat()


def test_a_day_without_a_time_is_said_without_one(stage: Stage) -> None:
    host = look(stage).press(FIND).press(TO_THREE)
    day = monday()
    assert host.notification == "Send welcome: done"
    assert proposed(stage) == day.isoformat()
    assert f"How is {day:%A, %B} {day.day}, {day.year} for a quick" in part(sent(stage), "plain")


def test_a_day_picked_after_a_time_takes_its_place(stage: Stage) -> None:
    alone(stage)
    host = look(stage).press(FIND)
    host.tick("time", offered(host)[1][0]).press(TO_THREE)
    tuesday = monday() + timedelta(days=1)
    host.pick_day("date", midnight(tuesday)).press(TO_THREE).press(TO_THREE)
    assert f"How is {tuesday:%A, %B} {tuesday.day}, {tuesday.year} for" in part(sent(stage), "plain")


def test_nothing_that_was_typed_is_lost_by_looking_for_times(stage: Stage) -> None:
    host = look(stage).fill("text", "Dear all, see you soon.").fill("to", "renee.adler@larchwood.example").press(FIND)
    assert "Dear all, see you soon." in host.text
    assert "renee.adler@larchwood.example" in host.text
    assert "omar.whitley@larchwood.example" not in host.text


def test_a_holiday_week_has_no_free_slot_and_the_mail_goes_with_a_day(stage: Stage) -> None:
    week = [monday() + timedelta(days=ahead) for ahead in range(5)]
    stage.configure(calendar__holidays=f"[{', '.join(map(str, week))}]", calendar__search_days="7")
    host = look(stage).press(FIND)
    assert "There is no working day from " in host.text
    assert "is a holiday; the next working day is Monday" in host.text
    host.pick_day("date", midnight(week[-1] + timedelta(days=3))).press(TO_THREE).press(TO_THREE)
    assert len(outbox(stage)) == 1


def test_clocks_too_far_apart_are_said_with_the_places(stage: Stage) -> None:
    stage.configure(calendar__day_ends="12:00:00")
    assert "suits everybody in Stockholm, Paris and New York" in look(stage).press(FIND).text


def test_a_colleague_whose_calendar_is_closed_is_said(stage: Stage) -> None:
    alone(stage)
    stage.world.calendar._state["calendars"].remove(CHLOE)
    host = look(stage).press(FIND)
    assert "Chloé Marchetti’s calendar cannot be seen by you, so it was not looked at." in host.text
    assert len(offered(host)) == 7


def test_the_permission_is_asked_for_by_the_button_alone_and_the_mail_goes_without_it(stage: Stage) -> None:
    host = look(stage)
    host.scopes = tuple(one for one in SCOPES if one != FREE_BUSY)
    host.press(FIND)
    assert host.asked_for == (FREE_BUSY,)
    host.again()
    assert "see when you and your colleagues are free" in host.text
    host.cards.pop()
    host.pick_day("date", midnight(monday())).press(TO_THREE).press(TO_THREE)
    assert len(outbox(stage)) == 1


def test_once_the_permission_is_given_the_very_press_goes_on(stage: Stage) -> None:
    alone(stage)
    host = look(stage)
    host.scopes = tuple(one for one in SCOPES if one != FREE_BUSY)
    host.press(FIND)
    host.scopes = SCOPES
    host.again()
    assert len(offered(host)) == 7


def test_what_the_document_says_of_zone_and_people_is_text_and_short(stage: Stage) -> None:
    write(stage, LARCHWOOD, "America/New_York", "<b>mornings</b> " + "x" * 500)
    text = look(stage).press(FIND).text
    assert "“<b>mornings</b> xxx" in text
    assert "x" * 41 not in text


@pytest.mark.parametrize("kind", ["500_before", "429", "html"])
def test_while_the_calendar_is_down_the_mail_still_goes(stage: Stage, kind: str) -> None:
    host = look(stage)
    stage.world.faults.add("calendar", "calendar.freebusy.query", kind, times=9)
    host.press(FIND)
    assert "Google Calendar's free times" in host.text
    assert "What you typed is still there." in host.text
    host.cards.pop()
    host.pick_day("date", midnight(monday())).press(TO_THREE).press(TO_THREE)
    assert len(outbox(stage)) == 1


@pytest.mark.parametrize(
    "brought", ["", "[", "[[], [], {}", '[["yesterday"], [], ""]', "[[1e999], 3, null]", '{"a": 1}']
)
def test_times_that_no_card_of_ours_wrote_are_nothing(stage: Stage, brought: str) -> None:
    host = look(stage)
    host.press(FIND)
    function, parameters = host.last_press or ("", {})
    host.click(function, {**parameters, "asked": "", "times": brought})
    assert "Everybody is free" not in host.text


def test_the_signature_stands_below_both_parts_once_it_was_asked_for(stage: Stage) -> None:
    host = look(stage).press(SIGN)
    assert "Maya Lindqvist\nAccount Executive, Codelantern <https://codelantern.example/>" in host.text
    host.press(TO_THREE)
    assert part(sent(stage), "plain").endswith(
        "-- \nMaya Lindqvist\nAccount Executive, Codelantern <https://codelantern.example/>\n"
    )
    assert '<a href="https://codelantern.example/">Codelantern</a></div></div>\n' in part(sent(stage), "html")


@pytest.mark.parametrize("kind", ["500_before", "429", "html"])
def test_a_signature_that_cannot_be_read_at_the_press_sends_nothing_and_loses_nothing(stage: Stage, kind: str) -> None:
    stage.configure(press__look_seconds="0")
    host = look(stage).press(SIGN)
    stage.world.faults.add("gmail", "gmail.users.settings.sendAs.list", kind, times=9)
    host.press(TO_THREE)
    assert outbox(stage) == []
    assert "What you typed is still there." in host.text
    stage.world.faults.clear()
    host.cards.pop()
    host.press(TO_THREE)
    assert "Account Executive" in part(sent(stage), "plain")


def test_a_time_of_today_stands_on_an_old_card_and_is_refused(stage: Stage) -> None:
    host = look(stage).press(FIND)
    start = datetime.now(UTC).isoformat()
    function, parameters = host.last_press or ("", {})
    today = datetime.now(STOCKHOLM).date()
    host.pick_day("date", midnight(today)).tick("time", start)
    brought = {"times": f'[["{start}"], [], ""]', "drawn_date": today.isoformat(), "asked": ""}
    host.click(function, {**parameters, **brought})
    assert "has passed. Pick another." in host.text


def test_without_asking_nobody_reads_the_mailbox(stage: Stage) -> None:
    look(stage).press(TO_THREE).press(TO_THREE)
    assert "-- " not in part(sent(stage), "plain")
    assert stage.calls("gmail.users.settings.sendAs.list") == 0


def test_a_signature_can_be_left_out_again(stage: Stage) -> None:
    look(stage).press(SIGN).press(UNSIGN).press(TO_THREE)
    assert "Account Executive" not in part(sent(stage), "plain")


def test_a_signature_that_changed_since_it_was_shown_is_shown_again(stage: Stage) -> None:
    stage.configure(press__look_seconds="0")
    host = look(stage).press(SIGN)
    stage.world.gmail.sign(MAYA, "<b>Maya</b><script>steal()</script>")
    host.press(TO_THREE)
    assert "Something changed since you looked" in host.text
    host.press(TO_THREE)
    assert "<b>Maya</b></div>" in part(sent(stage), "html")
    assert "steal" not in sent(stage).as_string()


def test_who_has_no_signature_is_told_so(stage: Stage) -> None:
    stage.world.gmail.sign(MAYA, "")
    assert "Gmail keeps no signature for your address" in look(stage).press(SIGN).text


def test_the_mailbox_need_not_be_opened_for_the_mail_to_go(stage: Stage) -> None:
    host = look(stage)
    host.scopes = tuple(one for one in SCOPES if one != READONLY)
    host.press(SIGN)
    assert host.asked_for == (READONLY,)
    host.again()
    assert "and your signature, and Google says" in host.text
    host.cards.pop()
    host.pick_day("date", midnight(monday())).press(TO_THREE).press(TO_THREE)
    assert len(outbox(stage)) == 1
