"""A step's card: exactly what the press will do, or how it went. Drawn from the draft's declared fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from addon.addresses import HOME, Addresses
from addon.cards.state import ICONS, state_words
from addon.forms import SUBMITTED, inputs
from addon.widgets import (
    AMBER,
    GREY,
    RED,
    button,
    buttons,
    card,
    coloured,
    esc,
    labelled,
    open_button,
    press,
    section,
    text,
)
from services.handover.model import ROLE_WORDS, Change, Draft, Fact, Person
from services.handover.process import SHOWN, Standing, View
from services.handover.words import field_words, gap_words, moment

Json = dict[str, Any]
BUSY = "Somebody is pressing this right now. Wait a moment, then check again."
UNCONFIRMED = (
    "It was sent, but no answer came back, so nobody knows yet whether it arrived. Pressing looks for it first and "
    "sends the very same thing again only if it is not there."
)


def step_card(view: View, person: Person, addresses: Addresses, keep: Mapping[str, str], remark: str = "") -> Json:
    """The card for one step as ``view`` found it; ``remark`` is what an outside system said, if anything."""
    standing = view.standing
    head = section([_remark(line, AMBER) for line in (remark, view.notice) if line])
    if view.draft is not None and standing.state == "ready":
        body = _draft_sections(view.draft, standing, addresses, keep)
    else:
        body = [_standing_section(standing, person, addresses, keep)]
    title = f"{standing.step.label}: done" if standing.state == "done" else standing.step.label
    return card(title, [head, *body], name=f"step-{standing.step.name}", subtitle=view.handover.company)


def _draft_sections(
    draft: Draft, standing: Standing, addresses: Addresses, keep: Mapping[str, str]
) -> list[Json | None]:
    carried = {**keep, **draft.hidden, SHOWN: draft.shown, SUBMITTED: "yes"}
    redraw = press(addresses.draft(standing.step.name), carried)
    run = press(addresses.run(standing.step.name), carried)
    can_go = draft.plan is not None or bool(draft.fields)
    return [
        section(
            [*(_remark(words, RED) for words in draft.problems), _links(draft)],
            "Nothing was sent yet" if draft.problems else "",
        ),
        section([_remark(words, AMBER) for words in draft.warnings]),
        section([text(esc(draft.text)) if draft.text else None], draft.text_title),
        section([_fact(fact) for fact in draft.facts if not fact.where]),
        section([_fact(fact) for fact in draft.facts if fact.where], "From the document"),
        section([_change(one) for one in draft.changes], "What will change"),
        section([inputs(field, redraw) for field in draft.fields]),
        section(
            [
                text(coloured(draft.undo, GREY)) if draft.undo else None,
                buttons(button(draft.confirm, run, filled=True)) if can_go else None,
                buttons(button("Check again", redraw)) if not can_go else None,
            ]
        ),
    ]


def _fact(fact: Fact) -> Json:
    return labelled(fact.label, esc(fact.value), below=fact.where)


def _change(change: Change) -> Json:
    old = f"<s>{esc(change.old)}</s>" if change.old.strip() else coloured("empty", GREY)
    return labelled(f"{change.where} · {change.label}", f"{old} → <b>{esc(change.new)}</b>")


def _links(draft: Draft) -> Json | None:
    return buttons(*(open_button(one.label, one.url) for one in draft.links))


def _remark(words: str, colour: str) -> Json:
    return labelled("", coloured(words, colour), icon="error" if colour == RED else "info")


def _standing_section(standing: Standing, person: Person, addresses: Addresses, keep: Mapping[str, str]) -> Json:
    """What there is to say about a step that cannot be pressed now, and the way on."""
    if standing.state == "done":
        return section(_done(standing, person))
    head = labelled("", esc(state_words(standing, person)), icon=ICONS[standing.state])
    if standing.state == "ready":
        words = f"This button belongs to {ROLE_WORDS[standing.step.role]}. Nothing was sent."
        return section([head, text(esc(words))])
    if standing.state == "unconfirmed":
        run = button("Check and finish", press(addresses.run(standing.step.name), keep), filled=True)
        return section([head, text(esc(UNCONFIRMED)), buttons(run) if standing.may else None])
    busy = text(esc(BUSY)) if standing.state == "in_progress" else None
    gaps = [labelled(field_words(gap.field), esc(gap_words(gap)), icon="edit_note") for gap in standing.gaps]
    again = buttons(button("Check again", press(addresses.of(HOME), keep)))
    return section([head, busy, *(gaps if standing.state == "blocked" else []), again])


def _done(standing: Standing, person: Person) -> list[Json | None]:
    """The evidence: what, by whom, when, and where to see it."""
    record = standing.record
    if record is None or record.evidence is None:
        return [labelled("Done", esc(standing.step.label), icon=ICONS["done"])]
    return [
        labelled("Done", esc(record.evidence.words), icon=ICONS["done"]),
        labelled("By", esc(record.person), below=moment(record.at, person)),
        buttons(open_button("See it", record.evidence.link) if record.evidence.link else None),
    ]
