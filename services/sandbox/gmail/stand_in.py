"""Gmail: a mailbox for each of our people, drafts, and what was sent to whom."""

import email.utils
import secrets
import time
from typing import Any

from services.sandbox.exchange import Call
from services.sandbox.gmail import mail, mailbox
from services.sandbox.gmail.mailbox import Mailbox, Message
from services.sandbox.google_api import Handler
from services.sandbox.identity import Identity
from services.sandbox.refusal import Refusal, invalid, not_found
from services.sandbox.store import Store


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
                "mailboxes": {address: mailbox.panel(box) for address, box in boxes.items()},
                "outbox": [mailbox.seen(message) for message in reversed(outbox)],
                "conversations": mailbox.conversations([*outbox, *self._incoming]),
            }

    def answer(self, message_id: str, sender: str, text: str) -> None:
        """Somebody outside answers a mail that was sent to them, to everybody in it.

        LookupError for a mail that was never sent, or not to this address.
        """
        with self._store.lock:
            sent = next((one for one in self._store.section("gmail")["outbox"] if one["id"] == message_id), None)
            answered = mailbox.opened(sent) if sent else None
            if answered is None or sender.lower() not in mail.recipients(answered):
                raise LookupError(f"no mail {message_id} was sent to {sender}")
            people = [*mail.addresses(answered, "From"), *mail.recipients(answered)]
            others = ", ".join(dict.fromkeys(one for one in people if one.lower() != sender.lower()))
            host = sender.rpartition("@")[2]
            subject = f"Re: {mail.bare_subject(answered)}"
            own_id = f"<{secrets.token_hex(16)}@{host}>"
            self.deliver(sender, others, subject, text, str(answered["Message-ID"]).strip(), own_id)

    def sign(self, address: str, html: str) -> None:
        """Somebody designs their signature in Gmail's settings."""
        with self._store.lock:
            self._store.section("gmail")["signatures"][address] = html
            self._store.changed()

    def deliver(
        self,
        sender: str,
        to: str,
        subject: str,
        text: str,
        in_reply_to: str | None = None,
        message_id: str | None = None,
    ) -> None:
        """A mail from outside comes in, for instance a customer's answer; its server gave it its Message-ID."""
        head = f"From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\n"
        if in_reply_to:
            head += f"In-Reply-To: {in_reply_to}\r\nReferences: {in_reply_to}\r\n"
        plain = f"{head}Content-Type: text/plain; charset=utf-8\r\n\r\n{text}"
        with self._store.lock:
            data = mail.stamped(plain.encode(), sender, message_id or mailbox.new_message_id(), time.time())
            self._incoming.append(mailbox.new(data, None, []))
            self._hand_over(data, sender)
            self._store.changed()

    @property
    def _incoming(self) -> list[Message]:
        incoming: list[Message] = self._store.section("gmail").setdefault("incoming", [])
        return incoming

    def _box(self, call: Call) -> Mailbox:
        asked = call.path["userId"]
        if asked not in ("me", call.person.email):
            raise Refusal(403, "PERMISSION_DENIED", f"Delegation denied for {call.person.email}", reason="forbidden")
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
            return {"id": draft_id, "message": mailbox.brief(message)}

    def _drafts_update(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            box = self._box(call)
            old = mailbox.draft(box, call.path["id"])
            given = {"threadId": old["threadId"], **call.body.get("message", {})}
            message = self._new(call, box, given, follows=True)
            del box["messages"][old["id"]]
            box["drafts"][call.path["id"]] = message["id"]
            self._store.changed()
            return {"id": call.path["id"], "message": mailbox.brief(message)}

    def _drafts_get(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            message = mailbox.draft(self._box(call), call.path["id"])
            return {"id": call.path["id"], "message": mailbox.shown(message, call.query)}

    def _drafts_list(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            box = self._box(call)
            drafts = [
                {
                    "id": draft_id,
                    "message": {"id": message_id, "threadId": box["messages"][message_id]["threadId"]},
                }
                for draft_id, message_id in reversed(box["drafts"].items())
                if mailbox.matches(box["messages"][message_id], call.query.get("q", ""))
            ]
        return mailbox.page("drafts", drafts, call.query)

    def _drafts_delete(self, call: Call) -> None:
        with self._store.lock:
            box = self._box(call)
            message = mailbox.draft(box, call.path["id"])
            del box["messages"][message["id"]], box["drafts"][call.path["id"]]
            self._store.changed()

    def _drafts_send(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            box = self._box(call)
            draft_id = call.body.get("id")
            draft = mailbox.draft(box, draft_id) if draft_id else None
            given = call.body.get("message", {})
            if not given.get("raw"):
                if draft is None:
                    raise invalid("Missing draft message")
                given = {"raw": draft["raw"], "threadId": draft["threadId"]}
            sent = self._send(call, box, given, thread_id=draft["threadId"] if draft else None)
            if draft_id and draft:
                del box["drafts"][draft_id], box["messages"][draft["id"]]
            self._store.changed()
            return mailbox.brief(sent)

    def _messages_send(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            sent = self._send(call, self._box(call), call.body)
            self._store.changed()
            return mailbox.brief(sent)

    def _messages_get(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            message = self._box(call)["messages"].get(call.path["id"])
            if message is None:
                raise not_found()
            return mailbox.shown(message, call.query)

    def _messages_list(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            labels = set(call.query.get("labelIds", []))
            found = [
                {"id": message["id"], "threadId": message["threadId"]}
                for message in reversed(self._box(call)["messages"].values())
                if labels <= set(message["labelIds"]) and mailbox.matches(message, call.query.get("q", ""))
            ]
        return mailbox.page("messages", found, call.query)

    def _threads_get(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            messages = [
                message for message in self._box(call)["messages"].values() if message["threadId"] == call.path["id"]
            ]
            if not messages:
                raise not_found()
            shown = [mailbox.shown(message, call.query) for message in messages]
            return {"id": call.path["id"], "historyId": shown[-1]["historyId"], "messages": shown}

    def _send_as_list(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            self._box(call)
            signature = self._store.section("gmail")["signatures"].get(call.person.email, "")
        address = {"sendAsEmail": call.person.email, "displayName": call.person.name, "replyToAddress": ""}
        return {"sendAs": [{**address, "signature": signature, "isPrimary": True, "isDefault": True}]}

    def _new(self, call: Call, box: Mailbox, given: dict[str, Any], *, follows: bool = False) -> Message:
        data = mail.decode(given.get("raw", ""))
        parsed = mail.parse(data)
        mail.check(parsed, call.person.email)
        asked = given.get("threadId")
        thread_id = asked if follows else self._thread(box, asked, parsed)
        message = mailbox.new(data, thread_id, ["DRAFT"])
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
        data = mail.stamped(
            data, email.utils.formataddr((call.person.name, sender)), mailbox.new_message_id(), time.time()
        )
        sent = mailbox.new(data, thread_id, ["SENT"])
        box["messages"][sent["id"]] = sent
        self._store.section("gmail")["outbox"].append({**sent, "raw": mail.encode(mail.without_bcc(data))})
        self._hand_over(data, sender)
        return sent

    def _hand_over(self, data: bytes, sender: str) -> None:
        received = mail.without_bcc(data)
        for address in dict.fromkeys(mail.recipients(mail.parse(data))):
            if self._identity.person(address) and address != sender.lower():
                box = self._mailbox(address)
                thread_id = mailbox.answered_thread(box, mail.references(mail.parse(received)))
                message = mailbox.new(received, thread_id, ["UNREAD", "INBOX"])
                box["messages"][message["id"]] = message

    @staticmethod
    def _thread(box: Mailbox, asked: str | None, parsed: Any) -> str | None:
        """A mail joins a thread only if it also refers to it and has its subject ("Managing threads")."""
        if asked is None:
            return None
        thread = [message for message in box["messages"].values() if message["threadId"] == asked]
        if not thread:
            raise not_found()
        same_subject = mail.bare_subject(parsed) == mail.bare_subject(mailbox.opened(thread[0]))
        return asked if same_subject and mailbox.answered_thread(box, mail.references(parsed)) == asked else None
