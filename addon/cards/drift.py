"""Where the systems disagree about a deal: every place's value, field by field, each leading to where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from addon.addresses import DRIFT, Addresses
from addon.widgets import button, buttons, card, esc, labelled, notice, open_link, press, section
from services.handover.comparison import Compared, Stand
from services.handover.model import Handover
from services.handover.words import field_words, listed

Json = dict[str, Any]
SHOWN = 10


def drift_card(handover: Handover, found: Compared, addresses: Addresses, keep: Mapping[str, str]) -> Json:
    """One section for each field that differs, then what agrees, then what could not be compared."""
    sections: list[Json | None] = [
        section([_line(one) for one in stands], field_words(name))
        for name, stands in list(found.differ.items())[:SHOWN]
    ]
    if rest := list(found.differ)[SHOWN:]:
        sections.append(section([labelled(f"{len(rest)} more differ", esc(_named(rest)), icon="info")]))
    if not found.differ:
        words = "Every field that stands in several places says the same." if found.agree else "Nothing to compare yet."
        sections.append(section([labelled("", words, icon="check_circle" if found.agree else "info")]))
    elif found.agree:
        sections.append(section([labelled("Agree", esc(_named(found.agree)), icon="check_circle")]))
    sections.append(section([notice(words) for words in found.left_out], "Not compared"))
    again = button("Compare again", press(addresses.of(DRIFT), keep))
    sections.append(section([buttons(again)]))
    count = len(found.differ)
    subtitle = f"{handover.company}: {count} field{'s differ' if count != 1 else ' differs'} · nothing is written"
    return card("Compare systems", sections, name="drift", subtitle=subtitle)


def _line(one: Stand) -> Json:
    there = open_link(one.link) if one.link else None
    return labelled(one.place, esc(one.words or "empty"), below=one.where, on_click=there)


def _named(names: list[str]) -> str:
    return listed([field_words(name) for name in names])
