"""Mistakes in handover.toml: each is told with its line, its key, and what to write instead."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import fields

from services.handover.checking import checked
from services.handover.configuration import load_rules
from services.handover.rules import Rules
from services.settings import WrongSettings
from tests.conftest import ROOT

MANIFEST = ROOT / "manifest"
TEXT = (MANIFEST / "handover.toml").read_text(encoding="utf-8")
EXAMPLES = sorted((MANIFEST / "examples").glob("*/handover.toml"))
FREE = (
    "roles",
    "columns",
    "fields",
    "renewal",
    "rates",
    "plans",
    "tables",
    "suggestions",
    "zones",
    "channels",
    "promises",
)
"""Tables whose keys are of one kind: one comment explains them all."""


@pytest.fixture
def mistakes(tmp_path: Path) -> Callable[[str], tuple[str, ...]]:
    """What is told about a company whose handover.toml says something else; its texts lie beside it."""

    def told(text: str) -> tuple[str, ...]:
        shutil.copytree(MANIFEST, tmp_path / "manifest", dirs_exist_ok=True)
        path = tmp_path / "manifest" / "handover.toml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(WrongSettings) as wrong:
            load_rules(path)
        assert str(path) in str(wrong.value)
        return wrong.value.mistakes

    return told


def changed(old: str, new: str) -> str:
    """The company's file with one thing changed."""
    assert TEXT.count(old) >= 1, old
    return TEXT.replace(old, new, 1)


def line(text: str, beginning: str, nth: int = 0) -> int:
    """The number of the line that begins so."""
    return [number for number, one in enumerate(text.split("\n"), 1) if one.startswith(beginning)][nth]


WRONG = [
    ('channel_name = "#sales"', 'chanel_name = "#sales"', "chanel_name", "announce.chanel_name: there is no such key. "
     "Did you mean “channel_name”?"),
    ("[announce]", "[anounce]", "[anounce]", "anounce: there is no such section. Did you mean “announce”?"),
    ('{ id = "S0CETEAM0", handle = "@ce-team" }', '{ id = "S0CETEAM0", handel = "@ce-team" }', "groups = ",
     "announce.groups[1].handel: there is no such key. Did you mean “handle”?"),
    ('ops = ["ops', 'opps = ["ops', "opps = ", "roles.opps: there is no such key. Did you mean “ops”?"),
    ('stage = "Closed Won"\n', "", "[close_deal]", "close_deal.stage: this key is missing."),
    ("review_days = 90", 'review_days = "soon"', "review_days",
     "success_plan.review_days: it must be a whole number, at least 1."),
    ('channel = "C0SALES00"', 'channel = "#sales"', "channel = ", "announce.channel: write the channel's id"),
    ('id = "S0CETEAM0"', 'id = "ce-team"', "groups = ", "announce.groups[1].id: write the user group's id"),
    ('template = "1QuestionnaireTemplate0000000000000000000000"',
     'template = "https://docs.google.com/document/d/1QuestionnaireTemplate0000000000000000000000/edit"',
     "template = ", "write the id alone, not the whole link: “1QuestionnaireTemplate0000000000000000000000”"),
    ('["maya.lindqvist@codelantern.example"]', '["maya"]', "sales = ",
     "roles.sales[1]: “maya” is neither an e-mail address nor"),
    ('amount = "Amount"', 'amount = "the amount"', "amount = ", "close_deal.fields.amount: “the amount” is no field's"),
    ("lease_seconds = 90", "lease_seconds = 80", "lease_seconds", "ledger.lease_seconds: it must be more than 80: "),
    ('finance = ["finance@codelantern.example"]', "finance = []", "finance = ", "roles.finance: nobody has this role"),
    ('by_hand = []', 'by_hand = ["invioce"]', "by_hand = ", "steps.by_hand[1]: there is no step “invioce”. Did you "
     "mean “invoice”?"),
    ('without = []', 'without = ["announce"]', "without = ", "“announce” belongs to every handover"),
    ('required = ["company_name", "contract_start_date", "arr"]', 'required = ["company_nme"]', "required = ",
     "announce.required: the questionnaire has no field “company_nme”. Did you mean “company_name”?"),
    ('recipients = ["main_contacts",', 'recipients = ["arr",', "recipients = ", "the field “arr” names no people"),
    ("\n[suggestions]\n", "\n[suggestions]\nar = \"Amount\"\n", "ar = ", "suggestions.ar: the questionnaire has no "),
    ('handle = "@business-team"', 'handle = "@ce-team"', "groups = ", "the handle @ce-team stands there twice"),
    ('support_prefix = "support-"', 'support_prefix = "trial-"', "support_prefix", "the same as trial_prefix"),
    ('"1SuccessPlanTemplate000000000000000000000000"', '"1QuestionnaireTemplate0000000000000000000000"', None,
     "success_plan.template: it is the same file as start.template"),
    ('status = ["Status"]', 'staus = ["Status"]', "staus = ", "there is no such column. Did you mean “status”?"),
    ('company = ["Company", ', 'company = ["Status", ', "[update_sheet.columns]", "“status” belongs to two columns"),
    ('hosts = ["codelantern', 'hosts = ["https://codelantern', "hosts = ", "close_deal.hosts[1]: write the host alone"),
    ('close_date = "CloseDate"', 'close_date = "Amount"', "[close_deal.fields]", "Amount would be written with two"),
    ("won_reasons = [", "won_reasons = [] # [", "won_reasons", "there is no reason to choose from"),
    ('non_production_tags = ["dev"]', 'non_production_tags = ["devel"]', "non_production_tags",
     "“devel” is not among the tags. Did you mean “dev”?"),
    ('template = "welcome_email.txt"', 'template = "welcome.txt"', 'template = "welcome', "Write it, or name another"),
    ('subject = "Welcome to $VENDOR, $COMPANY"', 'subject = "Welcome, $COMPNAY"', "subject = ",
     "$COMPNAY is no placeholder that is known there. Did you mean “$COMPANY”?"),
    ('zone = "UTC"', 'zone = "Mars/Olympus"', "zone = ", "create_license.zone: 'Mars/Olympus' is no time zone"),
    ('title = "$COMPANY check-in"', 'title = "$CUSTOMER check-in"', 'title = "$CUSTOMER', "is no placeholder"),
    ('kind = "confirmed"', 'kind = "confirm"', 'kind = "confirm"', "sources_of_truth.records[4].kind: it must be "
     "“sheet”, “salesforce” or “confirmed”. Did you mean “confirmed”?"),
    ('label = "ARR tracker"', 'lable = "ARR tracker"', "lable = ",
     "sources_of_truth.records[4].lable: there is no such key. Did you mean “label”?"),
    ('    { tier = 2, any = { arr = 42000 } },', '    { tier = 2, any = { aarr = 42000 } },', "tiers = [",
     "tiers.tables[1].tiers[2].any.aarr: it must be “arr”, “developers” or “employees”. Did you mean “arr”?"),
    ('fields = ["arr", "contract', 'fields = ["arrr", "contract', 'fields = ["arrr',
     "sources_of_truth.records[4].fields: the questionnaire has no field “arrr”. Did you mean “arr”?"),
    ("tax_percent = 0", "tax_percent = 100.5", "tax_percent",
     "invoice.tax_percent: it must be a number from 0 to 100."),
    ("worth = 1.08", "worth = 0", "EUR = ", "tiers.rates.EUR.worth: it must be a number above 0."),
    ("length_minutes = 30", "length_minutes = 5", "length_minutes",
     "calendar.length_minutes: it must be a whole number from 15 to 480."),
    ('hosts = ["codelantern.crm.example"]', "hosts = []", "hosts = ",
     "close_deal.hosts: it must be a list that is not"),
    ("day_ends = 17:00:00", "day_ends = 08:00:00", "[calendar]", "calendar: day_ends must be later than day_starts."),
    ('= "Europe/Paris"', '= "Paris"', '"chloe',
     "calendar.zones.chloe.marchetti@codelantern.example: 'Paris' is no time"),
    ("number = \"INV-$YEAR-####\"", 'number = "INV"', "number = ", "invoice.number: it must hold one run of #"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "beginning", "words"), WRONG, ids=[one[3][:40] for one in WRONG])
def test_a_mistake_names_line_and_key_and_what_to_write(
    mistakes: Callable[[str], tuple[str, ...]], old: str, new: str, beginning: str | None, words: str
) -> None:
    text = changed(old, new)
    [told] = [one for one in mistakes(text) if words in one]
    if beginning is not None:
        assert told.startswith(f"line {line(text, beginning)}: ")


def test_a_section_may_be_missing_only_where_people_do_the_step(
    mistakes: Callable[[str], tuple[str, ...]], tmp_path: Path
) -> None:
    without = re.sub(r"(?ms)^\[success_plan\].*?^(?=# Which tier)", "", TEXT)
    [told] = mistakes(without)
    assert "success_plan: this section is missing. Add it, or write “success_plan” into steps.by_hand." in told
    path = tmp_path / "manifest" / "handover.toml"
    path.write_text(without.replace("by_hand = []", 'by_hand = ["success_plan"]'), encoding="utf-8")
    assert not load_rules(path).does("success_plan")


def test_a_misspelt_key_is_told_once_and_not_as_a_missing_one_too(mistakes: Callable[[str], tuple[str, ...]]) -> None:
    assert len(mistakes(changed("channel_name", "chanel_name"))) == 1


def test_one_channel_cannot_have_two_names(mistakes: Callable[[str], tuple[str, ...]]) -> None:
    text = TEXT.replace('channel_name = "#sales"', 'channel_name = "#money"').replace("#money", "#sales", 1)
    [told] = mistakes(text)
    assert (
        "invoice.channel_name: C0SALES00 is called #sales in announce.channel_name. One channel has one name." in told
    )


def test_two_labels_of_the_same_words_are_told(mistakes: Callable[[str], tuple[str, ...]]) -> None:
    [told] = mistakes(TEXT + 'company_name = ["Licence holder"]\nplan = ["licence  Holder"]\n')
    assert "labels.plan: “licence holder” stands for company_name too." in told


def test_all_mistakes_are_told_at_once(mistakes: Callable[[str], tuple[str, ...]]) -> None:
    text = changed("channel_name", "chanel_name").replace("promised_days = 3", "promised_days = 0")
    assert len(mistakes(text)) == 2


def test_every_single_value_that_cannot_be_is_told_at_once() -> None:
    given = tomllib.loads(TEXT)
    broken = {name: _broken(below) for name, below in given.items()}
    found = checked({**broken, "folder": MANIFEST}, Rules)
    assert isinstance(found, list)
    wrong = {path for path in _leaves(given) if path[-1] != "kind"}
    assert {one.path for one in found} == wrong
    assert len(found) == len(wrong) > 150


def test_what_is_no_toml_is_told_with_the_reader_s_own_place(mistakes: Callable[[str], tuple[str, ...]]) -> None:
    [told] = mistakes(changed("[roles]", "[roles"))
    assert f"at line {line(TEXT, '[roles]')}, " in told


@pytest.mark.parametrize("kind", ["missing", "folder", "not text"])
def test_a_file_that_cannot_be_read_is_named_with_the_setting_that_names_it(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "handover.toml"
    if kind == "folder":
        path.mkdir()
    elif kind == "not text":
        path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(WrongSettings) as wrong:
        load_rules(path)
    assert str(path) in str(wrong.value)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_the_example_companies_are_right(path: Path) -> None:
    assert load_rules(path).company.name


def test_the_company_s_file_is_its_own_manual() -> None:
    """Every key the add-on knows stands in it, and every key there has its comment right above it."""
    given = tomllib.loads(TEXT)
    missing = [f"{name}.{key}" for name, key in keys(Rules) if key not in given[name]]
    assert missing == []
    lines = TEXT.split("\n")
    table = silent = ""
    for before, one in pairwise(lines):
        if one.startswith("["):
            table = one.strip("[]")
            assert before.startswith("#") or "." not in table, one
        explained = before.startswith("#") or table.rpartition(".")[2] in FREE or table == "steps"
        if one[:1].isalpha() and " = " in one and not explained and not _within_text(lines, one):
            silent += f"{table}: {one}\n"
    assert silent == ""


def _within_text(lines: list[str], one: str) -> bool:
    """Whether a line stands within a text of several lines."""
    return "\n".join(lines[: lines.index(one)]).count('"""') % 2 == 1


def _broken(value: Any, name: str = "") -> Any:
    """The same with every value replaced by what none can be; a record's kind says what else it may hold."""
    if isinstance(value, dict):
        return {key: _broken(below, key) for key, below in value.items()}
    if isinstance(value, list):
        return [_broken(below) for below in value]
    return value if name == "kind" else datetime.max


def _leaves(value: Any) -> Iterator[tuple[str | int, ...]]:
    """The way to every value that is no table and no list."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for name, below in inner:
        if isinstance(below, (dict, list)):
            yield from ((name, *path) for path in _leaves(below))
        else:
            yield (name,)


def keys(model: type[Struct]) -> list[tuple[str, str]]:
    """Section and key of everything that the rules know by name."""
    found = []
    for field in fields(model):
        section: Any = field.type
        if isinstance(section, type) and issubclass(section, Struct):
            found += [(field.name, key) for key in section.__struct_fields__]
    return found
