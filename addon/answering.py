"""Every press gets an answer: failures become cards in the envelope of their route, never a blank sidebar."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, request

from addon import response
from addon.addresses import HOME, Addresses
from addon.cards import problem
from addon.consent import ScopesDeclined, ScopesMissing
from addon.event import NotAnEvent
from addon.verification import CertificatesMissing, Unauthorized
from addon.visit import EMAIL_SCOPE, FILE_SCOPE, Door, Visit
from services import gmail, google_calendar, google_sheets
from services.errors import OutsideError, ScopeMissing

Json = dict[str, Any]
Envelope = Callable[[Json], Json]
Handler = Callable[..., Json]
SCOPES_BY_SYSTEM: Mapping[str, tuple[str, ...]] = {
    "Gmail": gmail.SCOPES,
    gmail.READING: gmail.READ_SCOPES,
    google_calendar.FREE_BUSY: google_calendar.FREE_BUSY_SCOPES,
    "Google Sheets": google_sheets.SCOPES,
}
log = logging.getLogger(__name__)


def answering(
    handler: Handler, envelope: Envelope, door: Door, addresses: Addresses, back: str = HOME
) -> Callable[..., Any]:
    """A view for Flask: verified first, then ``handler(visit, envelope, **path)``.

    Failures of a click are pushed on top of the card that was pressed, so that nothing typed there is lost; where
    there is none below, or the host pushes no cards, "Try again" leads to ``back``, which answers clicks.
    """
    trigger = envelope in (response.first_card, response.granted_card)
    failed = envelope if trigger or envelope is response.dialog_card else response.push_card

    def answer(**path: str) -> Json:
        here = addresses.of(back if trigger else request.path)
        try:
            visit = door.visit(request)
        except ScopesMissing as missing:
            return response.request_scopes(missing.scopes)
        except ScopesDeclined:
            return failed(problem.declined_card([EMAIL_SCOPE], addresses, {}, here))
        try:
            return _asking(handler, envelope, visit, path)
        except ScopesMissing as missing:
            return response.request_scopes(missing.scopes)
        except ScopesDeclined as declined:
            return failed(problem.declined_card(declined.scopes, addresses, visit.keep, here))
        except Exception as error:
            typed = bool(visit.event.inputs) and failed is response.push_card
            told, again = _told(error, visit), addresses.of(back)
            return failed(problem.problem_card(told, addresses, visit.keep, again, typed=typed))

    return _guarded(answer)


def quietly(handler: Callable[..., Json], silence: Json, door: Door) -> Callable[..., Any]:
    """A view for what nobody pressed, such as the preview of a link: what fails is answered with ``silence``.

    Not even a consent is asked for, because nobody would know what for.
    """

    def answer(**path: str) -> Json:
        try:
            visit = door.visit(request)
        except (ScopesMissing, ScopesDeclined):
            return silence
        try:
            return handler(visit, **path)
        except OutsideError as error:
            log.info("%s: %s %s", visit.path, type(error).__name__, error)
        except Exception as error:
            log.error("%s: %s at %s", visit.path, type(error).__name__, _places(error))
        return silence

    return _guarded(answer)


def _guarded(answer: Callable[..., Json]) -> Callable[..., Any]:
    """Real status codes, for requests that are refused before anything is done (addon-protocol, section 3.9)."""

    def view(**path: str) -> Response | Json:
        try:
            return answer(**path)
        except (Unauthorized, NotAnEvent) as refused:
            log.warning("refused %s: %s", request.path, refused)
            return Response(status=401 if isinstance(refused, Unauthorized) else 400)
        except CertificatesMissing:
            log.error("refused %s: no certificates", request.path)
            return Response(status=503, headers={"Retry-After": "30"})

    return view


def _told(error: Exception, visit: Visit) -> problem.Problem:
    """What to say about whatever a handler raised."""
    if isinstance(error, OutsideError):
        log.warning("%s: %s %s", visit.path, type(error).__name__, error)
        return problem.problem_of(error, reading=True)
    log.error("%s: %s at %s", visit.path, type(error).__name__, _places(error))
    return problem.OUR_MISTAKE


def _asking(handler: Handler, envelope: Envelope, visit: Visit, path: Mapping[str, str]) -> Json:
    """Run the handler; a scope that an outside system found missing is asked for like any other."""
    try:
        return handler(visit, envelope, **path)
    except ScopeMissing as error:
        visit.lacks(*SCOPES_BY_SYSTEM.get(error.system, (FILE_SCOPE,)))
        raise


def _places(error: BaseException) -> str:
    """Where an error was raised: files and lines only, because messages may hold what a document says."""
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in reversed(frames))
