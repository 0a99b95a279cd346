"""Plays App Engine's cron in tests: the add-on as there, a clock that stands where a test puts it, and the call."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from unittest import mock

from flask import Flask
from sqlalchemy import update

from app import create_app
from services.handover.configuration import load_rules
from services.handover.reminders import Run
from services.handover.reminding import reminders_of
from services.handover.steps import STEPS
from services.handover.tables import connect, handovers, steps
from services.pool import Pool
from services.settings import load_settings
from tests.conftest import Stage
from tests.scenarios.test_three_buttons import LARCHWOOD

CRON = {"X-Appengine-Cron": "true"}
REMINDERS = "/tasks/reminders"
Json = dict[str, Any]


def seconds_of(moment: str) -> float:
    """A moment as ISO 8601 with its offset, in seconds since 1970."""
    return datetime.fromisoformat(moment).timestamp()


@dataclass
class Cron:
    """The add-on on App Engine at a moment of the test's choice."""

    stage: Stage
    app: Flask
    moment: float = 0.0

    def call(self, moment: str) -> Json:
        """One call at ``moment``; what the run says it did."""
        self.moment = seconds_of(moment)
        answer = self.app.test_client().get(REMINDERS, headers=CRON)
        assert answer.status_code == 200, answer.text
        told: Json = answer.get_json()
        return told

    def run(self, moment: str, seconds: float) -> Run:
        """A run that has only so many seconds, without the call."""
        settings = load_settings(**self.stage.known)
        rules, engine = load_rules(settings.handover_config), connect(settings.database_url)
        made = reminders_of(settings, rules, STEPS, engine, Pool(), lambda: True, lambda: seconds_of(moment))()
        return made.run(seconds)

    def announce(self, moment: str) -> None:
        """The AE announces Larchwood; the ledger then says that it was at ``moment``."""
        host = self.stage.host("ae", LARCHWOOD).open().press("Announce").tick_all("confirmed").press("Post in #sales")
        assert "Posted in #sales" in host.text
        self.date("announce", moment)

    def date(self, step: str, moment: str) -> None:
        """The ledger says that a step was settled at ``moment``."""
        engine = connect(self.stage.known["database_url"])
        with engine.begin() as connection:
            connection.execute(update(steps).where(steps.c.step == step).values(at=seconds_of(moment)))
            if step == "announce":
                connection.execute(update(handovers).values(announced_at=seconds_of(moment)))
        engine.dispose()

    def said(self, channel: str, words: str = "is late for") -> list[str]:
        """Our reminders in a channel, oldest first."""
        channels = self.stage.world.panels()["slack"]["channels"]
        [found] = [one["messages"] for one in channels if one["name"] == channel]
        return [one["text"] for one in found if words in one["text"]]


def cron_of(stage: Stage, **known: str) -> Cron:
    """The stage's add-on as App Engine runs it, with a clock of the test's own."""
    cron = Cron(stage, stage.app)
    settings = load_settings(**{**stage.known, **known})
    with mock.patch.dict(os.environ, {"GAE_ENV": "standard"}):
        cron.app = create_app(settings, lambda: cron.moment)
    return cron
