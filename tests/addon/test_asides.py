"""Links to a handover become chips for those who can read its document, and nothing at all for everybody else."""

from __future__ import annotations

import pytest

from services.handover.steps import STEPS
from tests.conftest import BASE_URL, Stage
from tests.host import SCOPES
from tests.judge import texts
from tests.scenarios.test_three_buttons import LARCHWOOD, SHEET, announce

OWN = f"{BASE_URL}/handovers/{LARCHWOOD}"
GOOGLES = f"https://docs.google.com/document/d/{LARCHWOOD}/edit?tab=t.0#heading=h.1"
COUNTED = len(STEPS) - 1
"""Every step but the one that began the handover."""

ELSEWHERE = "1AnyOtherDocument0000000000000000000000000000"


@pytest.mark.parametrize("url", [OWN, GOOGLES, f"{OWN}?from=chat", GOOGLES.replace("/document/", "/document/u/1/")])
@pytest.mark.parametrize("editor", ["docs", "sheets"])
def test_a_handovers_link_is_a_chip_with_its_state(stage: Stage, editor: str, url: str) -> None:
    stage.host("ae", LARCHWOOD)
    file = SHEET if editor == "sheets" else ELSEWHERE
    before = stage.host("ae", file, editor=editor, granted=False).paste(url)
    assert before["title"] == f"Larchwood Analytics · 0 of {COUNTED} steps done"
    assert "Announce" in texts(before["previewCard"]).split("Done")[0]
    announce(stage)
    after = stage.host("ae", file, editor=editor, granted=False).paste(url)
    assert after["title"] == f"Larchwood Analytics · 1 of {COUNTED} steps done"
    assert "Done\nAnnounce" in texts(after["previewCard"])


def test_who_cannot_read_the_document_learns_nothing_from_its_link(stage: Stage) -> None:
    announce(stage)
    assert stage.host("finance", SHEET, editor="sheets").paste(OWN) == {}
    stage.world.identity.revoke_file(stage.world.person("ae"), LARCHWOOD)
    assert stage.host("ae", ELSEWHERE, granted=False).paste(OWN) == {}


@pytest.mark.parametrize(
    "url",
    [
        "",
        "not a link",
        f"https://evil.example/handovers/{LARCHWOOD}",
        f"{BASE_URL}.evil.example/handovers/{LARCHWOOD}",
        f"{BASE_URL}/handovers/../{LARCHWOOD}",
        f"{BASE_URL}/steps/{LARCHWOOD}",
        f"https://docs.google.com/spreadsheets/d/{LARCHWOOD}/edit",
        f"https://docs.google.com/document/d/{LARCHWOOD}%00/edit",
    ],
)
def test_another_link_is_no_chip_and_nothing_is_asked_of_google(stage: Stage, url: str) -> None:
    assert stage.host("ae", LARCHWOOD).paste(url) == {}
    assert stage.calls("docs.documents.get") == 0


def test_a_link_to_a_document_that_is_no_questionnaire_or_to_the_template_is_no_chip(stage: Stage) -> None:
    for title in ("Notes: Larchwood trial review", "(template)"):
        file = next(one["id"] for one in stage.world.files() if title.lower() in one["title"].lower())
        assert stage.host("ae", file).paste(f"{BASE_URL}/handovers/{file}") == {}


@pytest.mark.parametrize("declined", ["userinfo.email", "drive.file"])
def test_a_missing_permission_is_not_asked_for_by_a_chip(stage: Stage, declined: str) -> None:
    host = stage.host("ae", LARCHWOOD)
    host.scopes = tuple(scope for scope in SCOPES if not scope.endswith(declined))
    assert host.paste(OWN) == {}


def test_google_out_of_order_is_no_chip_and_no_error(stage: Stage) -> None:
    host = stage.host("ae", LARCHWOOD)
    stage.world.faults.add("docs", "docs.documents.get", "500_before", times=9)
    assert host.paste(OWN) == {}


def test_only_google_may_ask(stage: Stage) -> None:
    host = stage.host("ae", LARCHWOOD)
    function = f"{BASE_URL}/docs/link-preview"
    event = host.event(function) | {"docs": {"matchedUrl": {"url": OWN}}}
    other = stage.world.identity.system_token(f"{BASE_URL}/sheets/link-preview")
    assert host.post(function, event, token=other).status_code == 401
    assert stage.calls("docs.documents.get") == 0


def test_a_handovers_link_leads_a_browser_to_the_questionnaire(stage: Stage) -> None:
    browser = stage.app.test_client()
    answer = browser.get(f"/handovers/{LARCHWOOD}")
    assert (answer.status_code, answer.location) == (302, f"https://docs.google.com/document/d/{LARCHWOOD}/edit")
    for wrong in ("short", "x" * 200, f"{LARCHWOOD}%0d%0aLocation:%20https:%2f%2fevil.example"):
        assert browser.get(f"/handovers/{wrong}").status_code == 404
