"""The key behind a link that opens once: the mail holds the link alone, and the link can be burned."""

from __future__ import annotations

import re
import sqlite3

import pytest

from app import create_app
from services.settings import WrongSettings, load_settings
from tests.conftest import Stage
from tests.host import Host
from tests.scenarios.test_create_license import made
from tests.scenarios.test_create_license import ready as ready_to_create
from tests.scenarios.test_deliver_license import CHLOE, SEND, look, mails, text_of, welcomed

SHARE = "share"


def ready(stage: Stage) -> Host:
    """The only way is a link, the key is made, the welcome sent, and the CE looks at the delivery."""
    stage.configure(deliver_license__ways='["link"]')
    welcomed(stage)
    ready_to_create(stage).press("Create the key")
    return look(stage)


def links(stage: Stage) -> dict[str, dict[str, object]]:
    """The secrets that were put there, by their makers' keys."""
    found: dict[str, dict[str, object]] = stage.world._store.section("one_time_secret")["secrets"]
    return found


def sent_text(stage: Stage) -> str:
    """The text of the mail that went out last."""
    return text_of(mails(stage, CHLOE)[-1])


def test_the_mail_holds_a_link_and_the_customer_sees_the_key_once(stage: Stage) -> None:
    host = ready(stage)
    assert "it opens once, within 7 days" in host.text
    host.press("Send the link")
    assert "as a link that opens once" in host.text
    assert "Not opened yet; it ends on " in host.text
    [(key, secret)] = links(stage).items()
    assert re.findall(r"http\S+/secret/(\w+)", sent_text(stage)) == [secret["secret_key"]]
    assert made(stage)[0]["key"] not in sent_text(stage)
    assert secret["ttl"] == 7 * 86_400
    assert stage.world.one_time_secret.open(key) == made(stage)[0]["key"]
    with pytest.raises(LookupError):
        stage.world.one_time_secret.open(key)
    host = look(stage)
    assert "Opened on " in host.text
    assert "Undo…" not in host.text


def test_a_link_that_nobody_opened_is_burned_and_the_key_delivered_anew(stage: Stage) -> None:
    ready(stage).press("Send the link").press("Undo…").press("Destroy the link")
    [key] = links(stage)
    with pytest.raises(LookupError):
        stage.world.one_time_secret.open(key)
    look(stage).press("Send the link")
    assert len(links(stage)) == 2


def test_a_link_that_was_opened_meanwhile_cannot_be_burned(stage: Stage) -> None:
    host = ready(stage).press("Send the link").press("Undo…")
    stage.world.one_time_secret.open(next(iter(links(stage))))
    host.press("Destroy the link")
    assert "It was opened already: whoever has the key keeps it." in host.text


def test_a_link_that_ended_unopened_asks_to_deliver_the_key_again(stage: Stage) -> None:
    ready(stage).press("Send the link")
    with sqlite3.connect(stage.folder / "ledger.sqlite") as ledger:
        ledger.execute('update steps set evidence = replace(evidence, \'"until": "20\', \'"until": "19\')')
    assert "Nobody opened it in time." in look(stage).text


def test_neither_the_key_nor_its_link_is_kept_anywhere(stage: Stage) -> None:
    ready(stage).press("Send the link")
    [secret] = links(stage).values()
    ledger = b"".join(one.read_bytes() for one in stage.folder.glob("ledger.sqlite*"))
    for what in (str(secret["secret_key"]), made(stage)[0]["key"]):
        assert what.encode() not in ledger
        assert what not in str(list(stage.world.requests))
        assert what not in str(stage.world.state())


@pytest.mark.parametrize(("system", "method"), [("one_time_secret", SHARE), ("gmail", SEND)])
@pytest.mark.parametrize("kind", ["500_before", "500_after", "reset_after", "html"])
def test_one_mail_goes_out_whatever_is_answered(stage: Stage, system: str, method: str, kind: str) -> None:
    host = ready(stage)
    stage.world.faults.add(system, method, kind)
    host.press("Send the link").press("Check and finish")
    assert "as a link that opens once" in host.text
    assert len(stage.world.panels()["gmail"]["outbox"]) == 2, "the welcome, and the key"
    linked = re.findall(r"/secret/(\w+)", sent_text(stage))
    assert linked == [list(links(stage).values())[-1]["secret_key"]]


def test_a_service_that_refuses_the_sign_in_sends_nothing(stage: Stage) -> None:
    host = ready(stage)
    stage.world.faults.add("one_time_secret", SHARE, "401")
    host.press("Send the link")
    assert "One-Time Secret" in host.text
    assert stage.calls("gmail.users.drafts.create") == 1


def test_without_the_service_the_way_is_not_offered(stage: Stage) -> None:
    known = {name: value for name, value in stage.known.items() if not name.startswith("onetime_")}
    stage.app = create_app(load_settings(**known))
    welcomed(stage)
    ready_to_create(stage).press("Create the key")
    assert "link that opens once" not in look(stage).text


def test_half_a_connection_is_named_at_the_start(stage: Stage) -> None:
    known = {name: value for name, value in stage.known.items() if name != "onetime_secret_token"}
    with pytest.raises(WrongSettings, match="ONETIME_SECRET_TOKEN is not set: the account's API token there"):
        load_settings(**known)
