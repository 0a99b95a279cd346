"""Persons that complete one another: the name here, the email there.

Source: the questionnaire definition, status rule 3, and "When two values are the same": every part is equal.
"""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import combinations

from services.handover.questionnaire.answer import Person, Value

Parts = tuple[str, ...]


class Together:
    """Adds each person to the first known one who says nothing else, however many are known.

    Who is known is looked up by the parts that are set and by the values of those that the other person has too.
    """

    def __init__(self) -> None:
        self.found: list[Value] = []
        self._people: list[Person] = []
        self._known: dict[tuple[Parts, Parts, Parts], list[int]] = {}
        self._sets: set[Parts] = set()  # which parts are set, of all that are known

    def add(self, value: Value) -> None:
        """Adds a person or contact."""
        assert isinstance(value, dict)
        person: Person = {part: said if isinstance(said, str) else None for part, said in value.items()}
        at = self._first(person)
        if at is None:
            at = len(self.found)
            self._people.append(person)
            self.found.append(person)
        else:
            known = self._people[at]
            if all(known[part] is not None for part in _set(person)):
                return
            person = {part: known[part] if known[part] is not None else person[part] for part in person}
            self.found[at] = self._people[at] = person
        self._remember(at, person)

    def _first(self, person: Person) -> int | None:
        first: int | None = None
        for parts in self._sets:
            shared = tuple(part for part in parts if person[part] is not None)
            places = self._known.get((parts, shared, _values(person, shared)), [])
            while places and _set(self._people[places[0]]) != parts:
                heappop(places)  # More is known of this one by now.
            if places and (first is None or places[0] < first):
                first = places[0]
        return first

    def _remember(self, at: int, person: Person) -> None:
        parts = _set(person)
        self._sets.add(parts)
        for count in range(len(parts) + 1):
            for shared in combinations(parts, count):
                heappush(self._known.setdefault((parts, shared, _values(person, shared)), []), at)


def _set(person: Person) -> Parts:
    return tuple(part for part, value in person.items() if value is not None)


def _values(person: Person, parts: Parts) -> Parts:
    return tuple(str(person[part]).casefold() for part in parts)
