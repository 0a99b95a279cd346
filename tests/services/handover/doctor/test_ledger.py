"""What is found wrong with the ledger's database."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from services.handover.doctor.finding import Finding
from services.handover.doctor.ledger import check_ledger
from services.handover.identity import settle
from services.handover.schema import NEWEST, open_ledger, prepare
from services.handover.tables import connect
from services.settings import WrongSettings
from tests.disk import full_disk
from tests.postgres import Postgres

OURS = {"HANDOVER_MODE": "production", "company.name": "Sourcegraph"}


def found(url: str) -> dict[str, Finding]:
    """Each finding by what it is about."""
    return {one.what: one for one in check_ledger(url, OURS)}


@pytest.fixture
def ledger(database_url: str) -> str:
    """The address of a ledger that is begun, of each kind."""
    engine = connect(database_url)
    prepare(engine)
    settle(engine, OURS)
    engine.dispose()
    return database_url


def versioned(url: str, version: str) -> None:
    """Make the tables older or newer."""
    engine = connect(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})
    engine.dispose()


def test_one_that_is_right(ledger: str) -> None:
    states = {what: one.state for what, one in found(ledger).items()}
    assert states.pop("disk", "ok") == "ok"
    assert states == {"database": "ok", "tables": "ok", "whose it is": "ok", "writing": "ok"}


def test_one_migration_behind(ledger: str) -> None:
    before = f"{int(NEWEST) - 1:04}"
    versioned(ledger, before)
    one = found(ledger)["tables"]
    assert one.words == f"They are at version {before}; this add-on needs {NEWEST}."
    assert one.todo == "Run `flask ledger upgrade` with the same DATABASE_URL."


def test_one_migration_ahead_is_right_for_a_rollback_and_said(ledger: str) -> None:
    versioned(ledger, f"{int(NEWEST) + 1:04}")
    one = found(ledger)["tables"]
    assert one.state == "ok"
    assert "newer than this add-on" in one.words


def test_a_server_without_tables(postgres: Postgres) -> None:
    url = postgres.new_database()
    assert found(url)["tables"].words == f"They are not there yet; this add-on needs {NEWEST}."
    assert inspect(connect(url)).get_table_names() == []


def test_one_of_another_company(ledger: str) -> None:
    one = {x.what: x for x in check_ledger(ledger, {**OURS, "company.name": "Laternenwerk"})}["whose it is"]
    assert one.words == "company.name is “Sourcegraph” in the ledger and “Laternenwerk” here."
    assert "HANDOVER_CONFIG and DATABASE_URL do not belong together" in one.todo


def test_a_file_that_is_not_there_yet_is_not_made_by_looking(tmp_path: Path) -> None:
    path = tmp_path / "new.sqlite"
    assert found(f"sqlite:///{path}")["database"].state == "ok"
    assert not path.exists()


def test_a_file_that_is_no_database_is_refused_at_the_start_too(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    path.write_text("no database, but long enough to look like one. " * 20)
    one = found(f"sqlite:///{path}")["database"]
    assert one.state == "wrong"
    assert "file is not a database" in one.words
    with pytest.raises(WrongSettings, match="file is not a database"):
        open_ledger(f"sqlite:///{path}")


@pytest.mark.parametrize("url", ["postgresql://x:a-secret@/x?host=/nowhere", "no address"])
def test_one_out_of_reach_is_told_without_its_password(url: str) -> None:
    one = found(url)["database"]
    assert one.state == "wrong"
    assert "a-secret" not in one.words + one.todo


@pytest.mark.parametrize("in_use", [True, False])
def test_a_disk_that_takes_no_more(tmp_path: Path, in_use: bool) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    engine = connect(url)
    prepare(engine)
    settle(engine, OURS)
    # What another process has open can still be opened; else not even that.
    used = engine.connect() if in_use else None
    engine.dispose()
    with full_disk():
        one = found(url)["writing" if in_use else "database"]
    assert one.state == "wrong"
    assert "disk I/O error" in one.words
    assert one.todo.startswith("Make room on its disk")
    assert (used is None) != in_use


def test_a_disk_that_is_nearly_full() -> None:
    one = found("sqlite:////proc/version")["disk"]
    assert one.words == "Only 0 MB are free where the ledger lies."
    assert one.todo == "Make room before it is full."
