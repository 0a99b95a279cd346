"""Looking at a step, pressing it, and what may follow: keeping, taking back, correcting, saying it was done otherwise.

One way through: rights, standing, draft, the same draft as was looked at, and then once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from services.errors import Changed
from services.handover.afterwards import REASON, SHOWN, correction, undo
from services.handover.again import keys_of
from services.handover.announced import Announced
from services.handover.beginning import START, begins
from services.handover.by_hand import here
from services.handover.claim import ANNOUNCED_BY, Record
from services.handover.following import Told, follow, told_of
from services.handover.ledger import Ledger
from services.handover.looking import ActsOnLook
from services.handover.model import Click, Correctable, Draft, Effect, Form, Handover, Keepable, Person, Step, hash_of
from services.handover.once import Outcome, do_once
from services.handover.otherwise import Said, said
from services.handover.rules import Rules
from services.handover.standing import Amendable, Standing, correct_name, owner_of, standing_of, undo_name, waits_of
from services.handover.steps import STEPS
from services.handover.summary import Summary
from services.handover.team import Team
from services.handover.travelling import travelling
from services.handover.used import used_of, watched
from services.handover.whole import Composed, with_parts
from services.systems import Systems

LOOK_AGAIN = "Something changed since you looked, so nothing was sent. Look once more, then press."
OTHER_VERSION = (
    "An earlier version was being sent and never arrived. This version has not been sent. Look once more, then press."
)
NO_REASON = "Say why first. Nothing was changed."
TOO_LATE = "Somebody pressed it meanwhile, so nothing was recorded."
STARTED = "This customer's handover was started already. Nothing was copied a second time."


class View(Struct, frozen=True):
    """What to show for one step: how it stands, the draft if it can be pressed, and how a press ended.

    ``told``: what became of a done step outside since, in detail.
    """

    handover: Handover
    standing: Standing
    draft: Draft | None = None
    outcome: Outcome | None = None
    notice: str = ""
    correcting: bool = False
    told: Told = ()


class Presses:
    """Every press there is, over one ledger; ``steps`` are the company's, in the order in which people take them."""

    def __init__(self, rules: Rules, ledger: Ledger) -> None:
        self.rules = rules
        self._ledger = ledger
        self.steps = here(STEPS, rules.steps)
        every = [step for step in self.steps if step.name != START]
        pressed = (*with_parts(self.steps, rules), Summary(every, ledger))
        self._steps: Mapping[str, Step] = {step.name: step for step in pressed}
        self.team = Team(rules.assign_owner.group)
        labels = {step.name: step.label for step in self.steps}
        self._before = {step.name: waits_of(step, labels, rules) for step in pressed}

    def step(self, name: str) -> Step | None:
        """A step by its public name."""
        return self._steps.get(name)

    def acts_on_look(self, name: str) -> bool:
        """Whether a press of this step sends what was looked at, see :class:`ActsOnLook`."""
        return isinstance(self._steps.get(name), ActsOnLook)

    def standings(
        self, person: Person, handover: Handover, records: Mapping[str, Record] | None = None
    ) -> tuple[Standing, ...]:
        """Every step that the handover has, in order: a document's all but the one that began it.

        ``records`` are the ledger's, where they were read before.
        """
        return self._standings(person, handover, [one for one in self.steps if self.suits(one, handover)], records)

    def parts(self, person: Person, handover: Handover, step: Step) -> tuple[Standing, ...]:
        """The standings of a step's parts, if it is made of parts."""
        return self._standings(person, handover, step.parts(self.rules)) if isinstance(step, Composed) else ()

    def _standings(
        self, person: Person, handover: Handover, steps: Iterable[Step], records: Mapping[str, Record] | None = None
    ) -> tuple[Standing, ...]:
        records = self._ledger.records(handover.document_id) if records is None else records
        return tuple(standing_of(one, self._before[one.name], self.rules, person, handover, records) for one in steps)

    def suits(self, step: Step, handover: Handover) -> bool:
        """Whether the step belongs to this handover: ``start`` to one without a document, the others to the rest."""
        return (step.name == START) == begins(handover)

    def look(self, click: Click, name: str, form: Form) -> View:
        """What pressing the step would do, drawn from the document as it is now."""
        records = self._records(click)
        standing = self._one(click, name, records)
        if standing.state != "ready" or not standing.may:
            now = follow(self._ledger, click, standing)
            return View(click.handover, now.standing, notice=now.notice or _met_again(standing), told=now.told)
        draft = self._draft(click, standing, form, records)
        return View(click.handover, standing, draft, notice=draft.notice)

    def press(self, click: Click, name: str, form: Form) -> View:
        """Do what was looked at; anything that differs from it is shown again instead."""
        records = self._records(click)
        standing = self._one(click, name, records)
        if not standing.may or standing.state not in ("ready", "unconfirmed"):
            return View(click.handover, standing, notice=_met_again(standing))
        effect = standing.step.effect
        if standing.state == "unconfirmed" and standing.record is not None and standing.record.plan:
            return self._seen_anew(click, self._do(click, name, name, effect, standing.record.plan), form)
        draft = self._draft(click, standing, form, records)
        if draft.shown != form.hidden.get(SHOWN) and not draft.notice:
            return View(click.handover, standing, draft, notice=LOOK_AGAIN)
        if draft.plan is None or draft.notice:
            return View(click.handover, standing, draft, notice=draft.notice)
        plan = self._ledger.numbered(click.handover.document_id, draft.plan)
        return self._seen_anew(click, self._do(click, name, name, effect, plan, draft), form)

    def keep(self, click: Click, name: str, form: Form) -> View:
        """Put what was looked at where the person can finish it by hand; the step itself stays as it is."""
        records = self._records(click)
        standing, effect = self._one(click, name, records), self._steps[name].effect
        if not standing.may or standing.state != "ready" or not isinstance(effect, Keepable):
            return View(click.handover, standing)
        draft = self._draft(click, standing, form, records)
        if draft.plan is None or draft.notice or draft.shown != form.hidden.get(SHOWN):
            return View(click.handover, standing, draft, notice=draft.notice or ("" if draft.problems else LOOK_AGAIN))
        # Each version is kept once, however often it is pressed.
        outcome = do_once(self._ledger, click, f"{name}/keep/{hash_of(draft.plan)[:16]}", effect.keeping, draft.plan)
        told = effect.keep_words[1] if outcome.kind in ("done", "busy") else ""
        return View(click.handover, standing, draft, outcome, told)

    def look_back(self, click: Click, name: str) -> View:
        """What taking the step back would change; the view has no draft when it cannot be taken back."""
        standing = self._one(click, name)
        return View(click.handover, standing, self._undo(click, standing) if standing.can_undo else None)

    def take_back(self, click: Click, name: str, form: Form) -> View:
        """Undo the step: a press of its own, done once like any other."""
        standing = self._one(click, name)
        draft, effect = self._undo(click, standing), standing.step.effect.undo
        if not standing.can_undo or effect is None or draft is None or draft.plan is None:
            return View(click.handover, standing)
        undoing = standing.undoing
        if undoing is not None and undoing.unconfirmed and undoing.plan:
            return self._do(click, name, undoing.step, effect, undoing.plan, draft)
        if draft.hidden[SHOWN] != form.hidden.get(SHOWN):
            return View(click.handover, standing, draft, notice=LOOK_AGAIN)
        if draft.fields and not form.text(REASON):
            return View(click.handover, standing, draft, notice=NO_REASON)
        entry = undo_name(name, standing.record.round if standing.record else 0)
        return self._do(click, name, entry, effect, {**draft.plan, "reason": form.text(REASON)}, draft)

    def look_over(self, click: Click, name: str, form: Form) -> View:
        """What a done step would say if it were pressed now, to correct it."""
        records = self._records(click)
        standing = self._one(click, name, records)
        draft = correction(standing, self._draft(click, standing, form, records)) if standing.can_correct else None
        return View(click.handover, standing, draft, notice=draft.notice if draft else "", correcting=True)

    def correct(self, click: Click, name: str, form: Form) -> View:
        """Change a done step where it stands: a press of its own, done once like any other."""
        records = self._records(click)
        standing, effect = self._one(click, name, records), self._steps[name].effect
        if not standing.can_correct or standing.record is None or not isinstance(effect, Correctable):
            return View(click.handover, standing)
        pending = standing.correcting
        if pending is not None and pending.unconfirmed and pending.plan:
            return self._do(click, name, pending.step, effect.correction, pending.plan)
        draft = correction(standing, self._draft(click, standing, form, records))
        if draft.shown != form.hidden.get(SHOWN):
            return View(click.handover, standing, draft, notice=LOOK_AGAIN, correcting=True)
        if draft.plan is None or draft.notice:
            return View(click.handover, standing, draft, notice=draft.notice, correcting=True)
        # Asked anew: what somebody else corrected meanwhile has its own entry.
        entry = correct_name(name, standing.record.round, self._records(click))
        return replace(self._do(click, name, entry, effect.correction, draft.plan, draft), correcting=True)

    def settle(self, click: Click, name: str, form: Form) -> tuple[View, Said]:
        """Record that the step was done another way, or is not needed; ``Said.problem`` when it was not recorded."""
        standing = self._one(click, name)
        told = said(form, standing.step)
        if told.state is None or not standing.can_settle:
            return View(click.handover, standing), told if standing.can_settle else replace(told, problem=TOO_LATE)
        travels = travelling(click.handover) if (name, told.state) == (ANNOUNCED_BY, "by_hand") else None
        key = click.handover.document_id, name, click.person.email
        used = used_of(click.handover, standing.step.needs(self.rules)) if told.state == "by_hand" else None
        if not self._ledger.settle(*key, told.state, told.evidence, travels, used):
            told = replace(told, problem=TOO_LATE)
        return View(click.handover, self._one(click, name)), told

    def reopen(self, click: Click, name: str) -> View:
        """Take back what a person said about a step."""
        if self._one(click, name).may:
            self._ledger.reopen(click.handover.document_id, name, click.person.email)
        return View(click.handover, self._one(click, name))

    def _one(self, click: Click, name: str, records: Mapping[str, Record] | None = None) -> Standing:
        records = self._records(click) if records is None else records
        return standing_of(self._steps[name], self._before[name], self.rules, click.person, click.handover, records)

    def _records(self, click: Click) -> Mapping[str, Record]:
        """The ledger's, to be read once for a standing and its draft; what was pressed since is in the next ones."""
        return self._ledger.records(click.handover.document_id)

    def _draft(self, click: Click, standing: Standing, form: Form, records: Mapping[str, Record]) -> Draft:
        again = standing.record.round if standing.record else 0
        done = {name: one.evidence for name, one in records.items() if one.evidence is not None}
        notes = standing.record.notes if standing.record else {}
        owner = owner_of(records)
        seen = watched(click.handover)
        now = replace(click, handover=seen.owned_by(owner), round=again, done=done, notes=notes, owner=owner)
        now = replace(
            now, engineers=lambda: self._engineers(click.systems), elsewhere=lambda: self._elsewhere(click.handover)
        )
        amends = standing.step if standing.outdated and isinstance(standing.step, Amendable) else None
        draft = amends.amendment(now, form) if amends else standing.step.draft(now, form)
        # Who took the customer stands in the ledger, not in the document.
        return replace(draft, used=used_of(click.handover, seen.noted - ({"customer_engineer"} if owner else set())))

    def _engineers(self, systems: Systems) -> Mapping[str, tuple[str, int]]:
        """Each Customer Engineer with what they have open: customers whose CE steps are not all settled."""
        names = [step.name for step in self.steps if step.role == "ce"]
        counts = self._ledger.backlog.open_by_owner(names)
        return {email: (name, counts[email]) for email, name in self.team.people(systems).items()}

    def _elsewhere(self, handover: Handover) -> Announced | None:
        return self._ledger.backlog.other(handover.document_id, keys_of(handover))

    def _seen_anew(self, click: Click, view: View, form: Form) -> View:
        """When somebody changed what was looked at, it is looked at again, with what the person typed."""
        if view.outcome is None or not isinstance(view.outcome.error, Changed):
            return view
        again = Form(form.inputs, {}, form.submitted)
        return replace(view, draft=self._draft(click, view.standing, again, self._records(click)))

    def _undo(self, click: Click, standing: Standing) -> Draft | None:
        name = standing.step.name
        after = [one for one in self.standings(click.person, click.handover) if name in one.step.waits_for]
        return undo(standing, [one.step.label for one in after if one.settled])

    def _do(
        self,
        click: Click,
        name: str,
        entry: str,
        effect: Effect,
        plan: Mapping[str, object],
        draft: Draft | None = None,
    ) -> View:
        """Bring ``plan`` about under the ledger's ``entry``, and say how the step stands after it."""
        outcome = do_once(self._ledger, click, entry, effect, plan, draft.used if draft else None)
        standing = self._one(click, name)
        if outcome.kind in ("other_plan", "refused"):
            notice = OTHER_VERSION if outcome.kind == "other_plan" else ""
            return View(click.handover, standing, draft, outcome, notice)
        return View(click.handover, standing, None, outcome, told=told_of(standing))


def _met_again(standing: Standing) -> str:
    """Who starts a customer's handover need not know that a colleague did; on other cards "done" says enough."""
    return STARTED if standing.step.name == START and standing.state == "done" else ""
