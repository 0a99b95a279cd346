"""Invoice numbers without gap or double, when finance press for eight customers at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

from app import create_app
from services.handover.ledger import Ledger
from services.handover.schema import open_ledger
from services.settings import load_settings
from tests.conftest import Stage
from tests.host import Host
from tests.scenarios.test_invoice import TEMPLATE, invoices, sent, told
from tests.scenarios.test_several_customers import crowd

AT_ONCE = 8


def test_eight_whole_presses_at_once_take_the_numbers_one_to_eight_and_send_eight_mails(
    stage: Stage, database_url: str
) -> None:
    stage.known["database_url"] = database_url
    stage.app = create_app(load_settings(**stage.known))
    documents = crowd(stage, AT_ONCE)
    stage.host("finance", TEMPLATE)
    hosts = [stage.host("finance", one).open().press("Send invoice") for one in documents]
    together = Barrier(AT_ONCE)

    def press(host: Host) -> str:
        together.wait(timeout=30)
        return host.press("Send the invoice").text

    with ThreadPoolExecutor(AT_ONCE) as threads:
        said = list(threads.map(press, hosts))

    numbers = [f"INV-{date.today().year}-{number:04}" for number in range(1, AT_ONCE + 1)]
    assert sorted(one["subject"].split()[1] for one in _outbox(stage)) == numbers
    assert len(sent(stage)) == len(told(stage)) == AT_ONCE
    assert sorted(one["name"].partition(" ")[0] for one in invoices(stage)) == numbers
    ledger = Ledger(open_ledger(database_url))
    for document, words in zip(documents, said, strict=True):
        kept = ledger.records(document)["invoice"].evidence
        assert kept is not None
        assert f"{kept.ids['number']} sent to accounts@larchwood.example" in words
        [copy] = [one for one in invoices(stage) if one["id"] == kept.ids["document"]]
        company = next(str(one["title"]) for one in stage.world.files() if one["id"] == document)
        assert copy["name"] == f"{kept.ids['number']} {company}"


def _outbox(stage: Stage) -> list[dict[str, str]]:
    """The invoices' mails as their reader lists them."""
    found: list[dict[str, str]] = stage.world.panels()["gmail"]["outbox"]
    return [one for one in found if one["subject"].startswith("Invoice ")]
