"""The channels that can still be renamed for support, kept for a moment while somebody types."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from services.handover.rules import Rules
from services.kept import Lookups
from services.systems import Systems

KEPT_SECONDS = 60.0


class TrialChannels:
    """The channels of the company's trials that the Slack app is in; none where nobody renames them here."""

    def __init__(self, rules: Rules, clock: Callable[[], float] = time.monotonic) -> None:
        self._prefix = rules.rename_channel.trial_prefix if rules.does("rename_channel") else ""
        self._kept = Lookups(clock)

    def names(self, systems: Systems) -> Mapping[str, str]:
        """Name with its # -> topic. Raises the errors family when Slack cannot be asked."""
        if not self._prefix:
            return {}
        return self._kept.get("trial channels", KEPT_SECONDS, lambda: self._read(systems))

    def _read(self, systems: Systems) -> Mapping[str, str]:
        found = systems.slack.channels(prefix=self._prefix)
        return {f"#{name}": one.topic for name, one in sorted(found.items()) if one.is_member and not one.is_archived}
