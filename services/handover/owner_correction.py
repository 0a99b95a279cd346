"""The welcome mail named one Customer Engineer, and another one has the customer now: a correction, not a welcome."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec.structs import asdict, replace

from services.errors import OutsideError, ScopeMissing
from services.handover import recipients
from services.handover.conversation import WELCOME, conversation
from services.handover.fields import TextField, TickField
from services.handover.model import Click, Draft, Evidence, Fact, Form
from services.handover.template import filled, left_over, values_of
from services.scopes import COMPOSE, READ_MAIL

if TYPE_CHECKING:
    from services.gmail import Received

TICK = "Tick each address outside the customer's domain that should get this mail."
NOBODY = "There is nobody in To."
EMPTY = "The mail has no subject or no text."
ALONE = "The welcome's conversation {}, so this goes out as a mail of its own."


def outdated(evidence: Evidence, owner: Mapping[str, str]) -> str:
    """Whom the mail named, if that is not who has the customer now; empty while it is, or nobody has."""
    named = evidence.ids.get("engineer", "")
    if not named or not owner or named in (owner["owner"], owner["owner_name"]):
        return ""
    return f"The welcome mail names {evidence.ids['engineer_name']}, and {owner['owner_name']} has the customer now."


def owner_correction(click: Click, form: Form) -> Draft:
    """The mail, all of it editable; within the welcome's conversation wherever the sender has that."""
    from services import gmail
    from services.handover.effects.welcome_mail import WelcomeMail

    answered, warnings, wishes = _answered(click)
    rules, values = click.rules.welcome_email, _values(click)
    subject = gmail.reply_subject(answered.subject) if answered else filled(rules.correction_subject, values)
    text = form.text("text", filled(rules.correction, values).strip())
    proposed, copied = recipients.proposed(click.handover, rules.recipients), _copied(click)
    to, to_problems = recipients.addresses(form.text("to", "\n".join(proposed)), "To")
    cc, cc_problems = recipients.addresses(form.text("cc", ", ".join(copied)), "Copy")
    outsiders = recipients.outsiders(click.handover, click.rules, [*to, *cc])
    to_tick = {one.address for one in outsiders}
    ticked = form.ticked("outsiders") & to_tick
    problems = [*to_problems, *cc_problems, *_problems(to, subject, text), *([TICK] if to_tick - ticked else [])]
    boxes = tuple((one.address, f"{one.address} · {one.why}") for one in outsiders)
    mail = {"to": to, "cc": cc, "bcc": rules.bcc, "subject": subject, "text": text, "html": gmail.html_of(text)}
    return Draft(
        confirm=WelcomeMail.correct_words[1],
        plan=None if problems else {**mail, **_bound(click, answered)},
        facts=(Fact("From", click.person.email), Fact("Subject", subject)),
        fields=(
            TextField("to", "To (one to a line)", form.text("to", "\n".join(to)), lines=True),
            TextField("cc", "Copy", form.text("cc", ", ".join(cc))),
            *([TickField("outsiders", "Outside the customer's domain", boxes, ticked)] if boxes else []),
            TextField("text", "Text", text, lines=True),
        ),
        warnings=(outdated(click.done[WELCOME], click.owner), *warnings),
        problems=tuple(problems) if form.submitted else (),
        undo=WelcomeMail.correct_words[2],
        scopes=COMPOSE,
        wishes=wishes,
    )


def _bound(click: Click, answered: Received | None) -> dict[str, object]:
    """What the mail belongs to. What the customer wrote in what it answers is no part of the plan."""
    before, owner = click.done[WELCOME], click.owner
    return {
        "sender": click.person.email,
        "answers": asdict(replace(answered, snippet="")) if answered else None,
        "said": before.words,
        "welcome": dict(before.ids),
        "engineer": owner["owner"],
        "engineer_name": owner["owner_name"],
    }


def _answered(click: Click) -> tuple[Received | None, tuple[str, ...], tuple[str, ...]]:
    """The last mail of the conversation; else why there is none, and the permission that would help."""
    try:
        mails, _ = conversation(click)
    except ScopeMissing:
        return None, (ALONE.format("may not be read"),), READ_MAIL
    except OutsideError as error:
        return None, (ALONE.format(f"could not be read ({error.code})"),), ()
    return (mails[-1], (), ()) if mails else (None, (ALONE.format("is not in your mailbox"),), ())


def _values(click: Click) -> dict[str, str]:
    """``$NAME`` is who sends it: the Account Executive, or the Customer Engineer themselves."""
    values = values_of(click) | {"$BEFORE": click.done[WELCOME].ids["engineer_name"]}
    return values | {"$NAME": values["$CE"]} if click.owner["owner"] == click.person.email else values


def _copied(click: Click) -> list[str]:
    """The Account Executive and the Customer Engineer, but for who sends it."""
    both = [recipients.address_of(click.handover, name) for name in ("customer_engineer", "account_executive")]
    return [one for one in both if one not in ("", click.person.email)]


def _problems(to: list[str], subject: str, text: str) -> list[str]:
    names = ", ".join(left_over(subject, text))
    return [
        *([f"The mail still holds {names}."] if names else []),
        *([] if to else [NOBODY]),
        *([] if subject and text else [EMPTY]),
    ]
