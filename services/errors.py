"""What can go wrong outside, as one small family.

Each class carries the decision the caller has to take, so that no caller ever looks at a status code or
at a vendor's exception. A new class exists only where the advice on the card is different
(reference: effects-and-faults, section 4).
"""

from __future__ import annotations


class OutsideError(Exception):
    """An outside system did not do what it was asked.

    ``system`` is its name as people say it ("Slack"), ``code`` its own word for the trouble
    ("channel_not_found", "HTTP 500"), or ours where we found it out ourselves ("changed meanwhile"); ``words`` a
    sentence about it, by whoever the code is. None of them ever holds a token, and no code a document's text.
    """

    def __init__(self, system: str, code: str, words: str = "") -> None:
        super().__init__(f"{system}: {code}")
        self.system = system
        self.code = code
        self.words = words

    @property
    def ours(self) -> bool:
        """Whether ``words`` are our own: our codes are words of small letters, and no system's are."""
        return bool(self.words) and " " in self.code and self.code.islower()


class Refused(OutsideError):
    """Known not to be applied, and asking again will not help until somebody changes something.

    ``way_out`` is what a person can do about it, where the one who asked knows more than the code says.
    """

    def __init__(self, system: str, code: str, words: str = "", way_out: str = "") -> None:
        super().__init__(system, code, words)
        self.way_out = way_out


SECOND_PERSON = "second person needed"
"""The code of :class:`SecondPerson`."""


class SecondPerson(Refused):
    """Kept, and not applied before somebody else confirms the very same thing."""


class NoAccess(Refused):
    """The person may not open this, it was deleted, or it was never shared with them."""

    def __init__(self, system: str, code: str, words: str = "", status: int = 403) -> None:
        super().__init__(system, code, words)
        self.status = status


class Changed(Refused):
    """Somebody else changed it since it was looked at. Nothing was applied; what it says now has to be looked at."""


class RefusedForNow(OutsideError):
    """Known not to be applied; the same request may be accepted after ``retry_after`` seconds."""

    def __init__(self, system: str, code: str, words: str = "", retry_after: float | None = None) -> None:
        super().__init__(system, code, words)
        self.retry_after = retry_after


class SignIn(OutsideError):
    """The person's (or the company's) sign-in was not accepted; nothing was applied."""


class ScopeMissing(OutsideError):
    """The person's token does not carry a scope that this call needs; nothing was applied."""


NOT_APPLIED = (Refused, RefusedForNow, SignIn, ScopeMissing)
"""What says for certain that nothing was applied: all but :class:`Unknown`."""


class Unknown(OutsideError):
    """Sent, but nobody can say whether it was applied: never shown as success or as failure."""
