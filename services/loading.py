"""Modules of libraries that are loaded as they are, but for work that no first card asks for.

Such work is done when it is first asked for. What is leant on here are inner names of libraries: `tests/bench` holds
that they are still there, and that everything comes out as it does without this.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType

from services.handover.patterns import late


class _SearchedLater(SourceFileLoader):
    """Its regular expressions are compiled when something is first searched for them.

    Only methods of a pattern may be used there: ``re.sub(pattern, …)`` takes none that is compiled later.
    """

    def exec_module(self, module: ModuleType) -> None:
        compiled_now = re.compile
        re.compile = late  # type: ignore[assignment]
        try:
            super().exec_module(module)
        finally:
            re.compile = compiled_now


LIGHTER: Mapping[str, type[SourceFileLoader]] = {
    # Their patterns took half as long as Flask takes to be imported: for names in certificates, written as text, and
    # for addresses of all kinds, of which a host's name needs few.
    "cryptography.x509.name": _SearchedLater,
    "urllib3.util.url": _SearchedLater,
}
"""How a module is loaded while the process starts, by its name."""


class Lighter(MetaPathFinder):
    """Finds these modules where they are, and loads them so."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """For every other module, and one that is no file of source code, the next finder is asked."""
        if fullname not in LIGHTER:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is None or spec.origin is None or not isinstance(spec.loader, SourceFileLoader):
            return None
        spec.loader = LIGHTER[fullname](fullname, spec.origin)
        return spec
