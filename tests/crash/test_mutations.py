"""The sweep would notice: with one part of the protocol taken out of a copy of the source, it turns red.

The product has no switch for this; the part is taken out of the copy's text.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.timeout(600)
COPIED = ("app.py", "pyproject.toml", "README.md", "addon", "services", "manifest", "tests")


@dataclass(frozen=True)
class Mutation:
    """What is taken out: a line of a file, what stands there instead, and the part of the sweep that must notice."""

    file: str
    line: str
    instead: str
    sweep: str


MUTATIONS = {
    "the look-up": Mutation(
        "services/handover/once.py",
        "        evidence = effect.find(click.systems, plan, claim, earlier)\n",
        "        evidence = None\n",
        "test_any_answer_to_any_request[announce]",
    ),
    "the lease check": Mutation(
        "services/handover/once.py",
        "        with click.systems.asking(claim.check):\n",
        "        if claim.check:\n",
        "test_a_pause_past_the_lease_at_any_moment[announce]",
    ),
    "the claim": Mutation(
        "services/handover/ledger.py",
        'index_elements=["handover", "step"], set_=_taken_over(fresh.excluded), where=_free()\n',
        'index_elements=["handover", "step"], set_=_taken_over(fresh.excluded)\n',
        "test_a_pause_past_the_lease_at_any_moment[announce]",
    ),
}


@pytest.mark.parametrize("part", MUTATIONS)
def test_the_sweep_turns_red_without(part: str, tmp_path: Path) -> None:
    mutation = MUTATIONS[part]
    for name in COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    text = (tmp_path / mutation.file).read_text(encoding="utf-8")
    assert text.count(mutation.line) == 1, f"{part} is written otherwise by now: change the mutation too"
    (tmp_path / mutation.file).write_text(text.replace(mutation.line, mutation.instead), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-n", "0", f"tests/crash/test_sweep.py::{mutation.sweep}"]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=540,
        check=False,
    )
    counts = re.search(r"crash sweep: (\d+) scenarios, (.*)", done.stdout)
    assert counts is not None, done.stdout[-3000:]
    assert int(counts[1]) > 0
    assert done.returncode == 1
    assert sum(int(number) for number in re.findall(r"\d+", counts[2])) > 0, "nobody noticed"
