"""The same walk over real HTTP: gunicorn as App Engine runs it, signed requests, no browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from tests.conftest import BASE_URL, ROOT, Stage
from tests.host import Got, Host
from tests.scenarios.test_three_buttons import LARCHWOOD, SHEET, in_days, messages


@dataclass
class HttpHost(Host):
    """A host that posts over the wire."""

    server: str = ""

    def deliver(self, path: str, body: dict[str, Any], headers: Mapping[str, str]) -> Got:
        """Hand the request over to the server."""
        got = requests.post(self.server + path, json=body, headers=dict(headers), timeout=25)
        return Got(got.status_code, got.text)


@pytest.fixture
def server(stage: Stage) -> Iterator[str]:
    """The add-on under gunicorn with the command of app.yaml, in production mode, pointed at the sandbox."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    [entrypoint] = [line for line in (ROOT / "app.yaml").read_text().splitlines() if line.startswith("entrypoint:")]
    arguments = entrypoint.removeprefix("entrypoint: gunicorn ").replace("$PORT", str(port)).replace('"', "").split()
    known = {"HANDOVER_BASE_URL": BASE_URL, "DATABASE_URL": f"sqlite:///{stage.folder / 'served.sqlite'}"}
    environment = os.environ | stage.running.settings() | known | {"HANDOVER_MODE": "production"}
    command = [sys.executable, "-m", "gunicorn", *arguments]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as running:
        try:
            yield _answering(f"http://127.0.0.1:{port}", running)
        finally:
            running.terminate()


def _answering(address: str, running: subprocess.Popen[bytes]) -> str:
    """Ask until it answers; a server that ended instead is the failure."""
    until = time.monotonic() + 30
    while running.poll() is None and time.monotonic() < until:
        try:
            requests.get(address, timeout=1)
        except requests.ConnectionError:
            time.sleep(0.05)
            continue
        return address
    raise AssertionError("gunicorn did not start")


def sit(stage: Stage, server: str, person: str, file_id: str, editor: str = "docs") -> HttpHost:
    """A person at an editor, over the wire."""
    seat = stage.host(person, file_id, editor=editor)
    return HttpHost(stage.app, stage.world, BASE_URL, seat.person, file_id, editor, server=server)


def test_the_walk_over_the_signed_endpoint(stage: Stage, server: str) -> None:
    sit(stage, server, "ae", LARCHWOOD).open().press("Announce").tick_all("confirmed").press("Post in #sales")
    assert len(messages(stage)) == 1
    welcome = sit(stage, server, "ae", LARCHWOOD).open().press("Send welcome")
    welcome.pick_day("date", in_days(30)).press("Send to 3 people").press("Send to 3 people")
    assert len(stage.world.panels()["gmail"]["outbox"]) == 1
    ops = sit(stage, server, "ops", SHEET, "sheets").open().press("Update sheet").press("Write 4 cells")
    assert "Row 13 of “Installers”" in ops.text


def test_in_production_there_is_no_page_to_open(server: str) -> None:
    assert requests.get(server + "/", timeout=5).status_code == 404
    assert requests.get(server + "/host/state", timeout=5).status_code == 404
