"""How Salesforce says no: a list of errors, each with its message, its code and the fields it is about.

(REST API guide, "Status Codes and Error Responses".)
"""

from typing import Any

from services.sandbox.exchange import Answer, json_answer


class Refused(Exception):
    """An answer other than success, in Salesforce's words. `fields` is left out where the real thing has none."""

    def __init__(self, status: int, code: str, message: str, fields: list[str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.errors = [_error(code, message, fields)]

    @classmethod
    def several(cls, refusals: "list[Refused]") -> "Refused":
        """Everything that is wrong with one record at once."""
        found = cls(refusals[0].status, "", "")
        found.errors = [error for refusal in refusals for error in refusal.errors]
        return found

    def answer(self) -> Answer:
        """The answer that carries the errors."""
        return json_answer(self.status, self.errors)


def expired() -> Refused:
    """What every request is told whose session is unknown or over."""
    return Refused(401, "INVALID_SESSION_ID", "Session expired or invalid")


def failed(kind: str) -> Answer:
    """What comes in place of the right answer when the sandbox was told to fail."""
    match kind:
        case "429" | "403_rate":
            text = "ConcurrentRequests (Concurrent API Requests) Limit exceeded."
            return Refused(403, "REQUEST_LIMIT_EXCEEDED", text).answer()
        case "401":
            return expired().answer()
        case "503":
            return Refused(503, "SERVER_UNAVAILABLE", "Server is unavailable.").answer()
    text = "An unexpected error occurred. Please include this ErrorId if you contact support: 1234567890-12345"
    return Refused(500, "UNKNOWN_EXCEPTION", text).answer()


def _error(code: str, message: str, fields: list[str] | None) -> dict[str, Any]:
    return {"message": message, "errorCode": code, **({} if fields is None else {"fields": fields})}
