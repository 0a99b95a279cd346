"""Drafts, sending, and who finds what in the mailbox."""

import base64
import email
import email.policy
from email.message import EmailMessage
from typing import Any

import pytest

from tests.services.sandbox.clients import COMPOSE, GOOGLE, MAIL_SEND, Clients, raw, refusal

OMAR = "Omar Whitley <omar.whitley@larchwood.example>"
CHLOE = "Chloé Marchetti <chloe.marchetti@codelantern.example>"


def drafted(clients: Clients, **headers: str) -> dict[str, Any]:
    """A new draft of the AE's."""
    body = {"message": raw("Hi Larchwood team,\n\nGreat news—signed.", **headers)}
    draft: dict[str, Any] = clients.gmail("ae").drafts().create(userId="me", body=body).execute()
    return draft


def sent(clients: Clients, **headers: str) -> dict[str, Any]:
    """A message that the AE sent."""
    draft = drafted(clients, **headers)
    message: dict[str, Any] = clients.gmail("ae").drafts().send(userId="me", body={"id": draft["id"]}).execute()
    return message


def test_a_draft_is_kept_until_it_is_sent_and_then_it_is_gone(clients: Clients) -> None:
    users = clients.gmail("ae")
    draft = drafted(clients, To=OMAR, Subject="Welcome")
    assert draft["message"]["labelIds"] == ["DRAFT"]
    assert users.drafts().get(userId="me", id=draft["id"]).execute()["message"]["id"] == draft["message"]["id"]
    message = users.drafts().send(userId="me", body={"id": draft["id"]}).execute()
    assert message["labelIds"] == ["SENT"]
    assert message["threadId"] == draft["message"]["threadId"]
    assert message["id"] != draft["message"]["id"]
    assert refusal(users.drafts().get(userId="me", id=draft["id"])).status_code == 404
    assert refusal(users.drafts().send(userId="me", body={"id": draft["id"]})).status_code == 404
    thread = users.threads().get(userId="me", id=message["threadId"]).execute()
    assert [each["labelIds"] for each in thread["messages"]] == [["SENT"]]
    assert len(clients.world.panels()["gmail"]["outbox"]) == 1


def test_the_panel_shows_the_mail_as_its_reader_sees_it(clients: Clients) -> None:
    sent(clients, To=OMAR, Cc=CHLOE, Bcc="ops@codelantern.example", Subject="Välkommen – Larchwood")
    panel = clients.world.panels()["gmail"]
    (mail,) = panel["outbox"]
    assert mail["from"] == "Maya Lindqvist <maya.lindqvist@codelantern.example>"
    assert mail["to"] == OMAR
    assert mail["cc"] == CHLOE
    assert mail["subject"] == "Välkommen – Larchwood"
    assert mail["text"] == "Hi Larchwood team,\n\nGreat news—signed.\n"
    assert "bcc" not in mail
    assert panel["mailboxes"]["maya.lindqvist@codelantern.example"]["sent"][0]["bcc"] == "ops@codelantern.example"
    for address in ("chloe.marchetti@codelantern.example", "ops@codelantern.example"):
        (received,) = panel["mailboxes"][address]["inbox"]
        assert received["labelIds"] == ["UNREAD", "INBOX"]
        assert "bcc" not in received


@pytest.mark.parametrize(
    "to", ["not an address", "a@b, @", "Omar", "omar@larch wood.example", "a@b.example; c@d.example"]
)
def test_an_address_that_is_none_is_refused(clients: Clients, to: str) -> None:
    plain = f"To: {to}\r\nSubject: x\r\n\r\nHi".encode()
    body = {"message": {"raw": base64.urlsafe_b64encode(plain).decode()}}
    error = refusal(clients.gmail("ae").drafts().create(userId="me", body=body))
    assert (error.status_code, error.reason) == (400, "Invalid To header")
    assert error.error_details[0]["reason"] == "invalidArgument"


def test_mail_in_another_name_to_nobody_or_without_text_is_refused(clients: Clients) -> None:
    messages = clients.gmail("ae", MAIL_SEND).messages()
    other = refusal(messages.send(userId="me", body=raw(From=CHLOE, To=OMAR)))
    assert other.reason == "Invalid From header"
    assert refusal(messages.send(userId="me", body=raw(Subject="x"))).reason == "Recipient address required"
    assert "'raw' RFC822 payload" in refusal(messages.send(userId="me", body={})).reason
    assert refusal(messages.send(userId="me", body={"raw": "not base64!"})).status_code == 400
    assert clients.world.panels()["gmail"]["outbox"] == []


def test_only_ones_own_mailbox_can_be_used(clients: Clients) -> None:
    error = refusal(clients.gmail("ae").drafts().list(userId="chloe.marchetti@codelantern.example"))
    assert error.status_code == 403
    assert "Delegation denied for maya.lindqvist@codelantern.example" in error.reason
    profile = clients.gmail("ae").getProfile(userId="maya.lindqvist@codelantern.example").execute()
    assert profile["emailAddress"] == "maya.lindqvist@codelantern.example"


def test_a_draft_is_changed_listed_and_deleted(clients: Clients) -> None:
    drafts = clients.gmail("ae").drafts()
    draft = drafted(clients, To=OMAR, Subject="First")
    body = {"message": raw("Other", To=OMAR, Subject="Second")}
    changed = drafts.update(userId="me", id=draft["id"], body=body).execute()
    assert changed["id"] == draft["id"]
    assert changed["message"]["threadId"] == draft["message"]["threadId"]
    assert [each["id"] for each in drafts.list(userId="me", q="subject:second").execute()["drafts"]] == [draft["id"]]
    drafts.delete(userId="me", id=draft["id"]).execute()
    assert "drafts" not in drafts.list(userId="me").execute()


def test_an_answer_joins_the_thread_only_if_it_refers_to_it_and_keeps_the_subject(clients: Clients) -> None:
    users = clients.gmail("ae")
    first = sent(clients, To=OMAR, Subject="Welcome")
    headers = users.messages().get(userId="me", id=first["id"], format="metadata").execute()["payload"]["headers"]
    message_id = next(each["value"] for each in headers if each["name"] == "Message-ID")
    references = {"In_Reply_To": message_id, "References": message_id, "To": OMAR}

    def thread(**given: str) -> str:
        body = {"message": {**raw(**given), "threadId": first["threadId"]}}
        return str(users.drafts().create(userId="me", body=body).execute()["message"]["threadId"])

    assert thread(Subject="Re: Welcome", **references) == first["threadId"]
    assert thread(Subject="Something else", **references) != first["threadId"]
    assert thread(Subject="Re: Welcome", To=OMAR) != first["threadId"]
    lost = {"message": {**raw(To=OMAR), "threadId": "unknown"}}
    assert refusal(users.drafts().create(userId="me", body=lost)).status_code == 404


def test_a_customers_answer_comes_into_the_thread(clients: Clients) -> None:
    users = clients.gmail("ae")
    first = sent(clients, To=OMAR, Subject="Welcome")
    message = users.messages().get(userId="me", id=first["id"]).execute()
    message_id = next(each["value"] for each in message["payload"]["headers"] if each["name"] == "Message-ID")
    clients.world.gmail.deliver(
        OMAR, "maya.lindqvist@codelantern.example", "Re: Welcome", "Tuesday is fine.", message_id
    )
    thread = users.threads().get(userId="me", id=first["threadId"]).execute()
    assert [each["snippet"] for each in thread["messages"]][-1] == "Tuesday is fine."
    found = users.messages().list(userId="me", q="from:larchwood in:inbox").execute()["messages"]
    assert [each["threadId"] for each in found] == [first["threadId"]]


def test_a_message_comes_in_the_format_that_is_asked_for(clients: Clients) -> None:
    message = EmailMessage()
    message["To"], message["Subject"] = OMAR, "Key"
    message.set_content("plain")
    message.add_alternative("<p>rich</p>", subtype="html")
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="invoice.pdf")
    body = {"raw": base64.urlsafe_b64encode(message.as_bytes()).decode()}
    users = clients.gmail("ae", COMPOSE, GOOGLE + "gmail.readonly")
    answer = users.messages().send(userId="me", body=body).execute()

    def get(**how: Any) -> dict[str, Any]:
        found: dict[str, Any] = users.messages().get(userId="me", id=answer["id"], **how).execute()
        return found

    assert "payload" not in get(format="minimal")
    full = get()["payload"]
    assert full["mimeType"] == "multipart/mixed"
    assert [part["filename"] for part in full["parts"]] == ["", "invoice.pdf"]
    assert base64.urlsafe_b64decode(full["parts"][0]["parts"][1]["body"]["data"]).strip() == b"<p>rich</p>"
    only = get(format="metadata", metadataHeaders=["Subject"])["payload"]["headers"]
    assert only == [{"name": "Subject", "value": "Key"}]
    whole = email.message_from_bytes(base64.urlsafe_b64decode(get(format="raw")["raw"]), policy=email.policy.default)
    assert whole["From"] == "Maya Lindqvist <maya.lindqvist@codelantern.example>"
    assert whole["Date"]
    seen = clients.world.panels()["gmail"]["outbox"][0]
    assert (seen["text"], seen["html"], seen["attachments"]) == ("plain\n", "<p>rich</p>\n", ["invoice.pdf"])


def test_the_senders_address_is_known_to_gmail(clients: Clients) -> None:
    users = clients.gmail("ae", GOOGLE + "gmail.settings.basic")
    (address,) = users.settings().sendAs().list(userId="me").execute()["sendAs"]
    assert address["sendAsEmail"] == "maya.lindqvist@codelantern.example"
    assert address["isPrimary"] is True
    assert "Account Executive" in address["signature"]


def test_somebody_outside_answers_everybody_and_stays_in_the_conversation(clients: Clients) -> None:
    gmail = clients.gmail("ae")
    people = {"To": "omar@larchwood.example", "Cc": "chloe.marchetti@codelantern.example", "Subject": "Welcome"}
    sent = gmail.messages().send(userId="me", body=raw("Hello", **people)).execute()
    [mail] = clients.world.panels()["gmail"]["outbox"]
    clients.world.gmail.answer(mail["id"], "omar@larchwood.example", "Thanks!")
    [talk] = clients.world.panels()["gmail"]["conversations"]
    assert [one["text"].strip() for one in talk] == ["Hello", "Thanks!"]
    thread = gmail.threads().get(userId="me", id=sent["threadId"]).execute()
    assert len(thread["messages"]) == 2
    assert len(clients.world.panels()["gmail"]["mailboxes"]["chloe.marchetti@codelantern.example"]["inbox"]) == 2
    with pytest.raises(LookupError):
        clients.world.gmail.answer(mail["id"], "somebody@else.example", "Me too!")
