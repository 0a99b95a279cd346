"""Settings and Help, from the three-dot menu."""

from __future__ import annotations

from tests.conftest import BASE_URL, Stage
from tests.scenarios.test_three_buttons import LARCHWOOD


def test_settings_say_who_i_am_and_what_is_connected(stage: Stage) -> None:
    host = stage.host("ae", LARCHWOOD).open()
    host.click(f"{BASE_URL}/settings", {})
    assert "maya.lindqvist@codelantern.example" in host.text
    assert "Sales" in host.text
    assert "Announcements go to #sales" in host.text
    assert "Europe/Stockholm" in host.text


def test_help_names_every_button(stage: Stage) -> None:
    host = stage.host("ops", LARCHWOOD).open()
    host.click(f"{BASE_URL}/help", {})
    for label in ("Announce", "Send welcome", "Update sheet"):
        assert label in host.text
    assert "never does it twice" in host.text
