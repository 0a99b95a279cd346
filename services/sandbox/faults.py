"""Tells the outside world to fail, the next time somebody asks it for something."""

import fnmatch
import random
import threading
from dataclasses import dataclass, field
from typing import Any

KINDS = (
    "429",  # too many requests, with Retry-After; not applied
    "500_before",  # an internal error; not applied
    "500_after",  # an internal error, although it was applied
    "503",  # unavailable; not applied
    "409",  # it got in the way of another request (Slack knows no such answer: `internal_error`); not applied
    "401",  # the token is not accepted; not applied
    "403",  # this person may not; not applied
    "403_rate",  # Google's rate limit as 403 (Slack: `ratelimited`); not applied
    "reset_before",  # the connection is reset; not applied
    "reset_after",  # the connection is reset, although it was applied
    "close_before",  # the connection is closed without an answer; not applied
    "close_after",  # the connection is closed without an answer, although it was applied
    "silence_before",  # nothing comes for `seconds`, then the connection is closed; not applied
    "silence_after",  # the same, although it was applied
    "slow",  # the right answer, `seconds` late
    "drip",  # the right answer, a piece at a time over `seconds`
    "truncated",  # half of the right answer, then the connection is closed
    "html",  # 200 with a page of HTML, although it was applied
    "partial",  # GraphQL's 200 with data and errors, although it was applied; elsewhere an internal error
    "nonsense",  # 200 with JSON that means nothing, although it was applied
)
UNAPPLIED = frozenset(
    {"429", "500_before", "503", "409", "401", "403", "403_rate", "reset_before", "close_before", "silence_before"}
)


@dataclass
class Fault:
    """One order to fail: which requests, how, how often, and after how many that go well."""

    system: str
    method: str
    kind: str
    times: int | None = 1
    after: int = 0
    seconds: float = 2.0
    chance: float = 1.0
    struck: int = 0
    dice: random.Random = field(default_factory=random.Random, repr=False)

    @property
    def applied(self) -> bool:
        """Whether the outside system does what it was asked, in spite of the fault."""
        return self.kind not in UNAPPLIED

    def _strikes(self, system: str, method: str) -> bool:
        if not fnmatch.fnmatch(system, self.system) or not fnmatch.fnmatch(method, self.method):
            return False
        if self.times is not None and self.struck >= self.times:
            return False
        if self.after > 0:
            self.after -= 1
            return False
        return self.dice.random() < self.chance


class Faults:
    """All orders to fail, in the order in which they were given."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._lock = threading.Lock()
        self.released = threading.Event()

    def add(
        self,
        system: str,
        method: str,
        kind: str,
        times: int | None = 1,
        after: int = 0,
        *,
        seconds: float = 2.0,
        chance: float = 1.0,
        seed: int | None = None,
    ) -> Fault:
        """Let requests fail. `system` and `method` may hold `*`; `times=None` never ends.

        With `chance` below 1 only that part of the requests fails, by dice that start from `seed`.
        """
        if kind not in KINDS:
            raise ValueError(f"{kind!r} is no kind of fault; there are {', '.join(KINDS)}")
        fault = Fault(system, method, kind, times, after, seconds, chance)
        fault.dice.seed(seed)
        with self._lock:
            self._faults.append(fault)
        return fault

    def strike(self, system: str, method: str) -> Fault | None:
        """The fault that this request meets, if any; it is used up by one."""
        with self._lock:
            for fault in self._faults:
                if fault._strikes(system, method):
                    fault.struck += 1
                    return fault
        return None

    def clear(self) -> None:
        """No more faults; requests that are held silent are let go."""
        with self._lock:
            self._faults.clear()
        self.released.set()
        self.released = threading.Event()

    def listed(self) -> list[dict[str, Any]]:
        """The orders that stand, for looking at."""
        with self._lock:
            names = ("system", "method", "kind", "times", "after", "seconds", "chance", "struck")
            return [{name: getattr(fault, name) for name in names} for fault in self._faults]
