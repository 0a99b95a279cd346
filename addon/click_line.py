"""One line in the log for each click: what was pressed by which role, how it ended, how long it took."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Mapping
from urllib.parse import quote

from msgspec import Struct, field

from services import logs
from services.errors import OutsideError
from services.handover.once import Outcome
from services.transport import Transport

SHOWN = "shown"
log = logging.getLogger(__name__)


class ClickLine(Struct):
    """Filled in on the way, written once at the end. No person, no document: a role and an address are enough.

    ``outcome``: ``shown`` for a card; how a press ended (``done``, ``refused``, ``unknown`` …); the kind of a
    failure with the outside system's own code; or why the request was not let in.
    """

    path: str
    step: str = ""
    host: str = ""
    role: str = ""
    outcome: str = SHOWN
    level: int = logging.INFO
    transport: Transport | None = None
    error: BaseException | None = None
    reference: str = ""
    _began: float = field(default_factory=time.monotonic)

    def ended(self, outcome: Outcome | None) -> None:
        """A press came to an end; None when nothing was tried."""
        if outcome is None:
            return
        self.outcome = f"{outcome.kind} {_said(outcome.error)}" if outcome.error else outcome.kind
        self.level = logging.WARNING if outcome.error else logging.INFO

    def refused(self, why: str, level: int = logging.WARNING) -> None:
        """The request was not let in."""
        self.outcome, self.level = why, level

    def failed(self, error: OutsideError) -> None:
        """An outside system said no while something was read."""
        self.refused(_said(error))

    def broke(self, error: BaseException) -> str:
        """A mistake of ours; returns the short reference by which the line is found again."""
        self.refused(f"our mistake {type(error).__name__}", logging.ERROR)
        self.error, self.reference = error, secrets.token_hex(4)
        return self.reference

    def write(self) -> None:
        """Write the line."""
        milliseconds = round((time.monotonic() - self._began) * 1000)
        calls = self.transport.calls if self.transport else 0
        fields: Mapping[str, object] = {
            "address": quote(self.path),
            "host": self.host,
            "step": self.step,
            "role": self.role,
            "outcome": self.outcome,
            "milliseconds": milliseconds,
            "calls": calls,
            **({"reference": self.reference} if self.reference else {}),
        }
        who = f" ({self.role})" if self.role else ""
        reference = f", reference {self.reference}" if self.reference else ""
        words = "%s%s: %s, %d ms, %d calls%s"
        said = (quote(self.path), who, self.outcome, milliseconds, calls, reference)
        # An error leads to all that was at hand where it came from, and from there to this line: kept, they would keep
        # one another, and perhaps a connection of the ledger, until somebody looks for garbage.
        error, self.error = self.error, None
        log.log(self.level, words, *said, exc_info=error, extra={"fields": fields, "trace": logs.TRACE.get()})


def _said(error: OutsideError) -> str:
    """An error's kind and its system's code: never its words, which may quote what somebody wrote."""
    return f"{type(error).__name__} {error}"
