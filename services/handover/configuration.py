"""``handover.toml``, read and checked as a whole before anything is started or sent."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from services.handover.checking import checked
from services.handover.contradictions import contradictions
from services.handover.mistakes import Mistake
from services.handover.rules import Rules
from services.handover.steps import STEPS
from services.settings import WrongSettings

OWN = "folder"
"""Told to the rules by us, and no key of the file."""


def load_rules(path: Path) -> Rules:
    """Read ``handover.toml``; raises WrongSettings that names the file, and the line and the key of every mistake."""
    text = _text(path)
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        # "Invalid value (at line 7, column 3)"
        raise WrongSettings(f"{path} cannot be read as TOML: {error}.") from None
    found = _checked(given, path.parent)
    if isinstance(found, Rules):
        return found
    raise WrongSettings(f"{path} has mistakes:", [one.told(text) for one in found])


def _text(path: Path) -> str:
    """The file's text, or which file it was that could not be read."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        words = f"There is no {path}. HANDOVER_CONFIG says where the company's handover.toml is."
        raise WrongSettings(words) from None
    except OSError as error:
        raise WrongSettings(f"{path} could not be read: {error.strerror}. HANDOVER_CONFIG names it.") from None
    except UnicodeDecodeError:
        raise WrongSettings(f"{path} is no text in UTF-8. Save it so.") from None


def _checked(given: Mapping[str, Any], folder: Path) -> Rules | list[Mistake]:
    """The rules; or first what is no rule at all, and then what contradicts itself."""
    if OWN in given:
        return [Mistake((OWN,), "there is no such key.")]
    found = checked({**given, OWN: folder}, Rules)
    if not isinstance(found, Rules):
        return found
    return list(contradictions(found, [step.name for step in STEPS])) or found
