"""A step that was done another way, or is not needed: what a person says about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from services.handover.model import Evidence, Form

HOW, NOTE = "how", "note"
LONGEST = 500
NO_CHOICE = "Choose one of the two first. Nothing was recorded."
NO_NOTE = "Add a link or a few words, so that others can follow it. Nothing was recorded."
TOO_LONG = f"Keep it below {LONGEST} characters: a link says more. Nothing was recorded."
_LINK = re.compile(r"https://[^\s<>\"']+")


@dataclass(frozen=True)
class Said:
    """What a person said: the state it leads to, with their words as evidence; or why it could not be recorded."""

    state: Literal["by_hand", "not_applicable"] | None
    evidence: Evidence
    problem: str = ""


def said(form: Form) -> Said:
    """Read the submitted form: a choice, and a link or words that explain it; or the reason that a card computed."""
    note = form.hidden.get(NOTE) or form.text(NOTE)
    evidence = Evidence(note, _link(note))
    how = {form.hidden[HOW]} if HOW in form.hidden else form.ticked(HOW)
    if not form.submitted:
        return Said(None, evidence)
    if how not in ({"by_hand"}, {"not_applicable"}):
        return Said(None, evidence, NO_CHOICE)
    if not note:
        return Said(None, evidence, NO_NOTE)
    if len(note) > LONGEST:
        return Said(None, evidence, TOO_LONG)
    return Said("by_hand" if "by_hand" in how else "not_applicable", evidence)


def _link(note: str) -> str:
    """The first https address in the note, to be shown as a link and never fetched; empty when there is none."""
    found = _LINK.search(note)
    if found is None:
        return ""
    try:
        return found.group() if urlsplit(found.group()).hostname else ""
    except ValueError:
        return ""
