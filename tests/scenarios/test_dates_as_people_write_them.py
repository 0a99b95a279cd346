"""Days on cards are written as the person's locale writes them; what leaves says the same to everybody."""

from __future__ import annotations

import pytest

from tests.conftest import Stage
from tests.host import Host
from tests.scenarios.test_close_deal import choose, deal
from tests.scenarios.test_three_buttons import LARCHWOOD, messages


def ae(stage: Stage, locale: str) -> Host:
    """The AE, whose editor speaks so."""
    host = stage.host("ae", LARCHWOOD)
    host.locale = locale
    return host.open()


@pytest.mark.parametrize(
    ("locale", "day"),
    [
        ("en-US", "December 7, 2026"),
        ("en-GB", "7 December 2026"),
        ("de-DE", "7. Dezember 2026"),
        ("ja-JP", "2026年12月7日"),
        ("no such locale", "December 7, 2026"),
    ],
)
def test_the_card_writes_a_day_as_the_person_does_and_the_message_as_the_company_does(
    stage: Stage, locale: str, day: str
) -> None:
    host = ae(stage, locale).press("Announce")
    assert day in host.text.replace("Contract start: December 7, 2026", "")
    assert "Contract start: December 7, 2026" in host.text
    host.tick_all("confirmed").press("Post in #sales")
    [message] = messages(stage)
    assert "Contract start: December 7, 2026" in str(message["text"])


def test_what_one_person_began_is_finished_by_another_who_writes_days_differently(stage: Stage) -> None:
    host = choose(ae(stage, "en-US").press("Close deal"), "won_reason", "Champion")
    assert "December 15, 2026 →" in host.text
    stage.world.faults.add("salesforce", "sobjects.update", "500_before")
    host.press("Close the deal")
    assert "Not confirmed yet" in host.text
    other = ae(stage, "de-DE").press("Close deal").press("Check and finish")
    assert "An earlier version" not in other.text
    assert deal(stage)["StageName"] == "Closed Won"
