"""Links: the deal's address in the CRM.

Source: the questionnaire definition, "Types and normal forms", type url.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from services.handover.patterns import late
from services.handover.questionnaire.area import Area
from services.handover.questionnaire.characters import normal
from services.handover.questionnaire.numbers import distinct

ADDRESS = late(r"\bhttps?://[^\s<>\"“”]+", re.IGNORECASE)
BEHIND = ".,;:!?'\"”’"


def read_links(area: Area) -> list[str]:
    """The addresses in an answer: a link's target where the text is linked, else the address in the text."""
    found: list[str] = []
    for line in area.lines:
        typed = ""
        for run in line.runs:
            target = run.chip.value if run.chip and run.chip.kind == "link" else run.link if run.chip is None else None
            if target:
                found += [*_typed(typed), *_target(target)]
                typed = ""
            else:
                typed += " " if run.chip else run.text
        found += _typed(typed)
    return distinct(found)


def _target(address: str) -> list[str]:
    plain = unwrapped(normal(address))
    return [plain] if is_web(plain) else []


def _typed(text: str) -> list[str]:
    found = []
    for match in ADDRESS.finditer(text) if "://" in text else ():
        address = match[0].rstrip(BEHIND)
        while address.endswith((")", "]")) and address.count("(") + address.count("[") < address.count(
            ")"
        ) + address.count("]"):
            address = address[:-1].rstrip(BEHIND)
        found += _target(address)
    return found


def is_web(address: str) -> bool:
    """Whether this is an address of http or https."""
    try:
        parts = urlsplit(address)
        return parts.scheme.lower() in ("http", "https") and bool(parts.netloc)
    except ValueError:
        return False


def unwrapped(address: str) -> str:
    """The address behind a redirect of the search engine, which Docs puts around pasted links."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    if (parts.hostname or "").removeprefix("www.") == "google.com" and parts.path == "/url":
        inner = parse_qs(parts.query).get("q") or parse_qs(parts.query).get("url")
        return unwrapped(inner[0]) if inner and inner[0] != address else address
    return address
