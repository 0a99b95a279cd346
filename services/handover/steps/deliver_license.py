"""Deliver the license key: in the welcome mail's conversation, or directly to the administrator in Slack."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec.structs import asdict, replace

from services.handover import recipients
from services.handover.conversation import BY_HAND, NOT_IN_MAILBOX, conversation
from services.handover.fields import ChoiceField, Field, TextField, TickField
from services.handover.model import Click, Draft, Effect, Fact, Form, Role, hash_of
from services.handover.rules import Rules
from services.handover.template import KEYS, filled, left_over, values_of
from services.handover.words import person, where_words
from services.scopes import COMPOSE

if TYPE_CHECKING:
    from services.gmail import Received

EVENT_TYPE = "handover_license_key"
ADMINISTRATOR = "technical_admin"
WAYS = {
    "reply": "Answer in the welcome mail's conversation",
    "slack": "Direct message in Slack",
    "link": "Answer with a link that opens once",
}
NO_WAY = "The key may go as a link alone, and the service for such links is not connected. Tell an administrator."
NOT_OURS = "The key was not made here, so it cannot be fetched. Deliver it yourself, then record this as done by hand."
NOT_AS_ASKED = "The key differs from its terms. Have it made again, and do not deliver this one."
WAYS_OUT = {
    BY_HAND: "Choose another way, or answer there yourself and record this as done by hand.",
    NOT_IN_MAILBOX: "Whoever has it can press, or choose another way. Nothing was sent.",
}
TICK = "Tick each address that is not the administrator's, if it should get the key."


class DeliverLicense:
    """Send the key, once, to the person who runs the installation."""

    name = "deliver_license"
    label = "Deliver license key"
    does = "Send the license key to the customer's administrator."
    role: Role = "ce"
    waits_for: tuple[str, ...] = ("create_license", "welcome_email")
    scopes: tuple[str, ...] = ()

    @cached_property
    def effect(self) -> Effect:
        from services.handover.effects.key_ways import KeyDelivery

        return KeyDelivery()

    def needs(self, rules: Rules) -> tuple[str, ...]:
        """The administrator, who alone should get a key."""
        return (ADMINISTRATOR,)

    def draft(self, click: Click, form: Form) -> Draft:
        """The text with ``$KEYS`` where the key comes in, and who gets it."""
        keys, problem = _made(click)
        if keys is None:
            return Draft(confirm="Deliver", problems=(problem,))
        ways = [one for one in click.rules.deliver_license.ways if one != "link" or click.systems.has_one_time_secret]
        if not ways:
            return Draft(confirm="Deliver", problems=(NO_WAY,))
        way = next((one for one in ways if one in form.ticked("way")), ways[0])
        text = _typed(form, "text") or filled(click.rules.delivery_text, _values(click))
        draft = _direct(click, keys, text) if way == "slack" else _reply(click, form, keys, text, way)
        return _with_way(draft, ways, way)


def _typed(form: Form, name: str) -> str:
    """What was typed; empty also when the input was not on the card, because another way was chosen then."""
    return form.text(name) if name in form.inputs else ""


def _made(click: Click) -> tuple[dict[str, Any] | None, str]:
    """The licenses as “Create license key” left them; None with the reason when they cannot be delivered."""
    evidence = click.done.get("create_license")
    ids: Mapping[str, str] = evidence.ids if evidence else {}
    if "subscription" not in ids:
        return None, NOT_OURS
    if ids.get("differs"):
        return None, NOT_AS_ASKED
    names = [name.removeprefix("license ") for name in ids if name.startswith("license ")]
    licenses = [
        {"environment": name, "id": ids[f"license {name}"], "fingerprint": ids[f"fingerprint {name}"]} for name in names
    ]
    return {"subscription": ids["subscription"], "licenses": licenses}, ""


def _values(click: Click) -> dict[str, str]:
    """``$KEYS`` stands for itself until the key is sent."""
    values = values_of(click)
    administrator = person(click.handover.value(ADMINISTRATOR) or {})
    return values | {"$ADMIN": administrator, "$CE": values["$CE"] or click.person.email}


def _with_way(draft: Draft, ways: list[Any], way: str) -> Draft:
    """The choice of the way comes first, where there is one."""
    if len(ways) < 2:
        return draft
    options = tuple((one, WAYS[one]) for one in ways)
    choice = ChoiceField("way", "How", options, way)
    return replace(draft, fields=(choice, *draft.fields))


def _reply(click: Click, form: Form, keys: dict[str, Any], text: str, way: str) -> Draft:
    answered, problem = _answered(click)
    if answered is None:
        return Draft(confirm="Deliver", problems=(problem,), scopes=COMPOSE)
    administrators = recipients.proposed(click.handover, [ADMINISTRATOR])
    to, to_problems = recipients.addresses(_typed(form, "to") or "\n".join(administrators), "To")
    cc, cc_problems = recipients.addresses(_typed(form, "cc"), "Copy")
    others = [one for one in dict.fromkeys((*to, *cc)) if one not in administrators and not click.rules.ours(one)]
    ticked = form.ticked("others") & set(others)
    problems = [*to_problems, *cc_problems, *_text_problems(text), *([] if to else ["There is nobody in To."])]
    problems += [TICK] if set(others) - ticked else []
    subject = _subject(answered)
    plan = {
        "way": way,
        "link_days": click.rules.deliver_license.link_days,
        "sender": click.person.email,
        "to": to,
        "cc": cc,
        "subject": subject,
        "text": text,
        # What the customer wrote is no part of the plan.
        "answers": asdict(replace(answered, snippet="")),
        "keys": keys,
    }
    fields: tuple[Field, ...] = (
        TextField("to", "To (one to a line)", _typed(form, "to") or "\n".join(to), lines=True),
        TextField("cc", "Copy", _typed(form, "cc"), lines=True),
        *_ticks(others, ticked),
        _text_field(text),
    )
    return Draft(
        confirm="Send the link" if way == "link" else "Send the key",
        plan=None if problems else plan,
        facts=(Fact("From", click.person.email), Fact("Subject", subject), *_facts(click)),
        text=_marks(keys),
        fields=fields,
        problems=tuple(problems),
        undo=_said(click, way),
        scopes=COMPOSE,
    )


def _ticks(others: list[str], ticked: frozenset[str]) -> list[TickField]:
    boxes = tuple((one, one) for one in others)
    return [TickField("others", "Not the administrator's address", boxes, ticked)] if boxes else []


def _said(click: Click, way: str) -> str:
    """What happens with the press, and what can be done about it afterwards."""
    if way == "link":
        days = click.rules.deliver_license.link_days
        return f"The mail holds a link to the key: it opens once, within {days} days, and can be destroyed until it is."
    return "The key is fetched and put in when you press. A sent key cannot be taken back."


def _subject(answered: Received) -> str:
    from services.gmail import reply_subject

    return reply_subject(answered.subject)


def _answered(click: Click) -> tuple[Received | None, str]:
    """The last mail of the welcome's conversation, in this person's own mailbox."""
    mails, why = conversation(click)
    return (mails[-1], "") if mails else (None, f"{why} {WAYS_OUT[why]}")


def _direct(click: Click, keys: dict[str, Any], text: str) -> Draft:
    email = next(iter(recipients.proposed(click.handover, [ADMINISTRATOR])), "")
    user = click.systems.slack.user_by_email(email) if email else None
    if user is None:
        words = f"Slack shows the app nobody with the address {email or 'of the administrator'}. Choose another way."
        return Draft(confirm="Deliver", problems=(words,))
    problems = _text_problems(text)
    plan = {
        "way": "slack",
        "user": user.id,
        "user_name": user.name,
        "text": text,
        "event_type": EVENT_TYPE,
        "key": hash_of([click.handover.document_id, DeliverLicense.name, click.round])[:32],
        "settle_seconds": click.rules.deliver_license.settle_seconds,
        "keys": keys,
    }
    return Draft(
        confirm=f"Send the key to {user.name}",
        plan=None if problems else plan,
        facts=(Fact("To", f"{user.name}, {email}"), *_facts(click)),
        text=_marks(keys),
        fields=(_text_field(text),),
        problems=problems,
        undo="The key is fetched and put in when you press. Nobody else sees the message, and it can be deleted later.",
    )


def _marks(keys: dict[str, Any]) -> str:
    """By what the keys are known without being shown."""
    marks = [f"{one['environment']}, fingerprint {one['fingerprint']}" for one in keys["licenses"]]
    return f"{KEYS} stands for the key of {'; '.join(marks)}"


def _facts(click: Click) -> tuple[Fact, ...]:
    answer = click.handover.answer(ADMINISTRATOR)
    who = person(click.handover.value(ADMINISTRATOR) or {})
    return (Fact("Administrator", who, where_words(answer)),)


def _text_field(text: str) -> TextField:
    return TextField("text", f"Text ({KEYS}: the key)", text, lines=True)


def _text_problems(text: str) -> tuple[str, ...]:
    others = [name for name in left_over(text) if name != KEYS]
    found = [f"The text still holds {', '.join(others)}."] if others else []
    if text.count(KEYS) != 1:
        found.append(f"{KEYS} has to stand in the text once: there the key comes in.")
    return tuple(found)
