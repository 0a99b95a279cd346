"""Gmail: a mail from the person's own mailbox, as a draft first and sent after.

The draft's id is what makes sending happen once: sending uses the draft up, so the same draft cannot go
twice, and ``drafts.get`` tells afterwards whether it went (reference: effects-and-faults, section 3.3).
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from html import escape

from services.errors import NoAccess
from services.google import GoogleHttp, google_client
from services.transport import part

SYSTEM = "Gmail"
SCOPES = ("https://www.googleapis.com/auth/gmail.compose",)
METHODS = ("gmail.users.drafts.create", "gmail.users.drafts.get", "gmail.users.drafts.send")


@dataclass(frozen=True)
class Mail:
    """A mail as its readers will see it. Addresses are bare (``name@host``), checked by :func:`address`."""

    sender: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    subject: str
    text: str
    html: str = ""
    bcc: tuple[str, ...] = ()


def address(text: str) -> str:
    """The one bare address in ``text``, lower case.

    Raises ValueError for anything else: two addresses, a line break, a display name, non-ASCII host.
    ``Address`` refuses what ``EmailMessage`` and ``parseaddr`` let through (effects-and-faults, 5.3).
    """
    parsed = Address(addr_spec=text.strip())
    if not parsed.username or "." not in parsed.domain or any(ord(c) < 33 for c in parsed.addr_spec):
        raise ValueError("not one complete address")
    return parsed.addr_spec.lower()


def html_of(text: str) -> str:
    """The same words as HTML: paragraphs and line breaks, and nothing that the text could bring in."""
    paragraphs = (escape(one).replace("\n", "<br>\n") for one in re.split(r"\n{2,}", text.strip()))
    return "".join(f"<p>{one}</p>\n" for one in paragraphs)


class Gmail:
    """The Gmail API (``gmail/v1``) for the person whose token it carries."""

    def __init__(self, http: GoogleHttp, root: str | None) -> None:
        self._drafts = google_client("gmail", "v1", METHODS, root, http).users().drafts()

    def create_draft(self, mail: Mail) -> tuple[str, str]:
        """``drafts.create``: returns the draft's id and its thread's."""
        body = {"message": {"raw": base64.urlsafe_b64encode(_message(mail).as_bytes()).decode()}}
        created = self._drafts.create(userId="me", body=body).execute()
        return str(part(created, SYSTEM, "id")), str(part(created, SYSTEM, "message", "threadId"))

    def has_draft(self, draft_id: str) -> bool:
        """Whether the draft is still there, that is: not sent (and not deleted by the person)."""
        try:
            part(self._drafts.get(userId="me", id=draft_id, format="minimal").execute(), SYSTEM, "id")
        except NoAccess as error:
            if error.status == 404:
                return False
            raise
        return True

    def send_draft(self, draft_id: str) -> tuple[str, str]:
        """``drafts.send``: returns the sent message's id and its thread's."""
        sent = self._drafts.send(userId="me", body={"id": draft_id}).execute()
        return str(part(sent, SYSTEM, "id")), str(part(sent, SYSTEM, "threadId"))


def _message(mail: Mail) -> EmailMessage:
    message = EmailMessage()
    message["From"] = Address(addr_spec=mail.sender)
    message["To"] = [Address(addr_spec=one) for one in mail.to]
    if mail.cc:
        message["Cc"] = [Address(addr_spec=one) for one in mail.cc]
    if mail.bcc:
        # Gmail delivers to these and takes the header out of what everybody gets.
        message["Bcc"] = [Address(addr_spec=one) for one in mail.bcc]
    message["Subject"] = mail.subject
    message.set_content(mail.text)
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    return message
