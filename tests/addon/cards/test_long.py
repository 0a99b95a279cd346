"""The longest handover fits: under the limits of the hosts, and under what a person reads in 300 pixels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from addon import response
from addon.cards.home import home_card
from addon.cards.preview import chip_words, preview_card
from addon.cards.step import step_card
from manifest.build import deployment
from services.handover.presses import View
from services.handover.standing import Standing
from services.sandbox.host.lint.answers import Kind, Linter
from tests.addon.cards.worst import (
    ADDRESSES,
    KEEP,
    LABELS,
    NAME,
    PERSON,
    worst_doubts,
    worst_handover,
    worst_standings,
)
from tests.conftest import BASE_URL
from tests.judge import judge, texts

Json = dict[str, Any]
LINTER = Linter(deployment(BASE_URL), BASE_URL, lambda _: True)
READABLE = 260
"""Characters of one line on a card: about eight rows of a sidebar."""


def home(standings: Sequence[Standing]) -> Json:
    return home_card(worst_handover(), standings, worst_doubts(), [], PERSON, ADDRESSES, KEEP)


def on_step(number: int) -> Json:
    return step_card(View(worst_handover(), worst_standings()[number]), PERSON, ADDRESSES, KEEP)


def fits(kind: Kind, answer: Json) -> None:
    """No complaint, with every text of the document in mind."""
    judge(answer, kind, LINTER, [NAME, NAME[::-1]])


@pytest.mark.parametrize("number", range(len(LABELS)))
def test_home_with_any_step_on_top_is_within_the_hosts_limits(number: int) -> None:
    standings = worst_standings()
    fits("trigger", response.first_card(home(standings)))
    fits("click", response.push_card(on_step(number)))
    if standings[number].settled:
        fits("click", response.done_card(home(standings), on_step(number), f"{LABELS[number]}: done"))


def test_home_is_readable_with_forty_missing_answers() -> None:
    words = texts(home(worst_standings()))
    assert max(map(len, words.splitlines())) <= READABLE
    for label in LABELS:
        assert label in words
    assert "more\n" in words.split("Still missing in the document")[1]


def test_no_missing_answer_goes_without_being_counted() -> None:
    [missing] = [
        one for one in home(worst_standings())["sections"] if one.get("header", "").startswith("Still missing")
    ]
    *listed, last = missing["widgets"]
    different = len({gap.field for one in worst_standings() for gap in one.gaps})
    assert len(listed) < different
    assert last["decoratedText"]["topLabel"] == f"{different - len(listed)} more"


def test_a_steps_own_card_says_the_whole_of_what_was_done() -> None:
    words = texts(on_step(0))
    assert NAME in words
    assert max(map(len, texts(on_step(5)).splitlines())) <= READABLE


def test_the_chips_card_fits_too() -> None:
    handover, standings = worst_handover(), worst_standings()
    shown = preview_card(handover, standings, PERSON)
    fits("preview", response.link_preview(chip_words(handover, standings), shown))
    assert max(map(len, texts(shown).splitlines())) <= READABLE
    assert len(chip_words(handover, standings)) <= 120
