"""Modules of libraries that are loaded as they are, but for work that no first card asks for.

Such work is done when it is first asked for. What is leant on here are inner names of libraries: `tests/bench` holds
that they are still there, and that everything comes out as it does without this. A library of a later day that has
none of them, or calls them otherwise, is loaded whole.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import FunctionType, ModuleType

from services.handover.patterns import late


class _SearchedLater(SourceFileLoader):
    """Its regular expressions are compiled when something is first searched for them."""

    def exec_module(self, module: ModuleType) -> None:
        compiled_now = re.compile
        re.compile = late  # type: ignore[assignment]
        try:
            super().exec_module(module)
        finally:
            re.compile = compiled_now


class _Undescribed(SourceFileLoader):
    """No example of a listener is put together for each event's docstring."""

    def exec_module(self, module: ModuleType) -> None:
        super().exec_module(module)
        if _takes(module, "_augment_fn_docs", 3):
            vars(module)["_augment_fn_docs"] = lambda _, __, listener: listener.__doc__


class _Finished(dict[type, type]):
    """What the library itself sets here is not finished yet; it is added later."""

    def __setitem__(self, _: type, __: type) -> None:
        pass


class _AnnotatedLater(SourceFileLoader):
    """SQLAlchemy has two classes of each thing in a statement: the second is made when one such thing is annotated.

    That is how it makes those of classes that are defined after its start. The order is that of its start: each
    hierarchy in turn, and in it a class after those that it is derived from.
    """

    def exec_module(self, module: ModuleType) -> None:
        super().exec_module(module)
        if not (_takes(module, "_new_annotation_type", 2) and _takes(module, "_prepare_annotations", 2)):
            return
        make, known, making = module._new_annotation_type, _Finished(module.annotated_classes), threading.Lock()
        hierarchies: list[tuple[type, type]] = []

        def made(wanted: type, base: type) -> type:
            with making:
                for top, its_base in hierarchies:
                    for one in reversed(wanted.__mro__) if issubclass(wanted, top) else ():
                        if issubclass(one, top):
                            known.update({one: make(one, its_base)})
                known.update({wanted: make(wanted, base)})
            return known[wanted]

        vars(module)["annotated_classes"] = known
        vars(module)["_new_annotation_type"] = made
        vars(module)["_prepare_annotations"] = lambda top, its_base: hierarchies.append((top, its_base))


class _Unchecked(SourceFileLoader):
    """What is installed is not looked through for libraries that will soon be too old. Tests are told of them."""

    def exec_module(self, module: ModuleType) -> None:
        super().exec_module(module)
        vars(module)["check_dependency_versions"] = lambda *_, **__: None


def _takes(module: ModuleType, function: str, arguments: int) -> bool:
    found = vars(module).get(function)
    return isinstance(found, FunctionType) and found.__code__.co_argcount == arguments


LIGHTER: Mapping[str, type[SourceFileLoader]] = {
    # Their patterns took half as long as Flask takes to be imported: for names in certificates, written as text, for
    # tables that nobody knows, for addresses and headers of all kinds, of which a sidebar's request has few.
    "cryptography.x509.name": _SearchedLater,
    "sqlalchemy.dialects.sqlite.base": _SearchedLater,
    "sqlalchemy.util.langhelpers": _SearchedLater,
    "urllib3.util.url": _SearchedLater,
    "werkzeug.http": _SearchedLater,
    "werkzeug.sansio.http": _SearchedLater,
    "werkzeug.urls": _SearchedLater,
    "google.api_core._python_package_support": _Unchecked,
    "sqlalchemy.event.legacy": _Undescribed,
    "sqlalchemy.sql.annotation": _AnnotatedLater,
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
