"""Calling to mind what is late: once a day for each step, in the Slack channel of those who do it.

Nobody presses here, so there is no person's token: only facts of the ledger, and the company's own Slack. Each
reminder goes through :mod:`services.handover.once` under a name of its own day, so that two runs at once, and a run
after one that was cut off, post it once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct, field
from msgspec.structs import asdict

from services import slack
from services.errors import OutsideError, Refused
from services.handover.effects.slack_message import SlackMessage
from services.handover.ledger import Ledger
from services.handover.links import document_url
from services.handover.model import Click, Handover, Person, hash_of
from services.handover.once import do_once
from services.handover.overdue import Late, Overdue
from services.handover.reminder_rules import ANNOUNCED, REMIND, SlackPlace
from services.handover.rules import Rules
from services.handover.watch import Trouble
from services.handover.words import moment as moment_words
from services.handover.working_days import day_off
from services.systems import Systems
from services.transport import CLICK_SECONDS, Deadline

EVENT_TYPE = "handover_reminder"
RUN_SECONDS = 40.0
"""One run's time; what is left over is for the next one."""
BEGIN_SECONDS = 5.0
"""With less than this left, no further reminder is begun."""
NOBODY = Person("reminders", frozenset())
"""Under whose name the ledger keeps them."""
OPERATIONS = "operations"
"""In place of a handover's id: what is told to operators. A document's id is longer."""
SHARED = "is shared with another company, so no customer is named in it"
log = logging.getLogger(__name__)


class Run(Struct):
    """What one run did. ``left`` is for the next one; ``problems`` say what somebody has to put right."""

    posted: int = 0
    left: int = 0
    quiet: bool = False
    problems: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """For the log, and for whoever called."""
        return asdict(self)


class Outage(Exception):
    """Slack takes nothing now, or gives no clear answer: the rest is for the next run."""


class Reminders:
    """The company's reminders over one ledger.

    ``outside`` makes the systems for so many seconds, with nobody's token. ``watch`` says what operators should know.
    ``clock`` gives seconds since 1970.
    """

    def __init__(
        self,
        rules: Rules,
        ledger: Ledger,
        overdue: Overdue,
        outside: Callable[[float], Systems],
        watch: Callable[[Systems, float], list[Trouble]],
        clock: Callable[[], float],
        labels: Mapping[str, str],
    ) -> None:
        """``labels`` are the steps' labels by name."""
        self._labels = labels
        self._rules = rules
        self._ledger = ledger
        self._overdue = overdue
        self._outside = outside
        self._watch = watch
        self._clock = clock

    @property
    def zone(self) -> str:
        """The company's time zone, by its IANA name."""
        return self._rules.calendar.zone.key

    def run(self, seconds: float = RUN_SECONDS) -> Run:
        """Post what is due now and was not posted today, for at most so many seconds."""
        run, deadline = Run(), Deadline(seconds)
        moment = datetime.fromtimestamp(self._clock(), self._rules.calendar.zone)
        run.quiet = self._is_quiet(moment)
        try:
            self._tell_operators(run, moment, deadline)
            if not run.quiet:
                self._remind(run, moment, deadline)
        except Outage as outage:
            run.problems.append(str(outage))
        level = logging.WARNING if run.problems or run.left else logging.INFO
        words = "reminders: %d posted, %d left%s%s"
        more = ", quiet hours" if run.quiet else "", f": {'; '.join(run.problems)}" if run.problems else ""
        log.log(level, words, run.posted, run.left, *more, extra={"fields": {"reminders": run.as_json()}})
        return run

    def _is_quiet(self, moment: datetime) -> bool:
        calendar = self._rules.calendar
        works = calendar.day_starts <= moment.time().replace(tzinfo=None) < calendar.day_ends
        return not works or bool(day_off(moment.date(), calendar.holidays))

    def _remind(self, run: Run, moment: datetime, deadline: Deadline) -> None:
        """Post what is late; a channel that does not take one reminder is not asked again in this run."""
        usable: dict[str, bool] = {}
        late = list(self._overdue.late(moment, self._rules.calendar.holidays))
        for number, one in enumerate(late):
            if deadline.remaining() < BEGIN_SECONDS:
                run.left = len(late) - number
                return
            place = self._rules.reminders.channels[one.duty.role]
            systems = self._outside(min(CLICK_SECONDS, deadline.remaining()))
            try:
                if place.id not in usable:
                    usable[place.id] = self._can_use(systems, place, run)
                if usable[place.id]:
                    plan = self._plan(one, place, systems, moment)
                    usable[place.id] = self._post(run, systems, one.handover, one.title, one.entry, plan)
            except Outage:
                run.left = len(late) - number
                raise

    def _can_use(self, systems: Systems, place: SlackPlace, run: Run) -> bool:
        """Whether customers may be named in a channel: never where another company listens."""
        try:
            if not systems.slack.channel(place.id).is_shared_outside:
                return True
            run.problems.append(f"{place.name} {SHARED}")
        except Refused as error:
            run.problems.append(f"{place.name}: {error.code}")
        except OutsideError as error:
            raise Outage(str(error)) from None
        return False

    def _tell_operators(self, run: Run, moment: datetime, deadline: Deadline) -> None:
        """What operators should know stands in the log every time, and once a day in their channel."""
        systems = self._outside(min(CLICK_SECONDS, deadline.remaining()))
        place = self._rules.reminders.operators
        for one in self._watch(systems, moment.timestamp()):
            log.error("%s", one.words)
            run.problems.append(one.words)
            entry = f"{REMIND}{one.name}/{moment.date().isoformat()}"
            told = self._ledger.records(OPERATIONS).get(entry)
            if place is None or run.quiet or (told is not None and told.state == "done"):
                continue
            text = f":warning: {slack.escape(one.words)}"
            self._post(run, systems, OPERATIONS, "", entry, self._message(place, text, OPERATIONS, entry))

    def _post(self, run: Run, systems: Systems, handover: str, title: str, entry: str, plan: Mapping[str, Any]) -> bool:
        """Post one, once; False when its channel takes nothing. Raises Outage when Slack takes nothing anywhere."""
        click = Click(NOBODY, Handover(handover, title, None, {}), systems, self._rules, datetime.now(UTC).date())
        try:
            outcome = do_once(self._ledger, click, entry, SlackMessage(), plan)
        except Exception:
            # One that breaks must not keep the others back.
            log.exception("%s: our mistake", entry)
            run.problems.append(f"{entry}: our mistake")
            return True
        run.posted += outcome.kind == "done"
        run.left += outcome.kind in ("early", "other_plan")
        if outcome.error is None:
            return True
        if not isinstance(outcome.error, Refused):
            raise Outage(str(outcome.error))
        run.problems.append(f"{plan['channel_name']}: {outcome.error.code}")
        return False

    def _plan(self, one: Late, place: SlackPlace, systems: Systems, moment: datetime) -> Mapping[str, Any]:
        """What is sent; an earlier attempt of today that is not confirmed keeps its own words."""
        if one.record is not None and one.record.unconfirmed and one.record.plan:
            return one.record.plan
        link = slack.link(document_url(one.handover), one.title or "Questionnaire")
        after = one.duty.promise.after
        since = "the announcement" if after == ANNOUNCED else f"“{self._labels.get(after, after)}”"
        when = moment_words(one.began, Person("", frozenset(), time_zone=str(moment.tzinfo)), moment.timestamp())
        mention = _mention(systems, one.person)
        text = (
            f"*{slack.escape(one.duty.label)}* is late for {link}: promised {one.duty.promise.words} after {since} "
            f"({when}).{mention}"
        )
        return self._message(place, text, one.handover, one.entry)

    def _message(self, place: SlackPlace, text: str, handover: str, entry: str) -> dict[str, Any]:
        return {
            "channel": place.id,
            "channel_name": place.name,
            "event_type": EVENT_TYPE,
            "key": hash_of([handover, entry])[:32],
            "settle_seconds": self._rules.reminders.settle_seconds,
            "text": text,
            "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": text}}],
        }


def _mention(systems: Systems, email: str) -> str:
    """The person whose it is, as Slack notifies them; nobody where Slack does not know the address."""
    try:
        user = systems.slack.user_by_email(email) if email else None
    except OutsideError:
        return ""
    return f" <@{user.id}>" if user is not None and not user.is_gone else ""
