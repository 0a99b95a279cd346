"""What an outside system is not asked again for a while, for all clicks of the process."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """One answer, kept for ``seconds``. Whatever asking raises is raised, and nothing is kept then."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._answer: tuple[float, T] | None = None

    def get(self, ask: Callable[[], T]) -> T:
        """The answer, asked for where it is missing or old; two that ask at once may both ask."""
        with self._lock:
            kept = self._answer
        if kept is not None and self._clock() - kept[0] <= self._seconds:
            return kept[1]
        answer = ask()
        with self._lock:
            self._answer = self._clock(), answer
        return answer
