"""The pages of what Salesforce suggests for the questionnaire's open answers."""

from __future__ import annotations

from typing import Any

from addon import response
from addon.addresses import Addresses
from addon.answering import Envelope
from addon.cards import problem
from addon.cards.suggestions import PICK, suggestions_card
from addon.forms import form_of
from addon.homes import Homes
from addon.reading import Reading, today
from addon.visit import Visit
from services.errors import OutsideError
from services.handover.model import Click, Handover
from services.handover.process import Process

Json = dict[str, Any]


class Suggesting:
    """Look at the suggestions, and take them over."""

    def __init__(self, process: Process, addresses: Addresses, reading: Reading, homes: Homes) -> None:
        self._process = process
        self._addresses = addresses
        self._reading = reading
        self._homes = homes

    def look(self, visit: Visit, envelope: Envelope) -> Json:
        """What Salesforce says now."""
        click = self._click(visit)
        if not isinstance(click, Click):
            return envelope(click)
        return envelope(
            suggestions_card(self._process.suggested(click, visit.event.parameter(PICK)), self._addresses, visit.keep)
        )

    def take_over(self, visit: Visit, envelope: Envelope) -> Json:
        """Write what is ticked, then read the document afresh."""
        click = self._click(visit)
        if not isinstance(click, Click):
            return response.push_card(click)
        ticked, picked = form_of(visit.event).ticked("suggestions"), visit.event.parameter(PICK)
        if not ticked:
            found = self._process.suggested(click, picked)
            return response.update_card(suggestions_card(found, self._addresses, visit.keep, ticked))
        try:
            self._process.take_over(click, ticked, picked)
        except OutsideError as error:
            return response.push_card(problem.problem_card(problem.problem_of(error), self._addresses, visit.keep))
        return self._homes.docs(visit, envelope)

    def _click(self, visit: Visit) -> Click | Json:
        """The document as this person reads it; suggestions are sales's to take over."""
        handover = self._reading.document(visit)
        if not isinstance(handover, Handover):
            return handover
        if "sales" not in visit.person.roles:
            return problem.problem_card(problem.NOT_SALES, self._addresses, visit.keep)
        return Click(visit.person, handover, visit.systems, self._process.rules, today(visit.person))
