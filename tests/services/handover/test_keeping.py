"""The export says what was done; forgetting leaves nothing of people, and nothing that could be done twice."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select, update

from services.handover.keeping import export, prune
from services.handover.ledger import Ledger
from services.handover.model import Evidence
from services.handover.schema import prepare
from services.handover.tables import attempts, connect, handovers, steps

ANNA = "anna@codelantern.example"
PLAN = {"text": "Dear Omar"}


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A ledger of each kind with one announced handover."""
    made = connect(database_url)
    prepare(made)
    mine = Ledger(made).claim("doc", "announce", ANNA, PLAN)
    assert mine is not None
    mine.intend()
    mine.done(Evidence("Posted in #sales", "https://slack.example/p1", {"ts": "1"}), {"travels": TRAVELS})
    yield made
    made.dispose()


TRAVELS = {"title": '=HYPERLINK("https://evil.example")', "revision": "r1", "answers": {"company_name": "Acme"}}


def exported(engine: Engine, form: str) -> str:
    """What the command prints."""
    out = io.StringIO()
    export(engine, "json" if form == "json" else "csv", out)
    return out.getvalue()


def grow_old(engine: Engine, days: int) -> None:
    """Let ``days`` pass."""
    with engine.begin() as connection:
        connection.execute(update(steps).values(at=steps.c.at - days * 86_400))


def test_the_export_names_step_person_time_and_evidence(engine: Engine) -> None:
    [row] = csv.DictReader(io.StringIO(exported(engine, "csv")))
    assert (row["handover"], row["step"], row["state"], row["person"]) == ("doc", "announce", "done", ANNA)
    assert (row["what"], row["link"]) == ("Posted in #sales", "https://slack.example/p1")
    assert row["at"].endswith("+00:00")


def test_a_documents_title_is_no_formula_in_the_exported_table(engine: Engine) -> None:
    [row] = csv.DictReader(io.StringIO(exported(engine, "csv")))
    assert row["title"] == "'" + str(TRAVELS["title"])


def test_the_export_as_json_has_every_attempt_and_no_plan(engine: Engine) -> None:
    mine = Ledger(engine).claim("doc", "welcome_email", ANNA, PLAN)
    assert mine is not None
    mine.intend()
    mine.unknown("HTTP 500")
    text = exported(engine, "json")
    welcome = next(row for row in json.loads(text) if row["step"] == "welcome_email")
    assert [one["what"] for one in welcome["attempts"]] == ["claimed", "intent", "unknown"]
    assert welcome["attempts"][-1]["code"] == "HTTP 500"
    assert "Dear Omar" not in text


def test_a_handover_that_is_young_enough_is_not_forgotten(engine: Engine) -> None:
    grow_old(engine, 29)
    assert prune(engine, 30).forgotten == 0
    assert ANNA in exported(engine, "csv")


def test_forgetting_leaves_nothing_of_people_but_the_step_stays_done(engine: Engine) -> None:
    grow_old(engine, 31)
    assert prune(engine, 30).forgotten == 1
    assert prune(engine, 30).forgotten == 0
    with engine.connect() as connection:
        everything = str([connection.execute(select(table)).all() for table in (steps, handovers, attempts)])
    assert ANNA not in everything
    assert "Acme" not in everything
    assert Ledger(engine).claim("doc", "announce", ANNA, PLAN) is None


def test_a_handover_with_a_step_that_nobody_confirmed_is_kept(engine: Engine) -> None:
    mine = Ledger(engine).claim("doc", "welcome_email", ANNA, PLAN)
    assert mine is not None
    mine.intend()
    mine.unknown("HTTP 500")
    grow_old(engine, 31)
    pruned = prune(engine, 30)
    assert (pruned.forgotten, pruned.unsettled) == (0, 1)
    assert Ledger(engine).records("doc")["welcome_email"].plan == PLAN
