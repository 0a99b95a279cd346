"""What all parts of ``handover.toml`` have in common."""

from __future__ import annotations

from msgspec import Struct

from services.handover.toml_lines import Path


class Wrong(ValueError):
    """Keys of a part that do not go together; ``path`` leads from the part to the one that is to be changed.

    A part raises it when it is made (``__post_init__``), once each of its keys alone is as it must be.
    """

    def __init__(self, words: str, *path: str | int) -> None:
        super().__init__(words)
        self.path: Path = path


class Section(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the company's rules. A key that is not known is an error at start."""
