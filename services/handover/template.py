"""Texts with placeholders: ``$`` and capital letters, filled in one pass so that no value is expanded itself."""

from __future__ import annotations

from collections.abc import Mapping

from services.handover.model import Click
from services.handover.patterns import late
from services.handover.words import person

PLACEHOLDER = late(r"\$[A-Z]+")
KEYS = "$KEYS"
"""Stands for the license key, which takes its place only when it is sent."""


def values_of(click: Click) -> dict[str, str]:
    """What the placeholders of every text stand for."""
    handover, company = click.handover, click.rules.company
    executive = handover.value("account_executive") or {}
    return {
        "$COMPANY": " ".join(handover.company.split()),
        "$CE": person(handover.value("customer_engineer") or {}),
        "$NAME": person(executive) or click.person.email,
        "$SUPPORT": company.support_address,
        "$VENDOR": company.name,
    }


def filled(template: str, values: Mapping[str, str]) -> str:
    """The text with every placeholder that has a value replaced by it."""
    return PLACEHOLDER.sub(lambda found: values.get(found[0], found[0]), template)


def inert(text: str) -> str:
    """A value that cannot be taken for a placeholder itself where several are replaced one after the other.

    A word joiner, which nobody sees, parts the sign from the letters.
    """
    return PLACEHOLDER.sub(lambda found: "$\u2060" + found[0][1:], text)


def left_over(*texts: str) -> tuple[str, ...]:
    """The placeholders that still stand in the texts, each once."""
    return tuple(sorted({found[0] for found in PLACEHOLDER.finditer("\n".join(texts))}))
