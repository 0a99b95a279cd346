"""What happens to a request from outside: it is recognised, meets its fault, is answered and logged."""

import traceback

from services.sandbox import identity
from services.sandbox.control import PREFIX as CONTROL
from services.sandbox.control import Control
from services.sandbox.exchange import Answer, Exchange, json_answer
from services.sandbox.faults import Fault
from services.sandbox.google_api import GoogleApi, unauthorised
from services.sandbox.refusal import Refusal, error_info
from services.sandbox.stand_in import StandIn
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
            answer = _failed(exchange, self._stand_in(exchange), fault, answer)
        assert answer is not None
        return answer, fault

    def _recognise(self, exchange: Exchange) -> None:
        if exchange.path == CERTS:
            exchange.system, exchange.method = "identity", "oauth2.certs"
        else:
            (self._stand_in(exchange) or self._google).recognise(exchange)

    def _answer(self, exchange: Exchange) -> Answer:
        try:
            if exchange.system == "identity":
                headers = {"Cache-Control": f"public, max-age={identity.CERTS_MAX_AGE}, must-revalidate, no-transform"}
                return json_answer(200, self._world.identity.certs(), pretty=True, headers=headers)
            return (self._stand_in(exchange) or self._google).answer(exchange)
        except Exception:
            # A stand-in that breaks must not pass for a system that is down.
            self._world.complain(traceback.format_exc())
            return json_answer(500, {"error": {"code": 500, "message": "The sandbox broke.", "status": "INTERNAL"}})

    def _stand_in(self, exchange: Exchange) -> StandIn | None:
        """The system that an address belongs to; None for Google's."""
        return next((one for one in self._world.stand_ins if one.owns(exchange.path)), None)

    def _went_well(self, exchange: Exchange, answer: Answer | None) -> bool:
        if answer is None or answer.status >= 400:
            return False
        stand_in = self._stand_in(exchange)
        return stand_in is None or stand_in.went_well(answer)

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
            "answered": len(answer.body) if answer else 0,
            "ok": self._went_well(exchange, answer),
            "fault": fault.kind if fault else None,
        }
        self._world.log(entry)


def _failed(exchange: Exchange, stand_in: StandIn | None, fault: Fault, answer: Answer | None) -> Answer:
    """What comes in place of the right answer."""
    if fault.kind == "html":
        return Answer(200, _SORRY, "text/html; charset=UTF-8")
    if fault.kind == "nonsense":
        return json_answer(200, {"colourless": ["green", "ideas"]})
    if stand_in is not None:
        return stand_in.failed(fault.kind, answer)
    refusal = _google_refusal(fault, exchange.system)
    return json_answer(refusal.code, refusal.body(exchange.system), pretty=True, headers=refusal.headers)


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
