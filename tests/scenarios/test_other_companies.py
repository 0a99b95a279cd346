"""The same add-on in other companies: nothing but handover.toml and its texts says how they work."""

from __future__ import annotations

from pathlib import Path

from tests.companies import by_hand_seed, company, german_seed
from tests.conftest import Stage
from tests.host import Host
from tests.scenarios.test_close_deal import choose
from tests.scenarios.test_invoice_by_hand import NOVEMBER_20
from tests.scenarios.test_three_buttons import LARCHWOOD, SHEET, in_days, messages

OPPORTUNITY = "006Hs00001LRCHWIA5"


def at_larchwood(stage: Stage, person: str = "ae") -> Host:
    """Somebody opens Larchwood's questionnaire."""
    return stage.host(person, LARCHWOOD).open()


def stage_name(stage: Stage) -> str:
    """The label of the stage that Larchwood's opportunity is in."""
    name = stage.world.salesforce.record("Opportunity", OPPORTUNITY)["StageName"]
    [label] = [one["MasterLabel"] for one in stages(stage) if one["ApiName"] == name]
    return label


def stages(stage: Stage) -> list[dict[str, str]]:
    """The org's stages."""
    found: list[dict[str, str]] = list(stage.world.snapshot()["salesforce"]["records"]["OpportunityStage"].values())
    return found


def close(stage: Stage, reason: str) -> Host:
    """The AE closes Larchwood's deal."""
    host = at_larchwood(stage).press("Close deal")
    choose(host, "won_reason", reason)
    return host.press("Close the deal")


def test_without_license_keys_and_with_invoices_by_hand_the_handover_goes_on(tmp_path: Path) -> None:
    with company(tmp_path, "by_hand", by_hand_seed(), sourcegraph_token="") as stage:
        text = at_larchwood(stage).text
        assert "Create license key" not in text
        assert "Deliver license key" not in text
        assert "Success plan" not in text
        assert "Send invoice" in text
        host = at_larchwood(stage).press("Announce").tick_all("confirmed").press("Post in #sales")
        assert host.notification == "Announce: done"
        assert "<!subteam^S0CETEAM0> please take it from here." in str(messages(stage)[0]["text"])
        mail = at_larchwood(stage).press("Send welcome").pick_day("date", in_days(30)).press("Send to 3 people")
        mail.press("Send to 3 people")
        [sent] = stage.world.panels()["gmail"]["outbox"]
        assert sent["subject"] == "Hello from Lanternworks"
        close(stage, "Price")
        assert stage_name(stage) == "Signed and paid"


def test_an_invoice_by_hand_is_recorded_with_a_link_and_sends_nothing(tmp_path: Path) -> None:
    with company(tmp_path, "by_hand", by_hand_seed(), sourcegraph_token="") as stage:
        at_larchwood(stage).press("Announce").tick_all("confirmed").press("Post in #sales")
        stage.world.requests.clear()
        host = at_larchwood(stage, "finance").press("Send invoice")
        assert "This step is done by hand here." in host.text
        host.press("Done another way?").tick("how", "by_hand").fill("number", "17").pick_day("dated", NOVEMBER_20)
        host.fill("link", "https://books.example/invoices/17")
        host.press("Record")
        assert host.notification == "Send invoice: recorded"
        assert "https://books.example/invoices/17" in at_larchwood(stage).text
        assert {one["http_method"] for one in stage.world.requests if one["system"] != "identity"} == {"GET"}


def test_a_step_that_the_company_is_without_has_no_address(tmp_path: Path) -> None:
    with company(tmp_path, "by_hand", by_hand_seed(), sourcegraph_token="") as stage:
        host = at_larchwood(stage, "ce")
        host.click("https://handover.example/steps/create_license", {"docId": LARCHWOOD})
        assert "No such button" in host.text


def test_a_questionnaire_in_german_drives_the_handover(tmp_path: Path) -> None:
    with company(tmp_path, "deutsch", german_seed()) as stage:
        assert "Larchwood Analytics" in at_larchwood(stage).text
        host = at_larchwood(stage).press("Announce")
        assert "ARR: €86,400" in host.text
        host.tick_all("confirmed").press("Post in #vertrieb")
        assert "Contract start: December 7, 2026" in str(messages(stage)[0]["text"])
        mail = at_larchwood(stage).press("Send welcome")
        mail.pick_day("date", in_days(30)).press("Send to 3 people").press("Send to 3 people")
        [sent] = stage.world.panels()["gmail"]["outbox"]
        assert sent["subject"] == "Willkommen bei Laternenwerk, Larchwood Analytics"
        assert "Ab jetzt betreut Sie Chloé Marchetti" in sent["text"]
        close(stage, "Price")
        assert stage_name(stage) == "Gewonnen"
        sheet = stage.host("ops", SHEET, editor="sheets").open()
        assert "Larchwood Analytics" in sheet.text
