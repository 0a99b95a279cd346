"""Where a handover begins: the template's own card, and the same button on the cards of the Sheets sidebar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from addon.addresses import Addresses
from addon.widgets import button, buttons, card, esc, press, section, text
from services.handover.model import ROLE_WORDS
from services.handover.standing import Standing

Json = dict[str, Any]
TEMPLATE = (
    "Every customer's questionnaire is a copy of this document. What is written here turns up in each new copy, so "
    "answer nothing here."
)


FILLED = (
    "The add-on copies this document for a customer and fills the copy in. You have allowed it to read this one, so "
    "there is nothing more to do here."
)
BACK = "Go back to the customer's questionnaire, and press there again."


def filled_card() -> Json:
    """The card of another open template, of which a step fills copies: whoever was sent here to allow it is told so."""
    return card("This is a template", [section([text(esc(FILLED)), text(esc(BACK))])], name="home")


def template_card(standing: Standing, addresses: Addresses, keep: Mapping[str, str]) -> Json:
    """The card of the open template: nothing but the way to a copy."""
    words = f"{ROLE_WORDS[standing.step.role]} starts handovers."
    begin = start_section(standing, addresses, keep) or section([text(esc(words))])
    return card("This is the template", [section([text(esc(TEMPLATE))]), begin], name="home")


def start_section(standing: Standing, addresses: Addresses, keep: Mapping[str, str]) -> Json | None:
    """The button with what it does; None for people who may not press it."""
    if not standing.may:
        return None
    begin = button(standing.step.label, press(addresses.step(standing.step.name), keep), filled=True)
    return section([text(esc(standing.step.does)), buttons(begin)], "New customer")
