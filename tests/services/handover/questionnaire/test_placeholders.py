"""Text that stands where an answer should be, but answers nothing: status rules 1 and 2."""

from __future__ import annotations

import pytest

from tests.services.handover.questionnaire.document import Inline, bold, dropdown, form, heading, italic, line, table
from tests.services.handover.questionnaire.expect import PLACEHOLDER, assert_reads

PLACEHOLDERS: dict[str, tuple[str, list[Inline]]] = {
    "Plan": (
        "plan",
        [
            "[Plan]",
            "<plan name>",
            "(plan)",
            "{{ plan }}",
            "${PLAN}",
            "%%PLAN%%",
            "{{ plan | upper }}",
            "e.g. Team",
            "example: Team",
            "Team / Business (pick one)",
            "☐ Team  ☐ Business",
            "[ ] Team [ ] Business",
            "Select…",
            "Choose a plan",
            dropdown("Select…"),
            dropdown("Choose a plan"),
            italic("Which plan?"),
            "\ue907",
            "TBD",
            "tbc",
            "TBA",
            "N/A",
            "n.a.",
            "?",
            "???",
            "-",
            "–",
            "—",
            "…",
            "XXX",
            "xxxx",
            "To be defined",
            "to be confirmed",
            "not known yet",
            "None",
            "[TBD]",
            "___",
        ],
    ),
    "Contract start date": ("contract_start_date", ["MM/DD/YYYY", "DD.MM.YYYY", "yyyy-mm-dd", "TT.MM.JJJJ", "[Date]"]),
    "ARR": ("arr", ["$", "##", "$ ____", "USD", "€", "[Amount]", "$XX,XXX", "$___ per year", "e.g. $48,000"]),
    "Number of users": ("seats", ["##", "#", "xx users", "[Number of users]", "# of users"]),
    "Payment terms": ("payment_terms", ["Net __", "Net XX", "e.g. Net 30"]),
    "Billing contact": ("billing_contact", ["Name / Email / Phone", "Name, email, phone", "[Name], [Email]"]),
    "Salesforce opportunity link": ("opportunity_url", ["(link)", "<paste link here>", "[Opp link]", "https://"]),
    "Slack channel": (
        "slack_channel",
        ["#trial-[customer]", "#trial-<customer>", "#trial-{{customer}}", "#", "#trial-"],
    ),
    "Is a PO required?": ("po_required", ["Yes / No", "Y/N", "☐ Yes ☐ No", "( ) Yes ( ) No", "yes or no?", "N/A"]),
}
CASES = [(label, field, answer) for label, (field, answers) in PLACEHOLDERS.items() for answer in answers]


@pytest.mark.parametrize(("label", "field", "answer"), CASES)
def test_stand_in_text_is_a_placeholder(label: str, field: str, answer: Inline) -> None:
    assert_reads(form(table((label, answer))), **{field: PLACEHOLDER})
    assert_reads(form(line(bold(f"{label}:"), " ", answer)), **{field: PLACEHOLDER})
    assert_reads(form(heading(3, label), line(answer)), **{field: PLACEHOLDER})


@pytest.mark.parametrize(
    "answer", ["{{ 7*7 }}", "${7*7}", "=SUM(A1:A3)", "<script>alert(1)</script>", '"Acme" & Sons', "Acme <b>Ltd</b>"]
)
def test_markup_and_formulas_are_ordinary_text(answer: str) -> None:
    assert_reads(form(table(("Company name", answer))), company_name=answer)
    assert_reads(form(line(f"Company name: {answer}")), company_name=answer)


@pytest.mark.parametrize(
    "name",
    ["Select Homes", "Choose Wisely Ltd", "E.G. Company", "EG Group", "Pick n Pay", "Draft Kings", "Pending Labs"],
)
def test_names_that_begin_like_form_text_are_answers(name: str) -> None:
    assert_reads(form(table(("Company name", name))), company_name=name)


@pytest.mark.parametrize("answer", ["Select Plan", "SELECT A PLAN", "choose plan", "Pick one", "E.g. Team", "Eg Team"])
def test_forms_in_any_case_are_placeholders(answer: str) -> None:
    assert_reads(form(table(("Plan", answer))), plan=PLACEHOLDER)


@pytest.mark.parametrize("answer", ["None", "None known", "No known issues", "none so far", "no known issues or risks"])
def test_none_answers_lines_with_an_empty_list(answer: str) -> None:
    assert_reads(form(table(("Known issues", answer))), known_issues=[])


@pytest.mark.parametrize("answer", ["None", "no competitors", "None known."])
def test_none_answers_lists_with_an_empty_list(answer: str) -> None:
    assert_reads(form(table(("Competitors", answer))), competitors=[])


def test_a_cell_with_parts_to_fill_in_is_a_placeholder() -> None:
    assert_reads(form(table(("Billing contact", "Name:\nEmail:\nPhone:"))), billing_contact=PLACEHOLDER)


def test_guidance_in_italics_is_no_part_of_the_answer() -> None:
    assert_reads(form(table(("Plan", (italic("Which plan?"), " Team")))), plan="Team")
