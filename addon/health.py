"""Whether the process lives, and whether presses would work now: for probes and for people, without secrets."""

from __future__ import annotations

import threading
from collections.abc import Callable

from flask import Blueprint, Response, jsonify

OK = "ok"


class Health:
    """``/healthz``, ``/readyz`` and ``/_ah/warmup``.

    ``database`` says ``ok`` or in a few words what is wrong with the ledger; ``certificates`` whether Google's signing
    certificates are at hand, without which nobody can be let in. ``warm`` prepares a process for its first press.
    """

    def __init__(self, database: Callable[[], str], certificates: Callable[[], bool], warm: Callable[[], None]) -> None:
        self._database = database
        self._certificates = certificates
        self._warm = warm
        self._lock = threading.Lock()
        self._warmed = False

    def add_to(self, routes: Blueprint) -> None:
        """Put them among the add-on's routes."""
        routes.add_url_rule("/healthz", view_func=self.healthz, methods=["GET"])
        routes.add_url_rule("/_ah/warmup", view_func=self.warmup, methods=["GET"])
        routes.add_url_rule("/readyz", view_func=self.readyz, methods=["GET"])

    def warmup(self) -> Response:
        """App Engine's word to a new instance before people come; whoever else asks, it is done once."""
        with self._lock:
            first, self._warmed = not self._warmed, True
        if first:
            self._warm()
        return Response(OK, mimetype="text/plain")

    def healthz(self) -> Response:
        """The process answers; nothing else is asked."""
        return Response(OK, mimetype="text/plain")

    def readyz(self) -> tuple[Response, int]:
        """200 when presses would work, else 503; says which part is missing."""
        certificates = OK if self._certificates() else "missing"
        parts = {"database": self._database(), "certificates": certificates}
        return jsonify(parts), 200 if set(parts.values()) == {OK} else 503
