"""The two ways around a press: done another way, and taking back what was done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from addon.addresses import Addresses
from addon.forms import SUBMITTED, inputs
from addon.widgets import button, buttons, card, esc, labelled, notice, press, section, text
from services.handover.afterwards import SHOWN
from services.handover.otherwise import HOW, NOTE, Recorded
from services.handover.presses import View

Json = dict[str, Any]
CHOICES = (("by_hand", "It was done by hand"), ("not_applicable", "It is not needed for this customer"))


def otherwise_card(view: View, addresses: Addresses, keep: Mapping[str, str], problem: str = "") -> Json:
    """The form on which a person says that a step was done another way, or is not needed.

    An answer that could not be recorded is shown again by the host with what was typed.
    """
    step = view.standing.step
    unconfirmed = view.standing.state == "unconfirmed"
    offered = CHOICES[:1] if unconfirmed else CHOICES
    items = [{"text": label, "value": value, "selected": False} for value, label in offered]
    choose = {"selectionInput": {"name": HOW, "label": "What happened?", "type": "RADIO_BUTTON", "items": items}}
    asked = step.particulars if isinstance(step, Recorded) else ()
    note = {
        "textInput": {
            "name": NOTE,
            "label": "A note, or why it is not needed" if asked else "Link to it, or the reason",
            "type": "MULTIPLE_LINE",
            "hintText": "Everybody who opens this handover can read it.",
        }
    }
    record = button("Record", press(addresses.record(step.name), {**keep, SUBMITTED: "yes"}), filled=True)
    words = f"Nothing is sent. “{step.label}” then counts as done, and steps that wait for it can go on."
    found = "It was sent and not confirmed: say so only if you saw it there yourself." if unconfirmed else ""
    particulars = [inputs(field, None, addresses) for field in asked]
    remark = notice(found) if found else None
    widgets = [text(esc(words)), remark, choose, *particulars, note, buttons(record)]
    head = section([notice(problem, stops=True)] if problem else [])
    return card("Done another way?", [head, section(widgets)], name="otherwise", subtitle=view.handover.company)


def undo_card(view: View, addresses: Addresses, keep: Mapping[str, str], remark: str = "") -> Json:
    """What taking a step back changes, and the button that does it."""
    step, draft = view.standing.step, view.draft
    head = section([notice(line) for line in (remark, view.notice) if line])
    body = section([text("This cannot be taken back any more.")])
    if draft is not None:
        # Without inputs of its own it is no form, and whose handover it is stands in ``keep``.
        submitted = {SUBMITTED: "yes"} if draft.fields else {}
        run = press(addresses.run_undo(step.name), {**keep, SHOWN: draft.hidden[SHOWN], **submitted})
        lines: list[Json | None] = [labelled("", esc(line), icon="undo") for line in draft.text.split("\n")]
        asked = [inputs(field, run, addresses) for field in draft.fields]
        body = section([*lines, *asked, buttons(button(draft.confirm, run, filled=True))], "What will change")
    return card(f"Undo: {step.label}", [head, body], name="undo", subtitle=view.handover.company)
