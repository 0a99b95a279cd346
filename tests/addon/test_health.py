"""Probes: whether the process lives, and whether presses would work. They tell no secret and ask nothing twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from services.handover.tables import connect
from tests.conftest import Stage

READY = {"database": "ok", "certificates": "ok"}


@pytest.fixture
def probe(stage: Stage) -> FlaskClient:
    """Anybody who asks."""
    return stage.app.test_client()


def test_a_process_that_lives_says_so_and_asks_nobody(stage: Stage, probe: FlaskClient) -> None:
    answer = probe.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok")
    assert list(stage.world.requests) == []


def test_ready_means_a_ledger_of_this_version_and_certificates_which_are_fetched_once(
    stage: Stage, probe: FlaskClient
) -> None:
    assert (probe.get("/readyz").status_code, probe.get("/readyz").json) == (200, READY)
    assert len(stage.world.requests) == 1


def test_without_certificates_it_is_not_ready_but_alive(stage: Stage, probe: FlaskClient) -> None:
    stage.world.faults.add("identity", "*", "500_before", times=9)
    answer = probe.get("/readyz")
    assert (answer.status_code, answer.json) == (503, {**READY, "certificates": "missing"})
    assert probe.get("/healthz").status_code == 200
    stage.world.faults.clear()
    assert probe.get("/readyz").status_code == 200


def test_a_ledger_one_migration_behind_is_named_with_both_versions(stage: Stage, probe: FlaskClient) -> None:
    with connect(stage.known["database_url"]).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    answer = probe.get("/readyz")
    assert answer.status_code == 503
    assert "at version 0001, needs " in answer.text


def test_a_ledger_that_is_newer_is_fine(stage: Stage, probe: FlaskClient) -> None:
    with connect(stage.known["database_url"]).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert probe.get("/readyz").status_code == 200


def test_a_ledger_that_does_not_answer_is_named_without_its_address(stage: Stage, probe: FlaskClient) -> None:
    for name in ("ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"):
        (stage.folder / name).unlink(missing_ok=True)
    Path(stage.folder / "ledger.sqlite").write_bytes(b"no database at all" * 99)
    answer = probe.get("/readyz")
    assert (answer.status_code, answer.json) == (503, {**READY, "database": "does not answer"})
    assert str(stage.folder) not in answer.text
