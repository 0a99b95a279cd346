"""The pages of a step: its draft, its press, and the ways around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from msgspec.structs import replace

from addon import response
from addon.addresses import Addresses
from addon.answering import Envelope
from addon.cards import drafts, home, otherwise, problem, records
from addon.cards.step import step_card
from addon.forms import form_of
from addon.homes import Homes
from addon.reading import Reading, today
from addon.visit import Visit
from services.handover.afterwards import SHOWN
from services.handover.beginning import START, beginning, begins, carried
from services.handover.model import Click, Form, Handover
from services.handover.presses import View
from services.handover.process import Process
from services.handover.standing import SUMMARY
from services.handover.summary import summary_of
from services.handover.whole import whole_of
from services.handover.words import shortened
from services.scopes import SPREADSHEETS

Json = dict[str, Any]
NOTIFIED = 200
"""Characters of a notification, which is gone after some seconds: the card says the whole of it."""
T = TypeVar("T")


class Steps:
    """What can be pressed about a step, at ``/steps/<name>…``."""

    def __init__(self, process: Process, addresses: Addresses, reading: Reading, homes: Homes) -> None:
        self._process = process
        self._addresses = addresses
        self._reading = reading
        self._homes = homes

    def look(self, visit: Visit, envelope: Envelope, name: str) -> Json:
        """A step's draft; the same again after an input changed."""
        form = form_of(visit.event)
        if self._process.acts_on_look(name):
            visit.systems.looking()
        view = self._step(visit, name, lambda click: self._process.look(click, name, form))
        if isinstance(view, View) and view.draft is not None:
            visit.need(*view.draft.scopes)
            visit.wish(*view.draft.wishes)
        return envelope(self._drawn(visit, view)) if isinstance(view, View) else response.push_card(view)

    def run(self, visit: Visit, _: Envelope, name: str) -> Json:
        """Do it, once."""
        form = form_of(visit.event)
        if self._process.acts_on_look(name):
            visit.systems.pressing()
        view = self._step(visit, name, lambda click: self._process.press(click, name, form))
        if not isinstance(view, View):
            return response.push_card(view)
        if view.outcome is None or view.outcome.kind != "done":
            return response.update_card(self._drawn(visit, view), _above(view))
        return self._settled(visit, view, "done")

    def keep(self, visit: Visit, _: Envelope, name: str) -> Json:
        """Keep what was looked at, for the person to finish by hand."""
        form = form_of(visit.event)
        view = self._step(visit, name, lambda click: self._process.keep(click, name, form))
        if not isinstance(view, View):
            return response.push_card(view)
        return response.update_card(self._drawn(visit, view), _above(view))

    def look_at_draft(self, visit: Visit, envelope: Envelope, name: str) -> Json:
        """What removing a kept draft does."""
        view = self._step(visit, name, lambda click: self._process.look(click, name, Form()))
        return envelope(self._draft_drawn(visit, view) if isinstance(view, View) else view)

    def remove_draft(self, visit: Visit, envelope: Envelope, name: str) -> Json:
        """Remove it, once."""
        shown = form_of(visit.event).hidden.get(SHOWN, "")
        view = self._step(visit, name, lambda click: self._removed(click, name, shown))
        return self._changed(visit, envelope, view, "the draft is gone", self._draft_drawn)

    def _removed(self, click: Click, name: str, shown: str) -> View:
        view = self._process.look(click, name, Form())
        outcome, words = self._process.drafts.remove(click, view.standing.step, shown)
        return replace(view, outcome=outcome, notice=words)

    def _draft_drawn(self, visit: Visit, view: View) -> Json:
        """The card that removes the draft which the click names, while it can be; the step's own card otherwise."""
        shown = form_of(visit.event).hidden.get(SHOWN, "")
        one = self._process.drafts.one(visit.person, view.handover.document_id, view.standing.step, shown)
        if one is None or (view.outcome is not None and view.outcome.kind == "busy"):
            notice = view.notice if one or view.outcome else drafts.NOT_THERE
            return self._drawn(visit, replace(view, notice=notice))
        return drafts.delete_card(view, one, self._addresses, _kept(visit, view), problem.remark_of(view.outcome))

    def otherwise(self, visit: Visit, envelope: Envelope, name: str) -> Json:
        """The form for a step that was done another way, or is not needed."""
        view = self._step(visit, name, lambda click: self._process.settle(click, name, Form())[0], scopes=False)
        if not isinstance(view, View):
            return envelope(view)
        if not view.standing.can_settle:
            return envelope(self._drawn(visit, view))
        return envelope(otherwise.otherwise_card(view, self._addresses, _kept(visit, view)))

    def record(self, visit: Visit, envelope: Envelope, name: str) -> Json:
        """Write down what was said there."""
        form = form_of(visit.event)
        found = self._step(visit, name, lambda click: self._process.settle(click, name, form), scopes=False)
        if isinstance(found, dict):
            return response.push_card(found)
        view, told = found
        if told.problem:
            return envelope(otherwise.otherwise_card(view, self._addresses, _kept(visit, view), told.problem))
        return self._settled(visit, view, "recorded")

    def reopen(self, visit: Visit, _: Envelope, name: str) -> Json:
        """Take back what was said there."""
        view = self._step(visit, name, lambda click: self._process.reopen(click, name), scopes=False)
        return self._settled(visit, view, "open again") if isinstance(view, View) else response.push_card(view)

    def look_over(self, visit: Visit, envelope: Envelope, name: str) -> Json:
        """What a done step would say now."""
        form = form_of(visit.event)
        view = self._step(visit, name, lambda click: self._process.look_over(click, name, form))
        if isinstance(view, View) and view.draft is not None:
            visit.need(*view.draft.scopes)
            visit.wish(*view.draft.wishes)
        return envelope(self._drawn(visit, view) if isinstance(view, View) else view)

    def correct(self, visit: Visit, envelope: Envelope, name: str) -> Json:
        """Change it where it stands, once."""
        form = form_of(visit.event)
        view = self._step(visit, name, lambda click: self._process.correct(click, name, form))
        return self._changed(visit, envelope, view, "corrected", self._drawn)

    def look_back(self, visit: Visit, envelope: Envelope, name: str) -> Json:
        """What taking the step back would change."""
        view = self._step(visit, name, lambda click: self._process.look_back(click, name))
        return envelope(self._undo_drawn(visit, view) if isinstance(view, View) else view)

    def undo(self, visit: Visit, envelope: Envelope, name: str) -> Json:
        """Take it back, once."""
        form = form_of(visit.event)
        view = self._step(visit, name, lambda click: self._process.take_back(click, name, form))
        return self._changed(visit, envelope, view, "taken back", self._undo_drawn)

    def _changed(
        self, visit: Visit, envelope: Envelope, view: View | Json, what: str, drawn: Callable[[Visit, View], Json]
    ) -> Json:
        """After a press that changes what was done: it is settled, or the same card says why not."""
        if not isinstance(view, View):
            return response.push_card(view)
        if view.outcome is not None and view.outcome.kind == "done":
            return self._settled(visit, view, what)
        return envelope(drawn(visit, view))

    def _undo_drawn(self, visit: Visit, view: View) -> Json:
        """The card that takes a step back, while it can be; the step's own card otherwise."""
        if view.draft is None:
            return self._drawn(visit, view)
        return otherwise.undo_card(view, self._addresses, _kept(visit, view), problem.remark_of(view.outcome))

    def _settled(self, visit: Visit, view: View, what: str) -> Json:
        """After a press that changed a step for good: a fresh home card with the step's card on top."""
        visit.line.outcome = what
        (home_after, onward), drawn = self._homes.after(visit, view.handover), self._drawn(visit, view)
        drawn["sections"] += [onward] if onward and view.standing.settled else []
        record = view.standing.record
        if (
            begins(view.handover)
            and view.standing.state == "done"
            and record is not None
            and record.evidence is not None
        ):
            return response.opened_card(home_after, drawn, record.evidence.link)
        return response.done_card(home_after, drawn, f"{view.standing.step.label}: {what}")

    def _step(self, visit: Visit, name: str, work: Callable[[Click], T], *, scopes: bool = True) -> T | Json:
        """Scopes if the press needs them, then the handover as this person may see it, then ``work`` on the click."""
        step = self._process.step(name)
        if step is None:
            return problem.problem_card(problem.NO_STEP, self._addresses, visit.keep)
        if visit.event.host == "sheets" and step.role != "ops" and name != START:
            # In the sheet the facts come from the ledger: only who can read the document may act on it otherwise.
            return problem.problem_card(problem.IN_THE_DOCUMENT, self._addresses, visit.keep)
        if scopes and step.role in visit.person.roles:
            # Who may only look needs nothing of the step's own.
            visit.need(*step.scopes)
        if visit.event.host == "sheets" and scopes and name != START and not step.scopes:
            # The company's own access to other systems follows the person's own read, here of the sheet.
            visit.need(*SPREADSHEETS)
            self._process.desk.read(visit.systems)
        handover = self._handover(visit, name)
        if not isinstance(handover, Handover):
            return handover
        if not handover.is_questionnaire:
            return home.not_a_questionnaire_card(handover, self._addresses, visit.keep)
        result = work(Click(visit.person, handover, visit.systems, self._process.rules, today(visit.person)))
        visit.systems.drawn()
        visit.line.ended(result.outcome if isinstance(result, View) else None)
        return result

    def _handover(self, visit: Visit, name: str) -> Handover | Json:
        """The customer's; the one to begin; or, for what belongs to no customer, that of the open spreadsheet."""
        if name == START:
            return beginning(form_of(visit.event))
        if name != SUMMARY:
            return self._reading.handover(visit)
        mine = visit.event.file_id == self._process.rules.update_sheet.spreadsheet
        if visit.event.host == "sheets" and mine:
            return summary_of(self._process.rules)
        return problem.problem_card(problem.IN_THE_SHEET, self._addresses, visit.keep)

    def _drawn(self, visit: Visit, view: View) -> Json:
        """A step's card with what an outside system said, if it said no; with its records, if it is made of them."""
        keep, step = _kept(visit, view), view.standing.step
        parts = self._process.parts(visit.person, view.handover, step)
        records_ = records.records_section(parts, visit.person, self._addresses, keep)
        after = records.all_section(self._process.step(whole_of(step.name)), self._addresses, keep)
        found = self._process.drafts.of(view.handover.document_id, step)
        after = drafts.drafts_section(found, view.standing.may, visit.person, self._addresses, keep) or after
        remark = problem.remark_of(view.outcome, told=view.standing.unclear)
        return step_card(view, visit.person, self._addresses, keep, remark, records_, after)


def _above(view: View) -> str:
    """How a press ended that did not settle its step: the card says it at its top, the button was at its end."""
    problems = view.draft.problems if view.draft else ()
    remark = problem.remark_of(view.outcome, told=view.standing.unclear)
    return shortened(next(filter(None, (remark, view.notice, *problems)), ""), NOTIFIED)


def _kept(visit: Visit, view: View) -> dict[str, str]:
    """Parameters that every button of a step's card carries on."""
    return visit.keep | carried(view.handover)
