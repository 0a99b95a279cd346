"""The application and its command line; nobody imports this file.

``flask run`` on this machine starts the sandbox beside the add-on. Under every other server the mode is
production: then every address and secret comes from the environment, and no sandbox is loaded.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from services.handover.ledger_commands import ledger
from services.starting import quick_start

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy import Engine

    from addon.visit import Door
    from services.handover.doctor.doctor import Doctor
    from services.handover.model import Step
    from services.handover.reminders import Reminders
    from services.handover.rules import Rules
    from services.sandbox.world import World
    from services.settings import Settings

    Mounted = tuple[Engine, Callable[[], Reminders], tuple[Step, ...]]

HERE = Path(__file__).resolve().parent
REPORTED_DAYS = 365
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
BOOT_ERROR = 3
"""With this exit code of a worker gunicorn ends, too. After any other it starts the next worker, for ever."""


def create_app(settings: Settings | None = None, clock: Callable[[], float] = time.time) -> Flask:
    """The add-on as a Flask application; on ``flask run``, with the sandbox and the host page.

    ``clock`` says for which moment the reminders run, in seconds since 1970.
    """
    with quick_start() if settings is None else nullcontext():
        from flask import Flask

        app = Flask(__name__, instance_path=str(HERE / "instance"), static_folder=HERE / "addon" / "static")
        for command in (print_manifest, questionnaire, ledger, doctor, remind):
            app.cli.add_command(command)
        if settings is not None:
            _mount(app, settings, clock)
        elif not _only_a_command():
            _mount_from_environment(app)
    return app


def _mount_from_environment(app: Flask) -> None:
    """Settings that are missing or wrong end the start with what to do, not with a stack trace."""
    from services import logs
    from services.settings import WrongSettings, load_settings

    Path(app.instance_path).mkdir(parents=True, exist_ok=True)
    try:
        if _wants_sandbox():
            logs.set_up("sandbox")
            _mount_sandbox(app)
        else:
            logs.set_up("production")
            _mount(app, load_settings(), time.time)
    except WrongSettings as error:
        click.echo(str(error), err=True)
        sys.exit(BOOT_ERROR)


def _mount(app: Flask, settings: Settings, clock: Callable[[], float]) -> Mounted:
    """Wire the real things together, once: one connection pool, one ledger, one process.

    Imported here, because a command that needs none of it must not pay for it.
    """
    from addon.cron import Cron
    from addon.health import Health
    from addon.route import Route
    from addon.routes import Addon
    from addon.verification import Certificates, Verification
    from addon.visit import Door
    from services.handover.configuration import load_rules
    from services.handover.identity import identity_of, settle
    from services.handover.ledger import Ledger
    from services.handover.process import Process
    from services.handover.promised import waited_for
    from services.handover.reminding import reminders_of
    from services.handover.schema import condition, open_ledger, prepare
    from services.handover.steps import STEPS
    from services.handover.whole import wholes_of
    from services.pool import Pool

    pool = Pool()
    rules = load_rules(settings.handover_config)
    engine = open_ledger(settings.database_url)
    prepare(engine)
    settle(engine, identity_of(settings.handover_mode, rules))
    process = Process(rules, Ledger(engine, rules.ledger.lease_seconds, wholes_of(STEPS, rules), waited_for(rules)))
    certificates = Certificates(settings.google_certs_url, pool)
    door = Door(settings, rules, Verification(settings, certificates), pool)
    at_hand, database = certificates.at_hand, lambda: condition(engine)
    addon = Addon(settings.handover_base_url, process, door, lambda: _doctor(settings, rules, at_hand))
    routes = addon.blueprint()
    Health(database, at_hand, lambda: _warm(rules, door, at_hand, database, addon.get_ready)).add_to(routes)
    reminders = reminders_of(settings, rules, process.steps, engine, pool, at_hand, clock)
    Cron(bool(os.environ.get("GAE_ENV")), lambda: reminders().run().as_json()).add_to(routes)
    app.url_rule_class = Route
    app.register_blueprint(routes)
    return engine, reminders, process.steps


def _doctor(settings: Settings, rules: Rules, certificates: Callable[[], bool]) -> Doctor:
    """Imported when somebody asks for the check."""
    from services.handover.doctor.doctor import Doctor

    return Doctor(settings, rules, certificates)


def _warm(rules: Rules, door: Door, *others: Callable[[], object]) -> None:
    """Imported when App Engine asks for it."""
    from services.handover.warming import warm

    warm(rules, door.company(), *others)


def _mount_sandbox(app: Flask) -> None:
    """The add-on, the outside world on this machine, and the page that plays Docs and Sheets."""
    from manifest.build import deployment
    from services.handover.report import report
    from services.handover.tables import empty
    from services.sandbox.clock import Clock
    from services.sandbox.host.operations import Operations
    from services.sandbox.host.page import create_host

    settings, world = _sandbox(app)
    clock = Clock()
    engine, reminders, steps = _mount(app, settings, clock)
    base_url = settings.handover_base_url

    def reset() -> None:
        empty(engine)
        clock.reset()

    routes = app.url_map.bind("localhost")
    page = create_host(
        world,
        deployment(base_url),
        base_url,
        on_reset=reset,
        has_route=lambda path: routes.test(path, method="POST"),
        operations=Operations(
            lambda: {"now": clock.pass_a_day(reminders().zone), **reminders().run().as_json()},
            lambda: report(engine, steps, clock(), REPORTED_DAYS).as_json(),
        ),
    )
    app.register_blueprint(page)


def _sandbox(app: Flask) -> tuple[Settings, World]:
    """Start the outside world, and make settings that point at it."""
    from services.sandbox.server import serve
    from services.sandbox.world import World
    from services.settings import load_settings

    folder = Path(app.instance_path)
    world = World(folder / "sandbox.json")
    running = serve(world)
    return load_settings(**_own(running.settings(), _own_address())), world


def _own(settings: dict[str, str], base_url: str) -> dict[str, str]:
    """The sandbox's settings. What the environment says wins: so one system is replaced by somebody's emulator."""
    own = settings | {"HANDOVER_MODE": "sandbox", "HANDOVER_BASE_URL": base_url}
    return {name.lower(): value for name, value in own.items() if not os.environ.get(name)}


def _wants_sandbox() -> bool:
    """``flask run`` on loopback is for trying it out, unless HANDOVER_MODE says otherwise.

    Asked for anywhere else, the sandbox is refused: its page lets anybody who reaches it be anybody.
    """
    from services.settings import WrongSettings

    mode = os.environ.get("HANDOVER_MODE")
    context = click.get_current_context(silent=True)
    loopback = context is not None and context.info_name == "run" and context.params.get("host") in LOOPBACK
    if mode == "sandbox" and not loopback:
        raise WrongSettings("HANDOVER_MODE is sandbox: that is for `flask run` on 127.0.0.1 only.")
    return loopback and mode != "production"


def _only_a_command() -> bool:
    """Commands that need no settings, no ledger and no outside system."""
    context = click.get_current_context(silent=True)
    return context is not None and context.info_name not in ("run", None)


def _own_address() -> str:
    """Where ``flask run`` is about to listen."""
    return f"http://127.0.0.1:{click.get_current_context().params.get('port') or 5000}"


@click.command("manifest")
@click.option("--base-url", required=True, help="The add-on's public https address.")
def print_manifest(base_url: str) -> None:
    """Print the deployment to install in a Google Cloud project."""
    from manifest.build import deployment

    if not base_url.startswith("https://"):
        raise click.BadParameter("it must begin with https://", param_hint="--base-url")
    click.echo(json.dumps(deployment(base_url), indent=2))


@click.group()
def questionnaire() -> None:
    """Work with questionnaire documents."""


@questionnaire.command("read")
@click.argument("file")
@click.option("--where", is_flag=True, help="Say where each answer stands.")
def read_file(file: str, where: bool) -> None:
    """Read a documents.get JSON file ("-" for standard input) and print its answers as JSON."""
    from services.handover.questionnaire.read import as_gold, read_questionnaire, refusal

    try:
        with click.open_file(file, encoding="utf-8-sig") as document:
            answers = as_gold(read_questionnaire(json.load(document)), where=where)
    except (OSError, ValueError, RecursionError) as error:
        click.echo(refusal(error), err=True)
        sys.exit(2)
    click.echo(json.dumps(answers, ensure_ascii=False, indent=1))


@click.command("remind")
def remind() -> None:
    """Call to mind what is late, as App Engine's cron has it done: for servers with a cron of their own."""
    from flask import Flask

    from services.settings import WrongSettings, load_settings

    try:
        _, reminders, _ = _mount(Flask(__name__), load_settings(), time.time)
    except WrongSettings as error:
        sys.exit(str(error))
    run = reminders().run()
    click.echo(json.dumps(run.as_json(), ensure_ascii=False))
    sys.exit(1 if run.problems else 0)


@click.command("doctor")
@click.option("--json", "machine", is_flag=True, help="Print the findings as JSON.")
@click.option("--config-only", is_flag=True, help="Read handover.toml, and ask no outside system.")
def doctor(machine: bool, config_only: bool) -> None:
    """Check every setting, and everything that handover.toml names: 0 is all right, 1 something wrong, 2 not run."""
    from services.handover.doctor import report
    from services.settings import config_path

    if not config_path().is_file():
        click.echo(f"There is no {config_path()}. HANDOVER_CONFIG says where handover.toml is.", err=True)
        sys.exit(report.COULD_NOT_RUN)
    with _examined_world() as (mode, known):
        if not machine:
            click.echo(f"Checking {config_path()}" + ("" if config_only else f", and {mode}") + ".")
        findings = report.examine(config_path(), known, _certificates, config_only)
    click.echo(report.as_json(findings) if machine else "\n".join(report.lines(findings)))
    sys.exit(report.exit_code(findings))


@contextmanager
def _examined_world() -> Iterator[tuple[str, dict[str, str]]]:
    """What is checked, in words, and settings that point at it: the sandbox, where nothing else was set."""
    from services.settings import NEEDED

    mode = os.environ.get("HANDOVER_MODE")
    if mode == "production" or (mode is None and any(os.environ.get(name.upper()) for name in NEEDED)):
        yield "the real systems", {}
        return
    from services.sandbox.server import looked_at

    with looked_at(HERE / "instance" / "sandbox.json") as running:
        words = "the sandbox on this machine, because none of the add-on's settings is set"
        yield words, _own(running.settings(), "http://127.0.0.1:5000")


def _certificates(settings: Settings) -> Callable[[], bool]:
    """Whether Google's signing certificates can be had."""
    from addon.verification import Certificates
    from services.pool import Pool

    return Certificates(settings.google_certs_url, Pool()).at_hand
