"""The same walk over real HTTP: gunicorn as App Engine runs it, signed requests, no browser."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from tests.conftest import BASE_URL, ROOT, Stage
from tests.host import Got, Host
from tests.scenarios.test_three_buttons import LARCHWOOD, SHEET, in_days, messages
from tests.served import served


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
    """Our own files, served."""
    with served(stage, ROOT) as address:
        yield address


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


def test_in_production_every_click_and_every_call_is_a_line_of_json(stage: Stage, server: str) -> None:
    sit(stage, server, "ae", LARCHWOOD).open()
    written = (stage.folder / "served.log").read_text().splitlines()
    lines = [json.loads(line) for line in written if line.startswith("{")]
    [click] = [line for line in lines if line.get("address") == "/docs/homepage"]
    assert (click["severity"], click["host"], click["role"], click["outcome"]) == ("INFO", "docs", "sales", "shown")
    assert [line["system"] for line in lines if "system" in line] == ["Google certificates", "Google Docs"]
    assert [line for line in written if "Google Docs" in line and not line.startswith("{")] == []


def test_in_production_there_is_no_page_to_open(server: str) -> None:
    assert requests.get(server + "/", timeout=5).status_code == 404
    assert requests.get(server + "/host/state", timeout=5).status_code == 404
