"""The add-on's routes: the address is the dispatch table, each with the envelope of its kind."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

from flask import Blueprint

from addon import addresses as paths
from addon import response
from addon.addresses import Addresses
from addon.answering import Envelope, Handler, answering
from addon.asides import Asides
from addon.homes import Homes
from addon.reading import Reading
from addon.visit import FILE_SCOPE, Door, Visit
from services.handover.process import Process

if TYPE_CHECKING:
    from addon.pages import Pages
    from services.handover.doctor.doctor import Doctor

Json = dict[str, Any]
Page = tuple[str, "Callable[[Pages], Handler]", Envelope]
"""Where it is, what answers there, and in which envelope."""


class Addon:
    """The sidebar over one process; made once by ``create_app``.

    The first cards are at hand. What is pressed on them is imported at the first press: a process that starts for a
    sidebar that opens should not pay for it (reference: performance, section 4).
    """

    def __init__(self, base_url: str, process: Process, door: Door, doctor: Callable[[], Doctor]) -> None:
        self._process = process
        self._door = door
        self._addresses = Addresses(base_url)
        self._doctor = doctor
        self._reading = Reading(process, self._addresses)
        self._homes = Homes(process, self._addresses, self._reading)

    def get_ready(self) -> None:
        """Import what will be pressed, and finance's first card, before somebody waits for it."""
        import_module("addon.cards.billing")
        _ = self._pages

    @cached_property
    def _pages(self) -> Pages:
        from addon.pages import Pages

        return Pages(self._process, self._addresses, self._reading, self._homes, self._doctor)

    def blueprint(self) -> Blueprint:
        """All routes. Triggers push a first card; clicks answer in ``renderActions``."""
        routes = Blueprint("addon", __name__)
        for path, handler, envelope in self._first_cards():
            self._add(routes, path, handler, envelope)
        for path, find, envelope in (*PRESSED, *ABOUT_A_STEP):
            self._add(routes, path, self._late(find), envelope)
        for path, find, envelope in CREATING:
            self._add(routes, path, self._late(find), envelope, paths.NEW_HANDOVER_FORM)
        Asides(self._addresses, self._process, self._door).add_to(routes)
        return routes

    def _add(self, routes: Blueprint, path: str, handler: Handler, envelope: Envelope, back: str = paths.HOME) -> None:
        view = answering(handler, envelope, self._door, self._addresses, back)
        routes.add_url_rule(path, endpoint=path.replace("/", "_"), view_func=view, methods=["POST"])

    def _late(self, find: Callable[[Pages], Handler]) -> Handler:
        return lambda *visit, **named: find(self._pages)(*visit, **named)

    def _first_cards(self) -> tuple[tuple[str, Handler, Envelope], ...]:
        homes = self._homes
        return (
            (paths.DOCS_HOMEPAGE, homes.docs, response.first_card),
            (paths.DOCS_FILE_SCOPE_GRANTED, homes.docs, response.granted_card),
            (paths.SHEETS_HOMEPAGE, homes.sheets, response.first_card),
            (paths.SHEETS_FILE_SCOPE_GRANTED, homes.sheets, response.granted_card),
            (paths.FILE_SCOPE, self._file_scope, response.update_card),
            (paths.HOME, homes.again, response.home_again),
            (paths.BACK, lambda *_: response.back(), response.push_card),
            (paths.GOT_IT, homes.got_it, response.home_again),
        )

    def _file_scope(self, visit: Visit, _: Envelope) -> Json:
        """The person pressed "Allow access": Google's own dialog comes next."""
        visit.need(FILE_SCOPE)
        return response.request_file_scope()


PRESSED: tuple[Page, ...] = (
    (paths.SEVERAL, lambda pages: pages.desk.several, response.push_card),
    (paths.SEVERAL_RUN, lambda pages: pages.desk.run_several, response.update_card),
    (paths.COMPARE, lambda pages: pages.desk.compare, response.push_card),
    (paths.DRIFT, lambda pages: pages.drift.compare, response.push_card),
    (paths.SUGGESTIONS, lambda pages: pages.suggesting.look, response.push_card),
    (paths.TAKE_OVER, lambda pages: pages.suggesting.take_over, response.home_again),
    (paths.KEY, lambda pages: pages.keys.look, response.push_card),
    (paths.KEY_CHECK, lambda pages: pages.keys.check, response.update_card),
    (paths.SETTINGS, lambda pages: pages.checkup.settings, response.push_card),
    (paths.CHECK, lambda pages: pages.checkup.check, response.push_card),
    (paths.CHECK_AGAIN, lambda pages: pages.checkup.check, response.update_card),
    (paths.HELP, lambda pages: pages.help, response.push_card),
)
ABOUT_A_STEP: tuple[Page, ...] = (
    ("/steps/<name>", lambda pages: pages.steps.look, response.push_card),
    ("/steps/<name>/draft", lambda pages: pages.steps.look, response.update_card),
    ("/steps/<name>/run", lambda pages: pages.steps.run, response.update_card),
    ("/steps/<name>/keep", lambda pages: pages.steps.keep, response.update_card),
    ("/steps/<name>/kept", lambda pages: pages.steps.look_at_draft, response.push_card),
    ("/steps/<name>/kept/remove", lambda pages: pages.steps.remove_draft, response.update_card),
    ("/steps/<name>/otherwise", lambda pages: pages.steps.otherwise, response.push_card),
    ("/steps/<name>/record", lambda pages: pages.steps.record, response.update_card),
    ("/steps/<name>/reopen", lambda pages: pages.steps.reopen, response.update_card),
    ("/steps/<name>/correct", lambda pages: pages.steps.look_over, response.push_card),
    ("/steps/<name>/correct/draft", lambda pages: pages.steps.look_over, response.update_card),
    ("/steps/<name>/correct/run", lambda pages: pages.steps.correct, response.update_card),
    ("/steps/<name>/undo", lambda pages: pages.steps.look_back, response.push_card),
    ("/steps/<name>/undo/run", lambda pages: pages.steps.undo, response.update_card),
)
CREATING: tuple[Page, ...] = (
    (paths.NEW_HANDOVER, lambda pages: pages.creating.form, response.first_card),
    (paths.NEW_HANDOVER_FORM, lambda pages: pages.creating.form, response.dialog_card),
    (paths.NEW_HANDOVER_RUN, lambda pages: pages.creating.run, response.dialog_card),
)
