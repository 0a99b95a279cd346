"""The universal actions: Settings (who am I, what is connected) and Help."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from addon.widgets import buttons, card, esc, labelled, open_button, section, text
from services.handover.model import ROLE_WORDS, Person, Step
from services.handover.rules import Rules
from services.handover.words import listed

Json = dict[str, Any]
NO_ROLE = "None yet: you can look, but not press. An administrator writes roles into handover.toml."


def settings_card(person: Person, rules: Rules) -> Json:
    """What the add-on knows of this person, and where its steps lead."""
    roles = listed([ROLE_WORDS[role] for role in ROLE_WORDS if role in person.roles])
    groups = listed([group.handle for group in rules.announce.groups])
    me = [
        labelled("Signed in as", esc(person.email), icon="person"),
        labelled("Your role", esc(roles or NO_ROLE), icon="group"),
        labelled("Your time zone", esc(person.time_zone), icon="schedule"),
    ]
    connected = [
        labelled(
            "Slack", esc(f"Announcements go to {rules.announce.channel_name}"), below=f"for {groups}", icon="send"
        ),
        labelled("Gmail", "Mails leave from your own mailbox", icon="mail"),
        labelled("Google Sheets", esc(rules.update_sheet.title), icon="table_chart"),
        buttons(open_button("Open the spreadsheet", rules.update_sheet.url)),
    ]
    return card("Settings", [section(me, "You"), section(connected, "Connected")], name="settings")


def help_card(steps: Sequence[Step]) -> Json:
    """Each button in a line, and the promise behind all of them."""
    promise = (
        "Each button first shows exactly what it will send or change, and does it once you confirm. "
        "Pressing twice, or after something broke, never does it twice."
    )
    lines = [labelled(ROLE_WORDS[step.role], f"<b>{esc(step.label)}</b>", below=step.does) for step in steps]
    note = "Answers are read from the open document each time. Fix them there, then press “Check again”."
    return card("Help", [section([text(promise)]), section(lines), section([text(esc(note))])], name="help")
