"""The process: the questionnaire and what does not fit in it, who has seen it, and, by its presses, every step."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from services.handover import purchase_order
from services.handover.beginning import beginning
from services.handover.checks import Doubt, doubts
from services.handover.claim import ANNOUNCED_BY
from services.handover.ledger import Page
from services.handover.model import Click, Form, Handover, Person
from services.handover.presses import Presses
from services.handover.questionnaire.mask import FIELDS_MASK
from services.handover.questionnaire.read import read_questionnaire
from services.handover.reception import GOT_IT, Receipt, receipt_name, receipts
from services.handover.standing import Standing
from services.handover.suggestions import Suggested, suggested, take_over, wanted
from services.handover.travelling import travelled
from services.handover.used import drift
from services.systems import Systems

if TYPE_CHECKING:
    from services.handover.kept_drafts import KeptDrafts
    from services.handover.sheet_desk import SheetDesk


class Process(Presses):
    """The company's process over one ledger."""

    @cached_property
    def drafts(self) -> KeptDrafts:
        """What people kept to finish by hand; imported when somebody looks."""
        from services.handover.kept_drafts import KeptDrafts

        return KeptDrafts(self._ledger)

    @cached_property
    def desk(self) -> SheetDesk:
        """What operations do for several customers; imported when they first do."""
        from services.handover.sheet_desk import SheetDesk

        return SheetDesk(self.rules, self._ledger)

    def read(self, systems: Systems, document_id: str) -> Handover:
        """The handover as its document says it, read as the person. Raises NoAccess and its kin."""
        document = systems.docs.document(document_id, FIELDS_MASK)
        return Handover.of(document_id, read_questionnaire(document, self.rules.labels))

    def announced(self, document_id: str) -> Handover | None:
        """The handover as it travelled with its announcement; None while it is not announced."""
        found = self._ledger.announcement(document_id)
        return travelled(found) if found else None

    def opening(self, person: Person) -> Standing:
        """The step that begins a handover, for whichever customer."""
        [standing] = self.standings(person, beginning(Form()))
        return standing

    def page(self, document_id: str) -> Page:
        """What the ledger has of a handover, read once for all that one card shows."""
        return self._ledger.page(document_id)

    def doubts(self, handover: Handover, page: Page, today: date) -> tuple[Doubt, ...]:
        """What does not fit together, and what differs from the day it was announced, or since a step used it."""
        then = page.announced.answers if page.announced else {}
        # What the announcement used travelled.
        pressed = {name: one for name, one in page.records.items() if name != ANNOUNCED_BY}
        kept = [(one.label, pressed[name].used) for name, one in self._steps.items() if name in pressed]
        return (*drift(then, kept, handover), *doubts(handover, today))

    def suggestible(self, handover: Handover) -> tuple[str, ...]:
        """The open fields for which Salesforce may know an answer; it is not asked here."""
        return wanted(handover, self.rules)

    def suggested(self, click: Click, picked: str) -> Suggested:
        """What Salesforce says to the open fields; ``picked`` is the opportunity that the person chose, if they did."""
        return suggested(click, picked)

    def take_over(self, click: Click, keys: Collection[str], picked: str) -> None:
        """Write ticked suggestions into the document; raises Refused when they are no longer what was ticked."""
        take_over(click, keys, picked)

    def note_order(self, person: Person, handover: Handover, page: Page) -> None:
        """Keep that a purchase order's number came which was missing when it was announced; nobody is asked for it."""
        if purchase_order.PROMISE in self.rules.reminders.promises:
            purchase_order.note(self._ledger, person, handover, page)

    def receipts(self, page: Page) -> tuple[Receipt, ...]:
        """Which teams have seen the announcement; none while there is none."""
        return receipts(page.records)

    def acknowledge(self, person: Person, handover: Handover) -> None:
        """The person has seen the announcement, for each of their teams; the first of a team counts."""
        records = self._ledger.records(handover.document_id)
        for one in receipts(records):
            if one.role in person.roles and not one.person:
                name = receipt_name(one.role, records)
                self._ledger.settle(handover.document_id, name, person.email, "by_hand", GOT_IT)
