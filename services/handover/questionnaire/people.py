"""Persons and contacts: name, email and phone.

Source: the questionnaire definition, "Types and normal forms": Person and contact.
"""

from __future__ import annotations

from msgspec.structs import replace

from services.handover.questionnaire.answer import Person
from services.handover.questionnaire.area import Area
from services.handover.questionnaire.characters import normal, plain_digits
from services.handover.questionnaire.person_bits import Bit, bits_in

PARTS = ("name", "email", "phone")


class _Somebody:
    """A person that is being put together."""

    def __init__(self) -> None:
        self.parts: dict[str, str | None] = {"name": None, "email": None, "phone": None}
        self.other_email: str | None = None

    def same(self, part: str, value: str) -> bool:
        known = self.parts[part]
        return known is not None and known.casefold() == value.casefold()


def read_people(area: Area, parts: tuple[str, ...]) -> list[Person]:
    """The persons in an answer, each with the parts that the type has."""
    found = _together(bits_in(area))
    people: list[Person] = []
    for somebody in found:
        emails = [somebody.parts["email"], somebody.other_email] if somebody.other_email else [somebody.parts["email"]]
        for email in emails:
            person: Person = {**somebody.parts, "email": email}
            person = {part: person[part] for part in parts}
            if any(person.values()) and person not in people:
                people.append(person)
    return people


def read_part(area: Area, part: str, parts: tuple[str, ...]) -> list[Person]:
    """The one part that a label asks for: "AE email"."""
    people = read_people(area, PARTS)
    values = [person[part] for person in people if person[part]]
    if (
        not values
        and part == "name"
        and area.text[:1].isalpha()
        and len(area.text.split()) < 5
        and not _has_digit(area.text)
    ):
        values = [normal(area.text)]
    found: list[Person] = []
    for value in values:
        person: Person = {name: value if name == part else None for name in parts}
        if person not in found:
            found.append(person)
    return found


def _has_digit(text: str) -> bool:
    return any(char.isdigit() for char in plain_digits(text)) or "@" in text


def _together(bits: list[Bit]) -> list[_Somebody]:
    """Persons made of names, emails and phones that stand beside one another."""
    if not any(bit.kind in ("name", "chip") for bit in bits):
        team = next((bit for bit in bits if bit.kind == "team"), None)
        bits = [replace(bit, kind="name") if bit is team else bit for bit in bits]
    bits = _zipped([bit for bit in bits if bit.kind != "team"])
    people: list[_Somebody] = []
    for bit in bits:
        if bit.kind == "apart":
            people.append(_Somebody())
        elif bit.kind == "chip":
            _add_chip(people, bit)
        else:
            _add(people, bit)
    return people


def _zipped(bits: list[Bit]) -> list[Bit]:
    """Two names and then their two emails: each name with its email."""
    names = [bit for bit in bits if bit.kind == "name"]
    emails = [bit for bit in bits if bit.kind == "email"]
    if len(names) == len(emails) > 1 and [bit.kind for bit in bits] == ["name"] * len(names) + ["email"] * len(names):
        return [bit for pair in zip(names, emails, strict=True) for bit in pair]
    return bits


def _add(people: list[_Somebody], bit: Bit) -> None:
    if any(somebody.same(bit.kind, bit.text) for somebody in people):
        return
    current = people[-1] if people else None
    if current is None or current.parts[bit.kind] is not None:
        current = _Somebody()
        if bit.kind == "phone" and people:
            current.parts.update(people[-1].parts)
        people.append(current)
    current.parts[bit.kind] = bit.text
    if bit.kind == "email" and bit.other:
        current.other_email = bit.other


def _add_chip(people: list[_Somebody], bit: Bit) -> None:
    if not bit.text and not bit.other:
        return
    for somebody in people:
        known_name = bit.text and somebody.same("name", bit.text)
        known_email = bit.other and somebody.same("email", bit.other)
        only_name = somebody is people[-1] and not bit.text and somebody.parts["email"] is None
        if known_name or known_email or only_name:
            somebody.parts["name"] = somebody.parts["name"] or bit.text or None
            somebody.parts["email"] = somebody.parts["email"] or bit.other
            return
    chip = _Somebody()
    chip.parts["name"], chip.parts["email"] = bit.text or None, bit.other
    people.append(chip)
