"""The add-on as App Engine runs it: gunicorn with the command of app.yaml, in production mode."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import requests

from tests.conftest import BASE_URL, Stage
from tests.judge import leak


@contextmanager
def served(stage: Stage, root: Path) -> Iterator[str]:
    """The address of a server that runs the files below ``root``, pointed at the stage's sandbox.

    It writes into ``served.log`` in the stage's folder, where nothing private may stand.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    [entrypoint] = [line for line in (root / "app.yaml").read_text().splitlines() if line.startswith("entrypoint:")]
    arguments = entrypoint.removeprefix("entrypoint: gunicorn ").replace("$PORT", str(port)).replace('"', "").split()
    command = [sys.executable, "-m", "gunicorn", *arguments]
    log = stage.folder / "served.log"
    with (
        log.open("wb") as out,
        subprocess.Popen(command, cwd=root, env=_environment(stage), stderr=out) as running,
    ):
        try:
            yield _answering(f"http://127.0.0.1:{port}", running)
        finally:
            running.terminate()
    assert [masked for line in log.read_text().splitlines() if (masked := leak(line))] == []


def _environment(stage: Stage) -> Mapping[str, str]:
    known = {"HANDOVER_BASE_URL": BASE_URL, "DATABASE_URL": f"sqlite:///{stage.folder / 'served.sqlite'}"}
    return os.environ | stage.running.settings() | known | {"HANDOVER_MODE": "production"}


def _answering(address: str, running: subprocess.Popen[bytes]) -> str:
    """Ask until it answers; a server that ended instead is the failure.

    Gunicorn listens before its worker has made the application, so the first question waits for that.
    """
    until = time.monotonic() + 30
    while running.poll() is None and time.monotonic() < until:
        try:
            requests.get(address, timeout=30)
        except requests.ConnectionError:
            time.sleep(0.05)
            continue
        return address
    raise AssertionError("gunicorn did not start")
