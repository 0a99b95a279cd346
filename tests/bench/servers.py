"""Processes that are measured: ours as App Engine starts it, and its peers, each on a free port."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from services.handover.questionnaire.mask import FIELDS_MASK
from services.sandbox import fields
from services.sandbox.server import Running, serve
from services.sandbox.world import World
from tests.conftest import BASE_URL, ROOT
from tests.host import Host

LARCHWOOD = "1LarchwoodAnalyticsQuestionnaire000000000000"
SHEET = "1InstallersToCompanySheet00000000000000000000"
HOMEPAGE = "/docs/homepage"
GUNICORN = ("-m", "gunicorn", "--worker-class", "gthread", "--threads", "8", "--log-level", "error")
Request = tuple[str, bytes, Mapping[str, str]]


@dataclass
class Box:
    """The sandbox that every server speaks to, a folder, and byte code that was compiled before."""

    folder: Path
    world: World = field(default_factory=World)

    def __post_init__(self) -> None:
        """Serve it."""
        self.running: Running = serve(self.world)

    def environment(self, **more: str) -> dict[str, str]:
        """What our process is told: the sandbox's addresses, and a ledger of its own."""
        own = {"HANDOVER_BASE_URL": BASE_URL, "DATABASE_URL": f"sqlite:///{self.folder / 'ledger.sqlite'}"}
        return {**deployed(self.folder), **self.running.settings(), **own, **more}

    def seat(self, person: str = "ae", file_id: str = LARCHWOOD, editor: str = "docs") -> Host:
        """A person whose events are signed here and posted elsewhere."""
        someone = self.world.person(person)
        self.world.identity.grant_file(someone, file_id)
        nobody: Any = None
        return Host(nobody, self.world, BASE_URL, someone, file_id, editor)

    def document(self, file_id: str) -> str:
        """A questionnaire as ``documents.get`` gives it."""
        return json.dumps(self.world.docs.get_document(file_id))

    def asked_for(self, file_id: str) -> str:
        """The same as the product asks for it: the fields of its mask, on one line."""
        masked = fields.apply(fields.parse(FIELDS_MASK, "docs"), self.world.docs.get_document(file_id))
        return json.dumps(masked, separators=(",", ":"), ensure_ascii=False)

    def homepage(self) -> Request:
        """The signed request of a sidebar that opens."""
        return signed(self.seat(), HOMEPAGE)


def deployed(byte_code: Path) -> dict[str, str]:
    """What every process of ours is told where it is deployed, and a place for byte code."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    known = {"HANDOVER_MODE": "production", "PYTHONPYCACHEPREFIX": str(byte_code)}
    return {**inherited, **known, "MALLOC_ARENA_MAX": "2"}  # As in app.yaml.


def signed(host: Host, path: str, parameters: Mapping[str, str] | None = None) -> Request:
    """A request as Google's host would send it."""
    body = host.event(BASE_URL + path, parameters)
    bearer = body["authorizationEventObject"]["systemIdToken"]
    return path, json.dumps(body).encode(), {"Authorization": f"Bearer {bearer}", "Content-Type": "application/json"}


@dataclass(frozen=True)
class Server:
    """A process that listens, and when it was started (on the monotonic clock)."""

    port: int
    process: subprocess.Popen[bytes]
    started: float

    def post(self, request: Request, connection: HTTPConnection | None = None) -> bytes:
        """One request; every answer that is none raises. A kept connection that was hung up is opened once more."""
        mine = connection or HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            return _posted(request, mine)
        except ConnectionError:
            mine.close()
            if connection is None:
                raise
            return _posted(request, mine)
        finally:
            if connection is None:
                mine.close()

    def first(self, request: Request) -> float:
        """Seconds from the start of the process to its first answer."""
        while True:
            try:
                self.post(request)
            except ConnectionRefusedError:
                assert self.process.poll() is None, "the server ended"
                time.sleep(0.002)
                continue
            return time.monotonic() - self.started

    def workers(self) -> list[int]:
        """The processes that answer: gunicorn's children, or the server itself."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(one) for one in children] or [self.process.pid]

    def megabytes(self, *, peak: bool = False) -> float:
        """Resident memory of all workers, now or at its highest."""
        name = "VmHWM:" if peak else "VmRSS:"
        lines = [line for pid in self.workers() for line in Path(f"/proc/{pid}/status").read_text().splitlines()]
        return sum(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024

    def cpu(self, *, starter: bool = False) -> float:
        """Seconds of CPU that the workers have used; with the process that started them, if asked."""
        tick = os.sysconf("SC_CLK_TCK")
        every = {*self.workers(), *([self.process.pid] if starter else [])}
        stats = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in every]
        return sum(int(one[11]) + int(one[12]) for one in stats) / tick


def _posted(request: Request, connection: HTTPConnection) -> bytes:
    path, body, headers = request
    connection.request("POST", path, body, dict(headers))
    answer = connection.getresponse()
    read = answer.read()
    assert answer.status == 200, (answer.status, read[:300])
    return read


@contextmanager
def started(command: Sequence[str], environment: Mapping[str, str], folder: Path = ROOT) -> Iterator[Server]:
    """Run a server for as long as the block; PORT in its command is replaced."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [word.replace("PORT", str(port)) for word in command]
    begun = time.monotonic()
    process = subprocess.Popen(words, env={**environment, "PORT": str(port)}, cwd=folder, stderr=subprocess.DEVNULL)
    try:
        yield Server(port, process, begun)
    finally:
        process.terminate()
        process.wait(timeout=20)


def processors() -> tuple[set[int], set[int]]:
    """One for what is measured, and the others for who measures it: all for both where there is only one to be had."""
    if sys.platform != "linux":
        return set(), set()
    first, *others = sorted(os.sched_getaffinity(0))
    return {first}, set(others) or {first}


@contextmanager
def kept_on(allowed: set[int]) -> Iterator[None]:
    """What is started within the block runs on these processors and no others; on any where that cannot be said."""
    if sys.platform != "linux":
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, allowed)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def ours(workers: int = 1) -> list[str]:
    """Our own command, as in app.yaml."""
    bind = ["--bind", "127.0.0.1:PORT", "--workers", str(workers), "--timeout", "50"]
    return [sys.executable, *GUNICORN, *bind, "app:create_app()"]


def peers() -> dict[str, list[str]]:
    """Those that can be run here, by name."""
    bare = [sys.executable, *GUNICORN, "--bind", "127.0.0.1:PORT", "tests.bench.peers.bare:app"]
    found = {"bare Flask": bare}
    if find_spec("functions_framework"):
        source = str(Path(__file__).parent / "peers" / "bare.py")
        words = ["-m", "functions_framework", "--target", "function", "--source", source, "--host", "127.0.0.1"]
        found["functions-framework"] = [sys.executable, *words]
    if node := shutil.which("node"):
        found["Node http"] = [node, str(Path(__file__).parent / "peers" / "card.mjs")]
    return found
