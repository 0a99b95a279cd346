"""Gmail: a mail from the person's own mailbox, as a draft first and sent after.

The draft's id is what makes sending happen once: sending uses the draft up, so the same draft cannot go
twice, and ``drafts.get`` tells afterwards whether it went (reference: effects-and-faults, section 3.3).
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from html import escape, unescape
from typing import Any

from msgspec import Struct

from services.errors import NoAccess
from services.google import GoogleHttp, google_collection
from services.transport import part

SYSTEM = "Gmail"
READING = "Gmail's inbox"
"""The system by name where mail is read: that needs a permission of its own."""
METHODS = tuple(f"gmail.users.drafts.{name}" for name in ("create", "get", "send", "delete"))
READ_METHODS = ("gmail.users.messages.list", "gmail.users.threads.get", "gmail.users.settings.sendAs.list")
UNFOLDED = SMTP.clone(max_line_length=998)
"""Python's own folding would encode a Message-ID that is longer than a line, and nobody would know it again."""
HEADERS = ("Message-ID", "References", "From", "To", "Cc", "Subject", "Date")


class Mail(Struct, frozen=True):
    """A mail as its readers will see it. Addresses are bare (``name@host``), checked by :func:`address`."""

    sender: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    subject: str
    text: str
    html: str = ""
    bcc: tuple[str, ...] = ()
    answers: Received | None = None
    """The mail that this one answers, in whose conversation it stands."""
    attached: tuple[Attached, ...] = ()


class Attached(Struct, frozen=True):
    """A PDF that goes with a mail: its name, and its very bytes."""

    name: str
    data: bytes


class Received(Struct, frozen=True):
    """A mail in a conversation of the person's mailbox: its headers as they stand there, and how it begins.

    ``message_id`` and ``references`` are RFC 5322's, the same in every mailbox; ``thread`` is this mailbox's own.
    """

    thread: str
    message_id: str
    references: str
    sender: str
    subject: str
    at: float
    snippet: str


def address(text: str) -> str:
    """The one bare address in ``text``, lower case.

    Raises ValueError for anything else: two addresses, a line break, a display name, non-ASCII host.
    ``Address`` refuses what ``EmailMessage`` and ``parseaddr`` let through (effects-and-faults, 5.3).
    """
    try:
        parsed = Address(addr_spec=text.strip())
    except (MessageError, IndexError) as error:
        # What it raises for half an address differs between versions of Python.
        raise ValueError("not one complete address") from error
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
        self._http = http
        self._drafts = google_collection("gmail", "v1", METHODS, root, "users", "drafts")

    def create_draft(self, mail: Mail) -> tuple[str, str]:
        """``drafts.create``: returns the draft's id and its thread's."""
        message = {"raw": base64.urlsafe_b64encode(_message(mail).as_bytes(policy=UNFOLDED)).decode()}
        if mail.answers:
            message["threadId"] = mail.answers.thread
        body = {"message": message}
        created = self._http.ask(self._drafts.create(userId="me", body=body))
        return str(part(created, SYSTEM, "id")), str(part(created, SYSTEM, "message", "threadId"))

    def has_draft(self, draft_id: str) -> bool:
        """Whether the draft is still there, that is: not sent (and not deleted by the person)."""
        try:
            part(self._http.ask(self._drafts.get(userId="me", id=draft_id, format="minimal")), SYSTEM, "id")
        except NoAccess as error:
            if error.status == 404:
                return False
            raise
        return True

    def send_draft(self, draft_id: str) -> tuple[str, str]:
        """``drafts.send``: returns the sent message's id and its thread's."""
        sent = self._http.ask(self._drafts.send(userId="me", body={"id": draft_id}))
        return str(part(sent, SYSTEM, "id")), str(part(sent, SYSTEM, "threadId"))

    def delete_draft(self, draft_id: str) -> None:
        """``drafts.delete``: at once and for good; one that is gone already is none of our making."""
        self._http.ask(self._drafts.delete(userId="me", id=draft_id))


class GmailReading:
    """The mailbox of the person whose token it carries, for reading; needs :data:`~services.scopes.READ_MAIL`."""

    def __init__(self, http: GoogleHttp, root: str | None) -> None:
        self._http = http
        mailbox = "gmail", "v1", READ_METHODS, root, "users"
        self._messages = google_collection(*mailbox, "messages")
        self._threads = google_collection(*mailbox, "threads")
        self._send_as = google_collection(*mailbox, "settings", "sendAs")

    def signature(self, address: str) -> str:
        """``settings.sendAs.list``: the signature, as HTML, under what this address sends; empty when there is none.

        Gmail itself puts it under mails that are written in its own pages, never under those of its API.
        """
        found = self._http.ask(self._send_as.list(userId="me")).get("sendAs", ())
        kept = {str(part(one, READING, "sendAsEmail")).lower(): str(one.get("signature", "")) for one in found}
        return kept.get(address.lower(), "")

    def conversation(self, thread: str) -> list[Received]:
        """``threads.get``: the mails of a conversation, oldest first, without drafts and what was thrown away."""
        asked = self._threads.get(userId="me", id=thread, format="metadata", metadataHeaders=list(HEADERS))
        found = part(self._http.ask(asked), READING, "messages")
        return [_received(one) for one in found if not {"DRAFT", "TRASH"} & set(one.get("labelIds", ()))]

    def find(self, sender: str, subject: str) -> str | None:
        """The thread in this mailbox whose mail from ``sender`` has exactly this subject: the newest one.

        A thread's id differs from mailbox to mailbox, so what somebody else sent has to be looked for.
        """
        words = " ".join(subject.replace('"', " ").split())
        asked = self._messages.list(userId="me", q=f'from:{sender} subject:"{words}"', maxResults=20)
        for one in self._http.ask(asked).get("messages", ()):
            thread = str(part(one, READING, "threadId"))
            mails = self.conversation(thread)
            if any(_from(mail, sender) and mail.subject == subject for mail in mails):
                return thread
        return None


def reply_subject(subject: str) -> str:
    """The subject of an answer: Gmail keeps a conversation together only while its subject stays the same."""
    return subject if subject.lower().startswith("re:") else f"Re: {subject}"


def _from(mail: Received, sender: str) -> bool:
    return parseaddr(mail.sender)[1].lower() == sender.lower()


def _received(given: Mapping[str, Any]) -> Received:
    headers = {h["name"].lower(): str(h["value"]).strip() for h in given.get("payload", {}).get("headers", ())}
    return Received(
        thread=str(part(given, READING, "threadId")),
        message_id=headers.get("message-id", ""),
        references=headers.get("references", ""),
        sender=headers.get("from", ""),
        subject=headers.get("subject", ""),
        at=int(given.get("internalDate", 0)) / 1000,
        # Gmail escapes it for HTML.
        snippet=unescape(str(given.get("snippet", ""))),
    )


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
    if mail.answers:
        message["In-Reply-To"] = mail.answers.message_id
        message["References"] = " ".join([*mail.answers.references.split(), mail.answers.message_id])
    message.set_content(mail.text)
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    for one in mail.attached:
        message.add_attachment(one.data, maintype="application", subtype="pdf", filename=one.name)
    return message
