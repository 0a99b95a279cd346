"""What is in a mailbox, and what Gmail's API shows of it."""

import html
import re
import secrets
import time
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

from services.sandbox.gmail import mail
from services.sandbox.identity import DOMAIN
from services.sandbox.refusal import not_found

Mailbox = dict[str, Any]
Message = dict[str, Any]


def new(data: bytes, thread_id: str | None, labels: list[str]) -> Message:
    """A message as the sandbox keeps it; without a thread it begins one."""
    message_id = secrets.token_hex(8)
    return {
        "id": message_id,
        "threadId": thread_id or message_id,
        "labelIds": labels,
        "internalDate": str(int(time.time() * 1000)),
        "raw": mail.encode(data),
    }


def new_message_id() -> str:
    """A Message-ID as Gmail gives it to what it sends."""
    return f"<CA{secrets.token_urlsafe(30)}@mail.{DOMAIN}>"


def opened(message: Message) -> EmailMessage:
    """The mail that a message holds."""
    return mail.parse(mail.decode(message["raw"]))


def answered_thread(box: Mailbox, references: list[str]) -> str | None:
    """The thread in which one of these Message-IDs stands."""
    for message in box["messages"].values():
        if str(opened(message).get("Message-ID", "")).strip() in references:
            return str(message["threadId"])
    return None


def draft(box: Mailbox, draft_id: str) -> Message:
    """The message behind a draft; 404 once it is sent or deleted."""
    if draft_id not in box["drafts"]:
        raise not_found()
    message: Message = box["messages"][box["drafts"][draft_id]]
    return message


def brief(message: Message) -> dict[str, Any]:
    """What Gmail answers to whoever creates or sends a message."""
    return {name: message[name] for name in ("id", "threadId", "labelIds")}


def shown(message: Message, query: dict[str, Any]) -> dict[str, Any]:
    """The message in the format that is asked for."""
    parsed = opened(message)
    data = mail.decode(message["raw"])
    described = {
        **brief(message),
        "snippet": html.escape(" ".join(mail.text(parsed).split())[:200]),
        "sizeEstimate": len(data),
        "historyId": message["internalDate"],
        "internalDate": message["internalDate"],
    }
    match query.get("format", "full"):
        case "raw":
            described["raw"] = message["raw"]
        case "metadata":
            described["payload"] = mail.payload(parsed, bodies=False, only=query.get("metadataHeaders"))
        case "full":
            described["payload"] = mail.payload(parsed, bodies=True)
    return described


def seen(message: Message) -> dict[str, Any]:
    """The message as its reader sees it."""
    return {**brief(message), **mail.view(opened(message))}


def panel(box: Mailbox) -> dict[str, Any]:
    """The mailbox for the host page, newest first."""

    def labelled(label: str) -> list[dict[str, Any]]:
        return [seen(message) for message in reversed(box["messages"].values()) if label in message["labelIds"]]

    return {"sent": labelled("SENT"), "drafts": labelled("DRAFT"), "inbox": labelled("INBOX")}


def conversations(messages: list[Message]) -> list[list[dict[str, Any]]]:
    """Mails as their readers see them, those that answer one another together: oldest first, newest talk first."""
    roots: dict[str, str] = {}
    talks: dict[str, list[dict[str, Any]]] = {}
    for message in sorted(messages, key=lambda one: int(one["internalDate"])):
        parsed = opened(message)
        own_id = str(parsed.get("Message-ID", "")).strip()
        root = next((roots[one] for one in mail.references(parsed) if one in roots), own_id)
        roots[own_id] = root
        talks[root] = [*talks.pop(root, []), seen(message)]
    return list(reversed(talks.values()))


def page(name: str, found: list[dict[str, Any]], query: dict[str, Any]) -> dict[str, Any]:
    """One page of a list."""
    start, size = int(query.get("pageToken") or 0), int(query.get("maxResults", 100))
    page: dict[str, Any] = {"resultSizeEstimate": len(found)}
    if found[start : start + size]:
        page[name] = found[start : start + size]
    if start + size < len(found):
        page["nextPageToken"] = str(start + size)
    return page


def matches(message: Message, query: str) -> bool:
    """The search of `q`, as far as played: from, to, subject, rfc822msgid, in, and words."""
    parsed = opened(message)
    headers: dict[str, Callable[[], str]] = {
        "from": lambda: str(parsed.get("From", "")),
        "to": lambda: f"{parsed.get('To', '')} {parsed.get('Cc', '')}",
        "subject": lambda: str(parsed.get("Subject", "")),
        "rfc822msgid": lambda: str(parsed.get("Message-ID", "")),
        "in": lambda: " ".join(message["labelIds"]),
    }
    for name, quoted, word in re.findall(r'(?:(\w+):)?(?:"([^"]*)"|(\S+))', query):
        text = headers[name]() if name in headers else f"{parsed.get('Subject', '')} {mail.text(parsed)}"
        if (quoted or word).lower() not in text.lower():
            return False
    return True
