"""The check-in is proposed at the time that the welcome mail named, as long as that is ahead."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.conftest import Stage
from tests.host import Host
from tests.scenarios.test_deliver_license import CHLOE
from tests.scenarios.test_schedule_checkin import check_ins
from tests.scenarios.test_three_buttons import LARCHWOOD
from tests.scenarios.test_welcome import TO_THREE
from tests.scenarios.test_welcome_times import FIND, alone, at, meets, midnight, monday, offered
from tests.scenarios.test_welcome_times import look as look_at_the_welcome


def told(stage: Stage) -> datetime:
    """The AE told the customer a free time in the welcome mail; returns it."""
    alone(stage)
    host = look_at_the_welcome(stage).press(FIND)
    value, _ = offered(host)[1]
    host.tick("time", value).press(TO_THREE).press(TO_THREE)
    assert "Sent to" in host.text
    return datetime.fromisoformat(value)


def look(stage: Stage) -> Host:
    """The CE looks at the check-in."""
    return stage.host("ce", LARCHWOOD).open().press("Schedule check-in")


def chosen(host: Host) -> str:
    """The words of the time that is chosen on the card."""
    widgets = [one.get("selectionInput", {}) for section in host.card["sections"] for one in section["widgets"]]
    [items] = [one["items"] for one in widgets if one.get("name") == "slot"]
    [words] = [str(item["text"]) for item in items if item["selected"]]
    return words


def test_the_time_that_the_customer_was_told_is_proposed_first(stage: Stage) -> None:
    start = told(stage)
    host = look(stage)
    assert chosen(host).endswith("in New York (in the welcome mail)")
    host.press("Invite 3 people")
    [event] = check_ins(stage)
    assert datetime.fromisoformat(event["start"]["dateTime"]) == start


def test_a_told_time_that_was_taken_since_is_said_to_be(stage: Stage) -> None:
    start = told(stage)
    hour = start.astimezone(at(monday(), 9).tzinfo).hour
    meets(stage, CHLOE, monday(), hour, hour + 1)
    host = look(stage)
    assert "(in the welcome mail)" in chosen(host)
    assert "You are busy at that time." in host.text


def test_another_day_than_the_customer_was_told_is_pointed_out_before_anybody_is_invited(stage: Stage) -> None:
    told(stage)
    host = look(stage).pick_day("day", midnight(monday() + timedelta(days=1)))
    host.tick("slot", "other").fill("hour", "11:00").press("Invite 3 people")
    assert "The customer was told another day" in host.text
    assert check_ins(stage) == []
    host.press("Invite 3 people")
    [event] = check_ins(stage)
    assert event["start"]["dateTime"].startswith((monday() + timedelta(days=1)).isoformat())
