"""The rules of the house, checked on the code itself: who may import whom, no circles, small files."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OURS = ("app", "addon", "services", "manifest")
SYSTEMS = {
    "google_docs",
    "google_drive",
    "google_sheets",
    "gmail",
    "google_calendar",
    "slack",
    "salesforce",
    "licensing",
    "one_time_secret",
}
LINES, FUNCTION_LINES = 300, 40


def sources() -> list[Path]:
    """Every Python file of the product."""
    found = [ROOT / "app.py", *(p for top in OURS[1:] for p in (ROOT / top).rglob("*.py"))]
    assert len(found) > 30
    return found


def module_of(path: Path) -> str:
    """A file's dotted name."""
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return name.removesuffix(".__init__")


MODULES = {module_of(path): path for path in sources()}


def imports(path: Path, *, typing: bool = False) -> Iterator[str]:
    """Modules of ours that a file imports anywhere, late imports included; those for types alone on request."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = {id(n) for block in ast.walk(tree) if _only_typing(block) and not typing for n in ast.walk(block)}
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names if a.name.split(".")[0] in OURS)
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in OURS:
            for alias in node.names:
                deeper = f"{node.module}.{alias.name}"
                yield deeper if deeper in MODULES else node.module


def _only_typing(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


GRAPH = {name: set(imports(path)) for name, path in MODULES.items()}


@pytest.mark.parametrize("typing", [False, True])
def test_no_module_is_in_an_import_circle(typing: bool) -> None:
    graph = {name: set(imports(path, typing=typing)) for name, path in MODULES.items()}
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(" imports ".join(error.args[1]))
    assert len(order) >= len(MODULES)


def test_nobody_imports_app() -> None:
    assert [name for name, used in GRAPH.items() if "app" in used] == []


def test_services_know_no_addon() -> None:
    assert _using("services", "addon") == []


def test_the_addon_reaches_the_outside_only_through_the_process() -> None:
    """It may name a system's scopes and errors, but it calls none of its clients."""
    calls = [
        path.name
        for path in (ROOT / "addon").rglob("*.py")
        for text in [path.read_text(encoding="utf-8")]
        for client in (
            "GoogleDocs(",
            "GoogleSheets(",
            "Gmail(",
            "Slack(",
            "systems.slack",
            "systems.gmail",
            "systems.sheets",
            "systems.docs",
            "systems.drive",
        )
        if client in text
    ]
    assert calls == []


def test_systems_do_not_import_each_other() -> None:
    found = [
        (name, used)
        for name in MODULES
        if name.removeprefix("services.") in SYSTEMS
        for used in GRAPH[name]
        if used.removeprefix("services.") in SYSTEMS
    ]
    assert found == []


def test_systems_do_not_know_the_process() -> None:
    found = [name for name in MODULES if name.removeprefix("services.") in SYSTEMS | {"google", "transport", "errors"}]
    assert found
    assert [n for n in found for used in GRAPH[n] if used.startswith("services.handover")] == []


def test_steps_do_not_import_steps() -> None:
    steps = "services.handover.steps."
    assert [n for n in MODULES if n.startswith(steps) for used in GRAPH[n] if used.startswith(steps)] == []


def test_only_app_imports_the_sandbox_and_the_sandbox_imports_only_itself() -> None:
    box = "services.sandbox"
    users = [n for n in MODULES if not n.startswith(box) and any(used.startswith(box) for used in GRAPH[n])]
    assert users == ["app"]
    assert [(n, u) for n in MODULES if n.startswith(box) for u in GRAPH[n] if not u.startswith(box)] == []


def test_flask_appears_only_where_requests_come_in() -> None:
    found = [
        name
        for name, path in MODULES.items()
        if not (name == "app" or name.startswith(("addon", "services.sandbox")))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if _top(node) in ("flask", "werkzeug")
    ]
    assert found == []


def _top(node: ast.AST) -> str:
    if isinstance(node, ast.Import):
        return node.names[0].name.split(".")[0]
    return (node.module or "").split(".")[0] if isinstance(node, ast.ImportFrom) else ""


def test_files_are_short() -> None:
    tracked = [
        *sources(),
        *(ROOT / "tests").rglob("*.py"),
        *(ROOT / "services").rglob("*.js"),
        *(ROOT / "services").rglob("*.css"),
    ]
    long = {str(p.relative_to(ROOT)): n for p in tracked if (n := len(p.read_text("utf-8").splitlines())) > LINES}
    assert long == {}


def test_functions_are_short() -> None:
    long = {
        f"{path.relative_to(ROOT)}:{node.name}": node.end_lineno - node.lineno + 1
        for path in [*sources(), *(ROOT / "tests").rglob("*.py")]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.end_lineno is not None
        if node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    }
    assert long == {}


def test_no_file_is_called_utils() -> None:
    assert [p for p in sources() if p.stem in ("utils", "util", "helpers", "misc", "common")] == []


def test_public_things_say_what_for() -> None:
    silent = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in sources()
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_")
        if ast.get_docstring(node) is None
    ]
    assert silent == []


def test_the_code_is_clean_and_typed() -> None:
    for command in (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]):
        done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


def _using(inside: str, other: str) -> list[str]:
    return [n for n in MODULES if n.startswith(inside) for used in GRAPH[n] if used.split(".")[0] == other]
