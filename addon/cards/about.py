"""The universal actions: Settings (who am I, what is connected) and Help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from addon.addresses import CHECK, Addresses
from addon.cards.problem import SCOPE_WORDS
from addon.widgets import button, buttons, card, esc, labelled, open_button, press, section, text
from services.handover.connections import Connection
from services.handover.model import ROLE_WORDS, Person, Step
from services.handover.rules import Rules
from services.handover.words import listed

Json = dict[str, Any]
SYSTEM_ICONS: Mapping[str, str] = {"works": "check_circle", "fails": "error", "absent": "block"}
NO_ROLE = "None yet: you can look, but not press. An administrator writes roles into handover.toml."


def settings_card(
    person: Person, granted: frozenset[str], connected: Sequence[Connection], rules: Rules, check: Json | None = None
) -> Json:
    """What the add-on knows of this person, what they allowed it, and where its steps lead; ``check`` for admins."""
    roles = listed([ROLE_WORDS[role] for role in ROLE_WORDS if role in person.roles])
    me = [
        labelled("Signed in as", esc(person.email), icon="person"),
        labelled("Your role", esc(roles or NO_ROLE), icon="group"),
        labelled("Your time zone", esc(person.time_zone), icon="schedule"),
    ]
    systems: list[Json | None] = [
        *map(_system, connected),
        labelled("Google Sheets", esc(rules.update_sheet.title), icon="table_chart"),
        buttons(open_button("Open the spreadsheet", rules.update_sheet.url)),
    ]
    allowed = section([_permission(scope, granted) for scope in SCOPE_WORDS], "You allow the add-on to")
    sections = [section(me, "You"), section(systems, "Systems"), check, allowed]
    return card("Settings", sections, name="settings")


def check_section(addresses: Addresses, keep: Mapping[str, str]) -> Json:
    """What admins press to have the whole set-up checked."""
    return section([buttons(button("Check the set-up", press(addresses.of(CHECK), keep), filled=True))], "For admins")


def _system(one: Connection) -> Json:
    return labelled(one.system, esc(one.words), icon=SYSTEM_ICONS[one.state])


def _permission(scope: str, granted: frozenset[str]) -> Json:
    """Asked for when it is first needed, so one that is missing is no mistake."""
    if scope in granted:
        return labelled("", esc(SCOPE_WORDS[scope]), icon="check_circle")
    return labelled("", esc(SCOPE_WORDS[scope]), below="Not allowed; asked when needed.", icon="block")


def help_card(steps: Sequence[Step]) -> Json:
    """Each button in a line, and the promise behind all of them."""
    promise = (
        "Each button first shows exactly what it will send or change, and does it once you confirm. "
        "Pressing twice, or after something broke, never does it twice."
    )
    lines = [labelled(ROLE_WORDS[step.role], f"<b>{esc(step.label)}</b>", below=step.does) for step in steps]
    note = "Answers are read from the open document each time. Fix them there, then press “Check again”."
    return card("Help", [section([text(promise)]), section(lines), section([text(esc(note))])], name="help")
