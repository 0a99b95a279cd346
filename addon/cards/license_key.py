"""The card on which a pasted license key is checked. What was pasted never comes back on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from addon.addresses import KEY_CHECK, Addresses
from addon.widgets import button, buttons, card, esc, labelled, notice, press, section, text
from services.handover.key_check import KeyCheck

Json = dict[str, Any]
INPUT = "key"
WHAT_FOR = "Paste a license key to compare it with this document. It is only read here: sent to nobody, kept nowhere."
NOT_VERIFIED = "The signature was not checked, so this does not say whether Sourcegraph made the key."


def key_card(addresses: Addresses, keep: Mapping[str, str], checked: KeyCheck | None = None) -> Json:
    """The form, and below it what the last key said."""
    field = {"name": INPUT, "label": "License key", "type": "MULTIPLE_LINE"}
    check = button("Check the key", press(addresses.of(KEY_CHECK), keep, keep_inputs=False), filled=True)
    form = section([text(esc(WHAT_FOR)), {"textInput": field}, buttons(check)])
    return card("Check a license key", [form, *(_result(checked) if checked else [])], name="license-key")


def _result(checked: KeyCheck) -> list[Json | None]:
    if checked.problem:
        return [section([notice(checked.problem, stops=True)])]
    verdict = [labelled("", f"<b>{esc(checked.fits)}</b>", icon="check_circle")] if checked.fits else []
    verdict += [notice(words) for words in checked.differs]
    said = [labelled(fact.label, esc(fact.value)) for fact in checked.says]
    return [section(verdict), section([*said, text(esc(NOT_VERIFIED))], "What the key says")]
