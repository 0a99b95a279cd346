"""The company's tiers: dated tables, and what a potential is reckoned by (``[tiers]`` of handover.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Measure = Literal["arr", "developers", "employees"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rate(_Part):
    """What one unit of a currency is worth in the tables' currency, and the day on which that was so."""

    worth: Decimal = Field(gt=0)
    on: date


class Tier(_Part):
    """One tier: from how much of each measure on. ``any`` of them is enough, or ``all`` are needed."""

    tier: int = Field(ge=1)
    any: dict[Measure, Decimal] = {}
    all: dict[Measure, Decimal] = {}

    @model_validator(mode="after")
    def _one_way(self) -> Tier:
        if bool(self.any) == bool(self.all):
            raise ValueError("give either `any` or `all`, with at least one of arr, developers and employees")
        return self

    def holds(self, found: Mapping[str, Decimal]) -> bool:
        """Whether these measures reach the tier."""
        reached = [found.get(name, Decimal(-1)) >= least for name, least in (self.any or self.all).items()]
        return any(reached) if self.any else all(reached)


class Table(_Part):
    """The tiers as they are judged since a day, the highest first."""

    since: date
    tiers: list[Tier] = Field(min_length=1)

    @model_validator(mode="after")
    def _no_gaps(self) -> Table:
        if [one.tier for one in self.tiers] != list(range(1, len(self.tiers) + 1)):
            raise ValueError("number the tiers 1, 2, 3 … in this order, without a gap")
        for above, below in zip(self.tiers, self.tiers[1:], strict=False):
            for name in (above.any or above.all).keys() & (below.any or below.all).keys():
                if (above.any or above.all)[name] <= (below.any or below.all)[name]:
                    raise ValueError(
                        f"tier {below.tier} can never be reached: its {name} is not below tier {above.tier}"
                    )
        return self


class Tiers(_Part):
    """The company's tables, and how a customer's potential is reckoned."""

    currency: str = "USD"
    price_per_developer: Decimal = Field(gt=0)
    rates: dict[str, Rate] = {}
    tables: list[Table] = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> Tiers:
        days = [one.since for one in self.tables]
        if days != sorted(set(days)):
            raise ValueError("give the tables in the order of `since`, each day once")
        return self

    def table(self, on: date) -> Table:
        """The table in force on a day; the first one for days before it."""
        return next((one for one in reversed(self.tables) if one.since <= on), self.tables[0])
