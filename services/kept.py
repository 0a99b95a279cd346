"""What the process keeps for a while: look-ups that hardly ever change, and the answers that a person just looked at.

Everything has a stated lifetime. Nothing here proves anything to anybody: rights, tokens and the ledger are asked anew
at every press.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar, cast

T = TypeVar("T")
MOST_LOOKUPS = 256


class Lookups:
    """Channels, stages, headings: the same for everybody, asked for once in a while for all presses of the process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, tuple[float, object]] = OrderedDict()

    def get(self, key: Hashable, seconds: float, ask: Callable[[], T]) -> T:
        """What ``ask`` said at most ``seconds`` ago, or says now; what it raises is kept by nobody."""
        with self._lock:
            until, value = self._kept.get(key, (float("-inf"), None))
        if self._clock() < until:
            return cast(T, value)
        fresh = ask()
        with self._lock:
            self._kept[key] = self._clock() + seconds, fresh
            self._kept.move_to_end(key)
            while len(self._kept) > MOST_LOOKUPS:
                self._kept.popitem(last=False)
        return fresh

    def has(self, key: Hashable) -> bool:
        """Whether it can be had without asking."""
        with self._lock:
            until, _ = self._kept.get(key, (float("-inf"), None))
        return self._clock() < until

    def forget(self, key: Hashable) -> None:
        """A call proved it stale: it is asked for again."""
        with self._lock:
            self._kept.pop(key, None)


class Looks:
    """The answers from which a preview was drawn, so that pressing it right away need not ask for them again.

    Each belongs to the person who looked, and lives for ``seconds``; together they hold at most ``most`` bytes.
    """

    def __init__(
        self, seconds: float, most: int = 8 * 1024 * 1024, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._seconds = seconds
        self._most = most
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: OrderedDict[bytes, tuple[float, int, object]] = OrderedDict()
        self._size = 0

    def keep(self, person: str, asked: str, answer: object, size: int) -> None:
        """``size`` is the answer's, in bytes."""
        key = _key(person, asked)
        with self._lock:
            self._drop(key)
            self._kept[key] = self._clock() + self._seconds, size, answer
            self._size += size
            while self._kept and (self._size > self._most or self._oldest() <= self._clock()):
                self._drop(next(iter(self._kept)))

    def again(self, person: str, asked: str) -> object | None:
        """The answer that this person looked at, while it lives."""
        with self._lock:
            until, _, answer = self._kept.get(_key(person, asked), (float("-inf"), 0, None))
        return answer if self._clock() < until else None

    def _oldest(self) -> float:
        return next(iter(self._kept.values()))[0]

    def _drop(self, key: bytes) -> None:
        _, size, _ = self._kept.pop(key, (0.0, 0, None))
        self._size -= size


def _key(person: str, asked: str) -> bytes:
    return hashlib.sha256(f"{person}\n{asked}".encode()).digest()
