"""The deployment that a company installs, built from ``deployment.json`` for one address."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

SOURCE = Path(__file__).with_name("deployment.json")


def deployment(base_url: str) -> dict[str, Any]:
    """The deployment resource with every address below ``base_url``, and the patterns of our own links.

    Its fields are those of ``projects.deployments`` in the Workspace add-ons REST reference.
    """
    base = base_url.rstrip("/")
    parts = urlsplit(base)
    text = SOURCE.read_text(encoding="utf-8")
    for name, value in (("base_url", base), ("host", parts.hostname or ""), ("path", f"{parts.path}/".lstrip("/"))):
        text = text.replace(f"{{{name}}}", value)
    built: dict[str, Any] = json.loads(text)
    return built
