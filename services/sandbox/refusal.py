"""How Google's APIs say no: one error, three dialects.

Docs and Sheets answer in the form of google.rpc.Status; Gmail adds the older `errors` list to it; Drive
and Calendar know only the older form, save for authentication and scopes. (Google API design guide, "Errors"; Drive API
guide "Resolve errors"; Gmail API guide "Resolve errors".)
"""

from typing import Any

_OLD_REASONS = {
    "INVALID_ARGUMENT": "invalidArgument",
    "FAILED_PRECONDITION": "failedPrecondition",
    "UNAUTHENTICATED": "authError",
    "PERMISSION_DENIED": "forbidden",
    "NOT_FOUND": "notFound",
    "RESOURCE_EXHAUSTED": "rateLimitExceeded",
    "UNIMPLEMENTED": "notImplemented",
    "UNAVAILABLE": "backendError",
    "INTERNAL": "backendError",
}


class Refusal(Exception):
    """An answer other than success, with Google's words."""

    def __init__(
        self,
        code: int,
        status: str,
        message: str,
        *,
        reason: str | None = None,
        details: list[dict[str, Any]] | None = None,
        location: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        self.message = message
        self.reason = reason
        self.details = details
        self.location = location
        self.headers = headers or {}

    def body(self, api: str) -> dict[str, Any]:
        """The JSON body in the dialect of `api`."""
        error: dict[str, Any] = {"code": self.code, "message": self.message}
        if api in ("gmail", "drive", "calendar"):
            error["errors"] = [self._old_form()]
        if api not in ("drive", "calendar") or self.details:
            error["status"] = self.status
        if self.details:
            error["details"] = self.details
        return {"error": error}

    def _old_form(self) -> dict[str, str]:
        entry = {
            "message": self.message,
            "domain": "usageLimits" if "ateLimit" in (self.reason or "") else "global",
            "reason": self.reason or _OLD_REASONS.get(self.status, "invalid"),
        }
        if self.location:
            entry["location"] = self.location
            entry["locationType"] = "header" if self.location == "Authorization" else "parameter"
        return entry


def invalid(message: str, *violations: tuple[str, str]) -> Refusal:
    """400 INVALID_ARGUMENT; `violations` are pairs of field and description."""
    details = None
    if violations:
        listed = [
            {"field": field, "description": text} if field else {"description": text} for field, text in violations
        ]
        details = [{"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": listed}]
    return Refusal(400, "INVALID_ARGUMENT", message, details=details)


def not_found() -> Refusal:
    """404 in the words that Docs, Sheets and Gmail share."""
    return Refusal(404, "NOT_FOUND", "Requested entity was not found.")


def denied() -> Refusal:
    """403 in the words that Docs and Sheets share."""
    return Refusal(403, "PERMISSION_DENIED", "The caller does not have permission")


def error_info(reason: str, **metadata: str) -> list[dict[str, Any]]:
    """The machine-readable detail of an error (google.rpc.ErrorInfo)."""
    return [
        {
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            "reason": reason,
            "domain": "googleapis.com",
            "metadata": metadata,
        }
    ]
