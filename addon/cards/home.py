"""The home card: whose turn it is, what is missing, and every step with its state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from addon.addresses import COMPARING, DRIFT, HOME, KEY, Addresses
from addon.cards.state import ICONS, state_words, there
from addon.widgets import button, buttons, card, esc, labelled, notice, open_button, press, section, text
from services.handover.checks import Doubt
from services.handover.model import ROLE_WORDS, Handover, Person
from services.handover.questionnaire.answer import Answer
from services.handover.standing import Standing
from services.handover.words import field_words, gap_sentence, listed, shortened

Json = dict[str, Any]
SHOWN_GAPS, LISTED_GAPS = 6, 16
SHOWN_DOUBTS, LISTED_DOUBTS = 3, 8
NAMED, LONGEST = 6, 240
"""What is seen at once and what behind "show more": a host takes 100 widgets and 30 KB, a reader far less."""

PRESSABLE = ("ready", "unconfirmed")


def home_card(
    handover: Handover,
    standings: Sequence[Standing],
    doubts: Sequence[Doubt],
    extra: Sequence[Json | None],
    person: Person,
    addresses: Addresses,
    keep: Mapping[str, str],
) -> Json:
    """The card of a questionnaire that can be read.

    ``extra`` are sections that belong to this moment, ``keep`` the parameters that every button carries.
    """
    asked = handover.asked
    done = sum(one.settled for one in standings)
    mine = [one for one in standings if one.may and one.state in PRESSABLE]
    sections = [
        _turn(mine, standings, person, addresses, keep),
        _outdated(standings, addresses, keep),
        *extra,
        _billing(handover, doubts, person),
        _gaps(handover, standings),
        _worth_a_look(handover, asked, standings, doubts),
        section([_line(one, person, addresses, keep) for one in standings], "All steps"),
        section([buttons(*_always(person, addresses, keep))]),
    ]
    answered = sum(one.status == "answered" for one in asked)
    subtitle = f"{done} of {len(standings)} steps done · {answered} of {len(asked)} questions answered"
    return card(handover.company, sections, name="home", subtitle=subtitle)


def next_section(standings: Sequence[Standing], person: Person, addresses: Addresses, keep: Mapping[str, str]) -> Json:
    """Below what was just done: the one step to go on with, or whose turn it is."""
    mine = [one for one in standings if one.may and one.state in PRESSABLE]
    return _turn(mine[:1], standings, person, addresses, keep)


def _billing(handover: Handover, doubts: Sequence[Doubt], person: Person) -> Json | None:
    """What an invoice needs, for finance; imported when they come."""
    if "finance" not in person.roles:
        return None
    from addon.cards.billing import billing_section

    return billing_section(handover, doubts)


def _always(person: Person, addresses: Addresses, keep: Mapping[str, str]) -> tuple[Json, ...]:
    """What can be pressed whatever the steps' states: read again, check a key, compare what every system says."""
    asides = (
        (True, "Check again", HOME),
        ("ce" in person.roles, "Check a license key", KEY),
        (bool(person.roles & COMPARING), "Compare systems", DRIFT),
    )
    return tuple(button(label, press(addresses.of(path), keep)) for may, label, path in asides if may)


def _turn(
    mine: Sequence[Standing],
    standings: Sequence[Standing],
    person: Person,
    addresses: Addresses,
    keep: Mapping[str, str],
) -> Json:
    """The buttons this person can press now, or why there are none."""
    if not mine:
        return section([text(esc(_nothing_to_do(standings, person)))], "What comes next")
    widgets: list[Json | None] = []
    for one in mine:
        widgets.append(text(esc(one.step.does)))
        action = press(addresses.step(one.step.name), keep)
        widgets.append(buttons(button(one.step.label, action, filled=True)))
    return section(widgets, "Your turn")


def _outdated(standings: Sequence[Standing], addresses: Addresses, keep: Mapping[str, str]) -> Json:
    """What was told to the customer and is not so any more, for those who can tell them."""
    widgets: list[Json | None] = []
    for one in standings:
        if one.outdated and one.can_correct:
            tell = button("Tell the customer…", press(addresses.correct(one.step.name), keep))
            widgets += [notice(one.outdated), buttons(tell)]
    return section(widgets, "Changed since")


def _nothing_to_do(standings: Sequence[Standing], person: Person) -> str:
    if not person.roles:
        return "You have no role in handovers yet, so you can look but not press. Ask an administrator."
    if all(one.settled for one in standings):
        return "Every step is done. Nothing is left to press."
    if any(one.may and one.state == "blocked" for one in standings):
        return "Nothing can be pressed until the answers below are in the document."
    waiting = sorted({ROLE_WORDS[one.step.role] for one in standings if one.state in PRESSABLE})
    return f"It is the turn of {listed(waiting)}." if waiting else "Nothing to press right now."


def _gaps(handover: Handover, standings: Iterable[Standing]) -> Json | None:
    """Each missing or doubtful answer once, with where it stands and what it holds up."""
    found: dict[str, tuple[Answer, list[str]]] = {}
    for one in standings:
        for gap in one.gaps if one.state != "done" else ():
            found.setdefault(gap.field, (gap, []))[1].append(one.step.label)
    if not found:
        return None
    lines = [
        labelled(
            field_words(name),
            esc(gap_sentence(gap)),
            below=f"{listed(labels)} {'wait' if len(labels) > 1 else 'waits'} for it",
            icon="edit_note",
            on_click=there(handover, gap),
        )
        for name, (gap, labels) in list(found.items())[:LISTED_GAPS]
    ]
    if rest := list(found)[LISTED_GAPS:]:
        lines.append(labelled(f"{len(rest)} more", esc(_named(rest)), icon="edit_note"))
    return section(lines, "Still missing in the document", collapsed_after=SHOWN_GAPS)


def _worth_a_look(
    handover: Handover, asked: Iterable[Answer], standings: Iterable[Standing], doubts: Sequence[Doubt]
) -> Json | None:
    """What holds nothing up but a careful person would fix: what does not fit, is doubtful, or is still open."""
    held_up = {gap.field for one in standings for gap in one.gaps}
    free = [one for one in asked if one.field not in held_up]
    open_ = [one.field for one in free if one.status in ("placeholder", "unanswered")]
    told = [(one.field, esc(shortened(one.words, LONGEST)), "info") for one in doubts]
    told += [(one.field, esc(gap_sentence(one)), "help") for one in free if one.status == "ambiguous"]
    lines: list[Json | None] = [_line_about(handover, *one) for one in told[:LISTED_DOUBTS]]
    if rest := [name for name, _, _ in told[LISTED_DOUBTS:]]:
        lines.append(labelled(f"{len(rest)} more", esc(_named(rest)), icon="help"))
    if open_:
        lines.append(labelled(f"{len(open_)} still open", esc(_named(open_)), icon="radio_button_unchecked"))
    return section(lines, "Worth a look", collapsed_after=SHOWN_DOUBTS) if lines else None


def _named(fields: Sequence[str]) -> str:
    """The first of several fields by their words, and how many there are beside them."""
    names = [field_words(name) for name in dict.fromkeys(fields)]
    return listed(names if len(names) <= NAMED else [*names[:NAMED], f"{len(names) - NAMED} more"])


def _line_about(handover: Handover, name: str, markup: str, icon: str) -> Json:
    return labelled(field_words(name), markup, icon=icon, on_click=there(handover, handover.answer(name)))


def _line(one: Standing, person: Person, addresses: Addresses, keep: Mapping[str, str]) -> Json:
    """One step: icon, whose it is, its name, and its state; pressing the line shows it."""
    return labelled(
        ROLE_WORDS[one.step.role],
        f"<b>{esc(one.step.label)}</b>" if one.state in PRESSABLE else esc(one.step.label),
        below=state_words(one, person),
        icon=ICONS[one.state],
        on_click={"action": press(addresses.step(one.step.name), keep)},
    )


def made_document_card(handover: Handover, questionnaire: str, step: str) -> Json:
    """The card of a document that a step made: the way to its questionnaire, and no step, or it would be done twice."""
    words = (
        f"“{esc(handover.title)}” was made by “{esc(step)}” for a customer's handover. Nothing is sent from here: the "
        "handover goes on in the sidebar of the customer's questionnaire."
    )
    onward = buttons(open_button("Open the questionnaire", questionnaire))
    return card("Part of a handover", [section([text(words), onward])], name="home")


def not_a_questionnaire_card(handover: Handover, addresses: Addresses, keep: Mapping[str, str]) -> Json:
    """The card for a document that is none of ours."""
    words = (
        f"“{esc(handover.title or 'This document')}” does not look like a new customer questionnaire: fewer than "
        "six of its questions were found. Nothing was read from it and nothing can be sent."
    )
    next_step = "Open the customer's questionnaire, or press again after adding the questions to this document."
    widgets = [text(words), text(esc(next_step))]
    check = buttons(button("Check again", press(addresses.of(HOME), keep)))
    return card("No questionnaire here", [section([*widgets, check])], name="home")
