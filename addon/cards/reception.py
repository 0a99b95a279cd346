"""Who has seen the announcement, for those who wait for it; and the button for those who have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from addon.addresses import GOT_IT, Addresses
from addon.widgets import button, buttons, esc, labelled, press, section
from services.handover.model import ROLE_WORDS, Person
from services.handover.reception import Receipt
from services.handover.words import moment

Json = dict[str, Any]


def reception_section(
    receipts: Sequence[Receipt], person: Person, addresses: Addresses, keep: Mapping[str, str]
) -> Json | None:
    """One line for each team; None while nothing is announced."""
    if not receipts:
        return None
    waited_for = any(one.role in person.roles and not one.person for one in receipts)
    got_it = buttons(got_it_button(addresses, keep)) if waited_for else None
    return section([*(_line(one, person) for one in receipts), got_it], "Seen the announcement")


def got_it_button(addresses: Addresses, keep: Mapping[str, str]) -> Json:
    """For the team that has seen it."""
    return button("Got it", press(addresses.of(GOT_IT), keep))


def _line(one: Receipt, person: Person) -> Json:
    if not one.person:
        return labelled(ROLE_WORDS[one.role], "Not yet", icon="schedule")
    who = "You" if one.person == person.email else one.person
    return labelled(ROLE_WORDS[one.role], esc(who), below=moment(one.at, person), icon="check_circle")
