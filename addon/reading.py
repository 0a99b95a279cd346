"""Which handover a request is about, read as the person; or the card that says why it cannot be read."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from addon.addresses import Addresses
from addon.cards import problem
from addon.visit import Visit
from services.errors import NoAccess
from services.handover.model import Handover, Person
from services.handover.process import Process

Json = dict[str, Any]


class Reading:
    """Reads handovers for the pages."""

    def __init__(self, process: Process, addresses: Addresses) -> None:
        self._process = process
        self._addresses = addresses

    def handover(self, visit: Visit) -> Handover | Json:
        """From the open document; in the installers sheet, as it travelled with the announcement."""
        if visit.event.host == "docs":
            return self.document(visit)
        document_id = visit.event.document_id
        found = self._process.announced(document_id) if document_id else None
        if found is None or visit.event.file_id != self._process.rules.update_sheet.spreadsheet:
            return problem.problem_card(problem.NO_DOCUMENT, self._addresses, visit.keep)
        return found

    def document(self, visit: Visit) -> Handover | Json:
        """The open document as the person; the card that asks for it when Google does not let them."""
        document_id = visit.event.document_id
        if document_id is None:
            return problem.problem_card(problem.NO_DOCUMENT, self._addresses, visit.keep)
        if document_id == self._process.rules.start.template:
            return problem.problem_card(problem.TEMPLATE, self._addresses, visit.keep)
        try:
            return self._process.read(visit.systems, document_id)
        except NoAccess as error:
            if error.status == 403:
                return problem.access_card(self._addresses, "docs", "Allow access again")
            return problem.problem_card(problem.problem_of(error), self._addresses, visit.keep, allow=True)


def today(person: Person) -> date:
    """The person's own time zone decides what "today" is; UTC where the host does not say."""
    try:
        zone = ZoneInfo(person.time_zone)
    except (KeyError, ValueError, OSError):
        zone = ZoneInfo("UTC")
    return datetime.now(zone).date()
