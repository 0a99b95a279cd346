"""A document that a step made holds much of what a questionnaire does: its sidebar leads back, and does no step."""

from __future__ import annotations

import re

from sqlalchemy import select

from services.handover.claim import MADE_FOR
from services.handover.keeping import prune
from services.handover.schema import open_ledger
from services.handover.tables import steps
from tests.conftest import Stage
from tests.host import Host
from tests.scenarios.test_compare_systems import links
from tests.scenarios.test_invoice import invoices, look
from tests.scenarios.test_success_plan import plan_card, plans, says
from tests.scenarios.test_three_buttons import LARCHWOOD

QUESTIONNAIRE = f"https://docs.google.com/document/d/{LARCHWOOD}/edit"


def opened_plan(stage: Stage, person: str = "ae") -> Host:
    """A success plan is made, and somebody opens it."""
    says(stage, "$86,400", "$120,000")
    plan_card(stage).press("Make the plan")
    [plan] = plans(stage)
    return stage.host(person, plan["id"]).open()


def test_a_success_plan_offers_no_step_and_leads_back_to_its_questionnaire(stage: Stage) -> None:
    host = opened_plan(stage)
    assert "was made by “Success plan” for a customer's handover" in host.text
    assert "Close deal" not in host.text
    assert links(host.card) == [QUESTIONNAIRE]


def test_an_invoice_leads_back_to_its_questionnaire(stage: Stage) -> None:
    look(stage).press("Send the invoice")
    [invoice] = invoices(stage)
    host = stage.host("finance", invoice["id"]).open()
    assert "was made by “Send invoice” for a customer's handover" in host.text
    assert links(host.card) == [QUESTIONNAIRE]


def test_a_plan_that_was_found_again_after_a_lost_answer_is_none_either(stage: Stage) -> None:
    says(stage, "$86,400", "$120,000")
    stage.world.faults.add("drive", "drive.files.copy", "500_after")
    plan_card(stage).press("Make the plan").press("Check and finish")
    [plan] = plans(stage)
    assert links(stage.host("ce", plan["id"]).open().card) == [QUESTIONNAIRE]


def test_who_may_not_read_the_document_is_not_told_what_it_belongs_to(stage: Stage) -> None:
    opened_plan(stage, "ce")
    [plan] = plans(stage)
    stage.world.faults.add("docs", "docs.documents.get", "403")
    host = stage.host("finance", plan["id"]).open()
    assert QUESTIONNAIRE not in links(host.card)


def test_the_ledger_keeps_that_it_belongs_to_a_handover_longer_than_who_made_it(stage: Stage) -> None:
    host = opened_plan(stage)
    stage.pass_time(31 * 86_400)
    engine = open_ledger(stage.known["database_url"])
    assert prune(engine, 30).forgotten == 1, "the plan's document is no handover of its own"
    with engine.connect() as connection:
        [row] = connection.execute(select(steps).where(steps.c.step == MADE_FOR))
    engine.dispose()
    assert row.person == "no longer kept"
    assert not re.search("Larchwood Analytics", str(row.evidence))
    assert links(host.open().card) == [QUESTIONNAIRE]
