"""Who has seen the announcement: each team's "Got it", kept in the ledger as what a person said.

An announcement that is taken back or corrected is another one, which each team has to see again.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from services.handover.claim import ANNOUNCED_BY, SETTLED, Record
from services.handover.model import Evidence, Role
from services.handover.standing import correct_name

TEAMS: tuple[Role, ...] = ("ce", "finance", "ops")
GOT_IT = Evidence("Got it")


class Receipt(Struct, frozen=True):
    """Whether a team has seen the announcement: who of it said so, and when (seconds since 1970); or nobody yet."""

    role: Role
    person: str = ""
    at: float = 0.0


def receipts(records: Mapping[str, Record]) -> tuple[Receipt, ...]:
    """One for each team; none while nothing is announced."""
    announced = records.get(ANNOUNCED_BY)
    if announced is None or announced.state not in SETTLED:
        return ()
    found = ((role, records.get(receipt_name(role, records))) for role in TEAMS)
    return tuple(Receipt(role, said.person, said.at) if said else Receipt(role) for role, said in found)


def receipt_name(role: Role, records: Mapping[str, Record]) -> str:
    """Under which name the ledger keeps a team's receipt of the announcement as it is now."""
    round_ = records[ANNOUNCED_BY].round if ANNOUNCED_BY in records else 0
    edition = correct_name(ANNOUNCED_BY, round_, records).rpartition("/")[2]
    return f"{ANNOUNCED_BY}/got_it/{edition}/{role}"
