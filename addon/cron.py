"""The address that App Engine's cron calls: reminders. Nobody else may, and nobody's token is needed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, request

from services import logs

REMINDERS = "/tasks/reminders"
HEADER = "X-Appengine-Cron"
log = logging.getLogger(__name__)


class Cron:
    """``GET /tasks/reminders``.

    App Engine's front end takes headers that begin with ``X-Appengine-`` off every request from outside and sets
    this one itself, so it proves who calls, but on App Engine only (App Engine, "Request headers and responses" and
    "Scheduling jobs with cron.yaml"). The sender's address, 0.1.0.2 today and another one in the past, proves no more.
    """

    def __init__(self, on_app_engine: bool, run: Callable[[], Mapping[str, Any]]) -> None:
        self._on_app_engine = on_app_engine
        self._run = run

    def add_to(self, routes: Blueprint) -> None:
        """Put it among the add-on's routes."""
        routes.add_url_rule(REMINDERS, view_func=self.reminders, methods=["GET"])

    def reminders(self) -> Response:
        """Run them; 403 for everybody but cron, and whatever breaks is told to cron as a failure."""
        if not self._on_app_engine or request.headers.get(HEADER) != "true":
            log.warning("refused %s: not App Engine's cron", REMINDERS)
            return Response(status=403)
        headers = request.headers
        logs.TRACE.set(logs.trace_of(headers.get("X-Cloud-Trace-Context", ""), headers.get("traceparent", "")))
        try:
            return jsonify(self._run())
        except Exception:
            log.exception("%s: our mistake", REMINDERS)
            return Response(status=500)
        finally:
            logs.TRACE.set(None)
