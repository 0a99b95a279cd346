"""A step's card: exactly what the press will do, or how it went. Drawn from the draft's declared fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from addon.addresses import HOME, Addresses, opens
from addon.cards.state import ICONS, last_press, state_words, there
from addon.forms import SUBMITTED, inputs
from addon.widgets import button, buttons, card, esc, labelled, notice, open_button, press, section, text
from services.handover.afterwards import SHOWN
from services.handover.model import ROLE_WORDS, Change, Correctable, Draft, Effect, Fact, Keepable, Person
from services.handover.otherwise import HOW, NOTE
from services.handover.presses import View
from services.handover.standing import Standing
from services.handover.words import field_words, gap_sentence, moment

Json = dict[str, Any]
TITLES = {"done": "done", "by_hand": "done by hand", "not_applicable": "not needed"}
SETTLED_WORDS = {"done": "Done", "by_hand": "Done by hand", "not_applicable": "Not needed"}
BUSY = "Somebody is pressing this right now. Wait a moment, then check again."
UNCONFIRMED = (
    "It was sent, but no answer came back, so nobody knows yet whether it arrived. Pressing looks for it first and "
    "sends the very same thing again only if it is not there."
)

UNDO_UNCONFIRMED = (
    "Taking it back was sent, but no answer came back, so nobody knows yet whether it was done. Pressing looks first."
)

CORRECTION_UNCONFIRMED = (
    "The correction was sent, but no answer came back, so nobody knows yet whether it was made. Pressing looks first."
)


def step_card(
    view: View,
    person: Person,
    addresses: Addresses,
    keep: Mapping[str, str],
    remark: str = "",
    records: Json | None = None,
    after: Json | None = None,
) -> Json:
    """The card for one step as ``view`` found it; ``remark`` is what an outside system said, if anything.

    ``records`` stands in place of the draft of a step that is made of them, ``after`` below everything.
    """
    standing = view.standing
    failed = view.outcome is not None and view.outcome.kind != "done"
    before = "" if failed else last_press(standing, person)
    head = section([notice(line) for line in (remark, view.notice, before) if line])
    name = standing.step.name
    if view.draft is not None and view.correcting and standing.state != "ready":
        return _correction_card(view, view.draft, head, addresses, keep)
    body: list[Json | None]
    if records is not None and (standing.settled or standing.state == "ready"):
        body = [records, _standing_section(view, person, addresses, keep)]
        body = body if standing.settled else body[:1]
    elif view.draft is not None and standing.state == "ready":
        effect = standing.step.effect
        aside = (effect.keep_words[0], addresses.keep(name)) if isinstance(effect, Keepable) else None
        draws = addresses.draft(name), addresses.run(name), addresses.record(name)
        body = draft_sections(view.draft, addresses, *draws, keep, aside)
    else:
        body = [_standing_section(view, person, addresses, keep)]
    if standing.can_settle:
        body.append(section([buttons(button("Done another way?", press(addresses.otherwise(name), keep)))]))
    body.append(after)
    title = f"{standing.step.label}: {TITLES[standing.state]}" if standing.settled else standing.step.label
    return card(title, [head, *body], name=f"step-{name}", subtitle=view.handover.company)


def _correction_card(view: View, draft: Draft, head: Json, addresses: Addresses, keep: Mapping[str, str]) -> Json:
    """What a done step would say now."""
    step = view.standing.step
    again, run = addresses.redraw_correction(step.name), addresses.run_correction(step.name)
    return card(
        f"{_opens(step.effect).rstrip('…')}: {step.label}",
        [head, *draft_sections(draft, addresses, again, run, "", keep)],
        name="correct",
        subtitle=view.handover.company,
    )


def draft_sections(
    draft: Draft,
    addresses: Addresses,
    again: str,
    run_url: str,
    record: str,
    keep: Mapping[str, str],
    aside: tuple[str, str] | None = None,
) -> list[Json | None]:
    """What a press at ``run_url`` will do; ``again`` draws it anew, ``record`` keeps that it is not needed.

    ``aside`` is the label and the address of a second button, which keeps it for the person to finish by hand.
    """
    carried = {**keep, **draft.hidden, SHOWN: draft.shown, SUBMITTED: "yes"}
    redraw, run = press(again, carried), press(run_url, carried)
    beside = button(aside[0], press(aside[1], carried)) if aside else None
    can_go, links = draft.plan is not None or bool(draft.fields), _links(draft)
    return [
        section(
            [*(notice(words, stops=True) for words in draft.problems), links if draft.problems else None],
            "Nothing was sent yet" if draft.problems else "",
        ),
        section([*(notice(words) for words in draft.warnings), None if draft.problems else links]),
        _not_needed(draft, record, keep),
        section([text(esc(draft.text)) if draft.text else None], draft.text_title),
        section([_fact(fact) for fact in draft.facts if not fact.where]),
        section([_fact(fact) for fact in draft.facts if fact.where], "From the document"),
        section([_change(one) for one in draft.changes], "What will change"),
        section([inputs(field, redraw, addresses) for field in draft.fields]),
        section(
            [
                text(esc(draft.undo)) if draft.undo else None,
                buttons(button(draft.confirm, run, filled=True), beside) if can_go else None,
                buttons(button("Check again", redraw)) if not can_go else None,
            ]
        ),
    ]


def _not_needed(draft: Draft, record: str, keep: Mapping[str, str]) -> Json | None:
    """The reason that was computed, and the one press that records it."""
    if not draft.not_needed:
        return None
    said = {**keep, SUBMITTED: "yes", HOW: "not_applicable", NOTE: draft.not_needed}
    return section([text(esc(draft.not_needed)), buttons(button("Record as not needed", press(record, said)))])


def _fact(fact: Fact) -> Json:
    return labelled(fact.label, esc(fact.value), below=fact.where)


def _change(change: Change) -> Json:
    old = f"<s>{esc(change.old)}</s>" if change.old.strip() else "<i>empty</i>"
    return labelled(f"{change.where} · {change.label}", f"{old} → <b>{esc(change.new)}</b>")


def _links(draft: Draft) -> Json | None:
    return buttons(*(open_button(one.label, one.url) for one in draft.links if opens(one.url)))


def _standing_section(view: View, person: Person, addresses: Addresses, keep: Mapping[str, str]) -> Json:
    """What there is to say about a step that cannot be pressed now, and the way on."""
    handover, standing = view.handover, view.standing
    if standing.settled:
        return section(_settled(view, person, addresses, keep))
    head = labelled("", esc(state_words(standing, person)), icon=ICONS[standing.state])
    if standing.state == "ready" and standing.may:
        look = button(standing.step.label, press(addresses.draft(standing.step.name), keep), filled=True)
        return section([None if last_press(standing, person) else head, buttons(look)])
    if standing.state == "ready":
        words = f"This button belongs to {ROLE_WORDS[standing.step.role]}. Nothing was sent."
        return section([head, text(esc(words))])
    if standing.state == "unconfirmed":
        run = button("Check and finish", press(addresses.run(standing.step.name), keep), filled=True)
        return section([head, text(esc(UNCONFIRMED)), buttons(run) if standing.may else None])
    busy = text(esc(BUSY)) if standing.state == "in_progress" else None
    gaps = [
        labelled(field_words(gap.field), esc(gap_sentence(gap)), icon="edit_note", on_click=there(handover, gap))
        for gap in standing.gaps
    ]
    again = buttons(button("Check again", press(addresses.of(HOME), keep)))
    return section([head, busy, *(gaps if standing.state == "blocked" else []), again])


def _settled(view: View, person: Person, addresses: Addresses, keep: Mapping[str, str]) -> list[Json | None]:
    """The evidence: what, by whom, when, where to see it, and the way back."""
    standing, record, name = view.standing, view.standing.record, view.standing.step.name
    evidence = record.evidence if record else None
    if record is None or evidence is None:
        return [labelled("Done", esc(standing.step.label), icon=ICONS["done"])]
    by_person = standing.state != "done"
    link = evidence.link if not (by_person or evidence.typed) or opens(evidence.link) else ""
    see = open_button("See it", link) if link else None
    again = button("Open it again", press(addresses.reopen(name), keep)) if standing.may else None
    return [
        labelled(SETTLED_WORDS[standing.state], esc(evidence.words), icon=ICONS[standing.state]),
        notice(standing.outdated) if standing.outdated else None,
        notice(standing.changed) if standing.changed else None,
        *(_fact(fact) for fact in view.told),
        labelled("By", esc(record.person), below=moment(record.at, person)),
        *([buttons(see, again)] if by_person else _way_back(standing, person, addresses, keep, see)),
    ]


def _way_back(
    standing: Standing, person: Person, addresses: Addresses, keep: Mapping[str, str], see: Json | None
) -> list[Json | None]:
    """Whether a done step can be changed or taken back, and how far somebody's attempt at it came; beside ``see``."""
    undoing, name = standing.undoing, standing.step.name
    if undoing is not None and undoing.in_progress:
        return [buttons(see), text(esc(f"Being taken back by {undoing.person}, {moment(undoing.at, person)}."))]
    if undoing is not None and undoing.unconfirmed:
        check = button("Check and finish", press(addresses.run_undo(name), keep), filled=True)
        return [buttons(see), text(esc(UNDO_UNCONFIRMED)), buttons(check) if standing.may else None]
    if standing.correcting is not None and standing.correcting.unconfirmed:
        check = button("Check and finish", press(addresses.run_correction(name), keep), filled=True)
        return [buttons(see), text(esc(CORRECTION_UNCONFIRMED)), buttons(check) if standing.may_correct else None]
    undo = button("Undo…", press(addresses.undo(name), keep)) if standing.can_undo else None
    opens_ = _opens(standing.step.effect)
    correct = button(opens_, press(addresses.correct(name), keep)) if standing.can_correct else None
    return [buttons(see, correct, undo)]


def _opens(effect: Effect) -> str:
    """What opens the card on which a done step is changed."""
    return effect.correct_words[0] if isinstance(effect, Correctable) else ""
