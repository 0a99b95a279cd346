"""The page on which a pasted license key is checked against the open document."""

from __future__ import annotations

from typing import Any

from addon.addresses import Addresses
from addon.answering import Envelope
from addon.cards.license_key import INPUT, key_card
from addon.forms import form_of
from addon.reading import Reading, today
from addon.visit import Visit
from services.handover.key_check import check_key
from services.handover.model import Click, Handover
from services.handover.process import Process

Json = dict[str, Any]


class Keys:
    """Shows the form, and what a key says."""

    def __init__(self, process: Process, addresses: Addresses, reading: Reading) -> None:
        self._process = process
        self._addresses = addresses
        self._reading = reading

    def look(self, visit: Visit, envelope: Envelope) -> Json:
        """The empty form."""
        return envelope(key_card(self._addresses, visit.keep))

    def check(self, visit: Visit, envelope: Envelope) -> Json:
        """Compare a key with the document as it is now; an empty form asks for one."""
        handover = self._reading.handover(visit)
        if not isinstance(handover, Handover):
            return envelope(handover)
        click = Click(visit.person, handover, visit.systems, self._process.rules, today(visit.person))
        found = check_key(click, next(iter(form_of(visit.event).inputs.get(INPUT, ())), ""))
        return envelope(key_card(self._addresses, visit.keep, found))
