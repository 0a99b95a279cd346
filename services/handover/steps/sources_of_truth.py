"""Sources of truth: every record that has to know about the deal, each written or confirmed by itself."""

from __future__ import annotations

from functools import cached_property

from services.handover.model import Click, Draft, Effect, Form, Role, Step
from services.handover.records import WHOLE, part_of
from services.handover.rules import Rules

NO_RECORDS = "handover.toml names no records that have to know about a deal."


class SourcesOfTruth:
    """Done when each record is; its own button only opens them."""

    name = WHOLE
    label = "Sources of truth"
    does = "Bring every record of the deal up to date."
    role: Role = "ops"
    waits_for: tuple[str, ...] = ("announce",)
    scopes: tuple[str, ...] = ()

    @cached_property
    def effect(self) -> Effect:
        from services.handover.effects.confirmation import Confirmation

        return Confirmation()

    def needs(self, rules: Rules) -> tuple[str, ...]:
        """Each record says for itself what it needs."""
        return ()

    def draft(self, click: Click, form: Form) -> Draft:
        """Nothing is done here: the records are."""
        return Draft(confirm="", not_needed="" if self.parts(click.rules) else NO_RECORDS)

    def parts(self, rules: Rules) -> tuple[Step, ...]:
        """The records."""
        return tuple(part_of(one) for one in rules.sources_of_truth.records)
