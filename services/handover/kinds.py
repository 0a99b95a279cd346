"""The kinds of value that ``handover.toml`` holds, each with a message for the mistake that people make."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo

from msgspec import Meta

_DOMAIN = r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}"
_ADDRESS = rf"[A-Za-z0-9._%+-]+@{_DOMAIN}"
_IN_LINK = re.compile(r"/d/([A-Za-z0-9_-]{20,})")
_IS_ADDRESS = re.compile(rf"\A(?:{_ADDRESS})\Z")


def matching(pattern: str, words: str | Callable[[str], str]) -> Meta:
    """Text that is wholly of one form, or the words that say which; ``{text}`` in them is what was written."""
    return Meta(pattern=rf"\A(?:{pattern})\Z", extra={"words": words.format if isinstance(words, str) else words})


def is_address(text: str) -> bool:
    """Whether it is one e-mail address and nothing else."""
    return _IS_ADDRESS.fullmatch(text) is not None


def _no_file(text: str) -> str:
    """People copy the link that holds an id, and not the id."""
    if linked := _IN_LINK.search(text):
        return f"write the id alone, not the whole link: “{linked[1]}”"
    return f"“{text}” is no file's id; it is the long part of its link, after /d/"


ApiName = Annotated[
    str,
    matching(r"(?:[A-Za-z][A-Za-z0-9_]*)?", "“{text}” is no field's API name, such as CloseDate or End_of_Contract__c"),
]
"""A field's name in Salesforce: letters, digits and underscores, because it stands in queries."""

ApiPath = Annotated[
    str,
    matching(
        r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)?",
        "“{text}” is no field's API name, such as Amount or Account.Name",
    ),
]
"""A field's name in Salesforce, or one of the record that it leads to."""

FileId = Annotated[str, matching(r"[A-Za-z0-9_-]{20,}", _no_file)]
"""The id of a file in Google Drive."""

ChannelId = Annotated[
    str,
    matching(
        r"[CG][A-Z0-9]{6,}",
        "write the channel's id, such as C0123456789, not “{text}”; Slack shows it at the end of the channel's details",
    ),
]
GroupId = Annotated[
    str,
    matching(
        r"S[A-Z0-9]{6,}",
        "write the user group's id, such as S0123456789, not “{text}”; it stands in the "
        "link that Slack copies from the group",
    ),
]
Address = Annotated[str, matching(_ADDRESS, "“{text}” is no e-mail address")]
Member = Annotated[
    str, matching(rf"{_ADDRESS}|\*@{_DOMAIN}", "“{text}” is neither an e-mail address nor *@ and a domain")
]
"""A person's address, or ``*@domain`` for everybody of it."""
Domain = Annotated[str, matching(_DOMAIN, "“{text}” is no domain, such as example.com")]


class Amount(Decimal):
    """A number as it is written, in decimal digits."""

    words = "it must be a number"

    @classmethod
    def of(cls, given: object) -> Self:
        """From a number or its text. Raises ValueError with the words that say what it must be."""
        try:
            # By way of its text, so that 1.08 is 1.08 and not the nearest float.
            amount = cls(str(given)) if isinstance(given, (int, float, str)) else cls("NaN")
        except InvalidOperation:
            raise ValueError(cls.words) from None
        if not (amount.is_finite() and amount.fits()):
            raise ValueError(cls.words)
        return amount

    def fits(self) -> bool:
        """Whether it lies within the kind's limits."""
        return True


class Positive(Amount):
    """A number above 0."""

    words = "it must be a number above 0"

    def fits(self) -> bool:
        """Not 0, and nothing below it."""
        return self > 0


class Percent(Amount):
    """A share in hundredths."""

    words = "it must be a number from 0 to 100"

    def fits(self) -> bool:
        """From nothing to all."""
        return 0 <= self <= 100


def made(kind: type, given: Any) -> Any:
    """What is no plain value in TOML, for :func:`msgspec.convert`. Raises ValueError with what it must be."""
    if issubclass(kind, Amount):
        return kind.of(given)
    if kind is ZoneInfo:
        return zone(given)
    assert kind is Path, kind
    return Path(given)


def zone(name: object) -> ZoneInfo:
    """The zone with one of IANA's names. Raises ValueError."""
    try:
        return ZoneInfo(str(name))
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{name!r} is no time zone") from None
