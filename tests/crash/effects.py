"""What happened outside, in a form that can be compared: doubled and lost are differences to a walk without faults.

No step and no system is known here by name. What differs between two walks without faults (ids, times) is compared by
how often it occurs, everything else by what it says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

MOMENTS = ("CreatedDate", "LastModifiedDate", "SystemModstamp")
"""Written to the second: two walks without faults may fall into the same one, and seem to agree."""
HARMLESS = (
    "drafts",
    "grants",
    "revision",
    "complaints",
    "people",
    "form",
    "version",
    "edition",
    "historyId",
    "changed",
    *MOMENTS,
)
"""What may differ: drafts that nobody sent, and versions and marks that a repeated absolute write moves."""
LOOKED_AT = re.compile(r"[^:]+:[^:]+:\d+")
"""The anchor of a row that somebody looked at: a look that was overtaken may fasten one, and nobody sees it."""
Leaf = tuple[str, str]


@dataclass(frozen=True)
class Difference:
    """How often something is there that should not be, and the other way round."""

    doubled: Counter[Leaf]
    lost: Counter[Leaf]


@dataclass(frozen=True)
class Expected:
    """The outside world after a walk without faults."""

    leaves: Counter[Leaf]
    volatile: frozenset[str]

    @classmethod
    def of(cls, one: Mapping[str, Any], other: Mapping[str, Any]) -> Expected:
        """From the states after two walks without faults."""
        first, second = Counter(_leaves(one)), Counter(_leaves(other))
        volatile = frozenset(name for name, _ in (first - second) + (second - first))
        return cls(_named(first, volatile), volatile)

    @classmethod
    def counted(cls, state: Mapping[str, Any]) -> Expected:
        """How much there is of everything, whatever it says: for walks in which that depends on who was first."""
        leaves = Counter(_leaves(state))
        volatile = frozenset(name for name, _ in leaves)
        return cls(_named(leaves, volatile), volatile)

    def difference(self, state: Mapping[str, Any]) -> Difference:
        """What is too much and what is missing."""
        found = _named(Counter(_leaves(state)), self.volatile)
        return Difference(found - self.leaves, self.leaves - found)


def _leaves(value: Any, name: str = "") -> Iterator[Leaf]:
    if isinstance(value, Mapping):
        if "DRAFT" in value.get("labelIds", ()) or LOOKED_AT.fullmatch(str(value.get("metadataValue", ""))):
            return
        for key, inner in value.items():
            # Whose copy a file is depends on who pressed; only a person's own things are below their address.
            if key not in HARMLESS and not ("@" in str(key) and isinstance(inner, str)):
                yield from _leaves(inner, str(key))
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, name)
    else:
        yield name, str(value)


def _named(leaves: Counter[Leaf], volatile: frozenset[str]) -> Counter[Leaf]:
    named: Counter[Leaf] = Counter()
    for (name, value), times in leaves.items():
        named[name, "" if name in volatile else value] += times
    return named
