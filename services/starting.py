"""A quick start: what a process that starts for one press can leave undone, in libraries that we do not change.

App Engine starts processes while a person waits. All of this is about work at import; what runs later runs as ever.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType

NOT_ASKED_FOR = "httplib2.auth"
"""Reads the headers of servers that want another sign-in. It is asked for by httplib2's own transport only, and
google-api-python-client speaks over ours; yet importing it imports a parser generator, and makes a grammar."""


@contextmanager
def quick_start() -> Iterator[None]:
    """Import and build the application within this block."""
    # What a start makes lives as long as the process: looking through it for garbage, again and again, took a fifth of
    # the start. Workers that are forked share what is frozen.
    gc.disable()
    # Pydantic looks for plugins in every installed distribution, and we have none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # It stays, because the clients are imported when they are first used.
    sys.meta_path.insert(0, _PutOff())
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


class _PutOff(MetaPathFinder):
    """Has a module run when something in it is first used, as :class:`importlib.util.LazyLoader` does."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path, target) if fullname == NOT_ASKED_FOR else None
        if spec is not None and spec.loader is not None:
            spec.loader = LazyLoader(spec.loader)
        return spec
