"""The command line, the start, and the deployment."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from addon.asides import PREVIEW_SCOPE
from addon.creating import CREATE_SCOPE
from addon.visit import EMAIL_SCOPE, FILE_SCOPE, LOCALE_SCOPE
from manifest.build import deployment
from services import gmail, google_calendar, sheet_answers
from services.handover.steps import STEPS
from services.scopes import BY_SYSTEM
from tests.conftest import BASE_URL, ROOT
from tests.postgres import Postgres

NEEDED = {
    "HANDOVER_BASE_URL": "https://handover.example",
    "ADDON_SERVICE_ACCOUNT": "service-1@gcp-sa-gsuiteaddons.iam.gserviceaccount.com",
    "ADDON_OAUTH_CLIENT_ID": "1-x.apps.googleusercontent.com",
    "ADDON_ALLOWED_DOMAINS": "codelantern.example",
    "SLACK_BOT_TOKEN": "xoxb-secret-of-the-test",
}

BOOT_ERROR = 3
"""What gunicorn takes for a worker that need not be tried again."""


def process(*arguments: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Python in a process of its own, with only these settings."""
    ours = ("HANDOVER_", "ADDON_", "SLACK_", "GOOGLE_", "DATABASE_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=kept | environment, input=stdin, capture_output=True, text=True, timeout=60, check=False
    )


def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """One of our commands."""
    return process("-m", *arguments, stdin=stdin)


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    """What gunicorn does first: make the application."""
    code = (
        "import runpy; app = runpy.run_path('app.py')['create_app']();"
        "print(sorted(r.rule for r in app.url_map.iter_rules()))"
    )
    return process("-c", code, **environment)


def test_every_missing_setting_is_named_with_what_it_is_for() -> None:
    done = start()
    assert done.returncode == BOOT_ERROR
    for name in NEEDED:
        assert f"{name} is not set: " in done.stderr
    assert "Traceback" not in done.stderr


def test_gunicorn_ends_when_a_setting_is_missing_and_starts_no_worker_after_worker() -> None:
    entrypoint = next(line for line in (ROOT / "app.yaml").read_text().splitlines() if line.startswith("entrypoint:"))
    words = shlex.split(entrypoint.removeprefix("entrypoint: gunicorn").replace(":$PORT", "127.0.0.1:0"))
    done = process("-m", "gunicorn", "--no-control-socket", *words)
    assert done.returncode == BOOT_ERROR
    assert done.stderr.count("Booting worker") == 1
    assert "HANDOVER_BASE_URL is not set: " in done.stderr


@pytest.mark.parametrize("address", ["http://handover.example", "handover.example", "https://handover.example/?x=1"])
def test_an_address_that_google_could_not_call_ends_the_start(tmp_path: Path, address: str) -> None:
    done = start(**NEEDED | {"HANDOVER_BASE_URL": address, "DATABASE_URL": f"sqlite:///{tmp_path / 'l.sqlite'}"})
    assert done.returncode == BOOT_ERROR
    assert "must be an https address" in done.stderr


def test_a_mistake_in_the_companys_rules_names_the_key(tmp_path: Path) -> None:
    text = (ROOT / "manifest" / "handover.toml").read_text().replace("channel_name", "chanel_name")
    (tmp_path / "handover.toml").write_text(text)
    done = start(**NEEDED | {"HANDOVER_CONFIG": str(tmp_path / "handover.toml"), "DATABASE_URL": "sqlite://"})
    assert done.returncode == BOOT_ERROR
    assert "announce.chanel_name" in done.stderr
    assert "Traceback" not in done.stderr


def test_in_production_there_is_no_host_page_and_no_sandbox(tmp_path: Path) -> None:
    done = start(**NEEDED | {"DATABASE_URL": f"sqlite:///{tmp_path / 'l.sqlite'}"})
    assert done.returncode == 0, done.stderr
    assert "/steps/<name>/run" in done.stdout
    assert "/host" not in done.stdout
    assert "'/'" not in done.stdout


def test_the_sandbox_is_refused_everywhere_but_on_loopback() -> None:
    done = start(HANDOVER_MODE="sandbox")
    assert done.returncode == BOOT_ERROR
    assert "on 127.0.0.1 only" in done.stderr


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///:memory:"])
def test_a_ledger_in_memory_ends_the_start(address: str) -> None:
    done = start(**NEEDED | {"DATABASE_URL": address})
    assert done.returncode == BOOT_ERROR
    assert "DATABASE_URL keeps the ledger in memory: what was done would be forgotten" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("variable", "host"), [("GAE_ENV", "App Engine"), ("K_SERVICE", "Cloud Run"), ("DYNO", "Heroku")]
)
def test_sqlite_is_refused_where_each_instance_has_a_disk_of_its_own(variable: str, host: str) -> None:
    done = start(**NEEDED | {variable: "standard", "DATABASE_URL": "sqlite://"})
    assert done.returncode == BOOT_ERROR
    assert f"{host} gives each instance a disk of its own" in done.stderr
    assert "Use PostgreSQL" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_ledger_behind_the_code_ends_the_start_until_it_is_upgraded(postgres: Postgres) -> None:
    environment = NEEDED | {"DATABASE_URL": postgres.new_database()}
    behind = start(**environment)
    assert behind.returncode == BOOT_ERROR
    assert "Run `flask ledger upgrade`" in behind.stderr
    assert "Traceback" not in behind.stderr
    upgraded = process("-m", "flask", "ledger", "upgrade", DATABASE_URL=environment["DATABASE_URL"])
    assert "made new" in upgraded.stdout, upgraded.stderr
    assert start(**environment).returncode == 0


def test_the_process_that_answers_presses_imports_no_migrations(tmp_path: Path) -> None:
    code = (
        "import runpy, sys; runpy.run_path('app.py')['create_app']();"
        "print([name for name in sys.modules if name.split('.')[0] == 'alembic'])"
    )
    done = process("-c", code, **NEEDED | {"DATABASE_URL": f"sqlite:///{tmp_path / 'l.sqlite'}"})
    assert done.stdout.strip() == "[]", done.stderr


def test_the_ledgers_commands_need_its_address_and_nothing_else(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'l.sqlite'}"
    exported = process("-m", "flask", "ledger", "export", "--format", "json", DATABASE_URL=address)
    assert json.loads(exported.stdout) == [], exported.stderr
    pruned = process("-m", "flask", "ledger", "prune", DATABASE_URL=address)
    assert "for 730 days in 0 handovers" in pruned.stdout, pruned.stderr
    lost = process("-m", "flask", "ledger", "upgrade", DATABASE_URL="postgresql://x:a-secret@/x?host=/nowhere")
    assert lost.returncode == 1
    assert "does not answer" in lost.stderr
    assert "Traceback" not in lost.stderr
    assert "a-secret" not in lost.stderr


def test_a_lease_that_a_slow_press_could_outlast_ends_the_start(tmp_path: Path) -> None:
    text = (ROOT / "manifest" / "handover.toml").read_text().replace("lease_seconds = 90", "lease_seconds = 80")
    (tmp_path / "handover.toml").write_text(text)
    (tmp_path / "welcome_email.txt").write_text("Welcome")
    done = start(**NEEDED | {"HANDOVER_CONFIG": str(tmp_path / "handover.toml"), "DATABASE_URL": "sqlite://"})
    assert done.returncode == BOOT_ERROR
    assert "ledger.lease_seconds: it must be more than 80" in done.stderr


def test_a_secret_is_in_no_message(tmp_path: Path) -> None:
    done = start(**NEEDED | {"HANDOVER_BASE_URL": "x", "DATABASE_URL": f"sqlite:///{tmp_path / 'l.sqlite'}"})
    assert "xoxb-secret-of-the-test" not in done.stderr + done.stdout


def test_a_permission_that_is_missing_is_looked_up_by_the_name_of_the_client_that_found_out() -> None:
    names = {gmail.SYSTEM, gmail.READING, google_calendar.SYSTEM, google_calendar.FREE_BUSY, sheet_answers.SYSTEM}
    assert set(BY_SYSTEM) == names


def test_the_deployments_scopes_are_those_that_are_declared_where_they_are_needed() -> None:
    """By a step, by a client of one of Google's systems, or by the part of the add-on that the host asks."""
    steps = {scope for step in STEPS for scope in step.scopes}
    clients = {scope for scopes in BY_SYSTEM.values() for scope in scopes}
    asked = {EMAIL_SCOPE, FILE_SCOPE, LOCALE_SCOPE, PREVIEW_SCOPE, CREATE_SCOPE}
    assert set(deployment(BASE_URL)["oauthScopes"]) == steps | clients | asked


def test_the_manifest_command_prints_the_deployment() -> None:
    done = run("flask", "manifest", "--base-url", "https://handover.example")
    assert json.loads(done.stdout) == deployment("https://handover.example")
    assert run("flask", "manifest", "--base-url", "http://handover.example").returncode == 2


def test_a_questionnaire_is_read_on_the_command_line() -> None:
    document = ROOT / "tests" / "questionnaires" / "docs" / "p07_gaps.json"
    gold = json.loads((ROOT / "tests" / "questionnaires" / "gold" / "p07_gaps.json").read_text())
    done = run("flask", "questionnaire", "read", "-", stdin=document.read_text())
    assert json.loads(done.stdout) == {"fields": gold["fields"], "is_questionnaire": True}


def test_reading_a_questionnaire_imports_neither_the_addon_nor_any_outside_system() -> None:
    document = ROOT / "tests" / "questionnaires" / "docs" / "p02_filled_template.json"
    done = process("-X", "importtime", "-m", "flask", "questionnaire", "read", str(document))
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert "services.handover.questionnaire.read" in imported
    heavy = ("addon", "services.sandbox", "googleapiclient", "google", "gspread", "slack_sdk", "sqlalchemy", "requests")
    assert {name for name in imported if name.split(".")[0] in heavy or name.startswith(heavy[1])} == set()


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"title": "no body"}', "[" * 100_000])
def test_what_is_no_document_ends_with_one_clear_line(text: str) -> None:
    done = run("flask", "questionnaire", "read", "-", stdin=text)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_file_that_is_not_there_ends_with_one_clear_line(tmp_path: Path) -> None:
    done = run("flask", "questionnaire", "read", str(tmp_path / "none.json"))
    assert done.returncode == 2
    assert done.stderr.strip() == f"The document could not be opened: No such file or directory: {tmp_path}/none.json"
