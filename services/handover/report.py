"""How handovers go, in numbers: what is open and for how long, and how long each step took. From the ledger alone."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct, to_builtins
from sqlalchemy import Engine, select

from services.handover.beginning import START
from services.handover.claim import ANNOUNCED_BY, SETTLED
from services.handover.model import Step
from services.handover.tables import handovers, reading, steps

CLOSED_BY = "close_deal"
TIMES = {
    CLOSED_BY: (ANNOUNCED_BY, "welcome_email", "invoice", "schedule_checkin"),
    ANNOUNCED_BY: ("assign_owner", "welcome_email", "update_sheet", "invoice", "schedule_checkin"),
}
"""From which step to which ones times are taken."""
HAPPENED = ("done", "by_hand")
DAY_SECONDS = 86_400.0


class Ages(Struct, frozen=True):
    """One step among the handovers: how many have it behind them, and for how long the others have been waiting.

    Seconds since the announcement; None where nobody waits.
    """

    step: str
    label: str
    role: str
    settled: int
    waiting: int
    median: float | None
    p90: float | None
    oldest: float | None


class Times(Struct, frozen=True):
    """How long it took from one step to another, in seconds, in the ``count`` handovers that did both.

    What was done before the step from which it is counted took no time.
    """

    start: str
    end: str
    start_label: str
    end_label: str
    count: int
    median: float | None
    p90: float | None


class Report(Struct, frozen=True):
    """The handovers announced in the last ``days``."""

    days: int
    announced: int
    open: int
    steps: tuple[Ages, ...]
    times: tuple[Times, ...]

    def as_json(self) -> dict[str, Any]:
        """For programs, and for the page that draws it."""
        return dict(to_builtins(self))


def report(engine: Engine, known: Sequence[Step], moment: float, days: int) -> Report:
    """Count the handovers announced in the ``days`` before ``moment`` (seconds since 1970).

    Two queries by index: the window's handovers, and their settled steps. ``known`` are the company's steps.
    """
    own = [step for step in known if step.name != START]
    labels = {step.name: step.label for step in own}
    window = handovers.c.announced_at >= moment - days * DAY_SECONDS
    began = select(handovers.c.id, handovers.c.announced_at).where(window)
    behind = (
        select(steps.c.handover, steps.c.step, steps.c.state, steps.c.at)
        .join(handovers, handovers.c.id == steps.c.handover)
        .where(window, steps.c.step.in_(labels), steps.c.state.in_(SETTLED))
    )
    with reading(engine) as connection:
        announced = {row.id: row.announced_at for row in connection.execute(began)}
        settled: dict[str, dict[str, float]] = {name: {} for name in labels}
        happened: dict[str, dict[str, float]] = {name: {} for name in labels}
        for row in connection.execute(behind):
            settled[row.step][row.handover] = row.at
            if row.state in HAPPENED:
                happened[row.step][row.handover] = row.at
    waiting = {name: [id_ for id_ in announced if id_ not in done] for name, done in settled.items()}
    ages = tuple(
        _ages(step, len(settled[step.name]), [moment - announced[one] for one in waiting[step.name]]) for step in own
    )
    still_open = {one for mine in waiting.values() for one in mine}
    return Report(days, len(announced), len(still_open), ages, tuple(_times(happened, labels)))


def lines(found: Report) -> Iterator[str]:
    """The report as a plain table."""
    many = f"{found.announced} handover{'' if found.announced == 1 else 's'}"
    yield f"Announced in the last {found.days} days: {many}, {found.open} of them open."
    yield ""
    yield f"{'step':<22}{'done':>6}{'waiting':>9}{'median':>10}{'90 %':>10}{'oldest':>10}"
    for one in found.steps:
        ages = (duration(value) for value in (one.median, one.p90, one.oldest))
        yield f"{one.label:<22}{one.settled:>6}{one.waiting:>9}" + "".join(f"{age:>10}" for age in ages)
    yield ""
    yield f"{'from':<22}{'to':<22}{'count':>6}{'median':>10}{'90 %':>10}"
    for time in found.times:
        took = f"{duration(time.median):>10}{duration(time.p90):>10}"
        yield f"{time.start_label:<22}{time.end_label:<22}{time.count:>6}{took}"


def duration(seconds: float | None) -> str:
    """Seconds as people say them: "45 min", "3.2 h", "12 d"; a dash for nothing."""
    if seconds is None:
        return "–"
    if seconds < 3600:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h" if seconds < 2 * DAY_SECONDS else f"{seconds / DAY_SECONDS:.1f} d"


def _ages(step: Step, settled: int, waiting: Sequence[float]) -> Ages:
    oldest = max(waiting, default=None)
    return Ages(step.name, step.label, step.role, settled, len(waiting), _median(waiting), _p90(waiting), oldest)


def _times(happened: Mapping[str, Mapping[str, float]], labels: Mapping[str, str]) -> Iterator[Times]:
    for start, ends in TIMES.items():
        for end in ends:
            if start in labels and end in labels:
                begun, ended = happened[start], happened[end]
                took = [max(0.0, at - begun[one]) for one, at in ended.items() if one in begun]
                yield Times(start, end, labels[start], labels[end], len(took), _median(took), _p90(took))


def _median(values: Sequence[float]) -> float | None:
    return statistics.median(values) if values else None


def _p90(values: Sequence[float]) -> float | None:
    """The smallest value that nine in ten do not exceed."""
    return sorted(values)[math.ceil(0.9 * len(values)) - 1] if values else None
