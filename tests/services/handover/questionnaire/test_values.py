"""Normal forms of numbers, money, months, dates, links, lists, lines, yes and no, channels and text."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.handover.questionnaire.document import bold, day, form, heading, item, line, link, rich_link, table
from tests.services.handover.questionnaire.document import person as chip
from tests.services.handover.questionnaire.expect import UNANSWERED, ambiguous, assert_reads, money

VALUES: dict[tuple[str, str], dict[str, Any]] = {
    ("Number of users", "seats"): {
        "320 seats": 320,
        "400 (growing to 800 by autumn)": 400,
        "150 in year 1, 200 in year 2": ambiguous(150, 200),
        "about 1,200": 1200,
        "up to 400": 400,
        "４０": 40,
        "٤٠": 40,
        "1.200": 1200,
        "1'200": 1200,
        "1 200": 1200,
        "1,20,000": 120000,
        "1.5k": 1500,
        "1万": 10000,
    },
    ("ARR", "arr"): {
        "$120,000": money(120000, "USD"),
        "$91.2k": money(91200, "USD"),
        "£208,800": money(208800, "GBP"),
        "CA$91,200": money(91200, "CAD"),
        "48.000 €": money(48000, "EUR"),
        "USD 48,000": money(48000, "USD"),
        "48,000 CHF per year": money(48000, "CHF"),
        "¥1,200万": money(12000000, "JPY"),
        "12万円": money(120000, "JPY"),
        "₹12,00,000": money(1200000, "INR"),
        "R$ 1.234.567,89": money(1234567.89, "BRL"),
        "USD120k": money(120000, "USD"),
        "120kEUR": money(120000, "EUR"),
        "A$50k": money(50000, "AUD"),
        "$1.2M": money(1200000, "USD"),
        "48000": money(48000, None),
        "$48,000 ARR, $144,000 TCV": money(48000, "USD"),
        "$48,000 plus $5,000 one-time services": money(48000, "USD"),
        "$120,000 (TCV $360,000)": money(120000, "USD"),
    },
    ("ARR (USD)", "arr"): {"48,000": money(48000, "USD")},
    ("Contract length", "term_months"): {
        "12 months": 12,
        "1 year": 12,
        "3yr": 36,
        "36 mo": 36,
        "24-month": 24,
        "one year": 12,
        "zwölf Monate": 12,
        "24 mois": 24,
        "12 meses": 12,
        "12ヶ月": 12,
        "2年": 24,
        "Annual": 12,
        "36": 36,
        "two years (24 months)": 24,
        "二十四か月": 24,
        "十八ヶ月": 18,
        "二十年": 240,
        "five to": ambiguous(),
        "to or 5": ambiguous(),
    },
    ("Term (years)", "term_months"): {"3": 36},
    ("Contract start", "contract_start_date"): {
        "April 28, 2027": "2027-04-28",
        "1 January 2027": "2027-01-01",
        "2027-03-15": "2027-03-15",
        "2027/03/15": "2027-03-15",
        "15.03.2027": "2027-03-15",
        "2027年3月15日": "2027-03-15",
        "15/03/2027": "2027-03-15",
        "3/15/27": "2027-03-15",
        "We start on April 1, 2027": "2027-04-01",
        "1er avril 2027": "2027-04-01",
        "15. März 2027": "2027-03-15",
        "1 de abril de 2027": "2027-04-01",
        "Tuesday, May 4, 2027 at 10:30": "2027-05-04",
        "04/04/2027": "2027-04-04",
        "٢٠٢٧-٠٣-١٥": "2027-03-15",
        "Apr. 1st, 2027": "2027-04-01",
    },
    ("Code hosts", "code_hosts"): {
        "GitHub, GitLab": ["GitHub", "GitLab"],
        "GitHub、GitLab": ["GitHub", "GitLab"],
        "A; B and C": ["A", "B", "C"],
        "GitHub / GitLab + Gitea & Gerrit": ["GitHub", "GitLab", "Gitea", "Gerrit"],
        "- GitHub\n- GitLab": ["GitHub", "GitLab"],
        "GitHub (cloud, EU), GitLab": ["GitHub", "GitLab"],
        "A, B, and C": ["A", "B", "C"],
        "CI/CD host, R&D": ["CI/CD host", "R&D"],
    },
    ("Goals", "goals"): {"1. Go fast\n2) Go far\n• Be kind\n・Be nice": ["Go fast", "Go far", "Be kind", "Be nice"]},
    ("PO required?", "po_required"): {
        "Yes": True,
        "y": True,
        "required": True,
        "ja": True,
        "Oui": True,
        "sí": True,
        "sim": True,
        "はい": True,
        "要": True,
        "نعم": True,
        "No": False,
        "n": False,
        "not required": False,
        "nein": False,
        "non": False,
        "não": False,
        "いいえ": False,
        "不要": False,
        "لا": False,
    },
    ("Slack channel", "slack_channel"): {
        "`#trial-acme`": "#trial-acme",
        "#Trial-Acme": "#trial-acme",
        "trial-acme": "#trial-acme",
        "＃ｔｒｉａｌ－ａｃｍｅ": "#trial-acme",
        "#trial-acme (shared)": "#trial-acme",
    },
    ("Plan", "plan"): {
        "Enter\u00adprise\u200b\u00a0  Plus\tX": "Enterprise Plus X",
        "Enterprise (Tier 1)": "Enterprise (Tier 1)",
    },
}
CASES = [(label, field, answer, value) for (label, field), read in VALUES.items() for answer, value in read.items()]


@pytest.mark.parametrize(("label", "field", "answer", "value"), CASES)
def test_the_value_is_brought_to_its_normal_form(label: str, field: str, answer: str, value: Any) -> None:
    assert_reads(form(table((label, answer))), **{field: value})
    assert_reads(form(heading(3, label), *map(line, answer.split("\n"))), **{field: value})


def test_the_order_of_day_and_month_is_proven_by_a_date_written_in_the_same_way() -> None:
    asked = table(("Contract start", "02/03/2027"), ("Check-in", "03/25/2027"))
    assert_reads(form(asked), contract_start_date="2027-02-03", check_in_date="2027-03-25")
    other = table(("Contract start", "02-03-2027"), ("Check-in", "03/25/2027"))
    assert_reads(form(other), contract_start_date=ambiguous("2027-02-03", "2027-03-02"))


def test_a_date_chip_is_the_day_in_its_own_time_zone() -> None:
    chip_ = day("2027-05-01T22:30:00Z", "May 2, 2027", "Europe/Berlin")
    assert_reads(form(table(("Renewal date", chip_))), renewal_date="2027-05-02")
    with_somebody = (day("2027-05-13T12:00:00Z", "May 13, 2027"), " with ", chip("El Ba", "el@lantern.example"))
    assert_reads(form(table(("Check-in", with_somebody))), check_in_date="2027-05-13")


def test_a_chip_inside_lines_is_the_text_it_shows() -> None:
    answer = (
        "See ",
        rich_link("the plan", "https://docs.example/1"),
        " by ",
        day("2027-10-29T12:00:00Z", "Oct 29, 2027"),
    )
    assert_reads(form(table(("Goals", answer))), goals=["See the plan by Oct 29, 2027"])


def test_a_link_is_its_target_without_the_redirect() -> None:
    shown = link("https://crm.example/o/1", "https://www.google.com/url?q=https://crm.example/o/2&sa=D")
    assert_reads(form(line(bold("Opp link:"), " ", shown)), opportunity_url="https://crm.example/o/2")
    assert_reads(form(line("Opp link: see https://crm.example/o/1.")), opportunity_url="https://crm.example/o/1")
    assert_reads(
        form(table(("Opp link", rich_link("Acme", "https://crm.example/o/3")))),
        opportunity_url="https://crm.example/o/3",
    )


def test_lists_and_lines_may_be_list_items() -> None:
    assert_reads(form(table(("Code hosts", [item("GitHub"), item("GitLab (EU)")]))), code_hosts=["GitHub", "GitLab"])
    assert_reads(form(table(("Goals", [item("Go fast"), item("sub", level=1)]))), goals=["Go fast", "sub"])


def test_purchase_order_answers_may_stand_under_the_other_label() -> None:
    assert_reads(form(table(("PO number", "Not required"))), po_required=False, po_number=UNANSWERED)
    assert_reads(form(table(("PO required?", "4500078547"))), po_number="4500078547", po_required=UNANSWERED)
    assert_reads(form(table(("PO required?", "Yes, PO 4500078547"))), po_number="4500078547", po_required=True)


def test_the_length_may_stand_in_brackets_behind_the_period() -> None:
    assert_reads(
        form(table(("Contract term", "April 15, 2027 – April 14, 2028 (12 months)"), ("Term in years", "1"))),
        term_months=12,
        contract_start_date="2027-04-15",
        renewal_date="2028-04-14",
    )
