"""The add-on's routes: the address is the dispatch table, each with the envelope of its kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from flask import Blueprint

from addon import addresses as paths
from addon import response
from addon.addresses import Addresses
from addon.answering import Envelope, Handler, answering
from addon.cards import about, home, otherwise, problem, sheet, start
from addon.cards.step import step_card
from addon.forms import form_of
from addon.visit import FILE_SCOPE, Door, Visit
from services import google_sheets
from services.errors import NoAccess
from services.handover.beginning import START, beginning, begins, carried
from services.handover.model import Click, Form, Handover, Person
from services.handover.process import Process, View

Json = dict[str, Any]
T = TypeVar("T")


class Addon:
    """The sidebar over one process; made once by ``create_app``."""

    def __init__(self, base_url: str, process: Process, door: Door) -> None:
        self._process = process
        self._door = door
        self._addresses = Addresses(base_url)

    def blueprint(self) -> Blueprint:
        """All routes. Triggers push a first card; clicks answer in ``renderActions``."""
        table: tuple[tuple[str, Handler, Envelope], ...] = (
            (paths.DOCS_HOMEPAGE, self._docs_home, response.first_card),
            (paths.DOCS_FILE_SCOPE_GRANTED, self._docs_home, response.granted_card),
            (paths.SHEETS_HOMEPAGE, self._sheets_home, response.first_card),
            (paths.SHEETS_FILE_SCOPE_GRANTED, self._sheets_home, response.granted_card),
            (paths.FILE_SCOPE, self._file_scope, response.update_card),
            (paths.HOME, self._home, response.home_again),
            (paths.SETTINGS, self._settings, response.push_card),
            (paths.HELP, self._help, response.push_card),
            ("/steps/<name>", self._open_step, response.push_card),
            ("/steps/<name>/draft", self._open_step, response.update_card),
            ("/steps/<name>/run", self._run_step, response.update_card),
            ("/steps/<name>/otherwise", self._otherwise, response.push_card),
            ("/steps/<name>/record", self._record, response.update_card),
            ("/steps/<name>/reopen", self._reopen, response.update_card),
            ("/steps/<name>/undo", self._open_undo, response.push_card),
            ("/steps/<name>/undo/run", self._run_undo, response.update_card),
        )
        routes = Blueprint("addon", __name__)
        for path, handler, envelope in table:
            view = answering(handler, envelope, self._door, self._addresses)
            routes.add_url_rule(path, endpoint=path.replace("/", "_"), view_func=view, methods=["POST"])
        return routes

    def _docs_home(self, visit: Visit, envelope: Envelope) -> Json:
        """The open document's home card, or the card that asks for the document first."""
        if visit.event.file_id is None:
            return envelope(self._no_file(visit))
        if visit.event.file_id == self._process.rules.start.template:
            return envelope(self._template(visit))
        handover = self._read(visit)
        if not isinstance(handover, Handover):
            return envelope(handover)
        if not handover.is_questionnaire:
            return envelope(home.not_a_questionnaire_card(handover, self._addresses, visit.keep))
        return envelope(self._home_card(visit, handover))

    def _sheets_home(self, visit: Visit, envelope: Envelope) -> Json:
        """The installers spreadsheet's list, or where to find it."""
        rules = self._process.rules.update_sheet
        if visit.event.file_id is None:
            return envelope(self._no_file(visit))
        begin = start.start_section(self._process.opening(visit.person), self._addresses, visit.keep)
        if visit.event.file_id != rules.spreadsheet:
            return envelope(sheet.other_spreadsheet_card(rules, begin))
        if "ops" not in visit.person.roles:
            return envelope(sheet.not_yours_card(begin))
        visit.need(*google_sheets.SCOPES)
        work = self._process.sheet_work(visit.systems, _today(visit.person))
        return envelope(sheet.sheet_card(work, visit.person, self._addresses, visit.keep, begin))

    def _template(self, visit: Visit) -> Json:
        """In the template: a new copy, and no other step."""
        return start.template_card(self._process.opening(visit.person), self._addresses, visit.keep)

    def _no_file(self, visit: Visit) -> Json:
        """Not granted yet, or granted with the id still missing (addon-protocol, section 1.5)."""
        if not visit.event.granted:
            return problem.access_card(self._addresses, visit.event.host)
        if visit.path == paths.HOME:
            return problem.problem_card(problem.NO_DOCUMENT, self._addresses, visit.keep)
        return problem.continue_card(self._addresses, visit.keep)

    def _home_after(self, visit: Visit, handover: Handover) -> Json:
        """The card to come back to once a step is done, without reading anything again from outside."""
        if visit.event.host == "sheets":
            return sheet.done_here_card(self._addresses, visit.keep)
        if begins(handover):
            return self._template(visit)
        return self._home_card(visit, handover)

    def _home_card(self, visit: Visit, handover: Handover) -> Json:
        standings = self._process.standings(visit.person, handover)
        doubts = self._process.doubts(handover, _today(visit.person))
        return home.home_card(handover, standings, doubts, visit.person, self._addresses, visit.keep)

    def _home(self, visit: Visit, envelope: Envelope) -> Json:
        """Back to the first card, read afresh."""
        draw = self._sheets_home if visit.event.host == "sheets" else self._docs_home
        return draw(visit, envelope)

    def _settings(self, visit: Visit, envelope: Envelope) -> Json:
        """Who am I here, and what is connected."""
        return envelope(about.settings_card(visit.person, self._process.rules))

    def _help(self, _: Visit, envelope: Envelope) -> Json:
        """How it works, in a few sentences."""
        return envelope(about.help_card(self._process.steps))

    def _file_scope(self, visit: Visit, _: Envelope) -> Json:
        """The person pressed "Allow access": Google's own dialog comes next."""
        visit.need(FILE_SCOPE)
        return response.request_file_scope()

    def _open_step(self, visit: Visit, envelope: Envelope, name: str) -> Json:
        """A step's draft; the same again after an input changed."""
        form = form_of(visit.event)
        view = self._step(visit, name, lambda click: self._process.look(click, name, form))
        return envelope(self._drawn(visit, view)) if isinstance(view, View) else response.push_card(view)

    def _run_step(self, visit: Visit, _: Envelope, name: str) -> Json:
        """Do it, once."""
        form = form_of(visit.event)
        view = self._step(visit, name, lambda click: self._process.press(click, name, form))
        if not isinstance(view, View):
            return response.push_card(view)
        if view.outcome is None or view.outcome.kind != "done":
            return response.update_card(self._drawn(visit, view))
        return self._settled(visit, view, "done")

    def _otherwise(self, visit: Visit, envelope: Envelope, name: str) -> Json:
        """The form for a step that was done another way, or is not needed."""
        view = self._step(visit, name, lambda click: self._process.settle(click, name, Form())[0], scopes=False)
        if not isinstance(view, View):
            return envelope(view)
        if not view.standing.can_settle:
            return envelope(self._drawn(visit, view))
        return envelope(otherwise.otherwise_card(view, self._addresses, _kept(visit, view)))

    def _record(self, visit: Visit, envelope: Envelope, name: str) -> Json:
        """Write down what was said there."""
        form = form_of(visit.event)
        found = self._step(visit, name, lambda click: self._process.settle(click, name, form), scopes=False)
        if isinstance(found, dict):
            return response.push_card(found)
        view, told = found
        if told.problem:
            return envelope(otherwise.otherwise_card(view, self._addresses, _kept(visit, view), told.problem))
        return self._settled(visit, view, "recorded")

    def _reopen(self, visit: Visit, _: Envelope, name: str) -> Json:
        """Take back what was said there."""
        view = self._step(visit, name, lambda click: self._process.reopen(click, name), scopes=False)
        return self._settled(visit, view, "open again") if isinstance(view, View) else response.push_card(view)

    def _open_undo(self, visit: Visit, envelope: Envelope, name: str) -> Json:
        """What taking the step back would change."""
        view = self._step(visit, name, lambda click: self._process.look_back(click, name))
        return envelope(self._undo_drawn(visit, view) if isinstance(view, View) else view)

    def _run_undo(self, visit: Visit, envelope: Envelope, name: str) -> Json:
        """Take it back, once."""
        form = form_of(visit.event)
        view = self._step(visit, name, lambda click: self._process.take_back(click, name, form))
        if not isinstance(view, View):
            return response.push_card(view)
        if view.outcome is not None and view.outcome.kind == "done":
            return self._settled(visit, view, "taken back")
        return envelope(self._undo_drawn(visit, view))

    def _undo_drawn(self, visit: Visit, view: View) -> Json:
        """The card that takes a step back, while it can be; the step's own card otherwise."""
        if view.draft is None:
            return self._drawn(visit, view)
        return otherwise.undo_card(view, self._addresses, _kept(visit, view), problem.remark_of(view.outcome))

    def _settled(self, visit: Visit, view: View, what: str) -> Json:
        """After a press that changed a step for good: a fresh home card with the step's card on top."""
        home_after, drawn = self._home_after(visit, view.handover), self._drawn(visit, view)
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
        visit.need(*(step.scopes if scopes else ()))
        handover = beginning(form_of(visit.event)) if name == START else self._handover(visit)
        if not isinstance(handover, Handover):
            return handover
        if not handover.is_questionnaire:
            return home.not_a_questionnaire_card(handover, self._addresses, visit.keep)
        return work(Click(visit.person, handover, visit.systems, self._process.rules, _today(visit.person)))

    def _handover(self, visit: Visit) -> Handover | Json:
        """From the open document; in the installers sheet, as it travelled with the announcement."""
        if visit.event.host == "docs":
            return self._read(visit)
        document_id = visit.event.document_id
        found = self._process.announced(document_id) if document_id else None
        if found is None or visit.event.file_id != self._process.rules.update_sheet.spreadsheet:
            return problem.problem_card(problem.NO_DOCUMENT, self._addresses, visit.keep)
        return found

    def _read(self, visit: Visit) -> Handover | Json:
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
            return problem.problem_card(problem.problem_of(error), self._addresses, visit.keep)

    def _drawn(self, visit: Visit, view: View) -> Json:
        """A step's card with what an outside system said, if it said no."""
        return step_card(view, visit.person, self._addresses, _kept(visit, view), problem.remark_of(view.outcome))


def _kept(visit: Visit, view: View) -> dict[str, str]:
    """Parameters that every button of a step's card carries on."""
    return visit.keep | carried(view.handover)


def _today(person: Person) -> date:
    """The person's own time zone decides what "today" is; UTC where the host does not say."""
    try:
        zone = ZoneInfo(person.time_zone)
    except (KeyError, ValueError, OSError):
        zone = ZoneInfo("UTC")
    return datetime.now(zone).date()
