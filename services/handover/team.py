"""The company's Customer Engineers: the members of a user group in Slack, kept for a while."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from services.kept import Lookups
from services.systems import Systems

KEPT_SECONDS = 600.0
"""Who joins the team can be chosen ten minutes later at the latest."""
MOST = 50


class Team:
    """Reads the group once in a while, for all clicks of the process."""

    def __init__(self, group: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._group = group
        self._kept = Lookups(clock)

    def people(self, systems: Systems) -> Mapping[str, str]:
        """Address -> name, in the order of their names. Raises the errors family when Slack cannot be asked."""
        return self._kept.get("team", KEPT_SECONDS, lambda: self._read(systems))

    def _read(self, systems: Systems) -> Mapping[str, str]:
        users = systems.slack.users(systems.slack.members(self._group)[:MOST]) if self._group else []
        there = sorted(
            (one for one in users if one.email and not (one.is_bot or one.is_gone)), key=lambda one: one.name
        )
        return {one.email.lower(): one.name for one in there}
