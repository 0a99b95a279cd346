"""What is late is called to mind in Slack, once a day and in working hours, when App Engine's cron calls."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from services.handover.keeping import prune
from services.handover.tables import connect, handovers, steps
from tests.conftest import ROOT, Stage
from tests.cron import CRON, REMINDERS, Cron, cron_of, seconds_of
from tests.scenarios.test_three_buttons import LARCHWOOD

# March 2027: the 15th is a Monday.
MONDAY, TUESDAY, WEDNESDAY = "2027-03-15T10:00+01:00", "2027-03-16T11:00+01:00", "2027-03-17T11:00+01:00"
SATURDAY = "2027-03-20T11:00+01:00"
WELCOME = "*Send welcome* is late for"


@pytest.fixture
def cron(stage: Stage) -> Cron:
    """Larchwood was announced on a Monday at ten."""
    made = cron_of(stage)
    made.announce(MONDAY)
    return made


def welcomes(cron: Cron) -> list[str]:
    """The reminders of the welcome mail."""
    return cron.said("sales", WELCOME)


def test_a_welcome_mail_that_was_not_sent_within_a_day_is_called_to_mind_with_the_link_and_the_ae(cron: Cron) -> None:
    cron.call(TUESDAY)
    [text] = welcomes(cron)
    link = f"<https://docs.google.com/document/d/{LARCHWOOD}/edit|Larchwood Analytics – new customer questionnaire>"
    assert text == f"{WELCOME} {link}: promised within 24 hours after the announcement (Mar 15, 10:00). <@U0MAYALIN>"


def test_before_the_promised_time_is_over_nobody_is_reminded(cron: Cron) -> None:
    told = cron.call("2027-03-16T09:59+01:00")
    assert (told["posted"], told["left"], told["problems"]) == (0, 0, [])
    assert welcomes(cron) == []


def test_it_is_said_once_on_a_day_and_again_on_the_next(cron: Cron) -> None:
    for moment in (TUESDAY, "2027-03-16T12:00+01:00", "2027-03-16T16:59+01:00"):
        cron.call(moment)
    assert len(welcomes(cron)) == 1
    cron.call(WEDNESDAY)
    assert len(welcomes(cron)) == 2


def test_after_ten_days_people_have_decided_otherwise(cron: Cron) -> None:
    for day in (*range(16, 20), *range(22, 27), *range(29, 32)):
        cron.call(f"2027-03-{day}T11:00+01:00")
    assert len(welcomes(cron)) == 10


def test_what_was_done_or_recorded_is_not_called_to_mind(cron: Cron) -> None:
    cron.stage.host("ce", LARCHWOOD).open().press("Take ownership").press("Take it")
    cron.call(TUESDAY)
    assert cron.said("handovers", "Take ownership") == []
    assert len(welcomes(cron)) == 1


def test_a_team_that_said_got_it_is_not_reminded_and_the_others_are(cron: Cron) -> None:
    cron.stage.host("finance", LARCHWOOD).open().press("Got it")
    cron.call("2027-03-17T10:00+01:00")
    assert len(cron.said("handovers", "*Got it*")) == 2


def test_business_days_end_with_the_day_and_leave_out_weekend_and_holidays(stage: Stage) -> None:
    stage.configure(calendar__holidays="[2027-03-18]")
    cron = cron_of(stage, handover_config=str(stage.folder / "manifest" / "handover.toml"))
    cron.announce(MONDAY)
    # Tuesday, Wednesday and, after the holiday, Friday are the three days.
    for moment, late in (("2027-03-19T16:59+01:00", 0), ("2027-03-21T11:00+01:00", 0), ("2027-03-22T09:00+01:00", 1)):
        cron.call(moment)
        assert len(cron.said("handovers", "*Update sheet*")) == late


@pytest.mark.parametrize(
    "moment", ["2027-03-16T08:59+01:00", "2027-03-16T17:00+01:00", "2027-03-17T00:30+01:00", SATURDAY]
)
def test_outside_working_hours_and_at_weekends_nobody_is_reminded(cron: Cron, moment: str) -> None:
    cron.date("announce", "2027-03-12T08:00+01:00")
    told = cron.call(moment)
    assert (told["quiet"], told["posted"]) == (True, 0)
    assert cron.said("sales") == []
    assert cron.said("handovers") == []


def test_on_the_companys_holidays_nobody_is_reminded(stage: Stage) -> None:
    stage.configure(calendar__holidays="[2027-03-16]")
    cron = cron_of(stage, handover_config=str(stage.folder / "manifest" / "handover.toml"))
    cron.announce(MONDAY)
    assert cron.call(TUESDAY)["quiet"] is True
    assert cron.call(WEDNESDAY)["posted"] > 0


def test_hours_and_days_are_those_of_the_companys_zone_on_both_sides_of_a_change_of_clocks(stage: Stage) -> None:
    # In Cairo the clocks go forward in the night to Friday, April 30, 2027.
    stage.configure(calendar__zone='"Africa/Cairo"')
    cron = cron_of(stage, handover_config=str(stage.folder / "manifest" / "handover.toml"))
    cron.announce("2027-04-28T07:00Z")
    assert cron.call("2027-04-29T06:30Z")["quiet"] is True
    assert cron.call("2027-04-30T06:30Z")["quiet"] is False
    assert len(welcomes(cron)) == 1


def test_twenty_four_hours_are_twenty_four_hours_over_a_change_of_clocks(stage: Stage) -> None:
    stage.configure(calendar__zone='"Africa/Cairo"')
    cron = cron_of(stage, handover_config=str(stage.folder / "manifest" / "handover.toml"))
    cron.announce("2027-04-29T08:00Z")
    cron.call("2027-04-30T07:30Z")
    assert welcomes(cron) == []
    cron.call("2027-04-30T08:01Z")
    assert len(welcomes(cron)) == 1


def test_a_clock_that_is_set_back_says_nothing_twice(cron: Cron) -> None:
    cron.call(WEDNESDAY)
    cron.call(TUESDAY)
    assert len(welcomes(cron)) == 1


def test_two_calls_at_once_say_it_once(cron: Cron) -> None:
    cron.stage.world.faults.add("slack", "chat.postMessage", "slow", times=2, seconds=0.5)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(cron.call, [TUESDAY, TUESDAY]))
    assert len(welcomes(cron)) == 1
    assert len(cron.said("handovers")) == len(set(cron.said("handovers")))


@pytest.mark.parametrize("kind", ["close_after", "close_before", "500_after", "500_before"])
def test_when_slack_falls_silent_the_next_call_finds_out_what_arrived(cron: Cron, kind: str) -> None:
    cron.stage.world.faults.add("slack", "chat.postMessage", kind)
    told = cron.call(TUESDAY)
    assert told["left"] > 0
    assert told["problems"]
    cron.stage.pass_time()
    cron.call("2027-03-16T12:00+01:00")
    cron.call("2027-03-16T13:00+01:00")
    assert len(welcomes(cron)) == 1
    assert len(cron.said("handovers", "Take ownership")) == 1


def test_when_slack_asks_to_wait_the_rest_is_for_the_next_call(cron: Cron) -> None:
    cron.stage.world.faults.add("slack", "chat.postMessage", "429", after=1)
    told = cron.call(TUESDAY)
    assert (told["posted"], told["left"]) == (1, 1)
    assert cron.call("2027-03-16T12:00+01:00")["posted"] == 1


def test_a_run_whose_time_is_up_leaves_the_rest_for_the_next_one(cron: Cron) -> None:
    told = cron.run(TUESDAY, seconds=1.0)
    assert (told.posted, told.left) == (0, 2)
    assert cron.said("sales") == []
    assert (cron.call(TUESDAY)["posted"], len(welcomes(cron))) == (2, 1)


@pytest.mark.parametrize("headers", [{}, {"X-Appengine-Cron": "false"}, {"X-Appengine-Cron": "1"}, {"X-Cron": "true"}])
def test_whoever_is_not_cron_is_refused_and_nothing_happens(cron: Cron, headers: dict[str, str]) -> None:
    cron.moment = seconds_of(TUESDAY)
    before = len(cron.stage.world.requests)
    assert cron.app.test_client().get(REMINDERS, headers=headers).status_code == 403
    assert len(cron.stage.world.requests) == before


def test_outside_app_engine_the_header_proves_nothing(cron: Cron) -> None:
    before = len(cron.stage.world.requests)
    assert cron.stage.app.test_client().get(REMINDERS, headers=CRON).status_code == 403
    assert len(cron.stage.world.requests) == before


def test_what_changes_something_is_not_reached_by_a_form(cron: Cron) -> None:
    assert cron.app.test_client().post(REMINDERS, headers=CRON).status_code == 405


def test_a_channel_that_another_company_shares_is_told_nothing(stage: Stage) -> None:
    stage.configure(**{"reminders.channels__sales": '{ id = "C0TRLARCH", name = "#trial-larchwood" }'})
    cron = cron_of(stage, handover_config=str(stage.folder / "manifest" / "handover.toml"))
    cron.announce(MONDAY)
    told = cron.call(TUESDAY)
    assert told["problems"] == ["#trial-larchwood is shared with another company, so no customer is named in it"]
    assert cron.said("trial-larchwood") == []
    assert len(cron.said("handovers", "Take ownership")) == 1


def test_a_channel_that_the_app_is_not_in_keeps_the_others_from_nothing(stage: Stage) -> None:
    stage.configure(**{"reminders.channels__sales": '{ id = "C0FINANCE", name = "#finance-internal" }'})
    cron = cron_of(stage, handover_config=str(stage.folder / "manifest" / "handover.toml"))
    cron.announce(MONDAY)
    told = cron.call(TUESDAY)
    assert told["problems"] == ["#finance-internal: channel_not_found"]
    assert len(cron.said("handovers", "Take ownership")) == 1


def test_a_title_is_text_in_the_message(cron: Cron) -> None:
    with connect(cron.stage.known["database_url"]).begin() as connection:
        connection.execute(update(handovers).values(title="<!channel> | *now*"))
    cron.call(TUESDAY)
    [text] = welcomes(cron)
    assert "|&lt;!channel&gt; ¦ *now*>" in text


def test_reminders_use_nobodys_token_and_read_no_document(cron: Cron) -> None:
    before = len(cron.stage.world.requests)
    cron.call(TUESDAY)
    asked = list(cron.stage.world.requests)[before:]
    assert {one["system"] for one in asked} <= {"slack", "salesforce", "identity"}


def test_reminders_keep_no_handover_from_being_forgotten(cron: Cron) -> None:
    cron.call(TUESDAY)
    engine = connect(cron.stage.known["database_url"])
    with engine.begin() as connection:
        connection.execute(update(steps).values(at=seconds_of("2024-01-01T00:00Z")))
        connection.execute(update(steps).where(steps.c.step.like("remind/%")).values(at=datetime.now(UTC).timestamp()))
    assert prune(engine, 730).forgotten == 1
    with engine.connect() as connection:
        assert connection.execute(select(steps.c.step).where(steps.c.step.like("remind/%"))).scalars().all() == []


def test_cron_yaml_calls_an_address_that_there_is_every_hour(stage: Stage) -> None:
    lines = [line.strip() for line in (ROOT / "cron.yaml").read_text().splitlines()]
    assert f"url: {REMINDERS}" in lines
    assert "schedule: every 1 hours" in lines
    assert stage.app.url_map.bind("localhost").test(REMINDERS, method="GET")
