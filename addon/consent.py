"""Scopes a person has not granted: asked for once per press, then explained, never in a loop.

The host repeats the press after its consent prompt, whatever the person answered there, so a scope that is
still missing the second time was declined (reference: addon-protocol, section 1.4).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable

REPEAT_SECONDS = 300.0
KEPT = 10_000
WISH_SECONDS = 8 * 3600.0
"""How long a person is not asked again for what they can do without."""


class ScopesDeclined(Exception):
    """The person was asked for these scopes a moment ago and did not grant them."""

    def __init__(self, scopes: frozenset[str]) -> None:
        super().__init__()
        self.scopes = scopes


class ScopesMissing(Exception):
    """These scopes have to be asked for before the press can go on."""

    def __init__(self, scopes: frozenset[str]) -> None:
        super().__init__()
        self.scopes = scopes


class Consent:
    """Remembers, in this process and for minutes, who was asked for what."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._asked: dict[tuple[str, str, frozenset[str]], float] = {}

    def need(self, scopes: Iterable[str], granted: frozenset[str], who: str, press: str) -> None:
        """Go on if everything is granted. Raises ScopesMissing the first time, then ScopesDeclined once.

        ``press`` names what was pressed; after the explanation a new press asks again.
        """
        missing = frozenset(scopes) - granted
        if missing:
            self.missing(missing, who, press)

    def wish(self, scopes: Iterable[str], granted: frozenset[str], who: str) -> None:
        """Raise ScopesMissing for what would be welcome and is not granted, but once in a working day only."""
        with self._lock:
            moment = self._clock()
            asked = {one: self._asked.get((who, "wish", frozenset({one}))) for one in set(scopes) - granted}
            fresh = frozenset(one for one, at in asked.items() if at is None or moment - at >= WISH_SECONDS)
            for one in fresh:
                self._keep((who, "wish", frozenset({one})), moment)
        if fresh:
            raise ScopesMissing(fresh)

    def missing(self, scopes: frozenset[str], who: str, press: str) -> None:
        """Raise for scopes known to be missing, as :meth:`need` does."""
        key = (who, press, scopes)
        with self._lock:
            moment = self._clock()
            asked = self._asked.pop(key, None)
            if asked is not None and moment - asked < REPEAT_SECONDS:
                raise ScopesDeclined(scopes)
            self._keep(key, moment)
        raise ScopesMissing(scopes)

    def _keep(self, key: tuple[str, str, frozenset[str]], moment: float) -> None:
        if len(self._asked) >= KEPT:
            self._asked.clear()
        self._asked[key] = moment
