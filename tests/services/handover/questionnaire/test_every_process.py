"""What is read does not depend on the process that reads."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize("seed", ["0", "1", "2", "3"])
def test_labels_are_read_alike_in_every_process(seed: str) -> None:
    """The order of the words in a set differs from process to process; here two fields fit as well as each other."""
    asks = (
        "from services.handover.questionnaire.labels import labels; "
        "beside = frozenset({'billing', 'company', 'name'}); "
        "print(labels().find(beside | {'contact'}, beside).field)"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    told = subprocess.run([sys.executable, "-c", asks], capture_output=True, check=True, env=environment)
    assert told.stdout.strip() == b"billing_contact"
