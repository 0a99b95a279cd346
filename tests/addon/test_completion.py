"""While somebody types an address in copy, the Customer Engineers are suggested: read once, and kept for a while."""

from __future__ import annotations

from typing import Any

import pytest

from services.handover.completion import CUSTOMER_ENGINEERS, Completion
from services.handover.configuration import load_rules
from services.handover.team import KEPT_SECONDS, Team
from services.handover.trial_channels import TrialChannels
from services.pool import Pool
from services.settings import load_settings
from services.systems import Systems
from services.transport import Deadline, Transport
from tests.conftest import BASE_URL, Stage
from tests.host import Host
from tests.scenarios.test_three_buttons import LARCHWOOD, in_days

CHLOE = "chloe.marchetti@codelantern.example"


@pytest.fixture
def host(stage: Stage) -> Host:
    """The AE before the welcome mail."""
    return stage.host("ae", LARCHWOOD).open().press("Send welcome")


def test_who_is_typed_is_found_by_name_or_address(host: Host) -> None:
    assert host.suggested("cc", "chlo") == [CHLOE]
    assert host.suggested("cc", "CHLOÉ mar") == [CHLOE]
    assert host.suggested("cc", "nobody of ours") == []
    assert len(host.suggested("cc", "")) == 3


def test_who_is_called_so_comes_before_who_only_has_it_in_the_address(host: Host) -> None:
    first, *others = host.suggested("cc", "de")
    assert first == "selin.demir@codelantern.example"
    assert len(others) == 2, "everybody's address holds it: code…"


def test_what_stands_before_the_last_comma_stays(host: Host) -> None:
    first = "renee.adler@larchwood.example; "
    assert host.suggested("cc", f"{first}chlo") == [f"{first}{CHLOE}"]
    assert host.suggested("cc", f"{CHLOE}, chlo") == []


def test_a_suggestion_is_an_address_that_can_be_sent_to(stage: Stage, host: Host) -> None:
    [gareth] = host.suggested("cc", "gareth")
    host.fill("cc", f"{CHLOE}, {gareth}").pick_day("date", in_days(30)).press("Send to 3 people")
    host.press("Send to 4 people")
    [mail] = stage.world.panels()["gmail"]["outbox"]
    assert "chloe.marchetti@codelantern.example" in mail["cc"]
    assert gareth in mail["cc"]


def test_slack_is_asked_once_in_ten_minutes(stage: Stage) -> None:
    known = {name.lower(): value for name, value in stage.running.settings().items()}
    settings = load_settings(**known | {"handover_base_url": BASE_URL})
    systems = Systems(settings, Transport(Pool(), Deadline()), "maya.lindqvist@codelantern.example", "")
    now = [0.0]
    rules = load_rules(settings.handover_config)
    suggestions = Completion(Team(rules.assign_owner.group, lambda: now[0]), TrialChannels(rules, lambda: now[0]))
    for typed in ("c", "ch", "chl"):
        assert CHLOE in suggestions.found(systems, CUSTOMER_ENGINEERS, typed)
    assert stage.calls("usergroups.users.list") == 1
    now[0] = KEPT_SECONDS + 1
    suggestions.found(systems, CUSTOMER_ENGINEERS, "c")
    assert stage.calls("usergroups.users.list") == 2


def test_a_channel_is_found_by_its_name_or_topic_and_asked_for_once_in_a_minute(stage: Stage) -> None:
    workspace: dict[str, Any] = stage.world._store.section("slack")
    [larchwood] = [one for one in workspace["channels"] if one["name"] == "trial-larchwood"]
    larchwood["name"] = "trial-larchwood-analytics"
    host = stage.host("ce", LARCHWOOD).open().press("Rename channel")
    for typed in ("larch", "#trial-larch", "trial with larchwood"):
        assert host.suggested("name", typed) == ["#trial-larchwood-analytics"]
    assert host.suggested("name", "sales") == []
    assert stage.calls("conversations.list") == 2


def test_slack_out_of_order_suggests_nothing_and_says_nothing(stage: Stage, host: Host) -> None:
    stage.world.faults.add("slack", "usergroups.users.list", "500_before", times=9)
    assert host.suggested("cc", "chlo") == []


def test_an_unknown_source_suggests_nothing(stage: Stage, host: Host) -> None:
    function = f"{BASE_URL}/completion/everybody"
    assert host.post(function, host.event(function)).get_json() == {"autoComplete": {"items": []}}
    assert stage.calls("usergroups.users.list") == 0


def test_only_google_may_ask(stage: Stage, host: Host) -> None:
    function = f"{BASE_URL}/completion/{CUSTOMER_ENGINEERS}"
    other = stage.world.identity.system_token(f"{BASE_URL}/home")
    assert host.post(function, host.event(function), token=other).status_code == 401
    assert stage.calls("usergroups.users.list") == 0
