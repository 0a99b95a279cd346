"""A person may decline any one permission; everything that does not need it goes on working."""

from __future__ import annotations

import pytest

from services.handover.steps import STEPS
from tests.conftest import Stage
from tests.host import SCOPE_OF, SCOPES, Host
from tests.scenarios.test_three_buttons import LARCHWOOD, SHEET, announce, messages

PREFIX = "https://www.googleapis.com/auth/"


def without(host: Host, name: str) -> Host:
    """The same person, who declined one scope."""
    host.scopes = tuple(scope for scope in SCOPES if scope != PREFIX + name)
    return host


BY_ROLE = {"sales": "ae", "ce": "ce", "finance": "finance", "ops": "ops"}
OTHERS = sorted(SCOPE_OF.keys() - {"userinfo.email", "drive.file"})


@pytest.mark.parametrize("declined", OTHERS)
def test_announcing_needs_none_of_the_other_permissions(stage: Stage, declined: str) -> None:
    host = without(stage.host("ae", LARCHWOOD), declined).open()
    host.press("Announce").tick_all("confirmed").press("Post in #sales")
    assert len(messages(stage)) == 1


@pytest.mark.parametrize(
    ("declined", "words"), [("gmail.compose", "write and send the welcome mail from your mailbox")]
)
def test_a_declined_permission_is_explained_in_words_and_asked_for_again_on_request(
    stage: Stage, declined: str, words: str
) -> None:
    host = without(stage.host("ae", LARCHWOOD), declined).open().press("Send welcome")
    assert host.asked_for == (PREFIX + declined,)
    host.again()
    assert words in host.text
    host.press("Try again")
    assert host.asked_for == (PREFIX + declined,)


@pytest.mark.parametrize("declined", OTHERS)
def test_every_step_opens_or_asks_for_that_permission_alone(stage: Stage, declined: str) -> None:
    for step in STEPS:
        host = without(stage.host(BY_ROLE[step.role], LARCHWOOD), declined)
        host.click(f"{host.base_url}/steps/{step.name}", {"docId": LARCHWOOD})
        assert host.asked_for in ((), (PREFIX + declined,))


def test_without_the_sheets_permission_the_sheets_sidebar_says_what_it_needs(stage: Stage) -> None:
    announce(stage)
    host = without(stage.host("ops", SHEET, editor="sheets"), "spreadsheets").open()
    assert host.asked_for == (PREFIX + "spreadsheets",)
    host.open()
    assert "read and write the installers spreadsheet as you" in host.text


def test_without_knowing_who_it_is_nothing_is_shown_but_why(stage: Stage) -> None:
    host = stage.host("ae", LARCHWOOD)
    function = f"{host.base_url}/docs/homepage"
    body = host.event(function)
    del body["authorizationEventObject"]["userIdToken"]
    assert "requesting_google_scopes" in host.post(function, body).get_json()
    answer = host.post(function, body).get_json()
    assert "know who you are" in str(answer["action"]["navigations"][0]["pushCard"])


def test_the_file_permission_is_asked_for_before_googles_dialog(stage: Stage) -> None:
    host = without(stage.host("ae", LARCHWOOD, granted=False), "drive.file").open()
    host.press("Allow access")
    assert host.asked_for == (PREFIX + "drive.file",)
    host.again()
    assert "read the document you have open" in host.text
