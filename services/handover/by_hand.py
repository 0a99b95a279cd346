"""The company's own choice of steps: some are done by hand here and only recorded, some do not exist."""

from __future__ import annotations

from collections.abc import Sequence

from services.handover.model import Click, Draft, Effect, Form, Role, Step
from services.handover.otherwise import Recorded
from services.handover.rules import Rules
from services.handover.sections import StepRules

WORDS = (
    "This step is done by hand here. Do it, then press “Done another way?” and record it with a link, so that others "
    "can follow it."
)


class ByHand:
    """A step that people do, at its place among the others: it sends nothing and needs no permission."""

    scopes: tuple[str, ...] = ()

    def __init__(self, step: Step) -> None:
        self.name = step.name
        self.label = step.label
        self.does = step.does
        self.role: Role = step.role
        self.waits_for = step.waits_for
        self._step = step
        self.particulars = step.particulars if isinstance(step, Recorded) else ()

    @property
    def effect(self) -> Effect:
        """What the step would do, if it were not done by hand."""
        return self._step.effect

    def needs(self, rules: Rules) -> tuple[str, ...]:
        """Whoever does it knows what they need."""
        return ()

    def draft(self, click: Click, form: Form) -> Draft:
        """Nothing that could be pressed."""
        return Draft(confirm=self.label, text=WORDS)


def here(steps: Sequence[Step], rules: StepRules) -> tuple[Step, ...]:
    """The steps that the company has, in the same order."""
    kept = [step for step in steps if step.name not in rules.without]
    return tuple(ByHand(step) if step.name in rules.by_hand else step for step in kept)
