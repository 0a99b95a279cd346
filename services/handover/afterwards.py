"""What can still be done about a done step: taking it back, or correcting it where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from services.handover.fields import TextField
from services.handover.model import Correctable, Draft, hash_of
from services.handover.standing import Amendable, Standing

SHOWN = "shown"
"""The parameter that carries a hash of what the person looked at."""
REASON = "reason"


def correction(standing: Standing, draft: Draft) -> Draft:
    """The step's draft as it would be now, bound to what stands there already."""
    effect, record = standing.step.effect, standing.record
    if not isinstance(effect, Correctable) or record is None or record.evidence is None:
        return draft
    if isinstance(standing.step, Amendable):
        corrects = {"corrects": standing.step.name}
        return replace(draft, plan={**draft.plan, **corrects} if draft.plan is not None else None)
    _, confirm, warning = effect.correct_words
    bound = {**record.evidence.ids, "corrects": standing.step.name}
    plan = {**draft.plan, **bound} if draft.plan is not None else None
    return replace(draft, plan=plan, confirm=confirm, undo=warning)


def undo(standing: Standing, built_on_it: Iterable[str]) -> Draft | None:
    """What the evidence says about taking it back, and which steps that were built on it stay as they are."""
    record = standing.record
    if record is None or record.evidence is None or record.evidence.undo is None:
        return None
    kept = record.evidence.undo
    lines = [*kept["lines"], *(f"“{label}” is done already and stays as it is." for label in built_on_it)]
    plan: dict[str, Any] = {**kept, "undoes": standing.step.name}
    asked = (TextField(REASON, kept["asks"], "", lines=True),) if "asks" in kept else ()
    shown = {SHOWN: hash_of(plan)[:32]}
    return Draft(confirm=kept["confirm"], plan=plan, fields=asked, text="\n".join(lines), hidden=shown)
