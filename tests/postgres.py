"""A real PostgreSQL for tests: started from the system's own binaries, on a Unix socket in a temporary folder."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

from services.handover.schema import upgrade
from services.handover.tables import connect

NOT_INSTALLED = "PostgreSQL is not installed here, so its tests are skipped (CI installs it and skips none)."
DATABASES = ("sqlite", "postgresql")
"""What the ledger runs on: tests that take ``database_url`` run once for each."""


@dataclass
class Postgres:
    """A running server; databases are made as they are asked for."""

    folder: Path
    _numbers: Iterator[int] = field(default_factory=count)
    _migrated: str | None = None

    def new_database(self, template: str = "template0") -> str:
        """The SQLAlchemy address of a fresh database: an empty one, or a copy of another."""
        name = f"ledger_{next(self._numbers)}"
        with psycopg.connect(self._dsn("postgres"), autocommit=True) as connection:
            command = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            connection.execute(command.format(sql.Identifier(name), sql.Identifier(template)))
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"

    def new_ledger(self) -> str:
        """The address of a fresh database with the ledger's tables; they are migrated once and then copied."""
        if self._migrated is None:
            address = self.new_database()
            engine = connect(address)
            upgrade(engine)
            engine.dispose()
            self._migrated = str(make_url(address).database)
        return self.new_database(self._migrated)

    def answers(self) -> bool:
        """Whether it takes connections yet."""
        try:
            psycopg.connect(self._dsn("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _dsn(self, database: str) -> str:
        return f"host={self.folder} user=postgres dbname={database}"


@contextmanager
def postgres_server() -> Iterator[Postgres]:
    """A server for as long as the block runs. Skips where PostgreSQL is not installed, but fails there in CI."""
    initdb, postgres = _binary("initdb"), _binary("postgres")
    if initdb is None or postgres is None:
        if os.environ.get("CI"):
            pytest.fail("CI must install PostgreSQL: its tests are never skipped there.")
        pytest.skip(NOT_INSTALLED)
    # Not in the folder that tests get: the path of a socket may hold only 107 characters.
    with tempfile.TemporaryDirectory(prefix="ledger-", dir="/tmp") as name:
        folder, user = Path(name), _other_user()
        if user:
            shutil.chown(folder, user)
        data = str(folder / "data")
        made = [initdb, "--no-sync", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "-D", data]
        subprocess.run(made, cwd=folder, user=user, check=True, capture_output=True)
        options = ["-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=200"]
        command = [postgres, "-D", data, "-k", name, *options]
        with (
            (folder / "log").open("wb") as log,
            subprocess.Popen(command, cwd=folder, user=user, stderr=log) as running,
        ):
            try:
                yield _ready(Postgres(folder), running)
            finally:
                running.send_signal(signal.SIGINT)  # the fast shutdown, which waits for no client


def _ready(server: Postgres, running: subprocess.Popen[bytes]) -> Postgres:
    until = time.monotonic() + 30
    while running.poll() is None and time.monotonic() < until:
        if server.answers():
            return server
        time.sleep(0.02)
    raise AssertionError("PostgreSQL did not start:\n" + (server.folder / "log").read_text())


def _binary(name: str) -> str | None:
    """On the path, or where Debian keeps the newest one."""
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return shutil.which(name) or (str(installed[-1]) if installed else None)


def _other_user() -> str | None:
    """PostgreSQL refuses to run as root; then it runs as the user that its package made, or as nobody."""
    if os.geteuid() != 0:
        return None
    names = {one.pw_name for one in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
