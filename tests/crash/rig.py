"""The stage of the crash tests: gunicorn in processes of its own, the sandbox in this one, one ledger between them."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import requests
from sqlalchemy import Engine, Row, insert, select, update

from app import create_app
from services.handover.ledger import Ledger
from services.handover.schema import open_ledger
from services.handover.tables import empty, identity, metadata, steps
from services.sandbox.server import Running, serve
from services.sandbox.world import SEED, World
from services.settings import load_settings
from tests.conftest import BASE_URL, ROOT
from tests.host import Got, Host
from tests.judge import leak

FIFTH = """
[[people]]
id = "fifth"
name = "Fenna Dijkstra"
email = "fenna.dijkstra@codelantern.example"
sub = "119283746501928374655"
initials = "FD"
colour = "#444444"
"""
PEOPLE = ("ae", "ce", "finance", "ops", "fifth")
LARCHWOOD = "1LarchwoodAnalyticsQuestionnaire000000000000"
KEPT = tuple(table for table in metadata.sorted_tables if table is not identity)
"""What goes back with a moment: whose ledger it is stays, as it does when the sandbox is reset."""
_numbers = count(1)


def until(happened: Callable[[], Any], what: str, seconds: float = 30.0) -> Any:
    """Wait for a condition; returns its value. Never a sleep in the hope that it is long enough."""
    end = time.monotonic() + seconds
    while not (found := happened()):
        assert time.monotonic() < end, f"it never happened: {what}"
        time.sleep(0.003)
    return found


class HttpHost(Host):
    """A person whose clicks travel to the server over HTTP. A server that dies gives no answer."""

    server: str = ""

    def _texts(self) -> frozenset[str]:
        """Whether documents' texts are escaped is judged in the scenarios; here it would take a third of the time."""
        return frozenset()

    def deliver(self, path: str, body: dict[str, Any], headers: Mapping[str, str]) -> Got:
        """Hand the request over to whichever worker takes it."""
        got = requests.post(self.server + path, json=body, headers=dict(headers), timeout=40)
        if got.status_code == 503:
            # Google's certificates could not be fetched, so nobody can be let in: the host says that it did not work.
            got.raise_for_status()
        return Got(got.status_code, got.text)


@dataclass(frozen=True)
class Moment:
    """World and ledger as they were, to come back to."""

    world: dict[str, Any]
    rows: Mapping[str, list[Row[Any]]]


@dataclass
class Rig:
    """Everything that a scenario disturbs and looks at."""

    world: World
    running: Running
    folder: Path
    database_url: str
    workers: int
    engine: Engine = field(init=False)
    ledger: Ledger = field(init=False)
    server: str = ""
    _process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        """Everybody may press everything here: what is tested is not whose button it is."""
        shutil.copytree(ROOT / "manifest", self.folder / "manifest")
        rules = self.folder / "manifest" / "handover.toml"
        before, section, after = re.split(r"(?m)(^\[roles\]\n(?:(?!\[).*\n)*)", rules.read_text(encoding="utf-8"))
        everybody = re.sub(r"(?m) = \[.*$", ' = ["*@codelantern.example"]', section)
        rules.write_text(before + everybody + after, encoding="utf-8")
        known = {name.lower(): value for name, value in self.environment().items()}
        self.app = create_app(load_settings(**known))
        self.engine = open_ledger(self.database_url)
        self.ledger = Ledger(self.engine)

    def environment(self) -> dict[str, str]:
        """What the add-on is told: the sandbox's addresses, this rig's rules and its ledger."""
        return {
            **self.running.settings(),
            "HANDOVER_BASE_URL": BASE_URL,
            "HANDOVER_CONFIG": str(self.folder / "manifest" / "handover.toml"),
            "DATABASE_URL": self.database_url,
        }

    @contextmanager
    def serving(self) -> Iterator[Rig]:
        """The add-on under gunicorn as in ``app.yaml``, but with more workers, which share memory, and break points."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        environment = os.environ | self.environment() | {"CRASH_FOLDER": str(self.folder), "PYTHONPATH": str(ROOT)}
        options = ["--worker-class", "gthread", "--threads", "8", "--preload", "--timeout", "50"]
        where = ["-c", str(ROOT / "tests" / "crash" / "server.py"), "--bind", f"127.0.0.1:{port}"]
        many = ["--workers", str(self.workers)]
        command = [sys.executable, "-m", "gunicorn", *where, *many, *options, "app:create_app()"]
        with (
            (self.folder / "server.log").open("wb") as log,
            subprocess.Popen(command, cwd=ROOT, env=environment, stderr=log, stdout=log) as running,
        ):
            self._process, self.server = running, f"http://127.0.0.1:{port}"
            try:
                until(self._answers, "gunicorn answers", 60)
                yield self
            finally:
                for pid in self.worker_pids():
                    os.kill(pid, signal.SIGCONT)
                running.terminate()
        written = (self.folder / "server.log").read_text(errors="replace").splitlines()
        assert [masked for line in written if (masked := leak(line))] == []

    def worker_pids(self) -> list[int]:
        """The processes that answer presses."""
        assert self._process is not None
        master = self._process.pid
        return [int(pid) for pid in Path(f"/proc/{master}/task/{master}/children").read_text().split()]

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, (self.folder / "server.log").read_text()[-3000:]
        try:
            requests.get(self.server, timeout=5)
        except requests.ConnectionError:
            return False
        return True

    def host(self, person: str, file_id: str = LARCHWOOD) -> HttpHost:
        """A person with the questionnaire open, who allowed it, and all the other files, before."""
        someone = self.world.person(person)
        for file in self.world.files():
            self.world.identity.grant_file(someone, str(file["id"]))
        made = HttpHost(self.app, self.world, BASE_URL, someone, file_id)
        made.server = self.server
        return made

    def order(self, at: str, do: str, nth: int = 1, **more: Any) -> int:
        """Tell the workers what happens at which event; see :mod:`tests.crash.server`."""
        number = next(_numbers)
        self.clear_order()
        fresh = self.folder / "order.new"
        fresh.write_text(json.dumps({"id": number, "at": at, "nth": nth, "do": do, **more}))
        fresh.replace(self.folder / "order.json")
        return number

    def clear_order(self) -> None:
        """Nothing more happens at any event."""
        for name in ("order.json", "struck.json"):
            (self.folder / name).unlink(missing_ok=True)

    def struck(self) -> int | None:
        """The process in which the order was carried out, once it was."""
        path = self.folder / "struck.json"
        return int(json.loads(path.read_text())["pid"]) if path.exists() else None

    def events(self) -> list[str]:
        """What the workers did while the order was to note ``all`` events."""
        path = self.folder / "events"
        return path.read_text().split("\n")[:-1] if path.exists() else []

    def pass_time(self, seconds: float = 200.0) -> None:
        """Let leases run out and settle times pass, without waiting: everything in the ledger is longer ago."""
        past = {name: steps.c[name] - seconds for name in ("lease_until", "intent_at", "at")}
        with self.engine.begin() as connection:
            connection.execute(update(steps).values(**past))
            for row in connection.execute(select(steps.c.handover, steps.c.step, steps.c.notes)).all():
                mine = (steps.c.handover == row.handover, steps.c.step == row.step)
                connection.execute(update(steps).where(*mine).values(notes=_longer_ago(row.notes, seconds)))

    def moment(self) -> Moment:
        """World and ledger as they are now."""
        with self.engine.connect() as connection:
            rows = {table.name: list(connection.execute(select(table)).all()) for table in KEPT}
        return Moment(self.world.snapshot(), rows)

    def back_to(self, moment: Moment) -> None:
        """World and ledger as they were; no faults, no orders, clocks set right."""
        self.clear_order()
        for name in ("clock", "events"):
            (self.folder / name).unlink(missing_ok=True)
        self.world.restore(moment.world)
        empty(self.engine)
        with self.engine.begin() as connection:
            for table in KEPT:
                if rows := [dict(row._mapping) for row in moment.rows[table.name]]:
                    connection.execute(insert(table), rows)


def _longer_ago(notes: Mapping[str, str], seconds: float) -> dict[str, str]:
    """Notes whose names end in ``_at`` are moments too."""
    moved = {name: str(float(at) - seconds) for name, at in notes.items() if name.endswith("_at") and at}
    return {**notes, **moved}


@contextmanager
def rigged(folder: Path, database_url: str, workers: int = 2, kind: type[Rig] = Rig) -> Iterator[Rig]:
    """A rig with a world of its own, in which a fifth person works too and everybody may open everything."""
    seed = folder / "seed.toml"
    seed.write_text(SEED.read_text(encoding="utf-8") + FIFTH, encoding="utf-8")
    world = World(seed=seed)
    shared = world.snapshot()
    for file in shared["drive"].values():
        file["permissions"]["*"] = "writer"
    world.restore(shared)
    running = serve(world)
    try:
        with kind(world, running, folder, database_url, workers).serving() as rig:
            yield rig
    finally:
        running.close()
