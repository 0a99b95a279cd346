"""The world as a whole: what it keeps, what it shows, how it is steered from outside."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import requests

from services.sandbox import identity
from services.sandbox.server import Running, serve
from services.sandbox.world import World
from tests.services.sandbox.clients import DOCS, FILE, INSTALLERS, LARCHWOOD, Clients

SERVER = """
import sys, threading
from pathlib import Path
from services.sandbox.server import serve
from services.sandbox.world import World
running = serve(World(Path(sys.argv[1])))
print(running.url, flush=True)
threading.Event().wait()
"""


def test_what_was_answered_survives_kill_minus_nine(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    process = subprocess.Popen([sys.executable, "-c", SERVER, str(state)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    token = World().slack.token
    answer = requests.post(
        url + "/slack/api/chat.postMessage",
        json={"channel": "C0SALES00", "text": "kept"},
        headers={"Authorization": f"Bearer {token}"},
        timeout=5,
    )
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert answer.json()["ok"] is True
    sales = next(each for each in World(state).panels()["slack"]["channels"] if each["name"] == "sales")
    assert sales["messages"][-1]["text"] == "kept"


def test_a_restart_keeps_documents_sheets_mail_grants_and_revision(tmp_path: Path) -> None:
    before = World(tmp_path / "state.json")
    before.sheets.edit(INSTALLERS, "Installers", "D2", "Renamed", "ops@codelantern.example")
    before.docs.edit(LARCHWOOD, {"tab": "t.0", "index": 1}, "Handover", "ae@codelantern.example")
    before.gmail.deliver("a@larchwood.example", "ops@codelantern.example", "Hi", "text")
    before.identity.grant_file(before.person("ae"), LARCHWOOD)
    after = World(tmp_path / "state.json")
    assert after.panels() == before.panels()
    assert after.docs.get_document(LARCHWOOD) == before.docs.get_document(LARCHWOOD)
    assert after.identity.has_file(after.person("ae"), LARCHWOOD)
    assert after.revision == before.revision == 5


def test_reset_goes_back_to_the_seed_and_the_revision_goes_on(world: World) -> None:
    seed = world.panels(), world.docs.get_document(LARCHWOOD)
    revision = world.revision
    world.sheets.edit(INSTALLERS, "Installers", "D2", "Renamed", "ops@codelantern.example")
    world.identity.grant_file(world.person("ae"), LARCHWOOD)
    world.faults.add("*", "*", "503")
    world.reset()
    assert (world.panels(), world.docs.get_document(LARCHWOOD)) == seed
    assert not world.identity.has_file(world.person("ae"), LARCHWOOD)
    assert world.faults.listed() == []
    assert world.revision > revision


def test_people_and_files_are_those_of_the_seed(world: World) -> None:
    assert [person.id for person in world.people] == ["ae", "ce", "finance", "ops"]
    assert {person.hd for person in world.people} == {identity.DOMAIN}
    kinds = [file["kind"] for file in world.files()]
    assert (kinds.count("document"), kinds.count("spreadsheet")) == (8, 2)
    assert all(set(file) == {"id", "title", "kind", "url"} for file in world.files())
    with pytest.raises(LookupError):
        world.person("nobody")


def test_panels_are_json(world: World) -> None:
    panels = json.loads(json.dumps(world.panels()))
    assert set(panels) == {"slack", "gmail", "sheets", "salesforce", "licensing", "calendar", "one_time_secret"}


def test_settings_point_the_add_on_at_the_sandbox(running: Running) -> None:
    settings = running.settings()
    assert settings["GOOGLE_API_URL"] == running.url
    assert settings["SLACK_API_URL"] == f"{running.url}/slack/api/"
    assert settings["ADDON_ALLOWED_DOMAINS"] == "codelantern.example"
    assert settings["ADDON_SERVICE_ACCOUNT"] == identity.SERVICE_ACCOUNT
    assert requests.get(settings["GOOGLE_CERTS_URL"], timeout=5).json() == running.world.identity.certs()


def test_two_sandboxes_live_side_by_side() -> None:
    first, second = serve(World()), serve(World())
    try:
        first.world.slack.say("C0SALES00", "U0MAYALIN", "only here")
        assert first.world.panels() != second.world.panels()
        assert first.url != second.url
    finally:
        first.close()
        second.close()


def test_many_writers_at_once_lose_nothing(clients: Clients) -> None:
    token = clients.world.slack.token
    url = clients.running.settings()["SLACK_API_URL"] + "chat.postMessage"

    def post(number: int) -> None:
        body = {"channel": "C0SALES00", "text": f"message {number}"}
        requests.post(url, json=body, headers={"Authorization": f"Bearer {token}"}, timeout=10)

    threads = [threading.Thread(target=post, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sales = next(each for each in clients.world.panels()["slack"]["channels"] if each["name"] == "sales")
    texts = [message["text"] for message in sales["messages"] if message["text"].startswith("message")]
    assert sorted(texts) == sorted(f"message {number}" for number in range(40))
    stamps = [message["ts"] for message in sales["messages"]]
    assert stamps == sorted(set(stamps))


def test_another_process_can_look_let_fail_and_reset(running: Running) -> None:
    control = running.url + "/_control/"

    def post(name: str, **body: object) -> requests.Response:
        return requests.post(control + name, json=body, timeout=5)

    tokens = post("tokens", person="ae", audience="https://handover.example/x", scopes=[FILE, DOCS]).json()
    assert set(tokens) == {"systemIdToken", "userIdToken", "userOAuthToken"}
    assert post("grants", person="ae", file=LARCHWOOD).status_code == 200
    assert post("faults", system="docs", method="*", kind="503").status_code == 200
    headers = {"Authorization": f"Bearer {tokens['userOAuthToken']}"}
    statuses = [
        requests.get(f"{running.url}/v1/documents/{LARCHWOOD}", headers=headers, timeout=5).status_code
        for _ in range(2)
    ]
    assert statuses == [503, 200]
    logged = requests.get(control + "requests", timeout=5).json()
    assert [(entry["method"], entry["fault"]) for entry in logged] == [
        ("docs.documents.get", "503"),
        ("docs.documents.get", None),
    ]
    assert LARCHWOOD in requests.get(control + "state", timeout=5).json()["docs"]
    post("mail", **{"from": "a@b.example", "to": "ops@codelantern.example", "subject": "Hi", "text": "x"})
    assert len(running.world.panels()["gmail"]["mailboxes"]["ops@codelantern.example"]["inbox"]) == 1
    assert post("reset").status_code == 200
    assert requests.get(control + "requests", timeout=5).json() == []


def test_control_says_what_is_wrong_with_an_order(running: Running) -> None:
    control = running.url + "/_control/"
    wrong = requests.post(control + "faults", json={"system": "docs", "method": "*", "kind": "boom"}, timeout=5)
    assert (wrong.status_code, "no kind of fault" in wrong.json()["error"]) == (400, True)
    assert requests.post(control + "tokens", json={"person": "nobody"}, timeout=5).status_code == 400
    assert requests.get(control + "nothing", timeout=5).status_code == 404


def test_a_web_page_cannot_steer_the_sandbox(running: Running) -> None:
    control = running.url + "/_control/"
    form = requests.post(control + "tokens", data='{"person": "ae"}', timeout=5)
    assert form.status_code == 403
    rebound = requests.get(control + "state", headers={"Host": "evil.example"}, timeout=5)
    assert rebound.status_code == 403


def test_no_token_stands_in_what_can_be_looked_at(running: Running) -> None:
    state = requests.get(running.url + "/_control/state", timeout=5).text
    assert "xoxb-" not in state
    assert "PRIVATE KEY" not in state
