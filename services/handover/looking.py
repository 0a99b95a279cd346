"""Steps whose press sends just what was looked at."""

from __future__ import annotations

from typing import Literal, Protocol, runtime_checkable


@runtime_checkable
class ActsOnLook(Protocol):
    """A step that is pressed on what its preview was drawn from, while that is young (``press.look_seconds``).

    Only for steps whose effect needs nothing but its plan, or finds out itself, right before it writes, whether what
    it overwrites is still what the person saw. The others are drawn from fresh answers at every press.
    """

    acts_on_look: Literal[True]
