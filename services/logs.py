"""What the process writes down: JSON lines for Cloud Logging in production, short lines beside ``flask run``.

No line holds a token, a key, an address or a text of a document or a mail. Exceptions are told by their places and
their type, never by their message, which may quote what somebody wrote.

Field names as in Cloud Logging's "Structured logging" (special fields of a JSON payload) and Error Reporting's
"Format a log entry to report error events".
"""

from __future__ import annotations

import logging
import os
import re
import traceback
from contextvars import ContextVar
from typing import Any, Literal
from urllib.parse import urlsplit

from msgspec import Struct

from services.json_bytes import written

REPORTED = "type.googleapis.com/google.devtools.clouderrorreporting.v1beta1.ReportedErrorEvent"
OURS = ("addon", "services")
_CLOUD = re.compile(r"([0-9a-f]{32})(?:/(\d{1,20}))?(?:;o=(\d))?", re.IGNORECASE)
_W3C = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")
_PLAIN = re.compile(r"[A-Za-z][A-Za-z.:]{0,30}\d?|v\d+(\.\d+)?")
log = logging.getLogger(__name__)


class Trace(Struct, frozen=True):
    """Which request a line belongs to; ``span`` as 16 hexadecimal digits, empty when it is not known."""

    id: str
    span: str = ""
    sampled: bool = False


TRACE: ContextVar[Trace | None] = ContextVar("trace", default=None)
"""The request that this thread answers."""


def trace_of(cloud: str, w3c: str) -> Trace | None:
    """The trace that Google's front end names: ``X-Cloud-Trace-Context`` (the span in decimal) or ``traceparent``."""
    if found := _CLOUD.fullmatch(cloud):
        span = f"{int(found[2]) & 0xFFFF_FFFF_FFFF_FFFF:016x}" if found[2] else ""
        return Trace(found[1].lower(), span, found[3] == "1")
    if found := _W3C.fullmatch(w3c):
        return Trace(found[1], found[2], bool(int(found[3], 16) & 1))
    return None


def call(
    system: str, method: str, url: str, outcome: str, milliseconds: int, *, ok: bool, trace: Trace | None = None
) -> None:
    """One line for one outgoing request: to whom, which method, how it ended, how long it took."""
    what = f"{method} {plain_path(url)}"
    fields = {"system": system, "method": what, "outcome": outcome, "milliseconds": milliseconds}
    words = "%s %s: %s, %d ms"
    level = logging.INFO if ok else logging.WARNING
    log.log(level, words, system, what, outcome, milliseconds, extra={"fields": fields, "trace": trace})


def plain_path(url: str) -> str:
    """An address without its query, and with a star for whatever may be an id, a name or a cell."""
    parts = (part if not part or _PLAIN.fullmatch(part) else "*" for part in urlsplit(url).path.split("/"))
    return "/".join(parts)


def stack(error: BaseException) -> str:
    """Where an error was raised and what kind it is, causes first, in Python's own form but without its words."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = stack(cause) + "\n" if cause is not None else ""
    places = "".join(traceback.format_list(traceback.extract_tb(error.__traceback__)))
    return f"{before}Traceback (most recent call last):\n{places}{type(error).__module__}.{type(error).__qualname__}"


class JsonLines(logging.Formatter):
    """One JSON object for each line, as Cloud Logging takes it; errors as Error Reporting groups them.

    ``project`` is the id of the Google Cloud project, which is part of a trace's name.
    """

    def __init__(self, project: str = "") -> None:
        super().__init__()
        self._project = project

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        line: dict[str, Any] = {"severity": record.levelname, "message": record.getMessage(), "logger": record.name}
        line |= getattr(record, "fields", {}) | self._traced(getattr(record, "trace", None) or TRACE.get())
        if record.levelno >= logging.ERROR:
            line |= {"@type": REPORTED, "serviceContext": _service()}
        if record.exc_info and record.exc_info[1] is not None:
            line["stack_trace"] = stack(record.exc_info[1])
        return written(line).decode()

    def _traced(self, trace: Trace | None) -> dict[str, Any]:
        if trace is None:
            return {}
        name = f"projects/{self._project}/traces/{trace.id}" if self._project else trace.id
        span = {"logging.googleapis.com/spanId": trace.span} if trace.span else {}
        return {
            "logging.googleapis.com/trace": name,
            **span,
            "logging.googleapis.com/trace_sampled": trace.sampled,
        }


class ShortLines(logging.Formatter):
    """The words alone, for somebody who watches; with the severity where it matters."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line, and where it broke below it."""
        line = record.getMessage()
        if record.levelno >= logging.WARNING:
            line = f"{record.levelname.capitalize()}: {line}"
        if record.exc_info and record.exc_info[1] is not None:
            line += "\n" + stack(record.exc_info[1])
        return line


def set_up(mode: Literal["sandbox", "production"]) -> None:
    """Write to standard error from now on; ``mode`` alone decides the form.

    Libraries are heard from warnings on: below that, some write down whole addresses and bodies.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(
        JsonLines(os.environ.get("GOOGLE_CLOUD_PROJECT", "")) if mode == "production" else ShortLines()
    )
    logging.getLogger().addHandler(handler)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    # It tells of every repetition; each has a line of ours.
    logging.getLogger("stamina").setLevel(logging.ERROR)


def _service() -> dict[str, str]:
    """Which program the errors are of: the names that App Engine gives to service and version."""
    version = os.environ.get("GAE_VERSION")
    return {"service": os.environ.get("GAE_SERVICE", "handover"), **({"version": version} if version else {})}
