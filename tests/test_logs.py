"""What the process writes down is enough to act on, says nothing private, and has the form that Google reads."""

from __future__ import annotations

import json
import logging
import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import update

from services import logs
from services.handover.tables import connect, steps
from services.logs import JsonLines, ShortLines, Trace, plain_path, trace_of
from services.sandbox.world import SEED
from tests.conftest import LISTENER, ROOT, Stage
from tests.judge import PRIVATE, WRITTEN, leak
from tests.scenarios.test_three_buttons import LARCHWOOD

TRACE = "105445aa7843bc8bf206b12000100000"
CLOUD = f"{TRACE}/2205310701640571284;o=1"
REPORTED = "type.googleapis.com/google.devtools.clouderrorreporting.v1beta1.ReportedErrorEvent"


@pytest.fixture
def lines() -> Iterator[list[dict[str, Any]]]:
    """What our own loggers write, as Cloud Logging would get it."""
    written: list[dict[str, Any]] = []

    class Reader(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(json.loads(JsonLines("our-project").format(record)))

    reader = Reader()
    for name in logs.OURS:
        logging.getLogger(name).addHandler(reader)
    yield written
    for name in logs.OURS:
        logging.getLogger(name).removeHandler(reader)


def clicks(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines that tell of a click."""
    return [line for line in lines if "address" in line]


def test_a_token_or_a_license_key_in_a_log_line_is_heard() -> None:
    logging.getLogger("anything").debug("Authorization: Bearer %s", "ya29.secret")
    try:
        raise ValueError("xoxb-1-2-secret")
    except ValueError:
        logging.getLogger("anything").exception("it broke")
    logging.getLogger("anything").debug("the token is sgp_secret")
    logging.getLogger("anything").warning("licenseKey=eyJzaWciOnsiRm9ybWF0Ijoic3No")
    assert len({leak.split("(a secret)")[0] for leak in LISTENER.leaks}) >= 4
    LISTENER.leaks.clear()


def test_a_signed_token_in_a_log_line_is_heard_and_an_id_that_begins_like_one_is_not(stage: Stage) -> None:
    signed = stage.world.identity.system_token("https://handover.example")
    logging.getLogger("anything").debug("1%s announce maya.lindqvist", signed.split(".")[0])
    assert not LISTENER.leaks
    logging.getLogger("anything").debug("authorized by %s", signed)
    assert LISTENER.leaks
    LISTENER.leaks.clear()


@pytest.mark.parametrize("said", ["omar.whitley@larchwood.example", *WRITTEN])
def test_an_address_or_a_documents_or_a_mails_words_in_a_log_line_are_heard(said: str) -> None:
    logging.getLogger("anything").debug("it says %s here", said)
    assert LISTENER.leaks
    assert said not in "".join(LISTENER.leaks)
    LISTENER.leaks.clear()


def test_the_words_that_are_listened_for_stand_in_every_questionnaire_and_every_mail() -> None:
    documents = {one["title"]: one["text"] for one in tomllib.loads(SEED.read_text("utf-8"))["documents"]}
    filled = {title: text for title, text in documents.items() if re.search("handover|questionnaire$", title)}
    texts = [*filled.values(), *(path.read_text("utf-8") for path in (ROOT / "manifest").glob("*.t*xt"))]
    assert len(filled) == 4
    assert [text[:60] for text in texts if not any(word.lower() in text.lower() for word in WRITTEN)] == []


def test_each_click_is_one_line_with_host_step_role_outcome_time_and_calls(
    stage: Stage, lines: list[dict[str, Any]]
) -> None:
    host = stage.host("ae", LARCHWOOD).open().press("Announce").tick_all("confirmed").press("Post in #sales")
    assert "Posted in #sales" in host.text
    opened, looked, pressed = clicks(lines)
    assert [one["outcome"] for one in (opened, looked, pressed)] == ["shown", "shown", "done"]
    assert {one["host"] for one in clicks(lines)} == {"docs"}
    assert {one["role"] for one in clicks(lines)} == {"sales"}
    assert (pressed["step"], pressed["address"], pressed["severity"]) == ("announce", "/steps/announce/run", "INFO")
    assert isinstance(pressed["milliseconds"], int)
    asked = [line for line in lines[lines.index(looked) + 1 : lines.index(pressed)] if "system" in line]
    assert pressed["calls"] == len(asked) >= 1


def test_each_outgoing_call_is_one_line_with_system_method_and_outcome(
    stage: Stage, lines: list[dict[str, Any]]
) -> None:
    stage.host("ae", LARCHWOOD).open()
    [call] = [line for line in lines if line.get("system") == "Google Docs"]
    assert (call["method"], call["outcome"], call["severity"]) == ("GET /v1/documents/*", "HTTP 200", "INFO")
    assert isinstance(call["milliseconds"], int)
    assert len([line for line in lines if "system" in line]) == len(stage.world.requests)


def test_a_failure_is_told_by_kind_and_code_without_the_documents_text(
    stage: Stage, lines: list[dict[str, Any]]
) -> None:
    stage.world.faults.add("docs", "docs.documents.get", "500_before", times=9)
    stage.host("ae", LARCHWOOD).open()
    [click] = clicks(lines)
    assert (click["outcome"], click["severity"]) == ("Unknown Google Docs: HTTP 500", "WARNING")
    calls = [line for line in lines if line.get("system") == "Google Docs"]
    assert {(one["outcome"], one["severity"]) for one in calls} == {("Unknown HTTP 500", "WARNING")}
    assert click["calls"] == len(calls) == 3


def test_a_request_that_is_not_let_in_is_one_line_too(stage: Stage, lines: list[dict[str, Any]]) -> None:
    assert stage.app.test_client().post("/docs/homepage", json={}).status_code == 401
    [click] = clicks(lines)
    assert (click["outcome"], click["role"], click["calls"]) == ("not let in: no bearer token", "", 0)


@pytest.mark.parametrize(
    ("name", "value"),
    [("X-Cloud-Trace-Context", CLOUD), ("traceparent", f"00-{TRACE}-1e9a4e2f0b0c1d14-01")],
)
def test_every_line_of_a_request_bears_its_trace(
    stage: Stage, lines: list[dict[str, Any]], name: str, value: str
) -> None:
    host = stage.host("ae", LARCHWOOD)
    function = host.base_url + "/docs/homepage"
    body = host.event(function)
    bearer = {"Authorization": f"Bearer {body['authorizationEventObject']['systemIdToken']}"}
    assert host.deliver("/docs/homepage", body, bearer | {name: value}).status_code == 200
    # Certificates are asked for by whoever comes first, so they belong to that request too.
    assert len(lines) > 1
    assert {line["logging.googleapis.com/trace"] for line in lines} == {f"projects/our-project/traces/{TRACE}"}
    assert {line["logging.googleapis.com/trace_sampled"] for line in lines} == {True}
    assert logs.TRACE.get() is None


def test_a_span_in_decimal_becomes_sixteen_hexadecimal_digits() -> None:
    assert trace_of(CLOUD, "") == Trace(TRACE, f"{2205310701640571284:016x}", True)
    assert trace_of(TRACE, "") == Trace(TRACE)
    assert trace_of("", f"00-{TRACE}-00f067aa0ba902b7-00") == Trace(TRACE, "00f067aa0ba902b7", False)


@pytest.mark.parametrize("given", ["", "x", f"{TRACE}/x", f"{TRACE}\nInjected: 1", "00-0-0-0"])
def test_a_header_of_another_shape_is_no_trace(given: str) -> None:
    assert trace_of(given, given) is None


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://slack.example/api/chat.postMessage", "/api/chat.postMessage"),
        ("https://x.example/v4/spreadsheets/1Sheet000/values/Installers!A1:B2?a=b", "/v4/spreadsheets/*/values/*"),
        ("https://x.example/v3/calendars/omar.whitley@larchwood.example/events", "/v3/calendars/*/events"),
        ("https://x.example/services/data/v59.0/query?q=SELECT+Name", "/services/data/v59.0/query"),
    ],
)
def test_an_address_is_written_down_without_ids_names_cells_and_queries(url: str, shown: str) -> None:
    assert plain_path(url) == shown


def test_a_mistake_of_ours_has_a_reference_on_the_card_and_in_the_log_and_a_stack_without_words(
    stage: Stage, lines: list[dict[str, Any]]
) -> None:
    host = stage.host("ae", LARCHWOOD).open().press("Announce").tick_all("confirmed").press("Post in #sales")
    with connect(stage.known["database_url"]).begin() as connection:
        connection.execute(update(steps).values(evidence={"maya.lindqvist@codelantern.example": "never was"}))
    host.open()
    line = clicks(lines)[-1]
    assert (line["severity"], line["outcome"], line["@type"]) == ("ERROR", "our mistake TypeError", REPORTED)
    assert line["serviceContext"]["service"] == "handover"
    assert line["stack_trace"].startswith("Traceback (most recent call last):\n  File ")
    assert line["stack_trace"].endswith("\nbuiltins.TypeError")
    assert re.fullmatch("[0-9a-f]{8}", line["reference"])
    assert f"tell an administrator this reference: {line['reference']}" in host.text
    assert line["reference"] in line["message"]
    assert not PRIVATE.search(json.dumps(line))
    # The error's own words quote the person's address: written down in the usual way, they were heard.
    assert {leak.partition(":")[0] for leak in LISTENER.leaks} == {"addon.click_line"}
    LISTENER.leaks.clear()


def test_causes_are_told_before_what_they_caused() -> None:
    try:
        try:
            raise ValueError("a secret")
        except ValueError as error:
            raise KeyError("another") from error
    except KeyError as error:
        told = logs.stack(error)
    assert told.index("builtins.ValueError") < told.index("builtins.KeyError")
    assert told.count("Traceback (most recent call last):") == 2
    assert not [line for line in told.splitlines() if not line.startswith(" ") and "secret" in line]


def test_beside_flask_run_a_line_is_short_and_for_people() -> None:
    record = logging.LogRecord("addon", logging.WARNING, "", 0, "%s: %s", ("/docs/homepage", "refused"), None)
    assert ShortLines().format(record) == "Warning: /docs/homepage: refused"
    record.levelno, record.levelname = logging.INFO, "INFO"
    assert ShortLines().format(record) == "/docs/homepage: refused"


def test_what_is_masked_is_said_to_be_masked() -> None:
    assert leak("to omar.whitley@larchwood.example") == "to (private)"
    assert leak("nothing") == ""
