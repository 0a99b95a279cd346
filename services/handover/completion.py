"""What an input suggests while somebody types: each source by name, read from its system and kept for a while."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Mapping

from services.handover.rules import Rules
from services.systems import Systems

CUSTOMER_ENGINEERS = "customer_engineers"
KEPT_SECONDS = 600.0
"""Who joins a team is suggested ten minutes later at the latest; nothing but suggestions is taken from here."""

SHOWN, MEMBERS = 10, 50
SEPARATED = re.compile(r"(?P<before>.*[,;]\s*)?(?P<typed>[^,;]*)\Z", re.DOTALL)


Known = Mapping[str, str]
"""What can be suggested -> the words it is also found by."""


def _customer_engineers(systems: Systems, rules: Rules) -> Known:
    """The addresses of the team's user group in Slack, found by name too."""
    group = rules.assign_owner.group
    people = [systems.slack.user(one) for one in systems.slack.members(group)[:MEMBERS]] if group else []
    return {one.email.lower(): one.name for one in people if one.email and not (one.is_bot or one.is_gone)}


SOURCES: Mapping[str, Callable[[Systems, Rules], Known]] = {CUSTOMER_ENGINEERS: _customer_engineers}


class Completion:
    """All sources, each read again when what is kept of it is too old."""

    def __init__(self, rules: Rules, clock: Callable[[], float] = time.monotonic) -> None:
        self._rules = rules
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[float, Known]] = {}

    def found(self, systems: Systems, source: str, text: str) -> list[str]:
        """Whole new contents for the input: what stands before the last comma stays. Raises the errors family."""
        match = SEPARATED.match(text)
        before, typed = (match["before"] or "", match["typed"].strip().lower()) if match else ("", "")
        known = self._known(systems, source)
        fitting = [one for one, words in known.items() if typed in f"{words} {one}".lower()]
        return [before + one for one in fitting if one not in before.lower()][:SHOWN]

    def _known(self, systems: Systems, source: str) -> Known:
        with self._lock:
            read_at, known = self._kept.get(source, (float("-inf"), {}))
        if self._clock() - read_at > KEPT_SECONDS:
            known = SOURCES[source](systems, self._rules)
            with self._lock:
                self._kept[source] = (self._clock(), known)
        return known
