"""The pages of the Sheets sidebar beyond a single step: several customers at once, and what does not agree."""

from __future__ import annotations

from typing import Any

from addon import response
from addon.addresses import Addresses
from addon.answering import Envelope
from addon.cards import desk, sheet
from addon.forms import form_of
from addon.reading import today
from addon.visit import Visit
from services import scopes
from services.handover.beginning import beginning
from services.handover.model import Click, Form
from services.handover.process import Process

Json = dict[str, Any]


class Desk:
    """What operations press in the installers spreadsheet, at ``/sheets/…``."""

    def __init__(self, process: Process, addresses: Addresses) -> None:
        self._process = process
        self._addresses = addresses

    def several(self, visit: Visit, envelope: Envelope) -> Json:
        """What would be written for every waiting customer."""
        if not self._may(visit):
            return envelope(sheet.not_yours_card(None))
        items = self._process.desk.look(visit.systems, today(visit.person))
        return envelope(desk.several_card(items, self._addresses, visit.keep))

    def run_several(self, visit: Visit, envelope: Envelope) -> Json:
        """Write the ticked ones, each once."""
        if not self._may(visit):
            return envelope(sheet.not_yours_card(None))
        click = Click(visit.person, beginning(Form()), visit.systems, self._process.rules, today(visit.person))
        results = self._process.desk.press(click, form_of(visit.event))
        for one in results:
            visit.line.ended(one.outcome)
        drawn = desk.results_card(results, self._addresses, visit.keep)
        return response.done_card(sheet.done_here_card(self._addresses, visit.keep), drawn, "Update several: see below")

    def compare(self, visit: Visit, envelope: Envelope) -> Json:
        """The reverse question."""
        if not self._may(visit):
            return envelope(sheet.not_yours_card(None))
        found = self._process.desk.compare(visit.systems, today(visit.person))
        rules = self._process.rules.update_sheet
        return envelope(desk.compare_card(found, rules, self._addresses, visit.keep))

    def _may(self, visit: Visit) -> bool:
        """Operations only, in the installers spreadsheet only, with the permission to read it."""
        mine = visit.event.file_id == self._process.rules.update_sheet.spreadsheet
        if "ops" in visit.person.roles and mine:
            visit.need(*scopes.SPREADSHEETS)
            return True
        return False
