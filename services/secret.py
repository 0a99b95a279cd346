"""A text that must not be seen: a token, a key, a link that shows one."""

from __future__ import annotations

from typing import NoReturn


class Secret:
    """Prints as stars wherever it comes; only who asks for it by :meth:`reveal` gets the text.

    No library can write it down by accident: it has no attributes to list, and refuses to be pickled.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str = "") -> None:
        """Raises TypeError for what is no text, without repeating it."""
        if not isinstance(text, str):
            raise TypeError("a secret is a text")
        self._text = text

    def reveal(self) -> str:
        """The text itself."""
        return self._text

    def __bool__(self) -> bool:
        return self._text != ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __repr__(self) -> str:
        return "Secret('**********')" if self._text else "Secret('')"

    def __str__(self) -> str:
        return "**********" if self._text else ""

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is written nowhere")
