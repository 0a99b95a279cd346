"""Rename the trial channel: ``#trial-…`` becomes ``#support-…``, and the customer reads there how to get help."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from services import slack
from services.handover.completion import CHANNELS
from services.handover.fields import TextField
from services.handover.model import Change, Click, Draft, Effect, Fact, Form, Role, hash_of
from services.handover.rules import Rules
from services.handover.template import filled, left_over, values_of
from services.handover.words import THEN_BY_HAND, where_words

if TYPE_CHECKING:
    from services.slack import Channel

EVENT_TYPE = "handover_support_channel"
FIELD = "slack_channel"
NAME = "name"
NAMED = "This is the channel that you named. Look at it, then press."
LONGEST_NAME, LONGEST_TOPIC, LONGEST_MESSAGE = 80, 250, 3000
"""Slack's own limits for names, topics and the text of a section."""


class RenameChannel:
    """Find the channel by the name in the document, keep its id, rename it, once."""

    name = "rename_channel"
    label = "Rename channel"
    does = "Give the trial channel its name for support."
    role: Role = "ce"
    waits_for: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()

    @cached_property
    def effect(self) -> Effect:
        from services.handover.effects.slack_rename import SlackRename

        return SlackRename()

    def needs(self, rules: Rules) -> tuple[str, ...]:
        """The channel that the document names."""
        return (FIELD,)

    def draft(self, click: Click, form: Form) -> Draft:
        """The new name, and the topic and message that go with it; or why it cannot be renamed."""
        old = (form.text(NAME) or str(click.handover.value(FIELD))).removeprefix("#")
        drawn = _by_name(click, form, old)
        # Whoever is told that there is no such channel, or named another one, has the name to correct.
        named = form.text(NAME) or (drawn.problems and not drawn.fields)
        field = TextField(NAME, "Channel in Slack", f"#{old}", source=CHANNELS)
        return replace(drawn, fields=(field, *drawn.fields)) if named else drawn


def _stopped(problem: str) -> Draft:
    return Draft(confirm="Rename", problems=(problem,))


def _needless(reason: str) -> Draft:
    """Nothing to rename: the reason can be recorded as it stands."""
    return Draft(confirm="Rename", not_needed=reason)


def _by_name(click: Click, form: Form, old: str) -> Draft:
    """What can be done about the channel of this name."""
    rules = click.rules.rename_channel
    if stopped := _without_asking(old, rules.trial_prefix, rules.support_prefix):
        return stopped
    new = rules.support_prefix + old.removeprefix(rules.trial_prefix)
    found = _found(click, form, old, new)
    channel = found.get(old)
    if channel is None:
        return _stopped(_missing(old, found.get(new)))
    return _in_the_way(channel, found.get(new)) or _draft(click, form, channel, new)


def _without_asking(old: str, trial: str, support: str) -> Draft | None:
    if old.startswith(support):
        return _needless(f"#{old} is a support channel already, so there is nothing to rename.")
    if not old.startswith(trial):
        return _stopped(f"#{old} does not begin with “{trial}”, so it has no support name. Rename it, {THEN_BY_HAND}")
    if len(old) - len(trial) + len(support) > LONGEST_NAME:
        words = f"The support name of #{old} would be longer than Slack takes ({LONGEST_NAME})."
        return _stopped(f"{words} Rename it otherwise, {THEN_BY_HAND}")
    return None


def _found(click: Click, form: Form, old: str, new: str) -> dict[str, Channel]:
    """By the id that the card carried, if that channel still has its name; else through all channels."""
    if channel_id := form.hidden.get("channel"):
        channel = click.systems.slack.channel(channel_id)
        if channel.name == old:
            return {old: channel}
    return click.systems.slack.channels(old, new)


def _missing(old: str, successor: Channel | None) -> str:
    if successor is not None and old in successor.previous_names:
        return f"#{old} is called #{successor.name} already. Record this step as done by hand."
    return (
        f"Slack shows the app no channel called #{old}. Check its name in the document; if it is private, invite the "
        "Slack app. If there is no shared channel, record this step as not needed."
    )


def _in_the_way(channel: Channel, taken: Channel | None) -> Draft | None:
    """Why Slack would refuse, as far as it can be seen before."""
    from services.handover.effects.slack_rename import taken_by

    if channel.lives_elsewhere:
        return _needless(f"#{channel.name} lives in the customer's own Slack workspace: only they can rename it.")
    if channel.is_archived:
        return _stopped(f"#{channel.name} is archived. Open it again in Slack, or record this step as not needed.")
    if not channel.is_member:
        return _stopped(f"The Slack app is not in #{channel.name}. Invite it there, then check again.")
    if taken is not None:
        return _stopped(f"{taken_by(taken)} Free that name, or have #{channel.name} renamed otherwise, {THEN_BY_HAND}")
    return None


def _draft(click: Click, form: Form, channel: Channel, new: str) -> Draft:
    rules, values = click.rules.rename_channel, values_of(click)
    topic = " ".join(form.text("topic", filled(rules.topic, values)).split())
    message = form.text("message", filled(rules.message, values).strip())
    key = hash_of([click.handover.document_id, RenameChannel.name, click.round])[:32]
    posted = {"text": slack.escape(message), "event_type": EVENT_TYPE, "key": key}
    problems = _too_long(topic, message)
    named = bool(form.text(NAME))
    plan = {
        "channel": channel.id,
        "old": channel.name,
        "name": new,
        "topic_before": channel.topic,
        "topic": topic or None,
        "message": posted if message else None,
        "settle_seconds": rules.settle_seconds,
    }
    return Draft(
        confirm=f"Rename to #{new}",
        plan=None if problems else plan,
        facts=(Fact("Channel", f"#{channel.name}", "" if named else where_words(click.handover.answer(FIELD))),),
        changes=(Change(f"#{channel.name}", "name", f"#{channel.name}", f"#{new}"),),
        fields=(
            TextField("topic", "Topic (empty: leave it)", topic, lines=True),
            TextField("message", "First message (empty: none)", message, lines=True),
        ),
        warnings=(*_warnings(click, channel), *([_not_the_documents(click)] if named else [])),
        problems=problems,
        notice=NAMED if named and form.hidden.get("channel") != channel.id else "",
        undo="Whoever is in the channel sees the new name at once. It can be given its old one again.",
        hidden={"channel": channel.id},
    )


def _not_the_documents(click: Click) -> str:
    return f"The document names {click.handover.value(FIELD)}. Make sure that this channel is the same customer's."


def _too_long(topic: str, message: str) -> tuple[str, ...]:
    left = ", ".join(left_over(topic, message))
    found = (
        f"The texts still hold {left}." if left else "",
        f"The topic is longer than Slack takes ({LONGEST_TOPIC})." if len(topic) > LONGEST_TOPIC else "",
        "The message is longer than Slack takes." if len(slack.escape(message)) > LONGEST_MESSAGE else "",
    )
    return tuple(filter(None, found))


def _warnings(click: Click, channel: Channel) -> tuple[str, ...]:
    """Who else reads it, and who may rename it: Slack tells the app only when it tries."""
    from services.handover.effects.slack_rename import maker_of

    found = []
    if channel.is_shared_outside:
        found.append("The customer reads this channel. In their workspace it may go by another name.")
    maker = maker_of(click.systems, channel)
    if maker is not None and not maker.is_bot:
        found.append(f"{maker.name} made this channel. If the app may not rename it, only they or an admin can.")
    return tuple(found)
