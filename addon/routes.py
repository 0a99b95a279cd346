"""The add-on's routes: the address is the dispatch table, each with the envelope of its kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import Blueprint

from addon import addresses as paths
from addon import response
from addon.addresses import Addresses
from addon.answering import Envelope, Handler, answering
from addon.asides import Asides
from addon.cards import about
from addon.checkup import Checkup
from addon.creating import Creating
from addon.desk import Desk
from addon.drift import Drift
from addon.homes import Homes
from addon.keys import Keys
from addon.reading import Reading
from addon.steps import Steps
from addon.suggesting import Suggesting
from addon.visit import FILE_SCOPE, Door, Visit
from services.handover.process import Process

if TYPE_CHECKING:
    from services.handover.doctor.doctor import Doctor

Json = dict[str, Any]
Page = tuple[str, Handler, Envelope]
"""Where it is, what answers there, and in which envelope."""


class Addon:
    """The sidebar over one process; made once by ``create_app``."""

    def __init__(self, base_url: str, process: Process, door: Door, doctor: Callable[[], Doctor]) -> None:
        self._process = process
        self._door = door
        self._addresses = Addresses(base_url)
        self._reading = reading = Reading(process, self._addresses)
        self._homes = Homes(process, self._addresses, reading)
        self._steps = Steps(process, self._addresses, reading, self._homes)
        self._suggesting = Suggesting(process, self._addresses, reading, self._homes)
        self._keys = Keys(process, self._addresses, reading)
        self._checkup = Checkup(process, self._addresses, doctor)

    def blueprint(self) -> Blueprint:
        """All routes. Triggers push a first card; clicks answer in ``renderActions``."""
        routes = Blueprint("addon", __name__)
        for path, handler, envelope in (*self._pages(), *self._step_pages()):
            view = answering(handler, envelope, self._door, self._addresses)
            routes.add_url_rule(path, endpoint=path.replace("/", "_"), view_func=view, methods=["POST"])
        Asides(self._addresses, self._process, self._door).add_to(routes)
        Creating(self._addresses, self._process, self._door).add_to(routes)
        return routes

    def _pages(self) -> tuple[Page, ...]:
        """The sidebar's first cards, and what is pressed there."""
        homes, suggesting, keys, checkup = self._homes, self._suggesting, self._keys, self._checkup
        desk = Desk(self._process, self._addresses)
        return (
            (paths.DOCS_HOMEPAGE, homes.docs, response.first_card),
            (paths.DOCS_FILE_SCOPE_GRANTED, homes.docs, response.granted_card),
            (paths.SHEETS_HOMEPAGE, homes.sheets, response.first_card),
            (paths.SHEETS_FILE_SCOPE_GRANTED, homes.sheets, response.granted_card),
            (paths.FILE_SCOPE, self._file_scope, response.update_card),
            (paths.HOME, homes.again, response.home_again),
            (paths.BACK, lambda *_: response.back(), response.push_card),
            (paths.GOT_IT, homes.got_it, response.home_again),
            (paths.SEVERAL, desk.several, response.push_card),
            (paths.SEVERAL_RUN, desk.run_several, response.update_card),
            (paths.COMPARE, desk.compare, response.push_card),
            (paths.DRIFT, Drift(self._process, self._addresses, self._reading).compare, response.push_card),
            (paths.SUGGESTIONS, suggesting.look, response.push_card),
            (paths.TAKE_OVER, suggesting.take_over, response.home_again),
            (paths.KEY, keys.look, response.push_card),
            (paths.KEY_CHECK, keys.check, response.update_card),
            (paths.SETTINGS, checkup.settings, response.push_card),
            (paths.CHECK, checkup.check, response.push_card),
            (paths.CHECK_AGAIN, checkup.check, response.update_card),
            (paths.HELP, self._help, response.push_card),
        )

    def _step_pages(self) -> tuple[Page, ...]:
        """What is pressed about one step."""
        steps = self._steps
        return (
            ("/steps/<name>", steps.look, response.push_card),
            ("/steps/<name>/draft", steps.look, response.update_card),
            ("/steps/<name>/run", steps.run, response.update_card),
            ("/steps/<name>/keep", steps.keep, response.update_card),
            ("/steps/<name>/kept", steps.look_at_draft, response.push_card),
            ("/steps/<name>/kept/remove", steps.remove_draft, response.update_card),
            ("/steps/<name>/otherwise", steps.otherwise, response.push_card),
            ("/steps/<name>/record", steps.record, response.update_card),
            ("/steps/<name>/reopen", steps.reopen, response.update_card),
            ("/steps/<name>/correct", steps.look_over, response.push_card),
            ("/steps/<name>/correct/draft", steps.look_over, response.update_card),
            ("/steps/<name>/correct/run", steps.correct, response.update_card),
            ("/steps/<name>/undo", steps.look_back, response.push_card),
            ("/steps/<name>/undo/run", steps.undo, response.update_card),
        )

    def _help(self, _: Visit, envelope: Envelope) -> Json:
        """How it works, in a few sentences."""
        return envelope(about.help_card(self._process.steps))

    def _file_scope(self, visit: Visit, _: Envelope) -> Json:
        """The person pressed "Allow access": Google's own dialog comes next."""
        visit.need(FILE_SCOPE)
        return response.request_file_scope()
