"""The create action in Docs' @ menu: a new customer's handover, and its link as a chip where the person stands.

It is the step "Start a handover" in the dialog that Google shows for it (addon-protocol, section 3.7).
"""

from __future__ import annotations

from typing import Any

from addon import response
from addon.addresses import Addresses
from addon.answering import Envelope
from addon.cards import problem
from addon.cards.creation import KNOWN, creation_card
from addon.forms import form_of
from addon.reading import today
from addon.visit import Visit
from services.handover.beginning import START, beginning, carried
from services.handover.model import Click, Form
from services.handover.presses import View
from services.handover.process import Process
from services.handover.words import shortened

Json = dict[str, Any]
CREATE_SCOPE = "https://www.googleapis.com/auth/workspace.linkcreate"
LONGEST = 80


class Creating:
    """The dialog's pages, at ``/docs/new-handover…``."""

    def __init__(self, process: Process, addresses: Addresses) -> None:
        self._process = process
        self._addresses = addresses

    def form(self, visit: Visit, envelope: Envelope) -> Json:
        """The customer's name, and what the copy will be called."""
        form = form_of(visit.event)
        click = self._click(visit, form)
        return envelope(self._drawn(visit, self._process.look(click, START, form)))

    def run(self, visit: Visit, envelope: Envelope) -> Json:
        """Copy the template once; the handover's own link goes into the document."""
        form = form_of(visit.event)
        view = self._process.press(self._click(visit, form), START, form)
        made = view.outcome is not None and view.outcome.kind == "done"
        record = view.standing.record
        if record is None or record.evidence is None or not (made or self._wanted(visit, view)):
            return envelope(self._drawn(visit, view))
        title = f"Handover: {shortened(str(view.handover.value('company_name')), LONGEST)}"
        return response.created_link(title, self._addresses.handover(record.evidence.ids["document"]))

    def _wanted(self, visit: Visit, view: View) -> bool:
        """Whether the person asks for the link of a handover that was started before."""
        return view.standing.state == "done" and view.standing.may and visit.event.parameter(KNOWN) == "yes"

    def _click(self, visit: Visit, form: Form) -> Click:
        step = self._process.step(START)
        visit.need(*(step.scopes if step is not None else ()))
        return Click(visit.person, beginning(form), visit.systems, self._process.rules, today(visit.person))

    def _drawn(self, visit: Visit, view: View) -> Json:
        remark = problem.remark_of(view.outcome, told=view.standing.unclear)
        return creation_card(view, visit.person, self._addresses, carried(view.handover), remark)
