"""What became of a done step outside since: people answer an invitation, move it, or take it away."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from msgspec import Struct
from msgspec.structs import replace

from services.errors import OutsideError, ScopeMissing
from services.handover.ledger import Ledger
from services.handover.model import Click, Evidence, Fact
from services.handover.standing import Standing
from services.systems import Systems

Told = tuple[Fact, ...]
"""What an evidence says in detail."""
NOT_NOW = "How it stands now could not be seen ({}). This is what was seen last."


@runtime_checkable
class Followed(Protocol):
    """An effect that goes on living outside after it happened."""

    def follow(self, systems: Systems, evidence: Evidence) -> Evidence:
        """The evidence as it is now; the very same where this person cannot see it."""

    def told(self, evidence: Evidence) -> Told:
        """What the evidence says in detail."""


class Now(Struct, frozen=True):
    """A done step as it stands now: what there is to tell, and why that may be old."""

    standing: Standing
    told: Told = ()
    notice: str = ""


def told_of(standing: Standing) -> Told:
    """What a done step's evidence says in detail, as it was seen last."""
    effect, record = standing.step.effect, standing.record
    if standing.state != "done" or not isinstance(effect, Followed) or record is None or record.evidence is None:
        return ()
    return effect.told(record.evidence)


def follow(ledger: Ledger, click: Click, standing: Standing) -> Now:
    """Look after a done step; what is new is kept, so that everybody sees it, also those who cannot look."""
    effect, record = standing.step.effect, standing.record
    if standing.state != "done" or not isinstance(effect, Followed) or record is None or record.evidence is None:
        return Now(standing)
    seen, notice = record.evidence, ""
    try:
        seen = effect.follow(click.systems, record.evidence)
    except ScopeMissing:
        raise
    except OutsideError as error:
        notice = NOT_NOW.format(f"{error.system}: {error.code}")
    if seen != record.evidence:
        ledger.seen(record.handover, record.step, seen)
    now = replace(standing, record=replace(record, evidence=seen))
    return Now(now, told_of(now), notice)
