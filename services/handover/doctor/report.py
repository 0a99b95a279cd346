"""The findings on the command line: as lines for people, or as JSON; and the exit code."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec.structs import asdict

from services.handover.configuration import load_rules
from services.handover.doctor.doctor import Doctor, check_settings
from services.handover.doctor.finding import Finding, State, ok, unchecked, wrong
from services.handover.doctor.ledger import check_ledger
from services.handover.rules import Rules
from services.pool import Pool
from services.settings import Settings, WrongSettings, load_settings
from services.systems import Systems
from services.transport import Deadline, Transport

FINE, SOMETHING_WRONG, COULD_NOT_RUN = 0, 1, 2
"""Exit codes."""
ALL_SECONDS = 120.0
"""For all calls together: nobody waits with a card in front of them."""
MARKS: dict[State, str] = {"ok": "ok   ", "wrong": "WRONG", "unchecked": "-    "}
CONFIGURATION = "handover.toml"
CORRECT = "Correct it there; handover.toml in the add-on's manifest explains every key."
SET = "Set it where the add-on runs; the README's table says what each is."


def read_rules(path: Path) -> tuple[Rules | None, list[Finding]]:
    """The company's rules with a finding for the file, or a finding for each mistake in it."""
    try:
        rules = load_rules(path)
    except WrongSettings as error:
        return None, [wrong(CONFIGURATION, str(path), one, CORRECT) for one in error.mistakes]
    return rules, [ok(CONFIGURATION, str(path))]


def read_settings(**known: object) -> tuple[Settings | None, list[Finding]]:
    """The settings, or a finding for each that is missing or wrong."""
    try:
        return load_settings(**known), []
    except WrongSettings as error:
        return None, [wrong("Settings", one.partition(" ")[0].rstrip(":"), one, SET) for one in error.mistakes]


def examine(
    path: Path,
    known: Mapping[str, object],
    certificates: Callable[[Settings], Callable[[], bool]],
    config_only: bool,
) -> list[Finding]:
    """Everything that can be looked at; what has to be right first is not, but all the rest is.

    ``known`` are settings that win over the environment, ``certificates`` makes the check of Google's.
    """
    rules, findings = read_rules(path)
    if config_only:
        return findings
    settings, told = read_settings(**known)
    findings += told
    if settings is None:
        return [*findings, unchecked("Everything else", "", "The settings have to be right first.")]
    if rules is None:
        words = "handover.toml has to be right first."
        more = [*check_settings(settings), *check_ledger(settings.database_url, {})]
        return [*findings, *more, unchecked("Everything else", "", words)]
    systems = Systems(settings, Transport(Pool(), Deadline(ALL_SECONDS)), "", "")
    doctor = Doctor(settings, rules, certificates(settings))
    return [*findings, *doctor.company(systems), *doctor.nobody()]


def lines(findings: Sequence[Finding]) -> Iterator[str]:
    """One line for each, what to do below it, and a last line that counts."""
    for one in findings:
        said = f": {one.words}" if one.words else ""
        yield f"{MARKS[one.state]}  {', '.join(filter(None, (one.area, one.what)))}{said}"
        if one.todo:
            yield f"       → {one.todo}"
    count = Counter(one.state for one in findings)
    yield f"{count['ok']} right, {count['wrong']} wrong, {count['unchecked']} not checked."


def as_json(findings: Iterable[Finding]) -> str:
    """The same for programs."""
    listed = [asdict(one) for one in findings]
    fine = not any(one["state"] == "wrong" for one in listed)
    return json.dumps({"ok": fine, "findings": listed}, ensure_ascii=False, indent=1)


def exit_code(findings: Iterable[Finding]) -> int:
    """0 when nothing is wrong."""
    return SOMETHING_WRONG if any(one.state == "wrong" for one in findings) else FINE
