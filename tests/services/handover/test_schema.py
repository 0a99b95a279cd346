"""The ledger's tables: migrated before they are used, the same by every way, and named when they are behind."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from services.handover.ledger import Ledger
from services.handover.schema import FOLDER, NEWEST, open_ledger, prepare, upgrade
from services.handover.tables import connect, metadata
from services.settings import WrongSettings
from tests.postgres import DATABASES, Postgres

OLD_ROW = """
INSERT INTO steps (handover, step, state, person, at, lease, lease_until, plan_hash, notes, code)
VALUES ('doc', 'announce', 'done', 'anna@codelantern.example', 1.0, 'x', 2.0, 'y', '{}', '')
"""


@pytest.fixture(params=DATABASES)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without any table."""
    if request.param == "sqlite":
        engine = connect(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    else:
        server: Postgres = request.getfixturevalue("postgres")
        engine = connect(server.new_database())
    yield engine
    engine.dispose()


def drift(engine: Engine) -> list[object]:
    """What alembic would change to make the database as the code says; write a migration when there is something."""
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), metadata)
    return [one for one in found if "comment" not in str(one[0][0] if isinstance(one, list) else one[0])]


def test_the_migrations_make_the_tables_that_the_code_says(empty: Engine) -> None:
    assert upgrade(empty) is None
    assert drift(empty) == []
    assert upgrade(empty) == NEWEST


def test_the_newest_version_is_the_last_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    assert ScriptDirectory.from_config(config).get_current_head() == NEWEST


def test_a_file_on_ones_own_machine_gets_its_tables_by_itself(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'new.sqlite'}")
    prepare(engine)
    assert drift(engine) == []
    assert upgrade(engine) == NEWEST


def test_several_processes_that_start_on_one_new_file_all_start(tmp_path: Path) -> None:
    engines = [connect(f"sqlite:///{tmp_path / 'new.sqlite'}") for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(prepare, engines))
    assert drift(engines[0]) == []


def test_a_file_from_before_versions_were_kept_is_migrated_by_itself_and_keeps_what_was_done(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'old.sqlite'}")
    with engine.begin() as connection:
        context = MigrationContext.configure(connection)
        with Operations.context(context):
            import_module("services.handover.migrations.versions.v0001_ledger").upgrade()
        connection.execute(text(OLD_ROW))
    prepare(engine)
    assert drift(engine) == []
    assert Ledger(engine).records("doc")["announce"].state == "done"


def test_a_server_that_is_behind_is_named_with_what_to_do(postgres: Postgres) -> None:
    engine = connect(postgres.new_database())
    with pytest.raises(WrongSettings, match=r"not there yet.*Run `flask ledger upgrade`"):
        prepare(engine)
    assert inspect(engine).get_table_names() == []
    upgrade(engine)
    prepare(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    with pytest.raises(WrongSettings, match="at version 0000"):
        prepare(engine)


def test_a_server_that_is_already_newer_is_fine(postgres: Postgres) -> None:
    engine = connect(postgres.new_ledger())
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    prepare(engine)


def test_two_release_jobs_at_once_migrate_once(postgres: Postgres) -> None:
    address = postgres.new_database()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: upgrade(connect(address)), range(4)))
    assert sorted(found, key=str) == [NEWEST, NEWEST, NEWEST, None]


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://someone:a-secret@/nothing?host=/nowhere",
        "sqlite:////nowhere/at/all.sqlite",
        "no address",
        "postgresql+nodriver://x",
    ],
)
def test_a_database_out_of_reach_is_named_without_its_password(address: str) -> None:
    with pytest.raises(WrongSettings, match="DATABASE_URL") as refused:
        open_ledger(address)
    assert "a-secret" not in str(refused.value)
