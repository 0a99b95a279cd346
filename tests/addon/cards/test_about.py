"""Settings and Help, from the three-dot menu."""

from __future__ import annotations

from addon.cards.problem import SCOPE_WORDS
from app import create_app
from manifest.build import deployment
from services.settings import load_settings
from tests.conftest import BASE_URL, Stage
from tests.host import SCOPES, Host
from tests.scenarios.test_three_buttons import LARCHWOOD


def settings(stage: Stage, person: str = "ae", declined: str = "") -> Host:
    """Somebody opens Settings, having declined one permission."""
    host = stage.host(person, LARCHWOOD)
    host.scopes = tuple(scope for scope in SCOPES if not declined or not scope.endswith(f"/{declined}"))
    host.click(f"{BASE_URL}/settings", {})
    return host


def test_settings_say_who_i_am_and_where_announcements_go(stage: Stage) -> None:
    text = settings(stage).text
    for words in ("maya.lindqvist@codelantern.example", "Sales", "Europe/Stockholm", "Installers to company"):
        assert words in text
    assert "Connected. Announcements go to #sales, for @ce-team and @business-team." in text


def test_settings_say_which_systems_answer(stage: Stage) -> None:
    assert settings(stage).text.count("Connected.") == 3
    stage.world.faults.add("slack", "conversations.info", "401")
    stage.world.faults.add("licensing", "*", "503", times=3)
    text = settings(stage).text
    assert "Slack\nDoes not work right now (token_revoked)." in text
    assert "Salesforce\nConnected." in text
    assert "License service\nDoes not work right now (HTTP 503)." in text


def test_settings_say_which_systems_were_never_connected(stage: Stage) -> None:
    without = {"sourcegraph_token": "", "salesforce_username": "", "salesforce_consumer_key": ""}
    stage.app = create_app(load_settings(**stage.known | without | {"salesforce_private_key": ""}))
    host = settings(stage)
    assert host.text.count("Not connected: its steps are done by hand and recorded here.") == 2
    drawn = [widget["decoratedText"] for widget in host.card["sections"][1]["widgets"] if "decoratedText" in widget]
    icons = {one["topLabel"]: one["startIcon"]["materialIcon"]["name"] for one in drawn}
    assert (icons["Slack"], icons["Salesforce"], icons["License service"]) == ("check_circle", "block", "block")


def test_settings_say_what_i_allow(stage: Stage) -> None:
    assert "Not allowed" not in settings(stage).text
    mail = "write and send the welcome mail from your mailbox"
    assert f"{mail}\nNot allowed; asked when needed." in settings(stage, declined="gmail.compose").text


def test_every_permission_of_the_deployment_is_said_in_words() -> None:
    assert set(SCOPE_WORDS) == set(deployment(BASE_URL)["oauthScopes"])


def test_help_names_every_button(stage: Stage) -> None:
    host = stage.host("ops", LARCHWOOD).open()
    host.click(f"{BASE_URL}/help", {})
    for label in ("Announce", "Send welcome", "Update sheet"):
        assert label in host.text
    assert "never does it twice" in host.text
