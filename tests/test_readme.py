"""The README names what there is, and nothing that there is not."""

from __future__ import annotations

import re
import tomllib
from typing import get_type_hints

import click

from manifest.build import deployment
from services.handover.steps import STEPS
from services.secret import Secret
from services.settings import NAMES, NEEDED, Settings
from tests.conftest import ROOT, Stage

README = (ROOT / "README.md").read_text(encoding="utf-8")


def table(heading: str) -> list[list[str]]:
    """The rows of the table below a heading."""
    part = README.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in part.splitlines() if line.startswith("|")]
    assert len(rows) > 2
    return rows[2:]


def test_every_setting_is_in_the_table_and_every_row_is_a_setting() -> None:
    named = {name for row in table("Settings") for name in re.findall(r"`([A-Z_]+)`", row[0])}
    assert named == {name.upper() for name in NAMES}


def test_every_step_is_in_the_table_with_its_button() -> None:
    assert [(row[0].strip("`"), row[1]) for row in table("The steps")] == [(s.name, s.label) for s in STEPS]


def test_every_dependency_is_in_the_table_with_a_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    listed = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    named = {name.strip() for row in table("Dependencies") for name in row[0].split(",")}
    assert named == {re.split(r"[\[<>=]", one)[0] for one in listed}
    assert all(len(row[1]) > 10 for row in table("Dependencies"))
    for row in table("Dependencies"):
        assert len(re.findall(r"\d+\.\d[\w.]*", row[2])) == len(row[0].split(",")), row


def test_every_command_is_in_the_table(stage: Stage) -> None:
    ours = set()
    for name, command in stage.app.cli.commands.items():
        below = command.commands if isinstance(command, click.Group) else {"": command}
        ours |= {f"flask {name} {inner}".strip() for inner in below}
    named = {row[0].strip("`") for row in table("Commands")}
    assert {one for one in ours if not any(shown.startswith(one) for shown in named)} == set()
    assert {shown for shown in named if not shown.startswith(("flask run", *ours))} == set()


def test_every_scope_of_the_deployment_is_in_the_table_with_a_reason() -> None:
    named = {"https://www.googleapis.com/auth/" + row[0].strip("`") for row in table("Permissions")}
    assert named == set(deployment("https://handover.example")["oauthScopes"])


def test_the_map_names_the_folders_that_there_are() -> None:
    named = {row[0].strip("`").rstrip("/") for row in table("Find your way")}
    assert all((ROOT / one).exists() for one in named - {"services/*.py"})
    handover = {path.parent for path in (ROOT / "services" / "handover").glob("*/__init__.py")}
    there = {path.relative_to(ROOT).as_posix() for path in handover} - {"services/handover/migrations"}
    assert named >= there | {"addon", "services/handover", "services/sandbox", "manifest", "tests"}
    words = README.split("## Find your way\n")[1].split("\n## ")[0]
    of_tests = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir() and path.name != "__pycache__"}
    mirroring = {"addon", "manifest", "services"}
    assert {one for one in of_tests - mirroring if f"`{one}/`" not in words} == set()


def test_every_button_beside_the_steps_is_where_the_table_says() -> None:
    text = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
    part = text.split("## Find a button\n")[1].split("\n## ")[0]
    assert all((ROOT / named).is_file() for named in re.findall(r"`([a-z_/]+\.py)`", part))
    folders = (ROOT / "addon", ROOT / "services" / "handover")
    source = "".join(file.read_text(encoding="utf-8") for folder in folders for file in folder.rglob("*.py"))
    labels = [label for line in part.splitlines()[4:] for label in re.findall(r"\*([^*]+)\*", line)]
    assert len(labels) > 10
    assert [label for label in labels if f'"{label}"' not in source] == []


def test_there_are_two_set_up_commands_and_ci_runs_the_second() -> None:
    assert re.findall(r"^## (\w+ it)$", README, re.MULTILINE) == ["Run it", "Test it"]
    assert README.count("```sh\n") == 2
    assert "README.md" in (ROOT / ".ci" / "run").read_text()


def test_ci_runs_the_crash_sweep_by_the_command_that_the_readme_names() -> None:
    [pattern] = re.findall(r"grep -o '(.*)' README.md", (ROOT / ".ci" / "run").read_text())
    assert re.findall(pattern, README) == [".venv/bin/python -m pytest tests/crash"]


def test_the_steps_to_install_name_commands_that_exist() -> None:
    part = README.split("## Install in your company\n")[1].split("\n## ")[0]
    for command in re.findall(r"`(flask [a-z]+(?: upgrade)?)", part):
        assert f"`{command}" in README.split("## Commands\n")[1].split("\n## ")[0]
    assert "flask manifest --base-url" in part
    assert {"ADDON_SERVICE_ACCOUNT", "ADDON_OAUTH_CLIENT_ID", "SLACK_BOT_TOKEN"} <= set(
        re.findall(r"`([A-Z_]+)`", part)
    )


def test_every_secret_has_a_row_on_how_to_change_it() -> None:
    secrets = {name.upper() for name, kind in get_type_hints(Settings).items() if kind is Secret}
    part = README.split("| secret | how to change it |\n")[1].split("\n\n")[0]
    assert set(re.findall(r"^\| `(\w+)`", part, re.MULTILINE)) == secrets | {"DATABASE_URL"}


def test_app_yaml_asks_for_what_the_start_asks_for() -> None:
    given = set(re.findall(r"^  ([A-Z_]+):", (ROOT / "app.yaml").read_text(), re.MULTILINE))
    assert given - {"MALLOC_ARENA_MAX"} == {"HANDOVER_MODE", "DATABASE_URL", *(name.upper() for name in NEEDED)}
    assert set(re.findall(r"^  # ([A-Z_]+):", (ROOT / "app.yaml").read_text(), re.MULTILINE)) <= {
        name.upper() for name in NAMES
    }
