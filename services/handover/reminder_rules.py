"""The section ``[reminders]`` of ``handover.toml``: what is promised by when, and who is told that it is late."""

# Annotations are not postponed here: msgspec would compile each type from its text, at each start.
from typing import Annotated, Literal

from msgspec import Meta

from services.handover.checked import Section, Wrong
from services.handover.kinds import ChannelId

REMIND = "remind/"
"""How the ledger's names of reminders begin; what was promised and the day follow."""
ANNOUNCED = "announce"
GOT_IT = "got_it"
"""In place of a step's name: each team's "Got it" under the announcement."""


class Promise(Section, frozen=True):
    """By when a step is promised: so many hours, or business days, after another step is settled."""

    hours: Annotated[float, Meta(gt=0)] | None = None
    business_days: Annotated[int, Meta(ge=0)] | None = None
    after: str = ANNOUNCED

    def __post_init__(self) -> None:
        if (self.hours is None) == (self.business_days is None):
            raise Wrong("say either hours or business_days")

    @property
    def words(self) -> str:
        """ "within 24 hours", "within 3 business days"."""
        number, unit = (self.hours, "hour") if self.hours is not None else (self.business_days, "business day")
        return f"within {number:g} {unit}{'' if number == 1 else 's'}"


class SlackPlace(Section, frozen=True):
    """A channel: its id (``C…``), and what people call it."""

    id: ChannelId
    name: str


class ReminderRules(Section, frozen=True):
    """Who is told where; a role without a channel is never reminded, and nobody is told without ``operators``."""

    at_most: Annotated[int, Meta(ge=1)] = 10
    settle_seconds: float = 30
    operators: SlackPlace | None = None
    channels: dict[Literal["sales", "ce", "finance", "ops"], SlackPlace] = {}
    promises: dict[str, Promise] = {}
