"""The world of every test: a sandbox on a real socket, and the add-on as it runs in production."""

from __future__ import annotations

import gc
import logging
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import settings
from sqlalchemy import update

from app import create_app
from services.handover.tables import connect, steps
from services.logs import JsonLines, ShortLines
from services.sandbox.server import Running, serve
from services.sandbox.world import World
from services.settings import load_settings
from tests.host import Host
from tests.judge import SECRET, leak
from tests.postgres import DATABASES, Postgres, postgres_server

# What is imported stays, and what a test leaves behind is little: looking for it took a tenth of the suite's time.
gc.freeze()
gc.set_threshold(100_000, 20, 100)
# A ledger waits for its disk after every write. Where there is a roomy disk in memory, tests wait for that one.
IN_MEMORY = Path("/dev/shm")  # noqa: S108
if IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > 2**30:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY))
# Some hundred processes start in one run; where byte code is not kept, each would compile all of the product anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# A property holds or does not; how long an example takes says something about the machine alone.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
BASE_URL = "https://handover.example"
ROOT = Path(__file__).resolve().parent.parent


def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are processors: tests often wait, for a browser, a database or a fault."""
    return (os.cpu_count() or 1) + 1


class _Listener(logging.Handler):
    """Hears every line that anything logs, at every level, and remembers those that hold what they must not."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.leaks: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Look at the line as anybody would write it, with its traceback, and as our own process writes it."""
        for form in FORMS:
            if masked := leak(form.format(record)):
                self.leaks.append(f"{record.name}: {masked}")


FORMS = (logging.Formatter(), JsonLines("our-project"), ShortLines())
LISTENER = _Listener()
logging.getLogger().addHandler(LISTENER)
logging.getLogger().setLevel(logging.DEBUG)


@pytest.fixture(autouse=True)
def _nothing_private_is_ever_logged() -> Iterator[None]:
    """After every test of the whole suite: no token, key, address, document's or mail's text in any line."""
    LISTENER.leaks.clear()
    yield
    assert LISTENER.leaks == []


@dataclass
class Stage:
    """The sandbox, the add-on pointed at it, and a way to sit down at an editor."""

    world: World
    running: Running
    folder: Path
    known: dict[str, str]

    @cached_property
    def app(self) -> Flask:
        """The add-on, started when somebody first needs it; a test may put another start in its place."""
        return create_app(load_settings(**self.known))

    def host(self, person: str, file_id: str, *, editor: str = "docs", granted: bool = True) -> Host:
        """A person at an editor; ``granted`` says whether they allowed the file before."""
        someone = next(one for one in self.world.people if one.id == person)
        if granted:
            self.world.identity.grant_file(someone, file_id)
        return Host(self.app, self.world, BASE_URL, someone, file_id, editor)

    def configure(self, **values: str) -> None:
        """Start the add-on again with another handover.toml: ``section__key`` with the value as TOML writes it."""
        rules = (ROOT / "manifest" / "handover.toml").read_text(encoding="utf-8")
        for name, value in values.items():
            section, _, key = name.partition("__")
            line = rf"(?m)(^\[{section}\]\n(?:(?!\[).*\n)*?{key} = ).*$"
            rules, count = re.subn(line, rf"\g<1>{value}", rules)
            assert count == 1, f"handover.toml has no {name}"
        shutil.copytree(ROOT / "manifest", self.folder / "manifest")
        path = self.folder / "manifest" / "handover.toml"
        path.write_text(rules, encoding="utf-8")
        self.app = create_app(load_settings(**self.known | {"handover_config": str(path)}))

    def pass_time(self, seconds: float = 300.0) -> None:
        """Leases run out and settle times pass, without waiting: everything in the ledger is longer ago."""
        engine = connect(str(self.known["database_url"]))
        past = {name: steps.c[name] - seconds for name in ("lease_until", "intent_at", "at")}
        with engine.begin() as connection:
            connection.execute(update(steps).values(**past))
        engine.dispose()

    def document(self, title: str) -> str:
        """The id of the seeded file whose title holds ``title``."""
        return next(str(one["id"]) for one in self.world.files() if title in str(one["title"]))

    def calls(self, method: str) -> int:
        """How often the outside was asked for ``method``."""
        return sum(one["method"] == method for one in self.world.requests)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One PostgreSQL server for the whole run."""
    with postgres_server() as server:
        yield server


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh database of each kind that the ledger runs on; a server's comes with its tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.new_ledger()


@pytest.fixture(scope="session")
def _running() -> Iterator[tuple[World, Running]]:
    world = World()
    running = serve(world)
    yield world, running
    running.close()


@pytest.fixture(scope="session")
def _ledger(_running: tuple[World, Running], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty ledger as the first start leaves it, to copy: most tests are about later ones."""
    file = tmp_path_factory.mktemp("ledger") / "ledger.sqlite"
    known = {name.lower(): value for name, value in _running[1].settings().items()}
    create_app(load_settings(**known, handover_base_url=BASE_URL, database_url=f"sqlite:///{file}"))
    return file


@pytest.fixture
def stage(_running: tuple[World, Running], _ledger: Path, tmp_path: Path) -> Iterator[Stage]:
    """A fresh world (one server for the whole run, reset for each test) and a fresh ledger.

    Every answer of the stand-ins is checked against Google's own schemas; none may have been wrong. And no ledger may
    hold a token or a license key, not even in what a database leaves behind in its files.
    """
    world, running = _running
    world.reset()
    known = {name.lower(): value for name, value in running.settings().items()}
    known |= {"handover_base_url": BASE_URL, "database_url": f"sqlite:///{shutil.copy(_ledger, tmp_path)}"}
    yield Stage(world, running, tmp_path, known)
    assert list(world.complaints) == []
    for file in tmp_path.glob("*.sqlite*"):
        assert not SECRET.search(file.read_bytes().decode("latin-1")), f"{file.name} holds a secret"
