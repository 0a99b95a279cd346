"""What the check of the set-up found: what is wrong with what to do, what nobody looked at, and the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from addon.addresses import CHECK_AGAIN, Addresses
from addon.widgets import button, buttons, card, esc, labelled, open_button, press, section, text
from services.handover.doctor.finding import Finding
from services.handover.words import shortened

Json = dict[str, Any]
SHOWN, LISTED = 12, 30
"""So many wrong things are told one by one, and so many right ones named for each part: a host takes no more."""
LONGEST = 400
MORE = "And {count} more. `flask doctor` on the command line shows all of them."
ALL_RIGHT = "Everything that was looked at is as it should be."


def checkup_card(findings: Sequence[Finding], addresses: Addresses, keep: Mapping[str, str]) -> Json:
    """One line for each wrong thing; what is right is gathered by part."""
    wrong = [one for one in findings if one.state == "wrong"]
    aside = [one for one in findings if one.state == "unchecked"]
    right = [one for one in findings if one.state == "ok"]
    more = text(esc(MORE.format(count=len(wrong) - SHOWN))) if len(wrong) > SHOWN else None
    head = [line for one in wrong[:SHOWN] for line in _wrong(one)] or [
        labelled("", esc(ALL_RIGHT), icon="check_circle")
    ]
    again = button("Check again", press(addresses.of(CHECK_AGAIN), keep), filled=True)
    sections = [
        section([*head, more], "To put right" if wrong else ""),
        section([_unchecked(one) for one in aside[:SHOWN]], "Not checked", collapsed_after=1),
        section(_right(right), "Right", collapsed_after=1),
        section([buttons(again)]),
    ]
    subtitle = f"{len(right)} right · {len(wrong)} wrong · {len(aside)} not checked"
    return card("Set-up", sections, name="checkup", subtitle=subtitle)


def _wrong(one: Finding) -> list[Json | None]:
    words, todo = (esc(shortened(said, LONGEST)) for said in (one.words, one.todo))
    told = labelled(one.area, f"{_named(one)}<br>{words}<br><b>What to do:</b> {todo}", icon="error")
    return [told, buttons(open_button(f"Open the {one.what}", one.link)) if one.link else None]


def _unchecked(one: Finding) -> Json:
    return labelled(one.area, f"{_named(one)}<br>{esc(shortened(one.words, LONGEST))}", icon="help")


def _right(findings: Sequence[Finding]) -> list[Json | None]:
    areas = dict.fromkeys(one.area for one in findings)
    return [_area(area, [one.what for one in findings if one.area == area]) for area in areas]


def _area(area: str, names: Sequence[str]) -> Json:
    listed = ", ".join([*names[:LISTED], *([f"{len(names) - LISTED} more"] if len(names) > LISTED else [])])
    return labelled(f"{area}: {len(names)}", esc(listed), icon="check_circle")


def _named(one: Finding) -> str:
    """In the text, because a label that is too long for its line is cut off."""
    return f"<b>{esc(one.what)}</b>"
