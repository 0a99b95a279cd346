"""Which quota binds first as a company grows: the calls that presses were counted to make, against published limits.

Limits per project and minute unless said otherwise, as published in late 2026 (developers.google.com: "Usage limits"
of Docs and Sheets, "Usage limits" of Gmail for projects made after May 1, 2026; docs.slack.dev: "Rate limits";
Salesforce: "API Request Limits and Allocations", Enterprise Edition without its licenses).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.bench.presses import Count

WALK = {"open the Docs sidebar": 10, "open the installers sheet's sidebar": 3, "a step already done": 5}
"""How often each press is made for one handover; every other one once."""
MINUTES, DAYS, BUSIEST = 21 * 8 * 60, 21, 10
"""Working minutes and days of a month; the busiest minute has so many times the mean's presses."""
VOLUMES = (10, 1_000, 100_000)


@dataclass(frozen=True)
class Quota:
    """``weights``: what a call of each method costs. ``daily``: the limit is a day's, else a minute's."""

    name: str
    limit: int
    each: str
    weights: Mapping[str, int]
    daily: bool = False

    def used(self, calls: Mapping[str, int], handovers: int) -> float:
        """The share of the limit that is used: of the day, or of the busiest minute."""
        cost = sum(self.weights.get(method, 0) * count for method, count in calls.items())
        times = handovers / DAYS if self.daily else handovers / MINUTES * BUSIEST
        return cost * times / self.limit


SHEETS = "sheets.spreadsheets."
QUOTAS = (
    Quota("Docs, reads", 3_000, "300 a person", {"docs.documents.get": 1}),
    Quota(
        "Sheets, reads",
        300,
        "60 a person",
        {SHEETS + "get": 1, SHEETS + "getByDataFilter": 1, SHEETS + "values.batchGetByDataFilter": 1},
    ),
    Quota(
        "Sheets, writes",
        300,
        "60 a person",
        {SHEETS + "batchUpdate": 1, SHEETS + "values.batchUpdateByDataFilter": 1},
    ),
    Quota(
        "Gmail, units",
        1_200_000,
        "6,000 a person",
        {"gmail.users.drafts.create": 10, "gmail.users.drafts.send": 100},
    ),
    Quota("Slack, posts in one channel", 60, "1 a second", {"chat.postMessage": 1}),
    Quota("Salesforce, calls a day", 100_000, "all together", {"query": 1, "sobjects.update": 1}, daily=True),
)


def calls_of(counts: Sequence[Count]) -> dict[str, int]:
    """Calls of one handover's walk, by method."""
    calls: dict[str, int] = {}
    for one in counts:
        for method in one.methods:
            calls[method] = calls.get(method, 0) + WALK.get(one.press.name, 1)
    return calls


def rows(counts: Sequence[Count]) -> list[str]:
    """The README's table: each quota with the share used at each volume, and which one binds first."""
    calls = calls_of(counts)
    lines = []
    for quota in QUOTAS:
        limit = f"{quota.limit:,} ({quota.each})"
        used = " | ".join(_percent(quota.used(calls, volume)) for volume in VOLUMES)
        lines.append(f"| {quota.name} | {limit} | {used} |")
    first = " | ".join(max(QUOTAS, key=lambda one: one.used(calls, volume)).name for volume in VOLUMES)
    return [*lines, f"| **binds first** | | {first} |"]


def _percent(share: float) -> str:
    return "under 1 %" if share < 0.01 else f"{share:.0%}".replace("%", " %").replace("  ", " ")
