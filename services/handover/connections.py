"""Which of the company's own systems answer right now: one cheap read of each. Nothing is changed by asking."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from services.errors import OutsideError, Refused
from services.handover.rules import Rules
from services.handover.words import listed
from services.systems import Systems

NOT_SET_UP = "Not connected: its steps are done by hand and recorded here."
ACCOUNT = "handover-add-on"
"""Any name will do: that nobody has it is an answer too."""


class Connection(Struct, frozen=True):
    """One system, what there is to say about it, and whether it answers, fails, or is not set up at all."""

    system: str
    words: str
    state: Literal["works", "fails", "absent"]


def connections(systems: Systems, rules: Rules) -> tuple[Connection, ...]:
    """Slack, Salesforce and the license service, each by itself: one that is out of order hides no other."""
    return (
        _asked("Slack", lambda: _slack(systems, rules)),
        _asked("Salesforce", lambda: _salesforce(systems)),
        _asked("License service", lambda: _licensing(systems)),
    )


def _asked(system: str, ask: Callable[[], str]) -> Connection:
    try:
        return Connection(system, ask(), "works")
    except OutsideError as error:
        if error.code == "not connected":
            return Connection(system, NOT_SET_UP, "absent")
        return Connection(system, f"Does not work right now ({error.code}).", "fails")


def _slack(systems: Systems, rules: Rules) -> str:
    channel = systems.slack.channel(rules.announce.channel)
    groups = listed([group.handle for group in rules.announce.groups])
    return f"Connected. Announcements go to #{channel.name}, for {groups}."


def _salesforce(systems: Systems) -> str:
    if not systems.has_salesforce:
        raise Refused("Salesforce", "not connected")
    systems.salesforce.users(systems.user_email, "")
    return "Connected."


def _licensing(systems: Systems) -> str:
    systems.licensing.find_account(ACCOUNT)
    return "Connected."
