"""What is pressed on the first cards, imported when somebody presses."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from addon.addresses import Addresses
from addon.answering import Envelope
from addon.cards import about
from addon.checkup import Checkup
from addon.creating import Creating
from addon.desk import Desk
from addon.drift import Drift
from addon.homes import Homes
from addon.keys import Keys
from addon.reading import Reading
from addon.steps import Steps
from addon.suggesting import Suggesting
from addon.visit import Visit
from services.handover.process import Process

if TYPE_CHECKING:
    from services.handover.doctor.doctor import Doctor

Json = dict[str, Any]


class Pages:
    """One object for each kind of page; :mod:`addon.routes` says where each of their answers is."""

    def __init__(
        self,
        process: Process,
        addresses: Addresses,
        reading: Reading,
        homes: Homes,
        doctor: Callable[[], Doctor],
    ) -> None:
        self._process = process
        self.steps = Steps(process, addresses, reading, homes)
        self.desk = Desk(process, addresses)
        self.drift = Drift(process, addresses, reading)
        self.suggesting = Suggesting(process, addresses, reading, homes)
        self.keys = Keys(process, addresses, reading)
        self.checkup = Checkup(process, addresses, doctor)
        self.creating = Creating(process, addresses)

    def help(self, _: Visit, envelope: Envelope) -> Json:
        """How it works, in a few sentences."""
        return envelope(about.help_card(self._process.steps))
