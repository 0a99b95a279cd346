"""The section ``[reminders]`` of ``handover.toml``: what is promised by when, and who is told that it is late."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from services.handover.kinds import ChannelId
from services.handover.sections import Section

REMIND = "remind/"
"""How the ledger's names of reminders begin; what was promised and the day follow."""
ANNOUNCED = "announce"
GOT_IT = "got_it"
"""In place of a step's name: each team's "Got it" under the announcement."""


class Promise(Section):
    """By when a step is promised: so many hours, or business days, after another step is settled."""

    hours: float | None = Field(None, gt=0)
    business_days: int | None = Field(None, ge=0)
    after: str = ANNOUNCED

    @model_validator(mode="after")
    def _says_one_of_both(self) -> Promise:
        if (self.hours is None) == (self.business_days is None):
            raise ValueError("say either hours or business_days")
        return self

    @property
    def words(self) -> str:
        """ "within 24 hours", "within 3 business days"."""
        number, unit = (self.hours, "hour") if self.hours is not None else (self.business_days, "business day")
        return f"within {number:g} {unit}{'' if number == 1 else 's'}"


class SlackPlace(Section):
    """A channel: its id (``C…``), and what people call it."""

    id: ChannelId
    name: str


class ReminderRules(Section):
    """Who is told where; a role without a channel is never reminded, and nobody is told without ``operators``."""

    at_most: int = Field(10, ge=1)
    settle_seconds: float = 30
    operators: SlackPlace | None = None
    channels: dict[Literal["sales", "ce", "finance", "ops"], SlackPlace] = Field(default_factory=dict)
    promises: dict[str, Promise] = Field(default_factory=dict)
