"""A step that was done another way, or is not needed: what a person says about it."""

from __future__ import annotations

from typing import Literal, Protocol, runtime_checkable
from urllib.parse import urlsplit

from msgspec import Struct

from services.handover.fields import DateField, TextField
from services.handover.model import Evidence, Form, Step
from services.handover.patterns import late
from services.handover.words import listed, plain_day

HOW, NOTE = "how", "note"
LONGEST = 500
NO_CHOICE = "Choose one of the two first. Nothing was recorded."
NO_NOTE = "Add a link or a few words, so that others can follow it. Nothing was recorded."
NOT_GIVEN = "Add {names}: what was done by hand must be found again. Nothing was recorded."
NO_ADDRESS = "“{label}” must be an address that begins with https://. Nothing was recorded."
LINK = "link"
TOO_LONG = f"Keep it below {LONGEST} characters: a link says more. Nothing was recorded."
_LINK = late(r"https://[^\s<>\"']+")


@runtime_checkable
class Recorded(Protocol):
    """A step whose doing by hand is recorded with particulars of its own, each of which has to be given."""

    particulars: tuple[TextField | DateField, ...]
    """What is asked for. The one called :data:`LINK` is an address."""


class Said(Struct, frozen=True):
    """What a person said: the state it leads to, with their words as evidence; or why it could not be recorded."""

    state: Literal["by_hand", "not_applicable"] | None
    evidence: Evidence
    problem: str = ""


def said(form: Form, step: Step) -> Said:
    """Read the submitted form: a choice, and a link or words that explain it; or the reason that a card computed."""
    note = form.hidden.get(NOTE) or form.text(NOTE)
    evidence = Evidence(note, first_link(note))
    how = {form.hidden[HOW]} if HOW in form.hidden else form.ticked(HOW)
    if not form.submitted:
        return Said(None, evidence)
    if how not in ({"by_hand"}, {"not_applicable"}):
        return Said(None, evidence, NO_CHOICE)
    if "by_hand" in how and isinstance(step, Recorded) and step.particulars:
        return _particular(form, step, note)
    if not note:
        return Said(None, evidence, NO_NOTE)
    if len(note) > LONGEST:
        return Said(None, evidence, TOO_LONG)
    return Said("by_hand" if "by_hand" in how else "not_applicable", evidence)


def _particular(form: Form, step: Recorded, note: str) -> Said:
    """What was done by hand, with each of its particulars; a note may say more."""
    given = {one.name: " ".join(form.text(one.name).split()) for one in step.particulars}
    evidence = Evidence("", given.get(LINK, ""))
    if missing := [f"the {one.label.lower()}" for one in step.particulars if not given[one.name]]:
        return Said(None, evidence, NOT_GIVEN.format(names=listed(missing)))
    for one in step.particulars:
        if one.name == LINK and first_link(given[LINK]) != given[LINK]:
            return Said(None, evidence, NO_ADDRESS.format(label=one.label))
        if isinstance(one, DateField):
            given[one.name] = given[one.name][:10]
    shown = (plain_day(given[one.name]) if isinstance(one, DateField) else given[one.name] for one in step.particulars)
    words = " · ".join(filter(None, (*shown, note)))
    if len(words) > LONGEST:
        return Said(None, evidence, TOO_LONG)
    return Said("by_hand", Evidence(words, given.get(LINK, ""), given))


def first_link(note: str) -> str:
    """The first https address in the note, to be shown as a link and never fetched; empty when there is none."""
    found = _LINK.search(note)
    if found is None:
        return ""
    try:
        return found.group() if urlsplit(found.group()).hostname else ""
    except ValueError:
        return ""
