"""The kinds of text that ``handover.toml`` holds, each with a message for the mistake that people make."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator

ADDRESS = re.compile(r"[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")
_DOMAIN = re.compile(r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")
_FILE = re.compile(r"[A-Za-z0-9_-]{20,}")
_IN_LINK = re.compile(r"/d/([A-Za-z0-9_-]{20,})")


def _matching(pattern: str, words: str) -> AfterValidator:
    """Text of one form, or the words that say which."""

    def check(text: str) -> str:
        if not re.fullmatch(pattern, text, re.ASCII):
            raise ValueError(words.format(text=text))
        return text

    return AfterValidator(check)


def _file_id(text: str) -> str:
    """An id, and not the link that holds it: people copy the link."""
    if linked := _IN_LINK.search(text):
        raise ValueError(f"write the id alone, not the whole link: “{linked[1]}”")
    if not _FILE.fullmatch(text):
        raise ValueError(f"“{text}” is no file's id; it is the long part of its link, after /d/")
    return text


def _each(check: Callable[[str], bool], words: str) -> AfterValidator:
    """A list of texts of one form; the words are followed by those of another."""

    def checked(texts: list[str]) -> list[str]:
        if wrong := [one for one in texts if not check(one)]:
            raise ValueError(f"{words}: {', '.join(f'“{one}”' for one in wrong)}")
        return texts

    return AfterValidator(checked)


def is_address(text: str) -> bool:
    """Whether it is one e-mail address and nothing else."""
    return ADDRESS.fullmatch(text) is not None


def _is_member(text: str) -> bool:
    return is_address(text) or (text.startswith("*@") and _is_domain(text[2:]))


def _is_domain(text: str) -> bool:
    return _DOMAIN.fullmatch(text) is not None


ApiName = Annotated[
    str, _matching(r"([A-Za-z]\w*)?", "“{text}” is no field's API name, such as CloseDate or End_of_Contract__c")
]
"""A field's name in Salesforce: letters, digits and underscores, because it stands in queries."""

ApiPath = Annotated[
    str, _matching(r"[A-Za-z]\w*(\.[A-Za-z]\w*)?", "“{text}” is no field's API name, such as Amount or Account.Name")
]
"""A field's name in Salesforce, or one of the record that it leads to."""

FileId = Annotated[str, AfterValidator(_file_id)]
"""The id of a file in Google Drive."""

ChannelId = Annotated[
    str,
    _matching(
        r"[CG][A-Z0-9]{6,}",
        "write the channel's id, such as C0123456789, not “{text}”; Slack shows it at the end of the channel's details",
    ),
]
GroupId = Annotated[
    str,
    _matching(
        r"S[A-Z0-9]{6,}",
        "write the user group's id, such as S0123456789, not “{text}”; it stands in the "
        "link that Slack copies from the group",
    ),
]


def _address(text: str) -> str:
    if not is_address(text):
        raise ValueError(f"“{text}” is no e-mail address")
    return text


Address = Annotated[str, AfterValidator(_address)]
Addresses = Annotated[list[str], _each(is_address, "no e-mail address")]
Members = Annotated[list[str], _each(_is_member, "neither an e-mail address nor *@ and a domain")]
"""People: addresses, or ``*@domain`` for everybody of it."""
Domains = Annotated[list[str], _each(_is_domain, "no domain, such as example.com")]
