"""Every press gets an answer: failures become cards in the envelope of their route, never a blank sidebar."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, request
from sqlalchemy.exc import DBAPIError

from addon import response
from addon.addresses import HOME, Addresses
from addon.cards import problem
from addon.click_line import ClickLine
from addon.consent import ScopesDeclined, ScopesMissing
from addon.event import NotAnEvent
from addon.verification import CertificatesMissing, Unauthorized
from addon.visit import EMAIL_SCOPE, FILE_SCOPE, Door, Visit
from services import logs
from services.errors import OutsideError, ScopeMissing
from services.json_bytes import written
from services.scopes import BY_SYSTEM

Json = dict[str, Any]
Envelope = Callable[[Json], Json]
Handler = Callable[..., Json]
DECLINED = "permissions not given"


def answering(
    handler: Handler, envelope: Envelope, door: Door, addresses: Addresses, back: str = HOME
) -> Callable[..., Any]:
    """A view for Flask: verified first, then ``handler(visit, envelope, **path)``.

    Failures of a click are pushed on top of the card that was pressed, so that nothing typed there is lost; where
    there is none below, or the host pushes no cards, "Try again" leads to ``back``, which answers clicks.
    """
    trigger = envelope in (response.first_card, response.granted_card)
    failed = envelope if trigger or envelope is response.dialog_card else response.push_card

    def answer(line: ClickLine, **path: str) -> Json:
        here = addresses.of(back if trigger else request.path)
        try:
            visit = door.visit(request, line)
        except ScopesMissing as missing:
            return _asked(missing, line)
        except ScopesDeclined:
            line.outcome = DECLINED
            return failed(problem.declined_card([EMAIL_SCOPE], addresses, {}, here))
        try:
            return _asking(handler, envelope, visit, path)
        except ScopesMissing as missing:
            return _asked(missing, line)
        except ScopesDeclined as declined:
            line.outcome = DECLINED
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

    def answer(line: ClickLine, **path: str) -> Json:
        try:
            visit = door.visit(request, line)
        except (ScopesMissing, ScopesDeclined):
            line.outcome = DECLINED
            return silence
        try:
            return handler(visit, **path)
        except OutsideError as error:
            line.failed(error)
        except Exception as error:
            line.broke(error)
        return silence

    return _guarded(answer)


def _guarded(answer: Callable[..., Json]) -> Callable[..., Any]:
    """Real status codes, for requests that are refused before anything is done (addon-protocol, section 3.9)."""

    def view(**path: str) -> Response:
        headers = request.headers
        logs.TRACE.set(logs.trace_of(headers.get("X-Cloud-Trace-Context", ""), headers.get("traceparent", "")))
        line = ClickLine(request.path, path.get("name", ""))
        try:
            return Response(written(answer(line, **path)), mimetype="application/json")
        except (Unauthorized, NotAnEvent) as refused:
            line.refused(f"not let in: {refused}")
            return Response(status=401 if isinstance(refused, Unauthorized) else 400)
        except CertificatesMissing:
            line.refused("no certificates", logging.ERROR)
            return Response(status=503, headers={"Retry-After": "30"})
        except Exception as error:
            line.broke(error)
            return Response(status=500)
        finally:
            line.write()
            logs.TRACE.set(None)

    return view


def _told(error: Exception, visit: Visit) -> problem.Problem:
    """What to say about whatever a handler raised."""
    if isinstance(error, OutsideError):
        visit.line.failed(error)
        return problem.problem_of(error, reading=True)
    reference = visit.line.broke(error)
    return problem.LEDGER if isinstance(error, DBAPIError) else problem.our_mistake(reference)


def _asking(handler: Handler, envelope: Envelope, visit: Visit, path: Mapping[str, str]) -> Json:
    """Run the handler; a scope that an outside system found missing is asked for like any other."""
    try:
        return handler(visit, envelope, **path)
    except ScopeMissing as error:
        visit.lacks(*BY_SYSTEM.get(error.system, (FILE_SCOPE,)))
        raise


def _asked(missing: ScopesMissing, line: ClickLine) -> Json:
    """Google asks the person for permissions, and then repeats what they did."""
    line.outcome = "permissions asked for"
    return response.request_scopes(missing.scopes)
