"""A step that is made of records: each with where it stands, and the way from one of them back to all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from addon.addresses import COMPARING, DRIFT, Addresses
from addon.cards.state import ICONS, state_words
from addon.widgets import button, buttons, esc, labelled, press, section
from services.handover.model import Person, Step
from services.handover.standing import Standing

Json = dict[str, Any]
PRESSABLE = ("ready", "unconfirmed")


def records_section(
    parts: Sequence[Standing], person: Person, addresses: Addresses, keep: Mapping[str, str]
) -> Json | None:
    """One line for each record, which leads to it; None for a step that is not made of any."""
    lines = [
        labelled(
            one.step.does,
            f"<b>{esc(one.step.label)}</b>" if one.state in PRESSABLE else esc(one.step.label),
            below=state_words(one, person),
            icon=ICONS[one.state],
            on_click={"action": press(addresses.step(one.step.name), keep)},
        )
        for one in parts
    ]
    if not lines:
        return None
    compare = button("Compare systems", press(addresses.of(DRIFT), keep))
    return section([*lines, buttons(compare) if person.roles & COMPARING else None], "Records")


def all_section(whole: Step | None, addresses: Addresses, keep: Mapping[str, str]) -> Json | None:
    """On a record's card, the way to all of them."""
    if whole is None:
        return None
    return section([buttons(button("All records", press(addresses.step(whole.name), keep)))])
