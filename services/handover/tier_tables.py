"""The company's tiers: dated tables, and what a potential is reckoned by (``[tiers]`` of handover.toml)."""

# Annotations are not postponed here: msgspec would compile each type from its text, at each start.
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from msgspec import Meta

from services.handover.checked import Section, Wrong
from services.handover.kinds import Amount, Positive

Measure = Literal["arr", "developers", "employees"]
Some = Meta(min_length=1)


class Rate(Section, frozen=True):
    """What one unit of a currency is worth in the tables' currency, and the day on which that was so."""

    worth: Positive
    on: date


class Tier(Section, frozen=True):
    """One tier: from how much of each measure on. ``any`` of them is enough, or ``all`` are needed."""

    tier: Annotated[int, Meta(ge=1)]
    any: dict[Measure, Amount] = {}
    all: dict[Measure, Amount] = {}

    def __post_init__(self) -> None:
        if bool(self.any) == bool(self.all):
            raise Wrong("give either `any` or `all`, with at least one of arr, developers and employees")

    def holds(self, found: Mapping[str, Decimal]) -> bool:
        """Whether these measures reach the tier."""
        reached = [found.get(name, Decimal(-1)) >= least for name, least in (self.any or self.all).items()]
        return any(reached) if self.any else all(reached)


class Table(Section, frozen=True):
    """The tiers as they are judged since a day, the highest first."""

    since: date
    tiers: Annotated[list[Tier], Some]

    def __post_init__(self) -> None:
        if [one.tier for one in self.tiers] != list(range(1, len(self.tiers) + 1)):
            raise Wrong("number the tiers 1, 2, 3 … in this order, without a gap")
        for above, below in zip(self.tiers, self.tiers[1:], strict=False):
            for name in (above.any or above.all).keys() & (below.any or below.all).keys():
                if (above.any or above.all)[name] <= (below.any or below.all)[name]:
                    raise Wrong(f"tier {below.tier} can never be reached: its {name} is not below tier {above.tier}")


class Tiers(Section, frozen=True, kw_only=True):
    """The company's tables, and how a customer's potential is reckoned."""

    currency: str = "USD"
    price_per_developer: Positive
    rates: dict[str, Rate] = {}
    tables: Annotated[list[Table], Some]

    def __post_init__(self) -> None:
        days = [one.since for one in self.tables]
        if days != sorted(set(days)):
            raise Wrong("give the tables in the order of `since`, each day once")

    def table(self, on: date) -> Table:
        """The table in force on a day; the first one for days before it."""
        return next((one for one in reversed(self.tables) if one.since <= on), self.tables[0])
