"""What of the document a step used, kept with the step, so that a change of the document since then can be shown.

The answers that a step's draft asks for are noted while it is drawn. The ledger keeps those that travel to other roles
anyway (see :mod:`services.handover.travelling`) as they were read, and of the others only a hash. The document's
revision is kept beside them as evidence; it tells little by itself, because Google gives each person another one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from services.handover.checks import Doubt
from services.handover.model import Handover, hash_of
from services.handover.questionnaire.answer import Answer
from services.handover.travelling import TRAVELS
from services.handover.words import field_words, listed, shortened, value_words

Used = Mapping[str, Any]
"""``revision``; ``values``: field -> value or null; ``hashes``: field -> the hash of its value."""
LONGEST_VALUE = 80


class Watched(Handover, frozen=True):
    """A handover that notes which of its answers were asked for."""

    noted: set[str] = field(default_factory=set)

    def answer(self, name: str) -> Answer:
        """As :meth:`Handover.answer`."""
        self.noted.add(name)
        return super().answer(name)


def watched(handover: Handover) -> Watched:
    """The same handover, watched."""
    return Watched(handover.document_id, handover.title, handover.revision, handover.answers, handover.is_questionnaire)


def used_of(handover: Handover, names: Iterable[str]) -> Used:
    """What the ledger keeps of these answers. A field that the document does not ask for was not used."""
    said = {name: handover.value(name) for name in sorted(set(names) & set(handover.answers))}
    return {
        "revision": handover.revision,
        "values": {name: value for name, value in said.items() if name in TRAVELS},
        "hashes": {name: hash_of(value) for name, value in said.items() if name not in TRAVELS},
    }


class Changed(Struct, frozen=True):
    """An answer that is another one now. ``was`` says what it was, as far as that is kept."""

    field: str
    was: str


def changed(used: Used | None, now: Handover) -> Iterator[Changed]:
    """What the document says otherwise than when a step used it; nothing where ``now`` was not read from it."""
    if not used or not any(one.where for one in now.answers.values()):
        return
    for name, was in used["values"].items():
        if now.value(name) != was:
            yield Changed(name, _words(was))
    for name, hashed in used["hashes"].items():
        if hash_of(now.value(name)) != hashed:
            yield Changed(name, "something else")


def changes(used: Used | None, now: Handover) -> str:
    """One sentence for the step's own card; empty when all is as it was."""
    said = [f"{field_words(one.field)} was {one.was}, now {_words(now.value(one.field))}" for one in changed(used, now)]
    return f"The document changed since: {'; '.join(said)}." if said else ""


def drift(announced: Mapping[str, Any], steps: Iterable[tuple[str, Used | None]], now: Handover) -> tuple[Doubt, ...]:
    """For the home card: what differs from the announcement's facts, and from what steps (label, used) used."""
    since: dict[Changed, list[str]] = {}
    for name, was in announced.items():
        if now.value(name) != was:
            since.setdefault(Changed(name, _words(was)), [])
    told = set(since)
    for label, used in steps:
        for one in changed(used, now):
            since.setdefault(one, []).append(label)
    return tuple(
        Doubt(one.field, f"It was {one.was} {_when(one in told, labels)}; {_now(now.value(one.field))}.")
        for one, labels in since.items()
    )


def _when(announced: bool, labels: list[str]) -> str:
    names = listed([f"“{label}”" for label in labels])
    return " and ".join(["when announced"] * announced + [f"for {names}"] * bool(labels))


def _now(value: object) -> str:
    return "now nothing certain is there" if value is None else f"now it is {_words(value)}"


def _words(value: object) -> str:
    return "nothing certain" if value is None else shortened(value_words(value), LONGEST_VALUE)
