"""Mails of a step that were kept as drafts: which are there, and removing one, a press of its own."""

from __future__ import annotations

from msgspec import Struct

from services.handover.claim import Record
from services.handover.ledger import Ledger
from services.handover.model import Click, Evidence, Keepable, Person, Step, hash_of
from services.handover.once import Outcome, do_once
from services.handover.standing import undo_name


class KeptDraft(Struct, frozen=True):
    """One version of a step's mail in somebody's Gmail. ``undoing`` is the press that removes it."""

    record: Record
    evidence: Evidence
    undoing: Record | None

    @property
    def sender(self) -> str:
        """In whose mailbox it is."""
        return str((self.evidence.undo or {})["sender"])

    @property
    def subject(self) -> str:
        """What it is known by there."""
        return str((self.evidence.undo or {})["subject"])

    @property
    def shown(self) -> str:
        """A hash of what removing it does: the press carries it back."""
        return hash_of(self.evidence.undo)[:32]


class KeptDrafts:
    """The drafts that the ledger knows of."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def of(self, document_id: str, step: Step) -> tuple[KeptDraft, ...]:
        """Every draft of a step that was kept and not removed here, oldest first."""
        if not isinstance(step.effect, Keepable):
            return ()
        records = self._ledger.records(document_id)
        found = []
        for name, record in records.items():
            evidence = record.evidence
            mine = name.startswith(f"{step.name}/keep/") and record.state == "done"
            if mine and evidence is not None and evidence.undo is not None:
                found.append(KeptDraft(record, evidence, records.get(undo_name(name, record.round))))
        return tuple(sorted(found, key=lambda one: one.record.at))

    def one(self, person: Person, document_id: str, step: Step, shown: str) -> KeptDraft | None:
        """The draft that the person looked at, if it is in their mailbox and not removed yet."""
        found = (one for one in self.of(document_id, step) if one.shown == shown and one.sender == person.email)
        return next(found, None) if step.role in person.roles else None

    def remove(self, click: Click, step: Step, shown: str) -> tuple[Outcome | None, str]:
        """Delete it, once, and say what became of it; no outcome when there is nothing that this person can delete."""
        one = self.one(click.person, click.handover.document_id, step, shown)
        effect = step.effect.keeping.undo if isinstance(step.effect, Keepable) else None
        if one is None or effect is None:
            return None, ""
        entry = undo_name(one.record.step, one.record.round)
        plan = {**(one.evidence.undo or {}), "undoes": one.record.step}
        outcome = do_once(self._ledger, click, entry, effect, plan)
        record = self._ledger.records(click.handover.document_id).get(entry)
        evidence = record.evidence if record is not None and record.state == "done" else None
        return outcome, evidence.words + "." if evidence else ""
