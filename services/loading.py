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

SEARCHED_LATER = (
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


class _Loader(SourceFileLoader):
    """Loads one of them."""

    def exec_module(self, module: ModuleType) -> None:
        compiled_now = re.compile
        vars(re)["compile"] = late
        try:
            super().exec_module(module)
        finally:
            vars(re)["compile"] = compiled_now


class SearchedLater(MetaPathFinder):
    """Finds these modules where they are, and has them loaded so that their patterns are compiled later."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """For every other module, and one that is no file of source code, the next finder is asked."""
        if fullname not in SEARCHED_LATER:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is None or spec.origin is None or not isinstance(spec.loader, SourceFileLoader):
            return None
        spec.loader = _Loader(fullname, spec.origin)
        return spec
