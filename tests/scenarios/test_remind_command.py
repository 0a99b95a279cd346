"""`flask remind`: the same reminders for a server with a cron of its own."""

from __future__ import annotations

import json

from tests.conftest import Stage
from tests.test_app import process


def test_the_command_says_what_it_did_as_json(stage: Stage) -> None:
    known = {name.upper(): value for name, value in stage.known.items()}
    done = process("-m", "flask", "remind", **known)
    assert done.returncode == 0, done.stderr
    assert set(json.loads(done.stdout)) == {"posted", "left", "quiet", "problems"}


def test_what_is_wrong_ends_the_command_with_what_to_do(stage: Stage) -> None:
    known = {name.upper(): value for name, value in stage.known.items()} | {"SLACK_BOT_TOKEN": "xoxb-revoked"}
    done = process("-m", "flask", "remind", **known)
    assert done.returncode == 1
    assert "Slack does not take our sign-in (invalid_auth). Renew it, and set SLACK_BOT_TOKEN anew." in done.stdout
    lost = process("-m", "flask", "remind")
    assert "SLACK_BOT_TOKEN is not set" in lost.stderr
