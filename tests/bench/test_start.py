"""What a process that starts for one card loads, and what the warm-up request prepares: counted, never timed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from services.starting import NOT_ASKED_FOR
from tests.bench.servers import Box
from tests.conftest import ROOT, Stage
from tests.host import Host
from tests.test_architecture import MODULES

NOT_FOR_THE_FIRST_CARD = {
    "addon.pages": "what is pressed on the first card",
    "addon.steps": "a step's own card",
    "alembic": "migrations",
    "babel": "words that are only in previews",
    "gspread": "the installers sheet",
    "html.parser": "signatures",
    "pydantic": "what msgspec checks",
    "psycopg": "PostgreSQL, where the ledger is a file",
    "pyparsing": "servers that ask for another sign-in",
    **dict.fromkeys(NOT_ASKED_FOR, "what the libraries import, and no card asks for"),
    "requests": "systems that are asked without Google's client",
    "addon.cards.billing": "finance",
    "services.gmail": "mail",
    "services.google_calendar": "the check-in",
    "services.google_drive": "copies of templates",
    "services.google_sheets": "the installers sheet",
    "services.handover.anchored_rows": "rows of a sheet",
    "services.handover.cell_values": "cells of a sheet",
    "services.handover.comparison": "the installers sheet",
    "services.handover.doctor.doctor": "the check of the set-up",
    "services.handover.effects": "what a press does",
    "services.handover.invoice_sheet": "an invoice",
    "services.handover.kept_drafts": "a step's own card",
    "services.handover.license_terms": "a license key",
    "services.handover.meeting_time": "the check-in",
    "services.handover.reminders": "cron",
    "services.handover.sheet_desk": "the installers sheet",
    "services.handover.signature": "a mail with a signature",
    "services.handover.tiers": "the success plan",
    "services.handover.times": "a mail with a time",
    "services.handover.warming": "the warm-up request",
    "services.handover.zones": "moments in another zone",
    "services.licensing": "a license key",
    "services.one_time_secret": "a license key",
    "services.sandbox": "the sandbox is for `flask run`",
    "services.secret_manager": "secrets in the environment",
    "simple_salesforce": "Salesforce",
    "slack_sdk": "Slack",
    "sqlalchemy.dialects.postgresql": "PostgreSQL, where the ledger is a file",
    "sqlalchemy.orm": "the ledger's statements need none",
    "stamina": "a call that failed",
    "zeep": "SOAP",
}
NOT_WARM = (
    "services.handover.doctor",
    "services.handover.keeping",
    "services.handover.migrations",
    "services.handover.overdue",
    "services.handover.reminders",
    "services.handover.report",
    "services.handover.watch",
    "services.sandbox",
    "services.secret_manager",
)
"""What no press waits for: the check of the set-up, cron, commands, and what is asked for once at the start."""
MOST_MODULES = 710
ROUTES_OF_FLASKS_OWN = 1
SCRIPT = """
import ast, json, sys
builders = []
def heard(event, given):
    if event == "compile" and isinstance(given[0], ast.Module) and given[0].body[0].name.startswith("<builder:"):
        builders.append(given[0])
sys.addaudithook(heard)
from app import create_app
app = create_app()
# As gunicorn asks it: a client for tests brings with it what no press needs.
from io import BytesIO
from wsgiref.util import setup_testing_defaults
def asked(method, path, body, headers):
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "CONTENT_LENGTH": str(len(body))}
    environ.update({"wsgi.input": BytesIO(body), "CONTENT_TYPE": headers.get("Content-Type", "")})
    environ["HTTP_AUTHORIZATION"] = headers.get("Authorization", "")
    setup_testing_defaults(environ)
    return b"".join(app(environ, lambda status, _: print(status, file=sys.stderr)))
path, body, headers = json.loads(sys.stdin.read())
card = asked("POST", path, body.encode(), headers)
assert b"Larchwood Analytics" in card, card
loaded = sorted(sys.modules)
asked("GET", "/_ah/warmup", b"", {})
print(json.dumps([loaded, sorted(sys.modules), len(builders)]))
"""


def test_the_first_signed_card_loads_only_what_it_needs_and_the_warm_up_the_rest(tmp_path: Path) -> None:
    box = Box(tmp_path)
    path, body, headers = box.homepage()
    given = json.dumps([path, body.decode(), dict(headers)])
    command = [sys.executable, "-c", SCRIPT]
    done = subprocess.run(
        command, input=given, cwd=ROOT, env=box.environment(), text=True, capture_output=True, check=False
    )
    box.running.close()
    assert done.returncode == 0, done.stderr[-2000:]
    loaded, warm, compiled = json.loads(done.stdout)
    assert [one for one in loaded if one in NOT_FOR_THE_FIRST_CARD] == []
    assert len(loaded) <= MOST_MODULES
    pressed = {one for one in MODULES if one.startswith(("addon", "services")) and not one.startswith(NOT_WARM)}
    assert pressed - set(warm) == set()
    # Two functions that build the address of a route, for the one that Flask adds by itself.
    assert compiled <= 2 * ROUTES_OF_FLASKS_OWN


WHOLE = """
import json
from importlib import import_module
from io import BytesIO
from services.starting import NOT_ASKED_FOR, quick_start
with quick_start():
    import flask, googleapiclient.discovery, msgspec, sqlalchemy, werkzeug
    from cryptography.hazmat import backends
    from cryptography.hazmat.primitives import serialization
    from sqlalchemy.dialects import sqlite
    from asyncio import Queue
    used = [Queue is sqlalchemy.util.concurrency.asyncio.Queue]
    backend = backends.default_backend()
async def nothing(): pass
coroutine = nothing()
used += [
    sqlalchemy.util.concurrency.iscoroutine(coroutine),
    serialization.Encoding is import_module("cryptography.hazmat.primitives.serialization").Encoding,
    backend.name == "openssl",
    googleapiclient.discovery.service_account.Credentials.__name__ == "Credentials",
    googleapiclient.discovery.MIMEMultipart("related").policy is import_module("email.policy").compat32,
    sqlite.aiosqlite.dialect.driver == "aiosqlite",
    msgspec.inspect.type_info(int) == msgspec.inspect.IntType(),
]
coroutine.close()
app = flask.Flask("whole")
@app.post("/")
def page():
    given = {"name": flask.request.form["name"], "paper": flask.request.files["paper"].read().decode()}
    return flask.render_template_string("{{ name }}: {{ paper }}", **given)
class Client(werkzeug.Client):
    pass
client = Client(app)
posted = client.post("/", data={"name": "<Larchwood>", "paper": (BytesIO(b"signed"), "order.txt")})
used += [
    posted.text == "&lt;Larchwood&gt;: signed",
    isinstance(client, werkzeug.Client) and isinstance(app.test_client(), werkzeug.Client),
    isinstance(app.jinja_env, import_module("flask.templating").Environment),
    app.create_global_jinja_loader().app is app,
    callable(werkzeug.run_simple.__get__),
]
whole = [type(import_module(name)).__name__ for name in NOT_ASKED_FOR]
print(json.dumps([used, whole]))
"""


def test_what_the_libraries_import_for_nothing_is_whole_as_soon_as_somebody_asks_for_it() -> None:
    done = subprocess.run([sys.executable, "-c", WHOLE], cwd=ROOT, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    used, whole = json.loads(done.stdout)
    assert set(used) == {True}
    assert "_StandIn" not in whole


def test_addresses_of_routes_can_still_be_built(stage: Stage) -> None:
    routes = stage.app.url_map.bind("handover.example", url_scheme="https")
    step = routes.build("addon._steps_<name>_run", {"name": "announce", "again": "1"})
    assert step == "/steps/announce/run?again=1"


def test_the_warm_up_request_needs_no_event_and_spares_the_first_presses_their_look_ups(stage: Stage) -> None:
    client = stage.app.test_client()
    assert client.get("/_ah/warmup").status_code == 200
    asked = {str(one["method"]) for one in stage.world.requests}
    assert {"oauth2.certs", "conversations.info", "auth.test", "query"} <= asked
    assert {name for name in asked if name.startswith(("docs.", "drive.", "gmail.", "sheets.", "calendar."))} == set()
    stage.world.requests.clear()
    host: Host = stage.host("ae", "1LarchwoodAnalyticsQuestionnaire000000000000").open()
    assert [one["method"] for one in stage.world.requests] == ["docs.documents.get"]
    host.press("Announce")
    host.open().press("Close deal")
    assert [stage.calls(one) for one in ("conversations.info", "query", "oauth2.token")] == [0, 1, 0]


def test_whoever_asks_for_the_warm_up_again_makes_no_call(stage: Stage) -> None:
    client = stage.app.test_client()
    client.get("/_ah/warmup")
    before = len(stage.world.requests)
    for _ in range(3):
        assert client.get("/_ah/warmup").status_code == 200
    assert len(stage.world.requests) == before


def test_a_warm_up_while_everything_is_down_still_lets_people_in_later(stage: Stage) -> None:
    for system in ("identity", "slack", "salesforce"):
        stage.world.faults.add(system, "*", "503", times=50)
    assert stage.app.test_client().get("/_ah/warmup").status_code == 200
    stage.world.faults.clear()
    assert "Larchwood Analytics" in stage.host("ae", "1LarchwoodAnalyticsQuestionnaire000000000000").open().text
