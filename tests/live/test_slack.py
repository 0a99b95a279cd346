"""What our Slack client asks, of the sandbox and of Slack."""

from __future__ import annotations

import time

import pytest

from services.errors import OutsideError, Refused
from tests.live.conftest import Place


def test_a_channel_is_known_by_its_id(place: Place) -> None:
    channel = place.systems.slack.channel(place.ids["SLACK_CHANNEL"])
    assert channel.id == place.ids["SLACK_CHANNEL"]
    assert channel.name
    assert channel.is_member
    with pytest.raises(Refused) as refused:
        place.systems.slack.channel("C0NOBODY00")
    assert refused.value.code == "channel_not_found"


def test_a_person_is_known_by_their_address(place: Place) -> None:
    found = place.systems.slack.user_by_email(place.ids["SLACK_PERSON"])
    assert found is not None
    assert found.email == place.ids["SLACK_PERSON"]
    assert place.systems.slack.user_by_email("nobody@nowhere.example") is None


def test_a_group_has_members(place: Place) -> None:
    assert place.systems.slack.members(place.ids["SLACK_GROUP"])


def test_a_message_that_was_never_posted_is_not_found(place: Place) -> None:
    channel = place.ids["SLACK_CHANNEL"]
    assert place.systems.slack.find(channel, "handover_announced", "of no handover", time.time() - 3600) is None


def test_a_wrong_token_is_told_apart(place: Place) -> None:
    with pytest.raises(OutsideError) as refused:
        place.wrong("slack_bot_token").slack.channel(place.ids["SLACK_CHANNEL"])
    assert refused.value.code == "invalid_auth"
