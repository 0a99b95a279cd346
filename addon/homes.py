"""The first cards: in the questionnaire, in the template, in the installers spreadsheet, and before access."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from addon import addresses as paths
from addon import response
from addon.addresses import Addresses
from addon.answering import Envelope
from addon.cards import home, problem, reception, sheet, start, suggestions
from addon.reading import Reading, today
from addon.visit import Visit
from services import scopes
from services.handover.beginning import begins
from services.handover.claim import MADE_FOR
from services.handover.ledger import Page
from services.handover.model import Evidence, Handover
from services.handover.process import Process
from services.handover.standing import Standing

Json = dict[str, Any]


class Homes:
    """The pages that a trigger opens, and that "Check again" comes back to."""

    def __init__(self, process: Process, addresses: Addresses, reading: Reading) -> None:
        self._process = process
        self._addresses = addresses
        self._reading = reading

    def docs(self, visit: Visit, envelope: Envelope) -> Json:
        """The open document's home card, or the card that asks for the document first."""
        if visit.event.file_id is None:
            return envelope(self._no_file(visit))
        if visit.event.file_id == self._process.rules.start.template:
            return envelope(self._template(visit))
        if visit.event.file_id in self._process.rules.filled:
            return envelope(start.filled_card())
        # The ledger first: of several who press at the same moment, each reads it while others wait for Google.
        page = self._process.page(visit.event.document_id or "")
        handover = self._reading.document(visit)
        if not isinstance(handover, Handover):
            return envelope(handover)
        if (made := page.records.get(MADE_FOR)) and made.evidence:
            return envelope(self._made(handover, made.evidence))
        if not handover.is_questionnaire:
            return envelope(home.not_a_questionnaire_card(handover, self._addresses, visit.keep))
        self._process.note_order(visit.person, handover, page)
        return envelope(self._home_card(visit, handover, page))

    def sheets(self, visit: Visit, envelope: Envelope) -> Json:
        """The installers spreadsheet's list, or where to find it."""
        rules = self._process.rules.update_sheet
        if visit.event.file_id is None:
            return envelope(self._no_file(visit))
        begin = start.start_section(self._process.opening(visit.person), self._addresses, visit.keep)
        if visit.event.file_id != rules.spreadsheet:
            return envelope(sheet.other_spreadsheet_card(rules, begin))
        if "ops" not in visit.person.roles:
            return envelope(sheet.not_yours_card(begin))
        visit.need(*scopes.SPREADSHEETS)
        after = visit.event.parameter(sheet.AFTER)
        waiting = self._process.desk.work(visit.systems, visit.person, today(visit.person), after)
        unseen = self._process.desk.unseen(visit.person, [one.handover for one in waiting.works])
        promised = rules.promised_days
        return envelope(sheet.sheet_card(waiting, unseen, promised, visit.person, self._addresses, visit.keep, begin))

    def got_it(self, visit: Visit, envelope: Envelope) -> Json:
        """Somebody's team has seen the announcement."""
        handover = self._reading.handover(visit)
        if not isinstance(handover, Handover):
            return response.push_card(handover)
        self._process.acknowledge(visit.person, handover)
        if visit.event.host == "sheets":
            return self.sheets(visit, envelope)
        return envelope(self._home_card(visit, handover, self._process.page(handover.document_id)))

    def _made(self, handover: Handover, made: Evidence) -> Json:
        """In a document that a step made, which may hold as many answers as a questionnaire: the way back to it."""
        step = self._process.step(made.ids["step"])
        return home.made_document_card(handover, made.link, step.label if step else "another step")

    def _template(self, visit: Visit) -> Json:
        """In the template: a new copy, and no other step."""
        return start.template_card(self._process.opening(visit.person), self._addresses, visit.keep)

    def _no_file(self, visit: Visit) -> Json:
        """Not granted yet, or granted with the id still missing (addon-protocol, section 1.5); or another host."""
        if visit.event.elsewhere:
            return problem.problem_card(problem.ELSEWHERE, self._addresses, visit.keep)
        if not visit.event.granted:
            return problem.access_card(self._addresses, visit.event.host)
        if visit.path == paths.HOME:
            return problem.problem_card(problem.NO_DOCUMENT, self._addresses, visit.keep)
        return problem.continue_card(self._addresses, visit.keep)

    def after(self, visit: Visit, handover: Handover) -> tuple[Json, Json | None]:
        """The card to come back to once a step is done, without reading anything again from outside; and what is next.

        What is next is a section for the done step's own card, where this visit knows it.
        """
        if visit.event.host == "sheets":
            left = sheet.left_section(self._addresses, visit.keep)
            return sheet.done_here_card(self._addresses, visit.keep), left
        if begins(handover):
            return self._template(visit), None
        page = self._process.page(handover.document_id)
        standings = self._process.standings(visit.person, handover, page.records)
        onward = home.next_section(standings, visit.person, self._addresses, visit.keep)
        return self._home_with(visit, handover, page, standings), onward

    def _home_card(self, visit: Visit, handover: Handover, page: Page) -> Json:
        standings = self._process.standings(visit.person, handover, page.records)
        return self._home_with(visit, handover, page, standings)

    def _home_with(self, visit: Visit, handover: Handover, page: Page, standings: Sequence[Standing]) -> Json:
        doubts = self._process.doubts(handover, page, today(visit.person))
        receipts = self._process.receipts(page)
        extra = (
            reception.reception_section(receipts, visit.person, self._addresses, visit.keep),
            suggestions.suggestions_section(self._suggested(visit, handover), self._addresses, visit.keep),
        )
        return home.home_card(handover, standings, doubts, extra, visit.person, self._addresses, visit.keep)

    def _suggested(self, visit: Visit, handover: Handover) -> tuple[str, ...]:
        """The open answers for which Salesforce could be asked, without asking it."""
        able = visit.systems.has_salesforce and "sales" in visit.person.roles
        return self._process.suggestible(handover) if able else ()

    def again(self, visit: Visit, envelope: Envelope) -> Json:
        """Back to the first card, read afresh."""
        draw = self.sheets if visit.event.host == "sheets" else self.docs
        return draw(visit, envelope)
