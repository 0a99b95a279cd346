"""The server's side of the page: who may speak to it, and what it sends to the add-on."""

from typing import Any

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient

from services.sandbox.host.delivery import Delivery, ForeignFunctionError
from services.sandbox.host.operations import Operations
from services.sandbox.host.page import create_host
from services.sandbox.host.patterns import preview_function
from tests.services.sandbox.host.fake_addon import FakeAddon, card, pushed, says
from tests.services.sandbox.host.fake_world import INSTALLERS, PEOPLE, QUESTIONNAIRE, FakeWorld

AUTH = "https://www.googleapis.com/auth/"


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def token(client: FlaskClient) -> dict[str, str]:
    page = client.get("/").text
    return {"X-Host-Token": page.split('name="host-token" content="')[1].split('"')[0]}


def post(client: FlaskClient, path: str, headers: dict[str, str], **body: Any) -> Any:
    answer = client.post(f"/host/{path}", json={"person": "ae", "file": QUESTIONNAIRE, **body}, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.get_json()


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.7:5000", "169.254.169.254"])
def test_a_request_under_another_name_than_this_machines_is_refused(client: FlaskClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 403


@pytest.mark.parametrize("host", ["127.0.0.1:5000", "localhost:5000", "[::1]:5000"])
def test_this_machines_own_names_are_answered(client: FlaskClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


def test_a_request_from_another_machine_is_refused(client: FlaskClient) -> None:
    assert client.get("/host/session", environ_base={"REMOTE_ADDR": "192.168.1.20"}).status_code == 403


def test_a_request_from_another_website_is_refused_even_with_the_token(
    client: FlaskClient, token: dict[str, str]
) -> None:
    for origin in ("https://evil.example", "null"):
        assert client.post("/host/reset", json={}, headers={**token, "Origin": origin}).status_code == 403


def test_a_post_without_the_pages_token_is_refused_and_changes_nothing(client: FlaskClient, world: FakeWorld) -> None:
    world.identity.grant_file(PEOPLE[0], QUESTIONNAIRE)
    for headers in ({}, {"X-Host-Token": ""}, {"X-Host-Token": "guessed"}, {"X-Host-Token": "grätis"}):
        assert client.post("/host/reset", json={}, headers=headers).status_code == 403
    assert world.identity.has_file(PEOPLE[0], QUESTIONNAIRE)


def test_the_page_forbids_inline_scripts_and_foreign_frames(client: FlaskClient) -> None:
    answer = client.get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "<script>" not in answer.text
    assert " style=" not in answer.text


def test_the_homepage_trigger_of_the_files_host_is_posted_signed_for_its_exact_address(
    client: FlaskClient, token: dict[str, str], addon: FakeAddon
) -> None:
    post(client, "trigger", token, file=INSTALLERS, trigger="homepageTrigger")
    path, event, authorization = addon.calls[-1]
    assert path == "/sheets/home"
    assert authorization == f"Bearer system-token-for {addon.url('/sheets/home')}"
    assert event["authorizationEventObject"]["systemIdToken"] == authorization.removeprefix("Bearer ")
    assert event["commonEventObject"]["hostApp"] == "SHEETS"
    assert event["sheets"] == {"addonHasFileScopePermission": False}
    assert "docs" not in event


def test_the_files_id_is_sent_only_to_whom_the_file_was_granted(
    client: FlaskClient, token: dict[str, str], addon: FakeAddon
) -> None:
    post(client, "file-scope", token, granted=True)
    post(client, "trigger", token, trigger="homepageTrigger")
    post(client, "trigger", token, trigger="homepageTrigger", person="ce")
    maya, tomas = addon.events("/docs/home")
    assert maya["docs"]["id"] == QUESTIONNAIRE
    assert maya["docs"]["title"].endswith("Larchwood Analytics")
    assert tomas["docs"] == {"addonHasFileScopePermission": False}


def test_a_declined_scope_takes_what_depends_on_it_out_of_the_event(
    client: FlaskClient, token: dict[str, str], addon: FakeAddon
) -> None:
    post(client, "file-scope", token, granted=True)
    post(client, "scopes", token, set=[AUTH + "gmail.compose"])
    post(client, "click", token, function=addon.url("/clicked"))
    event = addon.events("/clicked")[-1]
    assert event["authorizationEventObject"]["authorizedScopes"] == [AUTH + "gmail.compose"]
    assert "userIdToken" not in event["authorizationEventObject"]
    assert "userLocale" not in event["commonEventObject"]
    assert event["docs"] == {"addonHasFileScopePermission": False}


def test_all_scopes_are_granted_at_first_and_allowed_ones_are_added(
    client: FlaskClient, token: dict[str, str], addon: FakeAddon
) -> None:
    everything = addon.deployment()["oauthScopes"]
    assert post(client, "scopes", token)["granted"] == everything
    post(client, "scopes", token, set=[])
    assert post(client, "scopes", token, allow=[AUTH + "drive.file"])["granted"] == [AUTH + "drive.file"]


def test_a_scope_outside_the_manifest_cannot_be_granted(client: FlaskClient, token: dict[str, str]) -> None:
    answer = client.post("/host/scopes", json={"person": "ae", "allow": [AUTH + "drive"]}, headers=token)
    assert answer.status_code == 400
    assert "auth/drive" in answer.get_json()["error"]


@pytest.mark.parametrize(
    "function",
    [
        "http://127.0.0.1:1/clicked",
        "{base}@evil.example/clicked",
        "{base}.evil.example/x",
        "clicked",
        "",
        "file:///etc/passwd",
    ],
)
def test_nothing_is_sent_outside_the_addons_own_address(
    client: FlaskClient, token: dict[str, str], addon: FakeAddon, function: str
) -> None:
    body = {"person": "ae", "file": QUESTIONNAIRE, "function": function.format(base=addon.base_url)}
    assert client.post("/host/click", json=body, headers=token).status_code == 400
    assert addon.calls == []


def test_an_addon_below_a_path_is_called_only_below_that_path() -> None:
    delivery = Delivery("https://example.com/handover/")
    delivery.check("https://example.com/handover/docs/home?x=1")
    for function in (
        "https://example.com/handover-evil/home",
        "https://example.com/",
        "http://example.com/handover/x",
    ):
        with pytest.raises(ForeignFunctionError):
            delivery.check(function)


def test_an_addon_that_cannot_be_reached_is_reported_not_raised(
    client: FlaskClient, token: dict[str, str], monkeypatch: pytest.MonkeyPatch, addon: FakeAddon
) -> None:
    def refuse(*_: Any, **__: Any) -> Any:
        raise requests.ConnectionError("connection refused")

    monkeypatch.setattr(requests.Session, "post", refuse)
    report = post(client, "click", token, function=addon.url("/clicked"))
    assert report["status"] == 0
    assert "connection refused" in report["problem"]


def test_unknown_people_files_and_triggers_are_not_found(client: FlaskClient, token: dict[str, str]) -> None:
    for body in ({"person": "nobody"}, {"file": "no-file"}, {"trigger": "noTrigger"}):
        full = {"person": "ae", "file": QUESTIONNAIRE, "trigger": "homepageTrigger", **body}
        assert client.post("/host/trigger", json=full, headers=token).status_code == 404


def test_an_edit_of_a_place_that_is_gone_is_a_conflict(client: FlaskClient, token: dict[str, str]) -> None:
    body = {"person": "ae", "file": QUESTIONNAIRE, "tab": "t.0", "index": 99999, "text": "x"}
    assert client.post("/host/edit", json=body, headers=token).status_code == 409


def test_a_reset_reaches_what_the_addon_remembers(world: FakeWorld, addon: FakeAddon) -> None:
    reset: list[str] = []
    app = Flask(__name__)
    app.register_blueprint(create_host(world, addon.deployment(), addon.base_url, lambda: reset.append("ledger")))
    client = app.test_client()
    token = client.get("/").text.split('name="host-token" content="')[1].split('"')[0]
    client.post("/host/reset", json={}, headers={"X-Host-Token": token})
    assert reset == ["ledger"]


def test_the_state_is_sent_only_when_it_has_changed(client: FlaskClient, world: FakeWorld) -> None:
    seen = client.get("/host/state?since=-1").get_json()
    assert seen["panels"]["slack"]["channels"]
    assert client.get(f"/host/state?since={seen['revision']}").get_json() == {"revision": world.revision}
    world.post("hello")
    assert "panels" in client.get(f"/host/state?since={seen['revision']}&wait=5").get_json()


def test_the_report_of_an_answer_says_what_is_wrong_with_it(world: FakeWorld, addon: FakeAddon) -> None:
    app = Flask(__name__)
    dead = {"actionLabel": "Dead", "onClick": {"action": {"function": addon.url("/nowhere")}}}
    addon.answers["/docs/home"] = pushed(card(says("home"), cardActions=[dead]))
    routes = {"/docs/home"}
    app.register_blueprint(create_host(world, addon.deployment(), addon.base_url, has_route=routes.__contains__))
    client = app.test_client()
    token = client.get("/").text.split('name="host-token" content="')[1].split('"')[0]
    report = post(client, "trigger", {"X-Host-Token": token}, trigger="homepageTrigger")
    (complaint,) = report["complaints"]
    assert complaint["rule"] == "route"
    assert complaint["where"].endswith("cardActions[0].onClick.action.function")
    assert complaint["refused"] is False


OWN_LINK = "https://handover.example.com/handovers/1Larchwood"


def test_a_pasted_link_that_the_manifest_knows_is_posted_as_googles_preview_event(
    client: FlaskClient, token: dict[str, str], addon: FakeAddon
) -> None:
    addon.answers["/docs/preview"] = {}
    post(client, "file-scope", token, granted=True)
    report = post(client, "preview", token, url=OWN_LINK)
    path, event, authorization = addon.calls[-1]
    assert (path, report["answer"], report["complaints"]) == ("/docs/preview", {}, [])
    assert authorization == f"Bearer system-token-for {addon.url('/docs/preview')}"
    assert event["docs"] == {"matchedUrl": {"url": OWN_LINK}}


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://[",
        "https://handover.example.com/",
        "https://handover.example.com/handovers-of-old/1",
        "https://sub.handover.example.com/handovers/1",
        "ftp://handover.example.com/handovers/1",
    ],
)
def test_other_links_are_nobodys(client: FlaskClient, token: dict[str, str], addon: FakeAddon, url: str) -> None:
    assert post(client, "preview", token, url=url) == {"answer": None}
    assert post(client, "preview", token, url=OWN_LINK, file=INSTALLERS) == {"answer": None}
    assert addon.calls == []


def test_without_its_scope_no_link_is_previewed(client: FlaskClient, token: dict[str, str], addon: FakeAddon) -> None:
    post(client, "scopes", token, set=[AUTH + "drive.file"])
    assert post(client, "preview", token, url=OWN_LINK) == {"answer": None}


def test_a_star_in_a_pattern_stands_for_subdomains() -> None:
    triggers = [{"runFunction": "f", "patterns": [{"hostPattern": "*.example.com", "pathPrefix": ""}]}]
    deployment = {"addOns": {"docs": {"linkPreviewTriggers": triggers}}}
    assert preview_function(deployment, "docs", "https://a.b.example.com/x") == "f"
    assert preview_function(deployment, "docs", "https://example.com/x") is None
    assert preview_function(deployment, "docs", "https://aXexample.com/x") is None


def test_a_day_passes_when_somebody_says_so_on_the_page_alone(world: FakeWorld, addon: FakeAddon) -> None:
    days: list[str] = []
    app = Flask(__name__)

    def passed() -> dict[str, Any]:
        days.append("a day")
        return {"now": "Monday", "posted": 2}

    operations = Operations(passed, dict)
    app.register_blueprint(create_host(world, addon.deployment(), addon.base_url, operations=operations))
    client = app.test_client()
    assert client.post("/host/day", json={}).status_code == 403
    assert days == []
    token = client.get("/").text.split('name="host-token" content="')[1].split('"')[0]
    assert post(client, "day", {"X-Host-Token": token}) == {"now": "Monday", "posted": 2}
    assert days == ["a day"]
