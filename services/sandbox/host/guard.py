"""Who may speak to the host page: a browser on this machine, showing this page, and nobody else.

The page can act as every person of the sandbox. A foreign website must therefore not reach it through the
visitor's browser, neither directly nor by a name of its own that it points at this machine.
"""

import ipaddress
import secrets
from urllib.parse import urlsplit

from flask import Request, Response
from werkzeug.exceptions import Forbidden

HEADER = "X-Host-Token"
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


class Guard:
    """Checks every request to the page, and sets the page's security headers."""

    def __init__(self, addon_origin: str) -> None:
        self.token = secrets.token_urlsafe(32)
        self._policy = "; ".join(
            [
                "default-src 'self'",
                f"img-src 'self' data: {addon_origin}",
                "object-src 'none'",
                "base-uri 'none'",
                "form-action 'none'",
                "frame-ancestors 'none'",
            ]
        )

    def admit(self, request: Request) -> None:
        """Let the request pass, or end it with 403."""
        origin = request.headers.get("Origin")
        if not _is_loopback(urlsplit(f"//{request.host}").hostname):
            raise Forbidden("The host page answers on this machine's own address only.")
        if request.remote_addr and not _is_loopback(request.remote_addr):
            raise Forbidden("The host page answers to this machine only.")
        if origin is not None and not _is_loopback(urlsplit(origin).hostname):
            raise Forbidden("The request comes from another website.")
        if request.method not in SAFE_METHODS and not self._carries_token(request):
            raise Forbidden("The request does not come from the page as it is now. Reload the page.")

    def seal(self, response: Response) -> Response:
        """Add the headers that keep foreign content out of the page and the page out of foreign frames."""
        response.headers["Content-Security-Policy"] = self._policy
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def _carries_token(self, request: Request) -> bool:
        return secrets.compare_digest(request.headers.get(HEADER, "").encode(), self.token.encode())


def _is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
