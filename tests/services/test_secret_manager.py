"""Settings that say ``sm://…`` are read from Secret Manager when the process starts."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from services.settings import WrongSettings, database_url, load_settings
from tests.test_app import NEEDED

TOKEN = "ya29.of-the-service-account"


@dataclass
class Google:
    """Plays the metadata server and Secret Manager; ``secrets`` by resource name, ``asked`` in order."""

    secrets: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    port: int = 0

    def answer(self, path: str, headers: dict[str, str]) -> tuple[int, dict[str, object]]:
        """What either of them says."""
        self.asked.append(path)
        if path == "/computeMetadata/v1/instance/service-accounts/default/token":
            known = headers.get("Metadata-Flavor") == "Google"
            return (200, {"access_token": TOKEN, "expires_in": 3599, "token_type": "Bearer"}) if known else (403, {})
        if headers.get("Authorization") != f"Bearer {TOKEN}":
            return 401, {"error": {"status": "UNAUTHENTICATED"}}
        name = path.removeprefix("/v1/").removesuffix(":access")
        if name not in self.secrets:
            return 403, {"error": {"status": "PERMISSION_DENIED"}}
        data = base64.b64encode(self.secrets[name].encode()).decode()
        return 200, {"name": name, "payload": {"data": data, "dataCrc32c": "1"}}


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch) -> Iterator[Google]:
    """Both servers on this machine, and an environment that leads to them."""
    playing = Google()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = playing.answer(self.path, dict(self.headers))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"127.0.0.1:{server.server_address[1]}"
    for name, value in NEEDED.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("GCE_METADATA_HOST", address)
    monkeypatch.setenv("GOOGLE_SECRETS_URL", f"http://{address}")
    monkeypatch.setenv("GOOGLE_CLOUD_PROJECT", "our-project")
    yield playing
    server.shutdown()
    server.server_close()


def test_a_setting_stands_for_the_newest_version_of_its_secret(google: Google, monkeypatch: pytest.MonkeyPatch) -> None:
    google.secrets["projects/our-project/secrets/slack-bot-token/versions/latest"] = "xoxb-from-the-manager\n"
    monkeypatch.setenv("SLACK_BOT_TOKEN", "sm://slack-bot-token")
    assert load_settings().slack_bot_token.reveal() == "xoxb-from-the-manager"


def test_a_version_or_another_project_can_be_named(google: Google, monkeypatch: pytest.MonkeyPatch) -> None:
    google.secrets["projects/our-project/secrets/slack/versions/3"] = "xoxb-third"
    google.secrets["projects/other/secrets/db/versions/7"] = "postgresql://x@/y"
    monkeypatch.setenv("SLACK_BOT_TOKEN", "sm://slack/3")
    monkeypatch.setenv("DATABASE_URL", "sm://projects/other/secrets/db/versions/7")
    settings = load_settings()
    assert settings.slack_bot_token.reveal() == "xoxb-third"
    assert settings.database_url == database_url() == "postgresql://x@/y"


def test_nobody_is_asked_where_no_setting_says_so(google: Google) -> None:
    assert load_settings().slack_bot_token.reveal() == NEEDED["SLACK_BOT_TOKEN"]
    assert google.asked == []


@pytest.mark.parametrize(
    ("value", "project", "said"),
    [
        ("sm://not-there", "our-project", "SLACK_BOT_TOKEN is sm://not-there, and Secret Manager said HTTP 403. The"),
        ("sm://a b", "our-project", "SLACK_BOT_TOKEN: sm://a b is no name of a secret. Write sm://NAME"),
        ("sm://slack", "", "SLACK_BOT_TOKEN: sm://slack names no project, and GOOGLE_CLOUD_PROJECT is not set."),
    ],
)
def test_a_secret_that_cannot_be_had_ends_the_start_with_what_to_do(
    google: Google, monkeypatch: pytest.MonkeyPatch, value: str, project: str, said: str
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", value)
    monkeypatch.setenv("GOOGLE_CLOUD_PROJECT", project)
    with pytest.raises(WrongSettings) as wrong:
        load_settings()
    assert str(wrong.value).startswith(said)


def test_without_a_metadata_server_the_start_says_so(google: Google, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GCE_METADATA_HOST", "127.0.0.1:9")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "sm://slack")
    with pytest.raises(WrongSettings, match=r"Google's metadata server said could not connect\. Start again"):
        load_settings()
