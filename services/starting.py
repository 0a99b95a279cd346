"""A quick start: what a process that starts for one press can leave undone, in libraries that we do not change.

App Engine starts processes while a person waits. All of this is about work at import; what runs later runs as ever.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

from services.loading import SearchedLater

NOT_ASKED_FOR: Mapping[str, tuple[str, ...]] = {
    # Databases that are asked asynchronously: SQLAlchemy.
    "asyncio": ("iscoroutine",),
    "sqlalchemy.dialects.sqlite.aiosqlite": (),
    # Private keys, and public ones that are in no certificate; ciphers, of which google-auth hands on the list unread.
    "cryptography.hazmat.primitives.serialization": (),
    "cryptography.hazmat.backends.openssl.backend": ("backend",),
    # Uploads, clients with a certificate or a key file, and a sign-in that no server of Google's wants (which imports a
    # parser generator, and makes a grammar): google-api-python-client, which speaks over our transport.
    "email.policy": (),
    "google.auth.transport.mtls": (),
    "google.oauth2.service_account": (),
    "httplib2.auth": (),
    # Pages, forms, a server and a client for development: Flask, which here answers with JSON and behind gunicorn.
    "flask.templating": (
        "DispatchingJinjaLoader",
        "Environment",
        "_default_template_ctx_processor",
        "render_template",
        "render_template_string",
        "stream_template",
        "stream_template_string",
    ),
    "jinja2": ("BaseLoader", "FileSystemLoader"),
    "werkzeug.formparser": ("FormDataParser", "default_stream_factory"),
    "werkzeug.serving": ("is_running_from_reloader", "run_simple"),
    "werkzeug.test": ("Client",),
    # Types that are looked into: msgspec.
    "msgspec.inspect": (),
}
"""What the libraries import and no card asks for, and what of it they take at import without using it there.

Of a package among these, nothing may import a part before the package itself was asked for.
"""

CYCLES = 20_000
"""Objects that may be left over before garbage is looked for: a press leaves hardly any, and has a thousand at a time.

Python's own 700 had every press looked through twice, a twelfth of its time.
"""


@contextmanager
def quick_start() -> Iterator[None]:
    """Import and build the application within this block."""
    # What a start makes lives as long as the process: looking through it for garbage, again and again, took a fifth of
    # the start. Workers that are forked share what is frozen.
    gc.disable()
    put_off, searched_later = _PutOff(), SearchedLater()
    sys.meta_path[:0] = (put_off, searched_later)
    try:
        yield
    finally:
        put_off.end()
        sys.meta_path.remove(searched_later)
        gc.freeze()
        gc.set_threshold(CYCLES)
        gc.enable()


class _PutOff(MetaPathFinder, Loader):
    """Puts something in the place of a module that nobody asked for, until somebody does.

    Python's own :class:`importlib.util.LazyLoader` loads a module as soon as it is imported a second time, and when two
    threads ask for it at once it may be seen half loaded. Here it is then imported as if for the first time.
    """

    def __init__(self) -> None:
        self._standing_in: dict[str, ModuleType] = {}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in NOT_ASKED_FOR or fullname in self._standing_in:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None:
            spec.loader = self
        return spec

    def exec_module(self, module: ModuleType) -> None:
        self._standing_in[module.__name__] = module
        vars(module).update({name: _Later(module, name) for name in NOT_ASKED_FOR[module.__name__]})
        module.__class__ = _StandIn

    def end(self) -> None:
        """From here on, whoever imports such a module gets it."""
        sys.meta_path.remove(self)
        for one in self._standing_in.values():
            _make_room(one)


class _StandIn(ModuleType):
    """Has what a module has as soon as that is asked for. Those who imported it keep this; nobody else gets it."""

    def __getattr__(self, name: str) -> Any:
        # Asked for by "from … import …" of a module, and a package has its own.
        if name == "__path__":
            raise AttributeError(name)
        return getattr(_whole(self), name)


def _whole(standing_in: ModuleType) -> ModuleType:
    """The module itself."""
    _make_room(standing_in)
    return import_module(standing_in.__name__)


def _make_room(standing_in: ModuleType) -> None:
    if sys.modules.get(standing_in.__name__) is standing_in:
        del sys.modules[standing_in.__name__]


class _Later:
    """Stands for a function or a class of such a module: whoever calls it, derives from it or looks at it gets that."""

    def __init__(self, standing_in: ModuleType, name: str) -> None:
        self._of = standing_in, name

    def _found(self) -> Any:
        standing_in, name = self._of
        return getattr(_whole(standing_in), name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._found()(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._found(), name)

    def __instancecheck__(self, one: object) -> bool:
        known: type = self._found()
        return isinstance(one, known)

    def __mro_entries__(self, bases: tuple[object, ...]) -> tuple[Any, ...]:
        return (self._found(),)
