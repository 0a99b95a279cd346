"""Gmail: a mailbox for each of our people, drafts, and what was sent to whom."""

import email.utils
import re
import secrets
import time
from collections.abc import Callable
from typing import Any

from services.sandbox.exchange import Call
from services.sandbox.gmail import mail
from services.sandbox.google_api import Handler
from services.sandbox.identity import DOMAIN, Identity
from services.sandbox.refusal import Refusal, invalid, not_found
from services.sandbox.store import Store

Mailbox = dict[str, Any]
Message = dict[str, Any]


class Gmail:
    """Keeps messages as the raw text that came, so that a reader sees exactly what was sent."""

    def __init__(self, store: Store, identity: Identity) -> None:
        self._store = store
        self._identity = identity

    def handlers(self) -> dict[str, Handler]:
        """The methods that are played."""
        below = "gmail.users."
        return {
            below + "getProfile": self._get_profile,
            below + "drafts.create": self._drafts_create,
            below + "drafts.get": self._drafts_get,
            below + "drafts.list": self._drafts_list,
            below + "drafts.update": self._drafts_update,
            below + "drafts.delete": self._drafts_delete,
            below + "drafts.send": self._drafts_send,
            below + "messages.send": self._messages_send,
            below + "messages.get": self._messages_get,
            below + "messages.list": self._messages_list,
            below + "threads.get": self._threads_get,
            below + "settings.sendAs.list": self._send_as_list,
        }

    def panel(self) -> dict[str, Any]:
        """What the host page draws: each mailbox, and every mail that was sent, as a recipient sees it."""
        with self._store.lock:
            boxes = self._store.section("gmail")["mailboxes"]
            outbox = self._store.section("gmail")["outbox"]
            return {
                "mailboxes": {address: _box_panel(box) for address, box in boxes.items()},
                "outbox": [_seen(message) for message in reversed(outbox)],
            }

    def deliver(self, sender: str, to: str, subject: str, text: str, in_reply_to: str | None = None) -> None:
        """A mail from outside comes in, for instance a customer's answer."""
        head = f"From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\n"
        if in_reply_to:
            head += f"In-Reply-To: {in_reply_to}\r\nReferences: {in_reply_to}\r\n"
        plain = f"{head}Content-Type: text/plain; charset=utf-8\r\n\r\n{text}"
        with self._store.lock:
            data = mail.stamped(plain.encode(), sender, _message_id(), time.time())
            self._hand_over(data, sender)
            self._store.changed()

    def _box(self, call: Call) -> Mailbox:
        asked = call.path["userId"]
        if asked not in ("me", call.person.email):
            raise Refusal(
                403, "PERMISSION_DENIED", f"Delegation denied for {call.person.email}", reason="forbidden"
            )
        return self._mailbox(call.person.email)

    def _mailbox(self, address: str) -> Mailbox:
        boxes: dict[str, Mailbox] = self._store.section("gmail")["mailboxes"]
        return boxes.setdefault(address, {"messages": {}, "drafts": {}})

    def _get_profile(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            messages = self._box(call)["messages"].values()
            return {
                "emailAddress": call.person.email,
                "messagesTotal": len(messages),
                "threadsTotal": len({message["threadId"] for message in messages}),
                "historyId": str(1000 + len(messages)),
            }

    def _drafts_create(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            box = self._box(call)
            message = self._new(call, box, call.body.get("message", {}))
            draft_id = f"r{secrets.randbelow(9 * 10**18) + 10**18}"
            box["drafts"][draft_id] = message["id"]
            self._store.changed()
            return {"id": draft_id, "message": _brief(message)}

    def _drafts_update(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            box = self._box(call)
            old = _draft(box, call.path["id"])
            given = {"threadId": old["threadId"], **call.body.get("message", {})}
            message = self._new(call, box, given, follows=True)
            del box["messages"][old["id"]]
            box["drafts"][call.path["id"]] = message["id"]
            self._store.changed()
            return {"id": call.path["id"], "message": _brief(message)}

    def _drafts_get(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            message = _draft(self._box(call), call.path["id"])
            return {"id": call.path["id"], "message": _shown(message, call.query)}

    def _drafts_list(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            box = self._box(call)
            drafts = [
                {
                    "id": draft_id,
                    "message": {"id": message_id, "threadId": box["messages"][message_id]["threadId"]},
                }
                for draft_id, message_id in reversed(box["drafts"].items())
                if _found(box["messages"][message_id], call.query.get("q", ""))
            ]
        return _page("drafts", drafts, call.query)

    def _drafts_delete(self, call: Call) -> None:
        with self._store.lock:
            box = self._box(call)
            message = _draft(box, call.path["id"])
            del box["messages"][message["id"]], box["drafts"][call.path["id"]]
            self._store.changed()

    def _drafts_send(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            box = self._box(call)
            draft_id = call.body.get("id")
            draft = _draft(box, draft_id) if draft_id else None
            given = call.body.get("message", {})
            if not given.get("raw"):
                if draft is None:
                    raise invalid("Missing draft message")
                given = {"raw": draft["raw"], "threadId": draft["threadId"]}
            sent = self._send(call, box, given, thread_id=draft["threadId"] if draft else None)
            if draft_id and draft:
                del box["drafts"][draft_id], box["messages"][draft["id"]]
            self._store.changed()
            return _brief(sent)

    def _messages_send(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            sent = self._send(call, self._box(call), call.body)
            self._store.changed()
            return _brief(sent)

    def _messages_get(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            message = self._box(call)["messages"].get(call.path["id"])
            if message is None:
                raise not_found()
            return _shown(message, call.query)

    def _messages_list(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            labels = set(call.query.get("labelIds", []))
            found = [
                {"id": message["id"], "threadId": message["threadId"]}
                for message in reversed(self._box(call)["messages"].values())
                if labels <= set(message["labelIds"]) and _found(message, call.query.get("q", ""))
            ]
        return _page("messages", found, call.query)

    def _threads_get(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            messages = [
                message
                for message in self._box(call)["messages"].values()
                if message["threadId"] == call.path["id"]
            ]
            if not messages:
                raise not_found()
            shown = [_shown(message, call.query) for message in messages]
            return {"id": call.path["id"], "historyId": shown[-1]["historyId"], "messages": shown}

    def _send_as_list(self, call: Call) -> dict[str, Any]:
        self._box(call)
        address = {"sendAsEmail": call.person.email, "displayName": call.person.name, "replyToAddress": ""}
        flags = {"signature": f"<div>{call.person.name}</div>", "isPrimary": True, "isDefault": True}
        return {"sendAs": [{**address, **flags}]}

    def _new(self, call: Call, box: Mailbox, given: dict[str, Any], *, follows: bool = False) -> Message:
        data = mail.decode(given.get("raw", ""))
        parsed = mail.parse(data)
        mail.check(parsed, call.person.email)
        asked = given.get("threadId")
        thread_id = asked if follows else self._thread(box, asked, parsed)
        message = _message(data, thread_id, ["DRAFT"])
        box["messages"][message["id"]] = message
        return message

    def _send(self, call: Call, box: Mailbox, given: dict[str, Any], thread_id: str | None = None) -> Message:
        if not given.get("raw"):
            raise invalid("'raw' RFC822 payload message string or uploading message via /upload/* URL required")
        sender = call.person.email
        data = mail.decode(given["raw"])
        parsed = mail.parse(data)
        mail.check(parsed, sender)
        if not mail.recipients(parsed):
            raise invalid("Recipient address required")
        thread_id = thread_id or self._thread(box, given.get("threadId"), parsed)
        data = mail.stamped(data, email.utils.formataddr((call.person.name, sender)), _message_id(), time.time())
        sent = _message(data, thread_id, ["SENT"])
        box["messages"][sent["id"]] = sent
        self._store.section("gmail")["outbox"].append({**sent, "raw": mail.encode(mail.without_bcc(data))})
        self._hand_over(data, sender)
        return sent

    def _hand_over(self, data: bytes, sender: str) -> None:
        received = mail.without_bcc(data)
        for address in dict.fromkeys(mail.recipients(mail.parse(data))):
            if self._identity.person(address) and address != sender.lower():
                box = self._mailbox(address)
                thread_id = _answered_thread(box, mail.references(mail.parse(received)))
                message = _message(received, thread_id, ["UNREAD", "INBOX"])
                box["messages"][message["id"]] = message

    @staticmethod
    def _thread(box: Mailbox, asked: str | None, parsed: Any) -> str | None:
        """A mail joins a thread only if it also refers to it and has its subject ("Managing threads")."""
        if asked is None:
            return None
        thread = [message for message in box["messages"].values() if message["threadId"] == asked]
        if not thread:
            raise not_found()
        same_subject = mail.bare_subject(parsed) == mail.bare_subject(_parsed(thread[0]))
        return asked if same_subject and _answered_thread(box, mail.references(parsed)) == asked else None


def _message(data: bytes, thread_id: str | None, labels: list[str]) -> Message:
    message_id = secrets.token_hex(8)
    return {
        "id": message_id,
        "threadId": thread_id or message_id,
        "labelIds": labels,
        "internalDate": str(int(time.time() * 1000)),
        "raw": mail.encode(data),
    }


def _message_id() -> str:
    return f"<CA{secrets.token_urlsafe(30)}@mail.{DOMAIN}>"


def _parsed(message: Message) -> Any:
    return mail.parse(mail.decode(message["raw"]))


def _answered_thread(box: Mailbox, references: list[str]) -> str | None:
    for message in box["messages"].values():
        if str(_parsed(message).get("Message-ID", "")).strip() in references:
            return str(message["threadId"])
    return None


def _draft(box: Mailbox, draft_id: str) -> Message:
    if draft_id not in box["drafts"]:
        raise not_found()
    message: Message = box["messages"][box["drafts"][draft_id]]
    return message


def _brief(message: Message) -> dict[str, Any]:
    return {name: message[name] for name in ("id", "threadId", "labelIds")}


def _shown(message: Message, query: dict[str, Any]) -> dict[str, Any]:
    parsed = _parsed(message)
    data = mail.decode(message["raw"])
    shown = {
        **_brief(message),
        "snippet": " ".join(mail.text(parsed).split())[:200],
        "sizeEstimate": len(data),
        "historyId": message["internalDate"],
        "internalDate": message["internalDate"],
    }
    match query.get("format", "full"):
        case "raw":
            shown["raw"] = message["raw"]
        case "metadata":
            shown["payload"] = mail.payload(parsed, bodies=False, only=query.get("metadataHeaders"))
        case "full":
            shown["payload"] = mail.payload(parsed, bodies=True)
    return shown


def _seen(message: Message) -> dict[str, Any]:
    return {**_brief(message), **mail.view(_parsed(message))}


def _box_panel(box: Mailbox) -> dict[str, Any]:
    def labelled(label: str) -> list[dict[str, Any]]:
        return [_seen(message) for message in reversed(box["messages"].values()) if label in message["labelIds"]]

    return {"sent": labelled("SENT"), "drafts": labelled("DRAFT"), "inbox": labelled("INBOX")}


def _page(name: str, found: list[dict[str, Any]], query: dict[str, Any]) -> dict[str, Any]:
    start, size = int(query.get("pageToken") or 0), int(query.get("maxResults", 100))
    page: dict[str, Any] = {"resultSizeEstimate": len(found)}
    if found[start : start + size]:
        page[name] = found[start : start + size]
    if start + size < len(found):
        page["nextPageToken"] = str(start + size)
    return page


def _found(message: Message, query: str) -> bool:
    """The search of `q`, as far as played: from, to, subject, rfc822msgid, in, and words."""
    parsed = _parsed(message)
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
