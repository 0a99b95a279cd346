"""The memory of the sandbox: one JSON document that is on disk after every change."""

import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

# Goes up by one when the sections are kept in another form than before.
_FORM = 4
Json = TypeVar("Json", dict[str, Any], list[dict[str, Any]])


def copied(value: Json) -> Json:
    """Another object that says the same; for what is kept as JSON this takes a fraction of what `copy` takes."""
    found: Json = json.loads(json.dumps(value))
    return found


class Store:
    """What every stand-in keeps its state in: one section each, one lock and one revision for all.

    A change is written at once and replaced atomically, so that `kill -9` loses nothing that was answered.
    """

    def __init__(self, path: Path | None, fill: Callable[[], dict[str, Any]]) -> None:
        self.lock = threading.RLock()
        self._path = path
        self._fill = fill
        self._data = self._load()

    @property
    def revision(self) -> int:
        """Grows with every change and never shrinks, not even on reset, so that a page can poll for it."""
        return int(self._data["revision"])

    def section(self, name: str) -> Any:
        """The state of one stand-in. Ask again after a reset: it is another object then."""
        return self._data[name]

    def replace(self, name: str, value: Any) -> None:
        """Put another state in a section's place."""
        self._data[name] = value

    def changed(self) -> None:
        """Count and keep a change. Call it with the lock held, after the change and before the answer."""
        with self.lock:
            self._data["revision"] = self.revision + 1
            self._save()

    def reset(self) -> None:
        """Back to the seed."""
        with self.lock:
            revision = self.revision
            self._data = {**self._fill(), "revision": revision, "form": _FORM}
            self.changed()

    def restore(self, snapshot: dict[str, Any]) -> None:
        """Back to what `snapshot` saw."""
        with self.lock:
            self._data = {**copied(snapshot), "revision": self.revision}
            self.changed()

    def snapshot(self) -> dict[str, Any]:
        """A copy of everything, for looking at."""
        with self.lock:
            return copied(self._data)

    def _load(self) -> dict[str, Any]:
        if self._path is not None and self._path.exists():
            loaded: dict[str, Any] = json.loads(self._path.read_text(encoding="utf-8"))
            # A world that an older sandbox wrote in another form is not worth a migration.
            if loaded.get("form") == _FORM:
                return loaded
        return {**self._fill(), "revision": 1, "form": _FORM}

    def _save(self) -> None:
        if self._path is None:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        draft = self._path.with_name(f"{self._path.name}.{os.getpid()}.new")
        draft.write_text(json.dumps(self._data, ensure_ascii=False), encoding="utf-8")
        draft.replace(self._path)
