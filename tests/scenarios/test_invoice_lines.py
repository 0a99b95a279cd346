"""An invoice with several lines: the first from the document, the others as finance type them."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Stage
from tests.scenarios.test_invoice import TEMPLATE, invoices, look, mail_text, pdf_text, retype, sent
from tests.services.sandbox.clients import Clients

TRAINING = "Onboarding, two days; 2; 1,250.00; 10"
SUPPORT = "Priority support; 180; 1.005"


def test_every_line_stands_on_the_card_and_in_the_pdf_and_the_sums_are_made_of_them(stage: Stage) -> None:
    host = look(stage).fill("lines", f"{TRAINING}\n\n{SUPPORT}\n").fill("tax", "19")
    host.press("Send the invoice")
    assert "Look once more" in host.text
    # 180 × 480; 2 × 1,250 less 10 %; 180 × 1.005 = 180.90; 19 % of 88,830.90 is 16,877.871.
    said = (
        "Sourcegraph Enterprise: 180 × $480.00 = $86,400.00",
        "Onboarding, two days: 2 × $1,250.00 = $2,500.00, less $250.00: $2,250.00",
        "Priority support: 180 × $1.005 = $180.90",
        "Net: $88,830.90",
        "Tax: $16,877.87",
        "Total: $105,708.77",
    )
    assert [words for words in said if words not in host.text] == []
    host.press("Send the invoice")
    text = pdf_text(stage)
    assert [words for words in said if words.replace(": $", " $") not in text.replace(": $", " $")] == []


def test_each_line_is_rounded_by_itself_and_by_its_currency(stage: Stage) -> None:
    host = look(stage).fill("quantity", "1").fill("price", "0.005").fill("lines", "A; 1; 0.005\nB; 1; 0.004")
    host.press("Send the invoice")
    assert "Total: $0.02" in host.text


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("Onboarding; 2", "Further line 1, “Onboarding; 2”: write product; quantity; unit price"),
        (f"{SUPPORT}\n; 2; 3", "Further line 2, “; 2; 3”: write product; quantity; unit price"),
        ("A; 1; 2; 3; 4", "Further line 1, “A; 1; 2; 3; 4”: write product"),
        ("A; two; 3", "Further line 1: “two” is no quantity: write it as 1,234.50."),
        ("A; 2; $3", "Further line 1: “$3” is no unit price: write it as 1,234.50."),
        ("A; 2; 1.234,50", "Further line 1: “1.234,50” is no unit price"),
        ("A; 2; -3", "Further line 1: “-3” is no unit price"),
        ("A; 0; 3", "Further line 1: the quantity is nothing."),
        ("A; 1; 3; 101", "Further line 1: a discount is in percent, no more than 100."),
        (f"{'A' * 121}; 1; 2", "Further line 1: keep the product below 120 characters."),
        ("\n".join(["A; 1; 2"] * 21), "No more than 20 further lines fit; these are 21."),
    ],
)
def test_a_line_that_cannot_be_read_is_said_by_its_number_and_nothing_is_made(
    stage: Stage, typed: str, says: str
) -> None:
    host = look(stage).fill("lines", typed).press("Send the invoice")
    assert says in host.text
    assert typed in [one["value"] for one in _inputs(host.card)]
    assert invoices(stage) == [] == sent(stage)


def _inputs(card: object) -> list[dict[str, str]]:
    """The text inputs of a card."""
    found: list[dict[str, str]] = []

    def walk(node: object) -> None:
        if isinstance(node, dict):
            found.extend([node["textInput"]] if "value" in node.get("textInput", {}) else [])
            for inner in node.values():
                walk(inner)
        elif isinstance(node, list):
            for inner in node:
                walk(inner)

    walk(card)
    return found


def test_as_many_long_lines_as_fit_stay_below_a_cards_size(stage: Stage) -> None:
    rows = [f"{'Ünïcödé ' * 14}{number:02}; 123,456.123456; 123,456.123456; 12.5" for number in range(20)]
    host = look(stage).fill("lines", "\n".join(rows)).press("Send the invoice")
    assert "Look once more" in host.text
    assert len(json.dumps(host.card)) < 100_000
    host.press("Send the invoice")
    assert len(sent(stage)) == 1


def test_a_template_with_columns_has_one_line_below_the_other_in_each(stage: Stage) -> None:
    _template(stage, "$LINES", "$PRODUCT | $QUANTITY | $PRICE | $DISCOUNT")
    look(stage).fill("lines", TRAINING).press("Send the invoice").press("Send the invoice")
    text = pdf_text(stage)
    for words in ("Sourcegraph Enterprise Onboarding, two days", "180 2", "$480.00 $1,250.00", "$0.00 $250.00"):
        assert words in text


def test_a_template_with_columns_is_filled_for_one_line_as_ever(stage: Stage) -> None:
    _template(stage, "$LINES", "$QUANTITY times $PRODUCT at $PRICE")
    look(stage).press("Send the invoice")
    assert "180 times Sourcegraph Enterprise at $480.00" in pdf_text(stage)


def _template(stage: Stage, old: str, new: str) -> None:
    """Finance change the invoice's template."""
    stage.host("finance", TEMPLATE)
    edit = {"replaceAllText": {"containsText": {"text": old}, "replaceText": new}}
    Clients(stage.running).docs("finance").batchUpdate(documentId=TEMPLATE, body={"requests": [edit]}).execute()


def test_a_line_that_looks_like_a_placeholder_stays_text(stage: Stage) -> None:
    look(stage).fill("lines", "$TOTAL <b>; 1; 2").press("Send the invoice").press("Send the invoice")
    assert "$TOTAL <b>: 1 × $2.00 = $2.00" in pdf_text(stage)


def test_a_currency_without_coins_is_rounded_to_whole_units(stage: Stage) -> None:
    retype(stage, **{"$86,400": "JPY 9,000,000"})
    host = look(stage).fill("lines", "Onboarding; 3; 33.5").press("Send the invoice")
    assert "Onboarding: 3 × ¥33.5 = ¥101" in host.text
    assert "Total: ¥9,000,101" in host.text


def test_the_mail_names_the_total_of_all_lines(stage: Stage) -> None:
    host = look(stage).fill("lines", TRAINING).press("Send the invoice")
    assert "$88,650.00, due on" in host.text
    host.press("Send the invoice")
    [message] = sent(stage)
    text = mail_text(message)
    assert "for Larchwood Analytics, $88,650.00, due on" in text
    assert "$86,400.00" not in text


def test_a_mail_that_finance_wrote_stays_and_another_total_in_it_is_said(stage: Stage) -> None:
    host = look(stage)
    assert "The mail does not name" not in host.text
    host.fill("text", "Dear Bethany, $86,400.00 please.").fill("lines", TRAINING).press("Send the invoice")
    assert "The mail does not name the invoice's total, $88,650.00." in host.text
    host.press("Send the invoice")
    [message] = sent(stage)
    assert "Dear Bethany, $86,400.00 please." in mail_text(message)
