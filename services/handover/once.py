"""Doing a thing once: frozen plan, claim, look, intent, lease check, send once, classify.

The order was measured (effects-and-faults, section 1): recording only after success doubles effects,
recording before sending loses them, and a refusal of the look says nothing about the earlier send.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct
from sqlalchemy.exc import DBAPIError

from services.errors import NOT_APPLIED, OutsideError, Refused, Unknown
from services.handover.claim import Claim, LeaseLost
from services.handover.ledger import Ledger
from services.handover.model import Click, Effect, Evidence, hash_of

OTHER_PLAN = "other plan"
LEDGER = "The ledger"
NOT_WRITTEN = "Tell an administrator that its disk may be full; `flask doctor` says more. Then press again."


class Outcome(Struct, frozen=True):
    """How a press ended. ``error`` is the outside system's, for outcomes other than ``done``.

    ``busy``: somebody else holds the step, or it is done already. ``early``: too soon to believe that an
    unconfirmed attempt never arrived; ``wait`` says for how many seconds. ``other_plan``: the unconfirmed
    attempt was another version and never arrived, so this version has to be looked at and pressed again.
    """

    kind: Literal["done", "busy", "early", "other_plan", "refused", "unknown"]
    error: OutsideError | None = None
    wait: float = 0.0


def do_once(
    ledger: Ledger,
    click: Click,
    step: str,
    effect: Effect,
    plan: Mapping[str, Any],
    used: Mapping[str, Any] | None = None,
) -> Outcome:
    """Bring about ``plan`` for one step of the click's handover, whatever happened before.

    ``used``: what of the document the plan was made of, kept with the step.
    """
    click.systems.afresh()
    try:
        claim = ledger.claim(click.handover.document_id, step, click.person.email, plan, used)
    except DBAPIError:
        return Outcome("refused", not_written())
    if claim is None:
        return Outcome("busy")
    try:
        earlier = claim.record.intent_at
        if earlier is not None:
            settled = _look(claim, click, effect, earlier)
            if settled is not None:
                return settled
            if claim.record.plan_hash != hash_of(plan):
                claim.refused(OTHER_PLAN)
                return Outcome("other_plan")
        return _send(claim, click, effect)
    except LeaseLost:
        return Outcome("busy")


def not_written() -> Refused:
    """What cannot be written down is not sent, or nobody would know of it: a full disk, a database that went away."""
    return Refused(LEDGER, "it cannot be written", "", NOT_WRITTEN)


def _look(claim: Claim, click: Click, effect: Effect, earlier: float) -> Outcome | None:
    """Whether the earlier attempt arrived; None means it certainly did not."""
    plan = claim.record.plan or {}
    try:
        evidence = effect.find(click.systems, plan, claim, earlier)
    except OutsideError as error:
        claim.unknown(error.code)
        return Outcome("unknown", error)
    if evidence is not None:
        return _done(claim, plan, evidence)
    wait = earlier + effect.settle(plan) - claim.record.read_at
    if wait > 0:
        claim.unknown("settling")
        return Outcome("early", wait=wait)
    claim.never_arrived()
    return None


def _send(claim: Claim, click: Click, effect: Effect) -> Outcome:
    plan = claim.record.plan or {}
    try:
        claim.intend()
    except DBAPIError:
        return Outcome("refused", not_written())
    try:
        with click.systems.asking(claim.check):
            evidence = effect.apply(click.systems, plan, claim)
    except NOT_APPLIED as error:
        claim.refused(error.code)
        return Outcome("refused", error)
    except Unknown as error:
        claim.unknown(error.code)
        return Outcome("unknown", error)
    except LeaseLost:
        raise
    except Exception:
        # A mistake of ours after sending must not look like "nothing happened".
        claim.unknown("our mistake")
        raise
    return _done(claim, plan, evidence)


def _done(claim: Claim, plan: Mapping[str, Any], evidence: Evidence) -> Outcome:
    claim.done(evidence, plan)
    return Outcome("done")
