"""`flask doctor`: one line for each thing, JSON for programs, and the exit code."""

from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import ROOT, Stage
from tests.test_app import NEEDED, process


def doctor(*arguments: str, **environment: str) -> tuple[int, str, str]:
    """Exit code, output and errors; what the shell that runs the tests has set is left out."""
    done = process("-m", "flask", "doctor", *arguments, **environment)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, done.stderr


def real(stage: Stage) -> dict[str, str]:
    """A company's environment, whose outside systems happen to be the sandbox's."""
    known = {"HANDOVER_BASE_URL": "https://handover.example", "DATABASE_URL": stage.known["database_url"]}
    return stage.running.settings() | known


def test_a_newcomer_who_has_set_nothing_sees_the_sandbox_checked() -> None:
    code, text, _ = doctor()
    assert code == 0
    first, *_, last = text.splitlines()
    assert "the sandbox on this machine, because none of the add-on's settings is set" in first
    assert "ok     Slack, channel #sales: C0SALES00" in text
    assert "-      Google Sheets, headings of Installers to company, Installers: Not checked here" in text
    assert ", 0 wrong, 7 not checked." in last


def test_in_a_company_the_real_systems_are_asked(stage: Stage) -> None:
    code, text, _ = doctor(**real(stage))
    assert code == 0
    assert "and the real systems." in text
    assert "ok     Salesforce, stage Closed Won" in text
    assert {one["system"] for one in stage.world.requests} >= {"slack", "salesforce", "licensing", "identity"}


def test_something_wrong_has_its_remedy_below_it_and_ends_with_one(stage: Stage) -> None:
    code, text, _ = doctor(**real(stage) | {"SLACK_BOT_TOKEN": "xoxb-of-somebody-else"})
    assert code == 1
    [number] = [i for i, line in enumerate(text.splitlines()) if line.startswith("WRONG")]
    assert text.splitlines()[number + 1].startswith("       → Install the app in Slack again")
    assert "somebody-else" not in text


def test_settings_that_are_missing_are_named(tmp_path: Path) -> None:
    code, text, _ = doctor(SLACK_BOT_TOKEN="xoxb-secret-of-the-test", DATABASE_URL=f"sqlite:///{tmp_path / 'l.sqlite'}")
    assert code == 1
    assert "WRONG  Settings, ADDON_SERVICE_ACCOUNT: ADDON_SERVICE_ACCOUNT is not set: " in text
    assert "secret-of-the-test" not in text


def test_as_json_it_says_the_same_and_nothing_else(stage: Stage) -> None:
    code, text, _ = doctor("--json", **real(stage) | {"ADDON_ALLOWED_DOMAINS": "elsewhere.example"})
    told = json.loads(text)
    assert (code, told["ok"]) == (1, False)
    [first, *_] = [one for one in told["findings"] if one["state"] == "wrong"]
    assert first["area"] == "People"
    assert set(first) == {"area", "what", "state", "words", "todo", "link"}


def test_the_configuration_alone_needs_no_setting_and_asks_nobody(tmp_path: Path) -> None:
    text = (ROOT / "manifest" / "handover.toml").read_text("utf-8").replace("channel_name", "chanel_name", 1)
    path = tmp_path / "handover.toml"
    path.write_text(text, encoding="utf-8")
    number = text[: text.index("chanel_name")].count("\n") + 1
    code, said, _ = doctor("--config-only", **NEEDED | {"HANDOVER_CONFIG": str(path), "DATABASE_URL": "none"})
    assert code == 1
    assert f"line {number}: announce.chanel_name: there is no such key. Did you mean “channel_name”?" in said
    assert ", 1 wrong, 0 not checked." in said
    assert doctor("--config-only")[0] == 0


def test_without_a_configuration_it_cannot_run(tmp_path: Path) -> None:
    code, text, error = doctor(HANDOVER_CONFIG=str(tmp_path / "nowhere.toml"))
    assert (code, text) == (2, "")
    assert "nowhere.toml. HANDOVER_CONFIG says where handover.toml is." in error
