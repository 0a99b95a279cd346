"""A setting that cannot be is named with what it must be, and its value is not repeated."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.secret import Secret
from services.settings import WrongSettings, load_settings
from tests.conftest import BASE_URL
from tests.test_app import NEEDED


@pytest.fixture
def known() -> dict[str, object]:
    """All that is needed."""
    return {**{name.lower(): text for name, text in NEEDED.items()}, "handover_base_url": BASE_URL}


def test_every_wrong_setting_is_named_at_once(known: dict[str, object]) -> None:
    with pytest.raises(WrongSettings) as wrong:
        load_settings(**known | {"handover_mode": "prodction", "slack_bot_token": ["xoxb-1"], "google_api_url": 8})
    assert wrong.value.mistakes == (
        "HANDOVER_MODE: it must be sandbox or production.",
        "GOOGLE_API_URL: it must be a text.",
        "SLACK_BOT_TOKEN: it must be a text.",
    )


def test_a_setting_of_the_environment_becomes_what_it_is(
    known: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANDOVER_CONFIG", "elsewhere/handover.toml")
    monkeypatch.setenv("SALESFORCE_URL", "null")
    settings = load_settings(**known | {"sourcegraph_token": Secret("a-token")})
    assert settings.handover_config == Path("elsewhere/handover.toml")
    assert settings.salesforce_url == "null"
    assert settings.slack_bot_token == Secret(NEEDED["SLACK_BOT_TOKEN"])
    assert settings.sourcegraph_token.reveal() == "a-token"
    assert "xoxb" not in repr(settings)
