"""A clock that can be put forward, for what happens on another day: it is only ever shown, never waited for."""

import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_SATURDAY = 5
_MORNING = 10


class Clock:
    """Seconds since 1970, as they are or days ahead."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def __call__(self) -> float:
        """The moment that it shows."""
        return time.time() + self._ahead

    def pass_a_day(self, zone: str) -> str:
        """Put it forward to ten in the morning of the next day that is no weekend, in ``zone``; says which day."""
        day = datetime.fromtimestamp(self(), UTC).astimezone(ZoneInfo(zone))
        day += timedelta(days=1)
        while day.weekday() >= _SATURDAY:
            day += timedelta(days=1)
        morning = day.replace(hour=_MORNING, minute=0, second=0, microsecond=0)
        self._ahead = morning.timestamp() - time.time()
        return f"{morning:%A, %B} {morning.day}"

    def reset(self) -> None:
        """Back to what the time is."""
        self._ahead = 0.0
