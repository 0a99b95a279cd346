"""The deployment that a company installs, built from ``deployment.json`` for one address."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).with_name("deployment.json")


def deployment(base_url: str) -> dict[str, Any]:
    """The deployment resource with every address below ``base_url``.

    Its fields are those of ``projects.deployments`` in the Workspace add-ons REST reference.
    """
    text = SOURCE.read_text(encoding="utf-8").replace("{base_url}", base_url.rstrip("/"))
    built: dict[str, Any] = json.loads(text)
    return built
