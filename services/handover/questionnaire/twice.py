"""The second reading of a document with suggestions: most pairs are as they were in the first, and say the same.

Source: the questionnaire definition, status rule 6.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from services.handover.questionnaire.answers import Answers, Reading
from services.handover.questionnaire.blocks import Line
from services.handover.questionnaire.dates import proven_orders
from services.handover.questionnaire.pairs import Pair


class Orders:
    """Says whether dates have the month first, as far as some date of the document proves it."""

    def __init__(self, lines: Callable[[], Iterable[Line]]) -> None:
        self.lines = lines  # All lines of the document; few documents hold a date for which they are looked through.
        self.times = 0  # how often it was asked
        self.proven: dict[str, bool] | None = None

    def __call__(self, sign: str) -> bool | None:
        """Whether the dates written with this sign have the month first; None when no date proves it."""
        self.times += 1
        if self.proven is None:
            self.proven = proven_orders([line.text for line in self.lines()])
        return self.proven.get(sign)


class Twice:
    """What the pairs of one document were found to say, kept from one reading to the next."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], list[Reading]] = {}

    def of(self, pair: Pair, answers: Answers, orders: Orders) -> list[Reading]:
        """What the pair says. It is not kept when the dates of other lines had a say in it."""
        key = _key(pair)
        known = self._known.get(key)
        if known is not None:
            return known
        before = orders.times
        found = answers.of(pair)
        if orders.times == before:
            self._known[key] = found
        return found


def _key(pair: Pair) -> tuple[object, ...]:
    """All of the pair that an answer depends on."""
    lines = [(line.text, line.checklist, tuple(line.runs)) for line in pair.lines]
    return (pair.asked, pair.tab, pair.at, *lines)
