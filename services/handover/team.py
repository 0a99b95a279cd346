"""The company's Customer Engineers: the members of a user group in Slack, kept for a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping

from services.systems import Systems

KEPT_SECONDS = 600.0
"""Who joins the team can be chosen ten minutes later at the latest."""
MOST = 50


class Team:
    """Reads the group once in a while, for all clicks of the process."""

    def __init__(self, group: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._group = group
        self._clock = clock
        self._lock = threading.Lock()
        self._read_at = float("-inf")
        self._people: Mapping[str, str] = {}

    def people(self, systems: Systems) -> Mapping[str, str]:
        """Address -> name, in the order of their names. Raises the errors family when Slack cannot be asked."""
        with self._lock:
            read_at, people = self._read_at, self._people
        if self._clock() - read_at <= KEPT_SECONDS:
            return people
        users = systems.slack.users(systems.slack.members(self._group)[:MOST]) if self._group else []
        there = sorted(
            (one for one in users if one.email and not (one.is_bot or one.is_gone)), key=lambda one: one.name
        )
        people = {one.email.lower(): one.name for one in there}
        with self._lock:
            self._read_at, self._people = self._clock(), people
        return people
