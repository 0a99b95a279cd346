"""Answers that Salesforce suggests: what it says, boxes to tick, and the button that writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from addon.addresses import SUGGESTIONS, TAKE_OVER, Addresses
from addon.forms import SUBMITTED, inputs
from addon.widgets import button, buttons, card, esc, labelled, notice, open_button, press, section, text
from services.handover.fields import TickField
from services.handover.suggestions import Suggested
from services.handover.words import field_words, listed

Json = dict[str, Any]
TICK = "Tick at least one."
NOTHING = "The opportunity knows nothing that the questionnaire does not say already."
WHICH = "Several open opportunities are named like the customer. Which one is this?"
PICK = "pick"
"""The parameter that says which opportunity the person chose."""
HOW = "They are written where the questionnaire asks for them. What is answered there is never written over."


def suggestions_section(names: tuple[str, ...], addresses: Addresses, keep: Mapping[str, str]) -> Json | None:
    """On the home card: what Salesforce may know; None while there is nothing to ask it for."""
    if not names:
        return None
    words = f"Salesforce may know: {listed([field_words(name) for name in names])}."
    look = button("Look it up", press(addresses.of(SUGGESTIONS), keep))
    return section([text(esc(words)), buttons(look)], "From the opportunity")


def suggestions_card(
    found: Suggested, addresses: Addresses, keep: Mapping[str, str], ticked: frozenset[str] | None = None
) -> Json:
    """The suggestions, all ticked until the person says otherwise; ``ticked`` are those of a form that came back."""
    see = open_button("See it in Salesforce", found.link) if found.link else None
    if found.choices:
        lines = (_choice(*one, addresses, keep) for one in found.choices)
        return card("From Salesforce", [section([text(esc(WHICH)), *lines])], name="suggestions")
    if not found.items:
        words = text(esc(found.nothing or NOTHING))
        return card("From Salesforce", [section([words, buttons(see)])], name="suggestions")
    options = tuple((one.key, f"{field_words(one.field)}: {one.text}") for one in found.items)
    every = frozenset(one.key for one in found.items)
    boxes = TickField("suggestions", f"“{found.source}” says", options, every if ticked is None else ticked)
    take = press(addresses.of(TAKE_OVER), {**keep, SUBMITTED: "yes", PICK: found.record})
    missing = section([notice(TICK, stops=True)]) if ticked == frozenset() else None
    body = section([inputs(boxes, take, addresses), text(esc(HOW))])
    done = section([buttons(button("Put into the document", take, filled=True), see)])
    return card("From Salesforce", [missing, body, done], name="suggestions")


def _choice(record: str, name: str, stage: str, addresses: Addresses, keep: Mapping[str, str]) -> Json:
    """One opportunity; pressing its line shows what it says."""
    look = press(addresses.of(SUGGESTIONS), {**keep, PICK: record})
    return labelled("", esc(name), below=stage, icon="arrow_forward", on_click={"action": look})
