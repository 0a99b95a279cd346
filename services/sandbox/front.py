"""What happens to a request from outside: it is recognised, meets its fault, is answered and logged."""

import json
import traceback

from services.sandbox import identity
from services.sandbox.control import PREFIX as CONTROL
from services.sandbox.control import Control
from services.sandbox.exchange import Answer, Exchange, json_answer
from services.sandbox.faults import Fault
from services.sandbox.google_api import GoogleApi, unauthorised
from services.sandbox.licensing.stand_in import PATH as LICENSING
from services.sandbox.licensing.stand_in import error_answer
from services.sandbox.refusal import Refusal, error_info
from services.sandbox.salesforce.refusal import failed as salesforce_error
from services.sandbox.salesforce.stand_in import PREFIX as SALESFORCE
from services.sandbox.slack.stand_in import PREFIX as SLACK
from services.sandbox.world import World

CERTS = "/oauth2/v1/certs"
_SORRY = b"<!DOCTYPE html><html><title>Sorry</title><p>We will be back soon.</html>"


class Front:
    """Stands before all systems and knows which one an address belongs to."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._google = GoogleApi(world.identity, world.handlers(), world.complain)
        self._control = Control(world)

    def meet(self, exchange: Exchange) -> tuple[Answer, Fault | None]:
        """The answer to a request, and the fault that it meets on its way back."""
        if exchange.path.startswith(CONTROL):
            return self._control.answer(exchange), None
        self._recognise(exchange)
        fault = self._world.faults.strike(exchange.system, exchange.method)
        answer = self._answer(exchange) if fault is None or fault.applied else None
        self._log(exchange, answer, fault)
        if fault is not None and (answer is None or fault.kind in ("500_after", "html", "partial", "nonsense")):
            answer = _failed(exchange, fault, answer)
        assert answer is not None
        return answer, fault

    def _recognise(self, exchange: Exchange) -> None:
        if exchange.path == CERTS:
            exchange.system, exchange.method = "identity", "oauth2.certs"
        elif exchange.path.startswith(SLACK):
            self._world.slack.recognise(exchange)
        elif exchange.path.startswith(SALESFORCE):
            self._world.salesforce.recognise(exchange)
        elif exchange.path == LICENSING:
            self._world.licensing.recognise(exchange)
        else:
            self._google.recognise(exchange)

    def _answer(self, exchange: Exchange) -> Answer:
        try:
            if exchange.system == "identity":
                headers = {"Cache-Control": f"public, max-age={identity.CERTS_MAX_AGE}, must-revalidate, no-transform"}
                return json_answer(200, self._world.identity.certs(), pretty=True, headers=headers)
            if exchange.system == "slack":
                return self._world.slack.answer(exchange)
            if exchange.system == "salesforce":
                return self._world.salesforce.answer(exchange)
            if exchange.system == "licensing":
                return self._world.licensing.answer(exchange)
            return self._google.answer(exchange)
        except Exception:
            # A stand-in that breaks must not pass for a system that is down.
            self._world.complain(traceback.format_exc())
            return json_answer(500, {"error": {"code": 500, "message": "The sandbox broke.", "status": "INTERNAL"}})

    def _log(self, exchange: Exchange, answer: Answer | None, fault: Fault | None) -> None:
        entry = {
            "system": exchange.system,
            "method": exchange.method,
            "http_method": exchange.http_method,
            "path": exchange.path,
            "query": {name: value for name, value in exchange.query.items() if "token" not in name.lower()},
            "person": exchange.person,
            "body": exchange.body,
            "status": answer.status if answer else None,
            "ok": _went_well(exchange, answer),
            "fault": fault.kind if fault else None,
        }
        self._world.log(entry)


def _went_well(exchange: Exchange, answer: Answer | None) -> bool:
    if answer is None or answer.status >= 400:
        return False
    if exchange.system == "licensing":
        return "errors" not in json.loads(answer.body)
    return exchange.system != "slack" or bool(json.loads(answer.body)["ok"])


def _failed(exchange: Exchange, fault: Fault, answer: Answer | None) -> Answer:
    """What comes in place of the right answer."""
    if fault.kind == "html":
        return Answer(200, _SORRY, "text/html; charset=UTF-8")
    if fault.kind == "nonsense":
        return json_answer(200, {"colourless": ["green", "ideas"]})
    if exchange.system == "slack":
        return _slack_error(fault)
    if exchange.system == "salesforce":
        return salesforce_error(fault.kind)
    if exchange.system == "licensing":
        return error_answer(fault.kind, answer)
    refusal = _google_refusal(fault, exchange.system)
    return json_answer(refusal.code, refusal.body(exchange.system), pretty=True, headers=refusal.headers)


def _slack_error(fault: Fault) -> Answer:
    match fault.kind:
        case "429" | "403_rate":
            return json_answer(429, {"ok": False, "error": "ratelimited"}, headers={"Retry-After": "1"})
        case "401":
            return json_answer(200, {"ok": False, "error": "token_revoked"})
        case "403":
            return json_answer(200, {"ok": False, "error": "restricted_action"})
        case "503":
            return Answer(503, b"upstream connect error", "text/plain")
    return json_answer(500, {"ok": False, "error": "internal_error"})


def _google_refusal(fault: Fault, system: str) -> Refusal:
    match fault.kind:
        case "429":
            text = "Quota exceeded for quota metric 'Requests' and limit 'Requests per minute per user'."
            details = error_info("RATE_LIMIT_EXCEEDED", quota_limit="defaultPerMinutePerUser")
            headers = {"Retry-After": "1"}
            return Refusal(
                429, "RESOURCE_EXHAUSTED", text, reason="rateLimitExceeded", details=details, headers=headers
            )
        case "403_rate":
            old = system in ("gmail", "drive", "calendar")
            details = [] if old else error_info("RATE_LIMIT_EXCEEDED")
            text = "User Rate Limit Exceeded"
            return Refusal(403, "PERMISSION_DENIED", text, reason="userRateLimitExceeded", details=details)
        case "401":
            return unauthorised()
        case "403":
            return Refusal(403, "PERMISSION_DENIED", "The caller does not have permission.")
        case "409":
            return Refusal(409, "ABORTED", "The operation was aborted.")
        case "503":
            return Refusal(503, "UNAVAILABLE", "The service is currently unavailable.")
    return Refusal(500, "INTERNAL", "Internal error encountered.")
