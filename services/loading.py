"""Modules of libraries whose regular expressions are compiled when something is first searched for them.

They are loaded as they are otherwise. `tests/bench` holds that everything comes out as it does without this.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType

from services.handover.patterns import late

LIGHTER = (
    # Compiling these took half as long as Flask takes to be imported: patterns for names in certificates, written as
    # text, for tables that nobody knows, for addresses and headers of all kinds, of which a sidebar's request has few.
    "cryptography.x509.name",
    "sqlalchemy.dialects.sqlite.base",
    "sqlalchemy.util.langhelpers",
    "urllib3.util.url",
    "werkzeug.http",
    "werkzeug.sansio.http",
    "werkzeug.urls",
)


class _SearchedLater(SourceFileLoader):
    """Its regular expressions are compiled when something is first searched for them."""

    def exec_module(self, module: ModuleType) -> None:
        compiled_now = re.compile
        re.compile = late  # type: ignore[assignment]
        try:
            super().exec_module(module)
        finally:
            re.compile = compiled_now


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
        spec.loader = _SearchedLater(fullname, spec.origin)
        return spec
