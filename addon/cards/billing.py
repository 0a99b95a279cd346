"""What finance look for in the questionnaire: who is billed, where and how, exactly as it stands there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from addon.widgets import buttons, esc, labelled, open_button, open_link, section
from services.handover.billing import FIELDS
from services.handover.checks import Doubt
from services.handover.model import Handover
from services.handover.questionnaire.answer import Answer
from services.handover.words import field_words, gap_sentence, shortened, value_words, where_words

Json = dict[str, Any]
LONGEST = 400
"""Of one answer, in characters; the whole of it stands on the invoice and behind the line."""


def billing_section(handover: Handover, doubts: Sequence[Doubt]) -> Json:
    """The billing answers, each with where it stands and what is doubtful about it; and the way to the document."""
    lines: list[Json | None] = [_line(handover, handover.answer(name), doubts) for name in FIELDS]
    return section([*lines, buttons(open_button("Wrong? Fix it in the document", handover.url))], "Billing")


def _line(handover: Handover, answer: Answer, doubts: Sequence[Doubt]) -> Json:
    place = handover.place(answer)
    there = open_link(place) if place else None
    if answer.status != "answered":
        words = gap_sentence(answer)
        return labelled(field_words(answer.field), esc(words), icon="edit_note", on_click=there)
    remarks = [f"<i>{esc(one.words)}</i>" for one in doubts if one.field == answer.field]
    shown = "<br>".join([*(esc(shortened(one, LONGEST)) for one in _parts(answer.value)), *remarks])
    return labelled(field_words(answer.field), shown, below=where_words(answer), on_click=there)


def _parts(value: object) -> list[str]:
    """A person's name, address and number stand below each other."""
    return [str(one) for one in value.values() if one] if isinstance(value, dict) else [value_words(value)]
