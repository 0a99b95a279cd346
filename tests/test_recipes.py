"""The recipes of CONTRIBUTING.md, followed to the letter in a copy of the source: added, run, and taken out again."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

TEXT = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
INSTRUCTION = re.compile(
    r"^(?:New file `(?P<new>[^`]+)`|In `(?P<old>[^`]+)`, below (?:the row that begins with )?`(?P<anchor>[^`]+)`):\n\n"
    r"```\w+\n(?P<block>.*?)```\n",
    re.MULTILINE | re.DOTALL,
)
RECIPES = {
    "Add a step": ["tests/scenarios/test_thank_team.py"],
    "Add an outside system": ["tests/services/test_helpdesk.py"],
}
HOUSE_RULES = ["tests/test_readme.py", "tests/test_architecture.py", "--deselect"]
SLOW = "tests/test_architecture.py::test_the_code_is_clean_and_typed"


@pytest.mark.timeout(180)
@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_works_as_it_is_written(tmp_path: Path, recipe: str) -> None:
    copy = tmp_path / "copy"
    ignored = shutil.ignore_patterns(
        ".git", ".venv", "instance", "__pycache__", ".*_cache", ".hypothesis", "*.egg-info"
    )
    shutil.copytree(ROOT, copy, ignore=ignored)
    before = contents(copy)
    [part] = [one for one in re.split(r"^## ", TEXT, flags=re.MULTILINE) if one.startswith(recipe)]
    steps = list(INSTRUCTION.finditer(part))
    assert part.count("```\n") == len(steps) > 3
    for step in steps:
        follow(step, copy)
    run(copy, "pytest", "-q", "-n", "0", *RECIPES[recipe], *HOUSE_RULES, SLOW)
    run(copy, "ruff", "check", ".")
    run(copy, "ruff", "format", "--check", ".")
    for step in reversed(steps):
        take_out(step, copy)
    assert contents(copy) == before


def follow(step: re.Match[str], copy: Path) -> None:
    """Write a file, or lines below another one."""
    if step["new"]:
        assert not (copy / step["new"]).exists()
        (copy / step["new"]).write_text(step["block"], encoding="utf-8")
        return
    path = copy / step["old"]
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    [place] = [number for number, line in enumerate(lines) if stands_there(line, step["anchor"])]
    path.write_text("".join([*lines[: place + 1], step["block"], *lines[place + 1 :]]), encoding="utf-8")


def take_out(step: re.Match[str], copy: Path) -> None:
    """The other way round."""
    if step["new"]:
        (copy / step["new"]).unlink()
        return
    path = copy / step["old"]
    text = path.read_text(encoding="utf-8")
    assert text.count(step["block"]) == 1
    path.write_text(text.replace(step["block"], ""), encoding="utf-8")


def stands_there(line: str, anchor: str) -> bool:
    """A whole line of code; of a table's row, its beginning without the marks."""
    return line.rstrip("\n") == anchor or (anchor.startswith("|") and line.replace("`", "").startswith(f"{anchor} "))


def run(copy: Path, *command: str) -> None:
    """A tool of the project, in the copy."""
    done = subprocess.run([sys.executable, "-m", *command], cwd=copy, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a tree but what running it left behind."""
    files = (path for path in folder.rglob("*") if path.is_file())
    left = {".pytest_cache", "__pycache__", ".ruff_cache", ".hypothesis", "instance"}
    return {str(path.relative_to(folder)): path.read_bytes() for path in files if not left & set(path.parts)}
