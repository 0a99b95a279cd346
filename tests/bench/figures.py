"""A figure beside its floor or peer of the same run, and the table of all of them."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """``value`` beside ``other``; ``goal`` is for the ratio, or for the value where there is nothing beside it.

    Absolute times mean nothing on a busy machine; ratios of one run do.
    """

    section: str
    name: str
    value: float
    unit: str
    beside: str = ""
    other: float | None = None
    goal: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times the floor or peer."""
        return self.value / self.other if self.other else None

    def as_json(self) -> dict[str, object]:
        """Everything, the ratio too."""
        return {**asdict(self), "ratio": self.ratio}


def median(times: int, measure: Callable[[], float]) -> float:
    """The median of several runs."""
    return statistics.median(measure() for _ in range(times))


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of all lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def table(figures: Iterable[Figure]) -> str:
    """One line for each figure, by section."""
    lines, section = [f"{'':46} {'measured':>12}   {'beside':30} {'ratio':>7}  goal"], ""
    for one in figures:
        if one.section != section:
            section = one.section
            lines += ["", section]
        beside = f"{one.beside} {_number(one.other)}" if one.other is not None else one.beside
        ratio = f"{one.ratio:.2f}" if one.ratio is not None else ""
        lines.append(
            f"  {one.name:44} {_number(one.value):>8} {one.unit:<5} {beside:30} {ratio:>6}  {one.goal}".rstrip()
        )
    return "\n".join(lines)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"
