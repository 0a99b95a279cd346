"""Which links an add-on previews: the patterns of its manifest, as the editors match them.

A star at the beginning of a host stands for subdomains, and a path's prefix is written without its first slash (REST
reference ``projects.deployments``, link preview triggers).
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import SplitResult, urlsplit

PREVIEW_SCOPE = "https://www.googleapis.com/auth/workspace.linkpreview"
CREATE_SCOPE = "https://www.googleapis.com/auth/workspace.linkcreate"


def preview_function(deployment: Mapping[str, Any], host: str, url: str) -> str | None:
    """The function of the first trigger of ``host`` ("docs" or "sheets") that a pasted link matches."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    for trigger in deployment["addOns"].get(host, {}).get("linkPreviewTriggers", []):
        if any(_matches(pattern, parts) for pattern in trigger["patterns"]):
            return str(trigger["runFunction"])
    return None


def _matches(pattern: Mapping[str, str], url: SplitResult) -> bool:
    if url.scheme not in ("http", "https") or not url.hostname:
        return False
    host = re.escape(pattern["hostPattern"]).replace(r"\*", r"[\w.-]+")
    prefix = pattern.get("pathPrefix", "").strip("/")
    path = url.path.lstrip("/")
    inside = not prefix or path == prefix or path.startswith(prefix + "/")
    return re.fullmatch(host, url.hostname) is not None and inside
