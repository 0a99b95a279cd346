"""Mails that were kept as drafts: below their step, and the card on which one is removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from addon.addresses import Addresses
from addon.widgets import button, buttons, card, esc, labelled, notice, press, section, text
from services.handover.afterwards import SHOWN
from services.handover.kept_drafts import KeptDraft
from services.handover.model import Person
from services.handover.presses import View
from services.handover.words import moment

Json = dict[str, Any]
NOT_THERE = "This draft was deleted already, or it is not in your Gmail. Nothing was changed."
UNCONFIRMED = "Deleting it was sent, but no answer came back. Pressing looks first."


def drafts_section(
    found: Sequence[KeptDraft], may: bool, person: Person, addresses: Addresses, keep: Mapping[str, str]
) -> Json | None:
    """Each with its subject and its mailbox; only from that mailbox it can be removed."""
    widgets: list[Json | None] = []
    for one in found:
        where = "your Gmail" if one.sender == person.email else f"the Gmail of {one.sender}"
        kept = f"Kept in {where}, {moment(one.record.at, person)}"
        widgets.append(labelled("", esc(one.subject), below=kept, icon="edit_note"))
        if one.undoing is not None and one.undoing.in_progress:
            widgets.append(text(esc(f"Being deleted, {moment(one.undoing.at, person)}.")))
        elif may and one.sender == person.email:
            widgets.extend(_way_back(one, addresses, keep))
    return section(widgets, "Drafts in Gmail") if widgets else None


def _way_back(one: KeptDraft, addresses: Addresses, keep: Mapping[str, str]) -> list[Json | None]:
    step = one.record.step.partition("/")[0]
    shown = {**keep, SHOWN: one.shown}
    if one.undoing is not None and one.undoing.unconfirmed:
        run = press(addresses.remove_draft(step), shown)
        return [text(esc(UNCONFIRMED)), buttons(button("Check and finish", run, filled=True))]
    return [buttons(button("Delete the draft…", press(addresses.kept(step), shown)))]


def delete_card(view: View, one: KeptDraft, addresses: Addresses, keep: Mapping[str, str], remark: str = "") -> Json:
    """What deleting a draft does, and the button that does it."""
    step, back = view.standing.step, one.evidence.undo or {}
    run = press(addresses.remove_draft(step.name), {**keep, SHOWN: one.shown})
    unconfirmed = one.undoing is not None and one.undoing.unconfirmed
    lines = [labelled("", esc(line), icon="undo") for line in back["lines"]]
    confirm = buttons(button("Check and finish" if unconfirmed else back["confirm"], run, filled=True))
    return card(
        f"Delete the draft: {step.label}",
        [
            section([notice(remark)] if remark else []),
            section([labelled("The draft", esc(one.subject), icon="edit_note")]),
            section([*lines, confirm], "What will change"),
        ],
        name="delete-draft",
        subtitle=view.handover.company,
    )
