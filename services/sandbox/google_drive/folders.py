"""Where a file may stand: one folder, into which the person may write and which the app was given."""

from collections.abc import Callable

from services.sandbox.google_drive import records
from services.sandbox.google_drive.records import File
from services.sandbox.refusal import Refusal

Files = dict[str, File]
Granted = Callable[[str], bool]
_WRITE = ("writer", "owner")


def asked(files: Files, parents: list[str], email: str, granted: Granted) -> list[str]:
    """The parents that a request names, if the app may add a file to them for this person.

    Under `drive.file` a folder that the app was never given refuses in the same words as one that the person may
    only look into (both are met in public reports; Google's guide lists neither).
    """
    if len(parents) > 1:
        raise Refusal(
            403, "PERMISSION_DENIED", "Increasing the number of parents is not allowed", reason="cannotAddParent"
        )
    for parent in parents:
        folder = files.get(parent)
        role = records.role(folder, email) if folder else None
        if parent != "root" and role is None:
            raise Refusal(404, "NOT_FOUND", f"File not found: {parent}.", reason="notFound", location="fileId")
        if parent != "root" and not (role in _WRITE and granted(parent)):
            raise Refusal(
                403,
                "PERMISSION_DENIED",
                "Insufficient permissions for the specified parent.",
                reason="insufficientParentPermissions",
            )
    return parents


def moved(file: File, added: str, removed: str) -> list[str]:
    """The parents after `addParents` and `removeParents`, each with commas."""
    kept = [each for each in file["parents"] if each not in removed.split(",")]
    return [*kept, *(each for each in added.split(",") if each)]


def discoverable(files: Files, source: File, email: str) -> list[str]:
    """Where a copy goes when the request names no parent.

    "If not specified as part of a copy request, the file inherits any discoverable parent of the source file"
    (File.parents). Taken to be a folder to which the person may add, whether or not the app was given it.
    """
    mine = [each for each in source["parents"] if each in files and records.role(files[each], email) in _WRITE]
    return mine or ["root"]


def inherited(files: Files, parents: list[str]) -> dict[str, str]:
    """Who has a file because of the folder in which it stands: address and role."""
    shares = [files[each]["permissions"] for each in parents if each in files]
    return {email: "writer" if role == "owner" else role for share in shares for email, role in share.items()}
