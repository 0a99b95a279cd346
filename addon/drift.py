"""The page that compares the systems for one customer, in the questionnaire and in the installers spreadsheet."""

from __future__ import annotations

from typing import Any

from addon.addresses import COMPARING, Addresses
from addon.answering import Envelope
from addon.cards import problem
from addon.cards.drift import drift_card
from addon.reading import Reading, today
from addon.visit import Visit
from services import scopes
from services.errors import NoAccess
from services.handover.model import Click, Handover
from services.handover.process import Process

Json = dict[str, Any]


class Drift:
    """What is pressed at ``/drift``. Nothing is written."""

    def __init__(self, process: Process, addresses: Addresses, reading: Reading) -> None:
        self._process = process
        self._addresses = addresses
        self._reading = reading

    def compare(self, visit: Visit, envelope: Envelope) -> Json:
        """Everything read as the person; other systems only after the person's own read of what is open."""
        if not COMPARING & visit.person.roles:
            return envelope(problem.problem_card(problem.NOT_TO_COMPARE, self._addresses, visit.keep))
        visit.need(*scopes.SPREADSHEETS)
        handover = self._reading.handover(visit)
        if not isinstance(handover, Handover):
            return envelope(handover)
        document: Handover | None = handover
        if visit.event.host == "sheets":
            self._process.desk.read(visit.systems)
            document = self._document(visit, handover)
        click = Click(visit.person, handover, visit.systems, self._process.rules, today(visit.person))
        found = self._process.desk.comparing.compare(click, document)
        return envelope(drift_card(handover, found, self._addresses, visit.keep))

    def _document(self, visit: Visit, handover: Handover) -> Handover | None:
        """From the sheet, the document only if Google lets this person read it through the add-on."""
        try:
            return self._process.read(visit.systems, handover.document_id)
        except NoAccess:
            return None
