"""What labels ask, and what is no part of an answer: a small document for each rule."""

from __future__ import annotations

from tests.services.handover.questionnaire.document import (
    footnote,
    form,
    line,
    old_shape,
    person,
    raised,
    struck,
    table,
)
from tests.services.handover.questionnaire.expect import (
    PLACEHOLDER,
    UNANSWERED,
    assert_reads,
    contact,
    money,
)
from tests.services.handover.questionnaire.expect import person as person_read


def test_a_bilingual_label_is_known_by_its_english_half() -> None:
    assert_reads(
        form(
            table(
                ("Plan（プラン）", "Team"),
                ("会社名 / Company name", "Acme Ltd"),
                ("Nombre de usuarios / Number of users", "40"),
            )
        ),
        plan="Team",
        company_name="Acme Ltd",
        seats=40,
    )


def test_the_parts_of_a_person_may_be_asked_one_by_one() -> None:
    assert_reads(
        form(table(("AE name", "Maya Roe"), ("AE email", "maya@x.example"), ("CE name", ""), ("CE email", ""))),
        account_executive=person_read("Maya Roe", "maya@x.example"),
        customer_engineer=UNANSWERED,
    )


def test_one_label_may_ask_for_two_fields() -> None:
    assert_reads(
        form(table(("AE / CE", "Maya Roe / Gareth Pu"), ("Plan / seats", "Team / 40"))),
        account_executive=person_read("Maya Roe"),
        customer_engineer=person_read("Gareth Pu"),
        plan="Team",
        seats=40,
    )


def test_answers_to_two_fields_may_be_chips() -> None:
    assert_reads(
        form(table(("AE / CE", (person("Maya Roe", "maya@x.example"), " / ", person("Gareth Pu", "g@x.example"))))),
        account_executive=person_read("Maya Roe", "maya@x.example"),
        customer_engineer=person_read("Gareth Pu", "g@x.example"),
    )


def test_a_placeholder_answers_neither_of_two_fields() -> None:
    assert_reads(
        form(table(("AE / CE", "TBD"), ("Plan / seats", ""))),
        account_executive=PLACEHOLDER,
        customer_engineer=PLACEHOLDER,
        plan=UNANSWERED,
        seats=UNANSWERED,
    )


def test_a_period_answers_start_and_end() -> None:
    assert_reads(
        form(table(("Contract start / end", "April 15, 2027 – April 14, 2028"))),
        contract_start_date="2027-04-15",
        renewal_date="2028-04-14",
    )


def test_two_dates_answer_start_and_end_in_order() -> None:
    assert_reads(
        form(table(("Contract start / end", "April 15, 2027 / April 14, 2028"))),
        contract_start_date="2027-04-15",
        renewal_date="2028-04-14",
    )


def test_a_period_under_start_answers_the_end_too() -> None:
    assert_reads(
        form(table(("Contract start", "April 15, 2027 – April 14, 2028"))),
        contract_start_date="2027-04-15",
        renewal_date="2028-04-14",
    )


LOOK_ALIKES = (
    ("Support plan", "Gold"),
    ("Account manager", "Bob Ray"),
    ("Renewal owner", "Jo Po"),
    ("Executive sponsor", "X Y"),
    ("Legal entity name", "Acme Inc"),
    ("Trial users", "5"),
    ("TCV", "$99k"),
    ("Billing frequency", "monthly"),
    ("Shipping address", "1 St"),
    ("Quote number", "Q-1"),
    ("Security contact", "A B"),
    ("Existing vendors", "V"),
    ("CI systems", "J"),
    ("Workspace ID", "1"),
    ("Account ID", "2"),
    ("Go-live", "May 1, 2027"),
    ("Last call", "May 2, 2027"),
    ("Procurement contact", "P Q"),
    ("Internal channel", "#int"),
    ("Signature date", "May 3, 2027"),
    ("List price", "$1"),
    ("One-time fees", "$2"),
    ("Discount", "5%"),
    ("Auto-renew?", "yes"),
    ("Invoice currency", "EUR"),
    ("PO owner", "Z Z"),
    ("Office location", "Berlin"),
    ("SSO provider", "Okta"),
    ("Engineers at the company", "900"),
)
REFUSED = [
    "plan",
    "account_executive",
    "renewal_date",
    "company_name",
    "seats",
    "arr",
    "payment_terms",
    "billing_address",
    "po_number",
    "technical_admin",
    "competitors",
    "code_hosts",
    "site_id",
    "check_in_date",
    "contract_start_date",
    "billing_contact",
    "slack_channel",
    "term_months",
    "timezone",
    "po_required",
    "deployment_type",
]


def test_look_alikes_are_refused() -> None:
    assert_reads(form(table(*LOOK_ALIKES)), **dict.fromkeys(REFUSED, UNANSWERED))


def test_labels_may_be_misspelt_in_capitals_or_carry_an_emoji() -> None:
    assert_reads(
        form(
            table(
                ("Compnay name", "Acme Ltd"),
                ("ACOUNT EXECTUIVE:", "Maya Roe"),
                ("💰 ARR (USD)", "10,000"),
                ("Custmer Enginer", "G Pu"),
                ("Paymnet terms", "Net 30"),
                ("Bilng adress", "x"),
            )
        ),
        company_name="Acme Ltd",
        account_executive=person_read("Maya Roe"),
        arr=money(10000, "USD"),
        payment_terms="Net 30",
        billing_address=["x"],
    )


def test_labels_may_be_questions() -> None:
    assert_reads(
        form(
            table(
                ("Who should receive the invoice?", "Jane Doe"),
                ("Does the customer need a PO?", "yes"),
                ("When does the contract start?", "April 1, 2027"),
                ("How many users?", "40"),
                ("Where does their code live?", "GitHub"),
                ("What did they buy?", "Team"),
                ("How is it hosted?", "AWS"),
                ("Who else did they look at?", "Foo, Bar"),
                ("What is the time zone?", "CET"),
                ("How long is the contract?", "1 year"),
                ("Where should we send the invoice?", "1 Main St"),
            )
        ),
        billing_contact=contact("Jane Doe"),
        po_required=True,
        contract_start_date="2027-04-01",
        seats=40,
        code_hosts=["GitHub"],
        plan="Team",
        deployment_type="AWS",
        competitors=["Foo", "Bar"],
        timezone="CET",
        term_months=12,
        billing_address=["1 Main St"],
    )


def test_a_document_without_tabs_is_read() -> None:
    assert_reads(old_shape(*form(line("Plan: Team"))["tabs"][0]["documentTab"]["body"]["content"][1:]), plan="Team")


def test_struck_text_is_no_answer_and_no_label() -> None:
    assert_reads(
        form(
            table(
                ("Plan", (struck("Team"), " Business")),
                ((struck("Number of users"),), "40"),
                ("Term", (struck("12 months"),)),
            )
        ),
        plan="Business",
        seats=UNANSWERED,
        term_months=UNANSWERED,
    )


def test_footnote_marks_do_not_count() -> None:
    assert_reads(
        form(
            table(
                ("Plan", ("Team", raised("1"))),
                (("Seats", footnote()), ("40", footnote())),
                (("ARR", raised("2")), "$1"),
            )
        ),
        plan="Team",
        seats=40,
        arr=money(1, "USD"),
    )


def test_brackets_that_name_the_field_are_no_answer() -> None:
    assert_reads(
        form(
            table(
                ("Company name", "[Company name] Acme Ltd"),
                ("Billing contact", "[Name] Jane Doe, [Email] j@x.example"),
                ("Plan", "[Plan] Team"),
            )
        ),
        company_name="Acme Ltd",
        billing_contact=contact("Jane Doe", "j@x.example"),
        plan="Team",
    )


def test_labels_may_be_numbered_in_sections() -> None:
    assert_reads(form(table(("1.1 Company name", "Acme"), ("1.2 Plan", "Team"))), company_name="Acme", plan="Team")


def test_labels_may_be_abbreviated() -> None:
    asked = {
        "Pmt terms": "Net 30",
        "Contr. start dt": "2027-04-01",
        "Qty": "40",
        "Annual amt": "$1k",
        "Comp. name": "Acme",
    }
    assert_reads(
        form(table(*asked.items())),
        payment_terms="Net 30",
        contract_start_date="2027-04-01",
        seats=40,
        arr=money(1000, "USD"),
        company_name="Acme",
    )


def test_a_period_may_stand_under_the_dates_of_the_contract() -> None:
    period = line("Contract dates: April 15, 2027 – April 14, 2028")
    assert_reads(form(period), contract_start_date="2027-04-15", renewal_date="2028-04-14")


def test_characters_that_nobody_sees_do_not_count_in_labels() -> None:
    asked = {"Pl\u00adan\u200b": "Team", "Number\u2009of\u00a0users": "40", "\ufeffPayment terms\u200e": "Net 30"}
    assert_reads(form(table(*asked.items())), plan="Team", seats=40, payment_terms="Net 30")
