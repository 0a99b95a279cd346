"""What a check of the set-up finds: one line for each thing that was looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from msgspec import Struct

from services.errors import NoAccess, OutsideError, Refused, RefusedForNow, ScopeMissing, SignIn

State = Literal["ok", "wrong", "unchecked"]
BROKE = "Report it to the add-on's engineers, with this line."


class Finding(Struct, frozen=True):
    """One thing that was looked at. ``words`` say what was found, ``todo`` the exact thing to do where it is wrong,
    and ``link`` leads there, to an address of our own making.

    No line ever holds a secret, or more than a few words of what an outside system said.
    """

    area: str
    what: str
    state: State
    words: str = ""
    todo: str = ""
    link: str = ""


def ok(area: str, what: str, words: str = "") -> Finding:
    """As it should be."""
    return Finding(area, what, "ok", words)


def wrong(area: str, what: str, words: str, todo: str, link: str = "") -> Finding:
    """Not as it should be, and what to do about it."""
    return Finding(area, what, "wrong", words, todo, link)


def unchecked(area: str, what: str, words: str) -> Finding:
    """Not looked at, and why."""
    return Finding(area, what, "unchecked", words)


def looked(area: str, what: str, reach: str, check: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    """What ``check`` finds. An outside system that cannot be asked is a finding too, and so is a check that breaks.

    ``reach`` says what to look at when the system does not answer.
    """
    try:
        yield from check()
    except OutsideError as error:
        yield wrong(area, what, told(error), _todo(error, reach))
    except Exception as error:
        # One check that breaks must not hide what the others find; its message may hold what nobody should read.
        yield wrong(area, what, f"The check itself broke ({type(error).__name__}).", BROKE)


def told(error: OutsideError) -> str:
    """An outside system's refusal in one sentence: its own code, and none of its longer words."""
    if isinstance(error, RefusedForNow):
        return f"{error.system} could not be asked ({error.code})."
    if isinstance(error, SignIn):
        return f"{error.system} did not accept the sign-in ({error.code})."
    if isinstance(error, ScopeMissing):
        return f"{error.system} says that the permission was not given."
    if isinstance(error, NoAccess):
        return f"{error.system} does not let you open it, or it is not there."
    if isinstance(error, Refused):
        return f"{error.system} refused it ({error.code})."
    return f"{error.system} did not answer clearly ({error.code})."


def _todo(error: OutsideError, reach: str) -> str:
    if isinstance(error, (SignIn, ScopeMissing, Refused)):
        return reach
    return f"Check that this server may reach {error.system}, then try again. {reach}"
