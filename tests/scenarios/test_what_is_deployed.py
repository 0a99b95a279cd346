"""What App Engine gets: the files that .gcloudignore lets through, with what requirements.txt installs."""

from __future__ import annotations

import ast
import importlib.metadata
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import ROOT, Stage
from tests.scenarios.test_over_http import sit
from tests.scenarios.test_three_buttons import LARCHWOOD, messages
from tests.served import served

REQUIRED = [one for one in (ROOT / "requirements.txt").read_text().splitlines() if not one.startswith("#")]
ONLY_SANDBOX = {"graphql-core", "fpdf2"}


def deployed() -> list[Path]:
    """The files of the checkout that .gcloudignore, which is written as a .gitignore is, does not name."""
    listing = ["git", "ls-files", "-z", "--cached"]
    kept, left = (
        set(subprocess.run(listing + more, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0"))
        for more in ([], ["--ignored", "--exclude-from=.gcloudignore"])
    )
    return sorted(Path(name) for name in kept - left if name)


def test_the_sandbox_and_the_tests_stay_at_home() -> None:
    names = {path.parts[0] for path in deployed()}
    assert names == {"app.py", "app.yaml", "requirements.txt", "addon", "manifest", "services"}
    assert not [path for path in deployed() if path.parts[:2] == ("services", "sandbox")]


def test_byte_code_goes_along_and_is_checked_against_its_source(tmp_path: Path) -> None:
    """App Engine runs what the README's command makes, and never what was made of other source."""
    command = re.search(r"`python3\.12 (-m compileall [^`]+)`", (ROOT / "README.md").read_text())
    assert command is not None
    made = [Path("addon/keys.py"), Path("manifest/build.py"), Path("services/scopes.py")]
    for path in made:
        (tmp_path / path).parent.mkdir()
        shutil.copyfile(ROOT / path, tmp_path / path)
    shutil.copyfile(ROOT / ".gcloudignore", tmp_path / ".gitignore")
    own_place = {name: value for name, value in os.environ.items() if name != "PYTHONPYCACHEPREFIX"}
    subprocess.run([sys.executable, *shlex.split(command[1])], cwd=tmp_path, env=own_place, check=True)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    listing = ["git", "ls-files", "--others", "--exclude-standard", "*.pyc"]
    found = subprocess.run(listing, cwd=tmp_path, capture_output=True, text=True, check=True).stdout.split()
    tag = sys.implementation.cache_tag
    assert set(found) == {str(path.parent / "__pycache__" / f"{path.stem}.{tag}.pyc") for path in made}
    # The second word of byte code says how it is checked (PEP 552): by its source's hash, always.
    assert {(tmp_path / name).read_bytes()[4:8] for name in found} == {b"\x03\0\0\0"}


def test_the_deployed_files_start_and_serve_a_press(stage: Stage, tmp_path: Path) -> None:
    root = tmp_path / "deployed"
    for path in deployed():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, root / path)
    with served(stage, root) as server:
        card = sit(stage, server, "ae", LARCHWOOD).open().press("Announce")
        card.tick_all("confirmed").press("Post in #sales")
    assert len(messages(stage)) == 1


def test_requirements_are_the_projects_own_without_what_only_the_sandbox_needs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    all_of_it = project["dependencies"] + project["optional-dependencies"]["postgres"]
    assert set(REQUIRED) == {one for one in all_of_it if named(one) not in ONLY_SANDBOX}


def test_everything_that_the_deployed_files_import_is_required() -> None:
    provided = importlib.metadata.packages_distributions()
    required = {named(one) for one in REQUIRED}
    # These come with what requires them, and are spoken to where it hands their objects out.
    required |= {"urllib3", "werkzeug", "click"}
    imported = {name for path in deployed() if path.suffix == ".py" for name in third_parties(ROOT / path)}
    assert {"flask", "sqlalchemy"} <= imported
    assert {one for one in imported if not {named(d) for d in provided.get(one, [])} & required} == set()


def named(requirement: str) -> str:
    """The package of a requirement, in its normal form."""
    return re.split(r"[\[<>=]", requirement)[0].lower().replace("_", "-").replace(".", "-")


def third_parties(path: Path) -> Iterator[str]:
    """Top-level packages that a file imports and that are neither ours nor Python's."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
        tops = {name.split(".")[0] for name in names}
        yield from tops - sys.stdlib_module_names - {"addon", "manifest", "services", "app"}
