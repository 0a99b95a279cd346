"""A copy of a template in Drive, found again by the mark that is part of the copy itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from services.errors import NoAccess, OutsideError, Refused, RefusedForNow, SignIn, Unknown
from services.handover import filling
from services.handover.links import document_url
from services.handover.model import Evidence, Notes
from services.systems import Systems

if TYPE_CHECKING:
    from services.google_drive import File

OTHER_FOLDER = (
    "The copy did not come to stand in the template's folder, so it was put into your Drive's bin again. "
    "You may not add files to that folder."
)


class DriveBin:
    """A copy of ours put into the bin, where its owner finds it for a month. Plan: ``file``, ``title``, ``owner``."""

    undo = None

    def settle(self, plan: Mapping[str, Any]) -> float:
        """What Drive says of a file by its id is so."""
        return 0.0

    def find(self, systems: Systems, plan: Mapping[str, Any], notes: Notes, since: float) -> Evidence | None:
        """In the bin, or gone for good."""
        _only_its_owner(systems, plan, "is in the bin")
        return None if _kept(systems, plan["file"]) else self._evidence(plan)

    def apply(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Evidence:
        """Put it there; refused to anybody but its owner."""
        systems.drive.bin(plan["file"])
        return self._evidence(plan)

    def _evidence(self, plan: Mapping[str, Any]) -> Evidence:
        return Evidence(f"“{plan['title']}” is in the bin")


class DriveCopy:
    """A copy beside its template, with some answers filled in.

    Plan: ``owner`` (who presses; left out where the whole press is found by its owner alone), ``template`` (file id),
    ``folder`` (its folder's id, or empty), ``title``, ``mark`` (key and value), ``answers`` (field -> text),
    ``labels`` (the company's own, for reading the copy), ``placeholders`` (text -> text) and ``settle_seconds``.
    Notes: ``copy``.

    The copy is the effect; filling it in may be repeated at will, and what could not be filled in is said.
    """

    undo = DriveBin()

    def settle(self, plan: Mapping[str, Any]) -> float:
        """A search in Drive may lag behind a copy whose answer was lost."""
        return float(plan["settle_seconds"])

    def find(self, systems: Systems, plan: Mapping[str, Any], notes: Notes, since: float) -> Evidence | None:
        """By its id where that was kept, else by its mark. One in the bin does not count."""
        _only_its_owner(systems, plan, "was made")
        known = notes.ids.get("copy")
        copy = _kept(systems, known) if known else systems.drive.marked(_mark(plan))
        return self._finished(systems, plan, copy) if copy else None

    def apply(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Evidence:
        """Copy, keep the id, and fill in."""
        copy = systems.drive.copy(plan["template"], plan["title"], _mark(plan))
        notes.keep(copy=copy.id)
        return self._finished(systems, plan, copy)

    def _finished(self, systems: Systems, plan: Mapping[str, Any], copy: File) -> Evidence:
        """Fill in a copy that stands where it should.

        Drive puts a copy into the person's own My Drive, without a word, when they may not add to the original's
        folder. Nobody else would find it there, so it does not stay.
        """
        if plan["folder"] and copy.parents and plan["folder"] not in copy.parents:
            systems.drive.bin(copy.id)
            raise Refused("Google Drive", "other folder", OTHER_FOLDER)
        words = f"Made “{copy.name}”"
        try:
            if plan["answers"]:
                filling.fill(systems, copy.id, plan["labels"], plan["answers"])
            if plan["placeholders"]:
                systems.docs.replace_all(copy.id, plan["placeholders"])
        except (RefusedForNow, SignIn, Unknown) as error:
            # The copy is there, and the next press finds it and fills it in.
            raise Unknown(error.system, error.code) from None
        except OutsideError:
            # The document is there; what is not in it yet must not make it look otherwise.
            words += ". It could not be filled in: write there yourself what is missing."
        undo = {
            "file": copy.id,
            "title": copy.name,
            "owner": systems.user_email,
            "confirm": "Put it into the bin",
            "lines": [f"Puts “{copy.name}” into the bin of its owner, with all that was written into it."],
        }
        return Evidence(words, document_url(copy.id), {"document": copy.id}, undo)


def _only_its_owner(systems: Systems, plan: Mapping[str, Any], what: str) -> None:
    """Under ``drive.file`` nobody else finds the copy, as if it was never made, or gone. Raises Refused."""
    owner = plan.get("owner", systems.user_email)
    if owner != systems.user_email:
        words = f"Only {owner} can see whether the document {what}."
        raise Refused("Google Drive", "another owner", words, "Ask them to press the button.")


def _mark(plan: Mapping[str, Any]) -> tuple[str, str]:
    key, value = plan["mark"]
    return key, value


def _kept(systems: Systems, file_id: str) -> File | None:
    try:
        copy = systems.drive.file(file_id)
    except NoAccess as error:
        if error.status == 404:
            return None
        raise
    return None if copy.trashed else copy
