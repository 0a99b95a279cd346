"""The reader beside well-kept libraries: month names as CLDR has them, telephone numbers of every country, addresses.

The libraries judge, they do not read: the definition's rules are narrower than what they accept, and a command that
reads one document should not load them. Where they know a form that people write, the reader must know it too.
"""

from __future__ import annotations

from datetime import date

import phonenumbers
import pytest
from babel.dates import format_date, get_month_names
from hypothesis import given, settings
from hypothesis import strategies as st

from services.handover.questionnaire.read import read_questionnaire
from tests.services.handover.questionnaire.document import form, table

LOCALES = ("en_US", "en_GB", "de", "fr", "es", "pt_BR", "pt_PT")
DAY = date(2027, 1, 17)
REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)


def read(label: str, answer: str, field: str) -> object:
    """What a one-line table gives for a field."""
    return read_questionnaire(form(table((label, answer))))[field].value


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_is_known_by_its_full_and_its_short_name(locale: str, month: int) -> None:
    day = DAY.replace(month=month)
    for width in ("wide", "abbreviated"):
        name = get_month_names(width, locale=locale)[month]
        for written in (f"17 {name} 2027", f"{name} 17, 2027"):
            assert read("Contract start date", written, "contract_start_date") == day.isoformat(), written


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("style", ["full", "long", "medium"])
def test_dates_as_each_language_writes_them_are_read(locale: str, style: str) -> None:
    written = format_date(DAY, style, locale=locale)
    assert read("Contract start date", written, "contract_start_date") == "2027-01-17", written


@pytest.mark.parametrize("region", REGIONS)
def test_a_telephone_number_of_every_country_is_read_as_its_digits(region: str) -> None:
    example = phonenumbers.example_number(region)
    if example is None:
        pytest.skip("the library has no example for this region")
    written = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    expected = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
    found = read("Billing contact", f"Jane Roe, jane.roe@acme.example, {written}", "billing_contact")
    assert found == {"name": "Jane Roe", "email": "jane.roe@acme.example", "phone": expected}, written


LOCAL = st.from_regex(r"[a-z][a-z0-9]{0,8}([._+-][a-z0-9]{1,8}){0,2}", fullmatch=True)
HOST = st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,6})?(\.[a-z][a-z0-9]{0,6})?\.(example|test)", fullmatch=True)


@settings(max_examples=150, deadline=None)
@given(LOCAL, HOST, st.sampled_from(["{}", "<{}>", "Jane Roe <{}>", "Jane Roe ({})", "{} (Jane Roe)", "mailto:{}"]))
def test_every_ordinary_address_is_read_whole_and_in_lower_case(local: str, host: str, frame: str) -> None:
    address = f"{local}@{host}"
    found = read("Billing contact", frame.format(address.title()), "billing_contact")
    assert isinstance(found, dict)
    assert found["email"] == address
