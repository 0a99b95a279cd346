"""What an input suggests while somebody types: each source by name. Nothing but suggestions is taken from here."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from services.handover.patterns import late
from services.handover.team import Team
from services.handover.trial_channels import TrialChannels
from services.systems import Systems

CUSTOMER_ENGINEERS = "customer_engineers"
CHANNELS = "channels"
SHOWN = 10
SEPARATED = late(r"(?P<before>.*[,;]\s*)?(?P<typed>[^,;]*)\Z", re.DOTALL)


class Completion:
    """All sources. Each knows what can be suggested, and the words it is also found by."""

    def __init__(self, team: Team, channels: TrialChannels) -> None:
        self._sources: Mapping[str, Callable[[Systems], Mapping[str, str]]] = {
            CUSTOMER_ENGINEERS: team.people,
            CHANNELS: channels.names,
        }

    def found(self, systems: Systems, source: str, text: str) -> list[str]:
        """Whole new contents for the input: what stands before the last comma stays; none for an unknown source.

        Raises the errors family.
        """
        if source not in self._sources:
            return []
        match = SEPARATED.match(text)
        before, typed = (match["before"] or "", match["typed"].strip().lower()) if match else ("", "")
        known = self._sources[source](systems)
        fitting = [one for one, words in known.items() if typed in f"{words} {one}".lower()]
        # Every address of a company ends alike: who is called so comes before whoever is only found there.
        begins = re.compile(rf"(?<!\w){re.escape(typed)}").search
        fitting.sort(key=lambda one: not begins(f"{known[one]} {one.partition('@')[0]}".lower()))
        return [before + one for one in fitting if one not in before.lower()][:SHOWN]
