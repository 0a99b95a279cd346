"""A license key behind a link that shows it once: the mail holds the link alone, and the link can be burned."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from services.errors import NoAccess, Refused
from services.handover.effects.gmail_message import GmailMessage
from services.handover.effects.key_delivery import KeyReply, keys_text
from services.handover.model import Evidence, Fact, Notes
from services.handover.template import KEYS
from services.handover.words import plain_weekday, weekday
from services.one_time_secret import SYSTEM
from services.secret import Secret
from services.systems import Systems

if TYPE_CHECKING:
    from services.gmail import Mail

OPENED = "It was opened already: whoever has the key keeps it."
ASTRAY = "Make another key if it went astray."
ENDED = "Nobody opened it in time. Undo this step, then deliver the key again."


class LinkBurned:
    """The link shows nothing any more. Plan: ``one_time`` (the secret's metadata key)."""

    undo = None

    def settle(self, plan: Mapping[str, Any]) -> float:
        """Burning twice does no harm, so nobody waits."""
        return 0.0

    def find(self, systems: Systems, plan: Mapping[str, Any], notes: Notes, since: float) -> Evidence | None:
        """Nothing tells a burned link from one that ended; it is burned again."""
        return None

    def apply(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Evidence:
        """Only while nobody opened it."""
        if opened_at(systems, plan["one_time"]):
            raise Refused(SYSTEM, "opened already", OPENED, ASTRAY)
        systems.one_time_secret.burn(plan["one_time"])
        return Evidence("The link to the key was destroyed before anybody opened it")


class KeyLink(KeyReply):
    """Plan: as of :class:`KeyReply`, with ``link_days``. Notes: ``one_time`` and ``until`` (ISO), too.

    A link whose mail never went out is known to nobody, and ends by itself.
    """

    def find(self, systems: Systems, plan: Mapping[str, Any], notes: Notes, since: float) -> Evidence | None:
        """As the mail is found, with the link that it holds."""
        sent = super().find(systems, plan, notes, since)
        return _linked(sent, notes) if sent else None

    def apply(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Evidence:
        """Put the key behind a link, and send the link."""
        return _linked(super().apply(systems, plan, notes), notes)

    def _mail(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Mail:
        lives = timedelta(days=plan["link_days"])
        shared = systems.one_time_secret.share(Secret(keys_text(systems, plan["keys"])), int(lives.total_seconds()))
        until = datetime.now(UTC) + lives
        notes.keep(one_time=shared.key, until=until.isoformat(timespec="seconds"))
        words = f"{shared.link.reveal()}\n\nThe link opens once, until {plain_weekday(until.date())}."
        return GmailMessage._mail(self, systems, {**plan, "text": plan["text"].replace(KEYS, words)}, notes)


def follow_link(systems: Systems, evidence: Evidence) -> Evidence:
    """Whether it was opened; then there is nothing left to burn."""
    if not evidence.ids.get("one_time") or evidence.ids.get("opened"):
        return evidence
    opened = opened_at(systems, evidence.ids["one_time"])
    if not opened:
        return evidence
    when = datetime.fromtimestamp(opened, UTC).isoformat(timespec="seconds")
    return replace(evidence, ids={**evidence.ids, "opened": when}, undo=None)


def told_link(evidence: Evidence) -> tuple[Fact, ...]:
    """Opened, still to be opened, or over."""
    ids = evidence.ids
    if "one_time" not in ids:
        return ()
    if ids.get("opened"):
        return (Fact("Link", f"Opened on {weekday(datetime.fromisoformat(ids['opened']).date())}"),)
    until = datetime.fromisoformat(ids["until"])
    words = f"Not opened yet; it ends on {weekday(until.date())}" if until > datetime.now(UTC) else ENDED
    return (Fact("Link", words),)


def opened_at(systems: Systems, key: str) -> int | None:
    """When it was opened; a link that the service has forgotten tells nothing more."""
    try:
        return systems.one_time_secret.opened(key)
    except NoAccess:
        return None


def _linked(sent: Evidence, notes: Notes) -> Evidence:
    known = {name: notes.ids[name] for name in ("one_time", "until")}
    lines = ["The link in the mail shows nothing any more. The mail itself stays, and the key stays as it is."]
    undo = {"one_time": known["one_time"], "confirm": "Destroy the link", "lines": lines}
    return Evidence(f"{sent.words}, as a link that opens once", sent.link, {**sent.ids, **known}, undo)
