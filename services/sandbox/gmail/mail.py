"""A mail: the raw text that travels, what Gmail's API shows of it, and what its reader sees."""

import base64
import email
import email.policy
import email.utils
import re
from collections.abc import Iterator
from email.errors import InvalidHeaderDefect
from email.message import EmailMessage
from typing import Any, cast

from services.sandbox.refusal import invalid

_RECIPIENT_HEADERS = ("To", "Cc", "Bcc")
# Folded at the usual 78 characters, a longer Message-ID would be encoded, and mails that answer it would be lost.
_POLICY = email.policy.SMTP.clone(max_line_length=998)
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")


def decode(raw: str) -> bytes:
    """The bytes of a `raw` member (base64url, with or without padding)."""
    return base64.urlsafe_b64decode(raw.replace("+", "-").replace("/", "_") + "=" * (-len(raw) % 4))


def encode(data: bytes) -> str:
    """The `raw` member of these bytes."""
    return base64.urlsafe_b64encode(data).decode()


def parse(data: bytes) -> EmailMessage:
    """The mail, with headers that are decoded and addresses that are taken apart."""
    return email.message_from_bytes(data, policy=_POLICY)


def check(message: EmailMessage, sender: str) -> None:
    """Refuse what Gmail refuses: addresses that are none, and mail in another person's name."""
    for header in _RECIPIENT_HEADERS:
        values = message.get_all(header, [])
        wrong = any(isinstance(defect, InvalidHeaderDefect) for value in values for defect in value.defects)
        strange = any(not _ADDRESS.fullmatch(address) for address in addresses(message, header))
        if len(values) > 1 or wrong or strange:
            raise invalid(f"Invalid {header} header")
    if message["From"] is not None and [each.lower() for each in addresses(message, "From")] != [sender.lower()]:
        raise invalid("Invalid From header")


def addresses(message: EmailMessage, header: str) -> list[str]:
    """The bare addresses of a header."""
    return [address.addr_spec for value in message.get_all(header, []) for address in value.addresses]


def recipients(message: EmailMessage) -> list[str]:
    """Everybody who gets this mail, in lower case."""
    return [address.lower() for header in _RECIPIENT_HEADERS for address in addresses(message, header)]


def without_bcc(data: bytes) -> bytes:
    """The mail as its recipients get it."""
    message = parse(data)
    del message["Bcc"]
    return message.as_bytes()


def stamped(data: bytes, sender: str, message_id: str, now: float) -> bytes:
    """The mail with the headers that Gmail adds when it is sent."""
    message = parse(data)
    if message["From"] is None:
        message["From"] = sender
    if message["Date"] is None:
        message["Date"] = email.utils.formatdate(now)
    # Gmail may put its own Message-ID in place of ours, so that nobody may build on one of his own.
    del message["Message-ID"]
    message["Message-ID"] = message_id
    return message.as_bytes()


def references(message: EmailMessage) -> list[str]:
    """The Message-IDs that this mail answers."""
    text = f"{message.get('In-Reply-To', '')} {message.get('References', '')}"
    return re.findall(r"<[^<>\s]+>", text)


def bare_subject(message: EmailMessage) -> str:
    """The subject without the marks of answers and forwards."""
    return re.sub(r"^(?:(?:re|fwd?|aw|wg):\s*)+", "", str(message.get("Subject", "")).strip(), flags=re.IGNORECASE)


def text(message: EmailMessage) -> str:
    """The plain text."""
    return _body(message, "plain")


def view(message: EmailMessage) -> dict[str, Any]:
    """The mail as its reader sees it."""
    shown: dict[str, Any] = {
        name.lower(): str(message.get(name, "")) for name in ("From", "To", "Cc", "Subject", "Date")
    }
    if message["Bcc"] is not None:
        shown["bcc"] = str(message["Bcc"])
    shown["text"] = text(message)
    if _body(message, "html"):
        shown["html"] = _body(message, "html")
    attached = [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]
    return {**shown, "attachments": attached} if attached else shown


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()).replace("\r\n", "\n") if part is not None else ""


def payload(message: EmailMessage, *, bodies: bool, only: list[str] | None = None) -> dict[str, Any]:
    """The mail as MessagePart."""
    return _part(message, "", bodies, only)


def _part(part: EmailMessage, part_id: str, bodies: bool, only: list[str] | None) -> dict[str, Any]:
    wanted = {name.lower() for name in only} if only else None
    headers = [
        {"name": name, "value": str(value)} for name, value in part.items() if wanted is None or name.lower() in wanted
    ]
    shown: dict[str, Any] = {"mimeType": part.get_content_type(), "headers": headers}
    if not bodies:
        return shown
    shown |= {"partId": part_id, "filename": part.get_filename() or ""}
    if part.is_multipart():
        below = enumerate(cast(Iterator[EmailMessage], part.iter_parts()))
        shown["parts"] = [_part(each, f"{part_id}.{n}".lstrip("."), bodies, None) for n, each in below]
        shown["body"] = {"size": 0}
    else:
        data = part.get_payload(decode=True)
        content = data if isinstance(data, bytes) else b""
        shown["body"] = {"size": len(content), "data": encode(content)}
    return shown
