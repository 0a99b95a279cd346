"""The words of the process: person, handover, step, draft, evidence. They know no Flask, card or client."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, Protocol, runtime_checkable
from urllib.parse import quote

from msgspec import Struct, field
from msgspec.structs import replace

from services.handover.announced import Announced
from services.handover.fields import Field
from services.handover.links import document_url
from services.handover.questionnaire.answer import Answer, Questionnaire
from services.handover.questionnaire.labels import field_names

if TYPE_CHECKING:
    from services.handover.rules import Rules
    from services.systems import Systems

Role = Literal["sales", "ce", "finance", "ops"]
ROLE_WORDS = {"sales": "Sales", "ce": "Customer Engineering", "finance": "Finance", "ops": "Operations"}


class Person(Struct, frozen=True):
    """Who pressed: from the verified token, never from the event's body. ``roles`` from the company's rules."""

    email: str
    roles: frozenset[str]
    locale: str = "en-US"
    time_zone: str = "UTC"


class Handover(Struct, frozen=True):
    """One customer's handover: the questionnaire document and what it answers.

    For a person who works in the sheet, and may not have the document open, the answers are those that travelled
    with the announcement.
    """

    document_id: str
    title: str
    revision: str | None
    answers: Mapping[str, Answer]
    is_questionnaire: bool = True

    @classmethod
    def of(cls, document_id: str, read: Questionnaire) -> Handover:
        """The handover that a questionnaire drives, as it was read."""
        return cls(document_id, read.title, read.revision, read.answers, read.is_questionnaire)

    def answer(self, name: str) -> Answer:
        """The answer to one field; unanswered when the document does not ask for it."""
        return self.answers.get(name) or Answer(name, "unanswered", None, (), ())

    def owned_by(self, owner: Mapping[str, str]) -> Handover:
        """The same, with the Customer Engineer who took it in place of the one the document names."""
        if not owner:
            return self
        asked = self.answer("customer_engineer")
        who: dict[str, str | None] = {"name": owner["owner_name"], "email": owner["owner"]}
        named = replace(asked, status="answered", value=who)
        return replace(self, answers={**self.answers, "customer_engineer": named})

    def value(self, name: str) -> Any:
        """The value of an answered field, else None."""
        answer = self.answer(name)
        return answer.value if answer.status == "answered" else None

    @property
    def asked(self) -> tuple[Answer, ...]:
        """The questionnaire's own questions that this document asks, in their usual order."""
        return tuple([one for name in field_names() if (one := self.answers.get(name)) and one.where])

    @property
    def company(self) -> str:
        """The customer's name, or the document's title while nobody has answered it."""
        return str(self.value("company_name") or self.title or "this customer")

    @property
    def url(self) -> str:
        """The questionnaire's address, built from the id and never taken from text."""
        return document_url(self.document_id)

    def place(self, answer: Answer) -> str:
        """The address of the tab in which an answer stands; empty when it is not asked, or there are no tabs."""
        tab = answer.where[0].tab_id if answer.where else None
        return f"{self.url}?tab={quote(tab, safe='.')}" if tab else ""


class Click(Struct, frozen=True):
    """What a step works with during one press.

    ``round``: how often the step was taken back, part of the key its effect is found by. ``done``: what the finished
    steps left behind, by step. ``notes``: what earlier presses of this step kept. ``owner``: who took the customer,
    as ``owner`` (address) and ``owner_name``; empty while nobody did. ``engineers``: the company's Customer Engineers
    by address, each with a name and how many customers they have open. ``elsewhere``: the first announcement of the
    same customer from another document, if there is one.
    """

    person: Person
    handover: Handover
    systems: Systems
    rules: Rules
    today: date
    round: int = 0
    done: Mapping[str, Evidence] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    owner: Mapping[str, str] = field(default_factory=dict)
    engineers: Callable[[], Mapping[str, tuple[str, int]]] = dict
    elsewhere: Callable[[], Announced | None] = lambda: None


class Form(Struct, frozen=True):
    """What the person typed or ticked: name -> texts. A name that is missing was left empty or never shown."""

    inputs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hidden: Mapping[str, str] = field(default_factory=dict)
    submitted: bool = False
    asked: str = ""
    """Which button among the inputs was pressed, if one was."""

    def text(self, name: str, default: str = "") -> str:
        """One input's text; the default only while the form has not been shown yet."""
        if not self.submitted:
            return default
        return next(iter(self.inputs.get(name, ())), "").replace("\r\n", "\n").strip()

    def ticked(self, name: str) -> frozenset[str]:
        """The chosen values of a list."""
        return frozenset(self.inputs.get(name, ()))


class Fact(Struct, frozen=True):
    """Something the step is about to use, and where it stands in the document."""

    label: str
    value: str
    where: str = ""


class Change(Struct, frozen=True):
    """One cell or field that will change: old to new.

    ``place`` is what it is known by where ``where`` may change without anything else changing: a cell's row moves.
    ``chosen``: the person themselves said so in this very draft, so there is nothing for them to look at again.
    """

    where: str
    label: str
    old: str
    new: str
    place: str = ""
    chosen: bool = False


class Link(Struct, frozen=True):
    """Somewhere to go on: an address that our own code built."""

    label: str
    url: str


class Draft(Struct, frozen=True):
    """Exactly what a press is about to do, drawn before it does it.

    ``plan`` is what will be frozen and sent, as JSON; None while ``problems`` stand in the way. ``notice`` says
    that the draft differs from what the person just submitted, so it must be looked at before it goes.
    ``not_needed`` is the computed reason why this customer does not need the step; the person records it, or goes on.
    ``scopes`` are Google permissions that the press needs beyond the step's own; with ``wishes`` it could show more.
    """

    confirm: str
    plan: Mapping[str, Any] | None = None
    facts: tuple[Fact, ...] = ()
    fields: tuple[Field, ...] = ()
    changes: tuple[Change, ...] = ()
    text: str = ""
    text_title: str = ""
    warnings: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    notice: str = ""
    undo: str = ""
    not_needed: str = ""
    scopes: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    hidden: Mapping[str, str] = field(default_factory=dict)
    used: Mapping[str, Any] | None = None
    """What of the document it was drawn from, see :mod:`services.handover.used`."""

    def with_problem(self, problem: str, *links: Link) -> Draft:
        """The same, with one more thing in the way, and perhaps the way out."""
        return replace(self, plan=None, problems=(*self.problems, problem), links=(*self.links, *links))

    @property
    def shown(self) -> str:
        """A hash of what the person saw but could not edit; the press carries it back."""
        seen = (
            [[f.label, f.value] for f in self.facts],
            [[c.place or c.where, c.label, c.old, c.new] for c in self.changes if not c.chosen],
        )
        return hash_of(seen)[:32]


class Evidence(Struct, frozen=True):
    """What proves an effect: words, a link to see it, and the outside system's own ids.

    ``undo`` is the plan of the press that would take it back (see :class:`Effect`), with ``confirm`` for its button
    and ``lines`` that say what it changes; None when nothing can. ``typed``: the link is what a person typed.
    """

    words: str
    link: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
    undo: Mapping[str, Any] | None = None
    typed: bool = False


class Notes(Protocol):
    """Ids met on the way to an effect, kept in the ledger at once so that a crash cannot lose them."""

    ids: Mapping[str, str]

    def keep(self, **ids: str) -> None:
        """Store ids; raises when the lease has run out, so nothing is sent after that."""


class Effect(Protocol):
    """One kind of thing that happens outside, and how it is found again (effects-and-faults, section 2)."""

    @property
    def undo(self) -> Effect | None:
        """The effect that takes this one back, by the plan in its evidence; None where the system knows none."""

    def settle(self, plan: Mapping[str, Any]) -> float:
        """Seconds after sending during which "not found" is not believed."""

    def find(self, systems: Systems, plan: Mapping[str, Any], notes: Notes, since: float) -> Evidence | None:
        """Look for the effect of an attempt made at ``since`` (seconds since 1970)."""

    def apply(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Evidence:
        """Do it, once. Raises a member of :mod:`services.errors`."""


@runtime_checkable
class Correctable(Protocol):
    """An effect that can be changed where it stands, by the step's plan as it would be now."""

    correction: Effect
    """Its plan: the step's new one with the evidence's ids and its key, and ``corrects``, the step's name."""
    correct_words: tuple[str, str, str]
    """What opens it, what its button says, and what correcting does not do."""


@runtime_checkable
class Keepable(Protocol):
    """An effect that can be kept, by the same plan, where the person finishes it by hand; the step stays open."""

    keeping: Effect
    keep_words: tuple[str, str]
    """What its button says, and what to tell once it is kept."""


class Step(Protocol):
    """The smallest thing worth a button. ``does`` says in one line what pressing it brings about."""

    name: str
    label: str
    does: str
    role: Role
    waits_for: tuple[str, ...]
    scopes: tuple[str, ...]

    @property
    def effect(self) -> Effect:
        """What its press does outside; imported by whoever first asks for it."""

    def needs(self, rules: Rules) -> tuple[str, ...]:
        """Fields without which the step waits."""

    def draft(self, click: Click, form: Form) -> Draft:
        """What this press would do; called again with the submitted form before it is done."""


def hash_of(value: object) -> str:
    """SHA-256 of a JSON value, in hexadecimal."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
