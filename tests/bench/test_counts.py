"""What a press costs, counted and never timed: calls, bytes and connections."""

from __future__ import annotations

from tests.bench.growth import rows
from tests.bench.presses import Count, counts
from tests.conftest import ROOT, Stage

KILOBYTE = 1024


def _told(one: Count) -> str:
    return f"{one.press.name}: {len(one.methods)} calls, at most {one.press.most} are allowed: {one.methods}"


def test_no_press_asks_more_often_than_its_goal_or_opens_a_connection_and_the_readme_reckons_with_it(
    stage: Stage,
) -> None:
    found = counts(stage)
    assert [_told(one) for one in found if len(one.methods) > one.press.most] == []
    assert all(one.methods for one in found)
    # A document of some pages is what most of it is.
    assert [one.press.name for one in found if one.bytes > 64 * KILOBYTE] == []
    assert [one.press.name for one in found if one.connections] == []
    chapter = (ROOT / "README.md").read_text(encoding="utf-8").split("## Growing\n")[1].split("\n## ")[0]
    assert [row for row in rows(found) if row not in chapter] == []


def test_certificates_are_fetched_once_however_many_presses_follow(stage: Stage) -> None:
    host = stage.host("ae", "1LarchwoodAnalyticsQuestionnaire000000000000").open()
    for _ in range(20):
        host.open()
    assert stage.calls("oauth2.certs") == 1
