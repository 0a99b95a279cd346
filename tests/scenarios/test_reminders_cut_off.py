"""A run of reminders whose process dies at any write to the ledger: the next run says the rest, and nothing twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT, Stage
from tests.cron import Cron, cron_of, seconds_of

MONDAY, TUESDAY = "2027-03-15T10:00+01:00", "2027-03-16T11:00+01:00"


@pytest.fixture
def cron(stage: Stage) -> Cron:
    """Larchwood was announced on a Monday at ten."""
    made = cron_of(stage)
    made.announce(MONDAY)
    return made


CRASHING = """
import json, os, sys
from sqlalchemy import Engine, Pool, event
from app import create_app
from services.settings import load_settings
known, moment, at, nth = json.loads(sys.argv[1])
settings = load_settings(**known)
os.environ["GAE_ENV"] = "standard"
app = create_app(settings, lambda: moment)
seen, writing = {"commit": 0, "committed": 0}, set()
def reached(what):
    seen[what] += 1
    if (what, seen[what]) == (at, nth):
        os._exit(70)
def commit(connection):
    reached("commit")
    writing.add(id(connection.connection.dbapi_connection))
def checkin(raw, _):
    if id(raw) in writing:
        writing.discard(id(raw))
        reached("committed")
event.listen(Engine, "commit", commit)
event.listen(Pool, "checkin", checkin)
assert app.test_client().get("/tasks/reminders", headers={"X-Appengine-Cron": "true"}).status_code == 200
"""


@pytest.mark.parametrize("nth", [1, 2, 3])
@pytest.mark.parametrize("at", ["commit", "committed"])
def test_a_run_that_is_cut_off_at_any_write_is_finished_by_the_next_one_once(cron: Cron, at: str, nth: int) -> None:
    given = json.dumps([cron.stage.known, seconds_of(TUESDAY), at, nth])
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HANDOVER_", "DATABASE_"))}
    done = subprocess.run([sys.executable, "-c", CRASHING, given], cwd=ROOT, env=kept, timeout=60, check=False)
    assert done.returncode == 70
    for hour in (12, 13):
        cron.stage.pass_time()
        cron.date("announce", MONDAY)
        cron.call(f"2027-03-16T{hour}:00+01:00")
    assert len(cron.said("sales")) == 1
    assert len(cron.said("handovers", "Take ownership")) == 1
