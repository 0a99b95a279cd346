"""Examining a sandbox in which something is not as it should be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from addon.verification import Certificates
from services.handover.doctor.finding import Finding
from services.handover.doctor.report import examine
from services.pool import Pool
from services.settings import Settings
from tests.conftest import ROOT, Stage
from tests.judge import SECRET

CONFIG = ROOT / "manifest" / "handover.toml"
NOBODY = "http://127.0.0.1:1"
"""Where nobody answers."""


def examined(stage: Stage, path: Path = CONFIG, **changed: str) -> list[Finding]:
    """All findings; ``changed`` are settings in place of the sandbox's own. No line ever holds a secret."""
    found = examine(path, stage.known | changed, certificates, False)
    secrets = [value for name, value in (stage.known | changed).items() if name.endswith(("token", "key"))]
    for one in found:
        line = f"{one.area} {one.what} {one.words} {one.todo}"
        assert not SECRET.search(line)
        assert not any(secret and secret in line for secret in secrets)
        assert bool(one.todo) == (one.state == "wrong"), one
    return found


def wrong(stage: Stage, path: Path = CONFIG, **changed: str) -> dict[str, str]:
    """What is wrong, by "area, what": what was found and what to do, in one text."""
    found = examined(stage, path, **changed)
    return {f"{one.area}, {one.what}": f"{one.words} {one.todo}" for one in found if one.state == "wrong"}


def certificates(settings: Settings) -> Callable[[], bool]:
    """As the command line checks them."""
    return Certificates(settings.google_certs_url, Pool()).at_hand


def configured(stage: Stage, *pairs: tuple[str, str]) -> Path:
    """The company's handover.toml with some things replaced, in a folder with its texts."""
    folder = stage.folder / "company"
    folder.mkdir()
    for name in ("welcome_email.txt", "deliver_license.txt"):
        (folder / name).write_text((ROOT / "manifest" / name).read_text("utf-8"), encoding="utf-8")
    text = CONFIG.read_text("utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    (folder / "handover.toml").write_text(text, encoding="utf-8")
    return folder / "handover.toml"


def slack_workspace(stage: Stage) -> dict[str, Any]:
    """The sandbox's Slack workspace itself, to be changed in place."""
    workspace: dict[str, Any] = stage.world._store.section("slack")
    return workspace


def channel(stage: Stage, channel_id: str) -> dict[str, Any]:
    """One channel of it."""
    found: dict[str, Any] = next(one for one in slack_workspace(stage)["channels"] if one["id"] == channel_id)
    return found


def group(stage: Stage, group_id: str) -> dict[str, Any]:
    """One user group of it."""
    found: dict[str, Any] = next(one for one in slack_workspace(stage)["usergroups"] if one["id"] == group_id)
    return found
