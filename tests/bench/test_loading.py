"""What is loaded with less work at a start comes out as it does without: the libraries' inner names are leant on."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from tests.conftest import ROOT

LIBRARIES = """
import json
from contextlib import nullcontext
from importlib import import_module
from services.handover import patterns
from services.loading import SEARCHED_LATER
from services.starting import quick_start
with quick_start() if QUICK else nullcontext():
    import cryptography.x509, sqlalchemy.dialects.sqlite, urllib3, werkzeug
    for one in SEARCHED_LATER:
        import_module(one)
late = patterns._made
"""
NAMES_AND_ADDRESSES = """
from cryptography.x509 import Name
from urllib3.util import parse_url
from urllib3.util.ssl_ import is_ipaddress
print(json.dumps([
    Name.from_rfc4514_string("CN=Larchwood\\\\, Analytics,2.5.4.11=Ok").rfc4514_string(),
    str(parse_url("HTTPS://Larchwood.EXAMPLE:8443/a b%2f?q=ü#top")),
    [parse_url(f"http://{host}/").host for host in ("[FE80::1%25eth0]", "192.0.2.7", "larchwood.example")],
    [is_ipaddress(host) for host in ("2001:db8::1", "192.0.2.7", "docs.larchwood.example")],
]))
"""
HEADERS_AND_TABLES = """
from sqlalchemy import create_engine, inspect, text
from werkzeug import http, urls
engine = create_engine("sqlite://")
with engine.begin() as connection:
    connection.execute(text("CREATE TABLE a (k TEXT PRIMARY KEY) WITHOUT ROWID"))
    connection.execute(text("CREATE TABLE b (k TEXT, CONSTRAINT known FOREIGN KEY(k) REFERENCES a (k))"))
    seen = inspect(connection)
    tables = [seen.get_table_options("a"), [one["name"] for one in seen.get_foreign_keys("b")]]
print(json.dumps([
    tables,
    list(http.parse_cookie('seen="a\\054b"; other=1').items()),
    list(http.parse_options_header("text/plain; charset=utf-8; name*=UTF-8''%C3%BC")),
    http.parse_etags('"one", W/"two"').to_header(),
    urls.iri_to_uri("http://larchwood.example/ü?q=%20"),
    urls.uri_to_iri("http://larchwood.example/%C3%BC?q=%20"),
]))
"""


def started(script: str, *, quick: bool = True) -> Any:
    """What a process prints that starts as ours does, or in no hurry, and then does this."""
    command = [sys.executable, "-c", f"QUICK = {quick}\n{LIBRARIES}{script}"]
    done = subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def test_names_are_written_and_addresses_taken_apart_as_ever() -> None:
    name, address, hosts, numbers = started(NAMES_AND_ADDRESSES)
    assert name == "CN=Larchwood\\, Analytics,OU=Ok"
    assert address == "https://larchwood.example:8443/a%20b%2F?q=%C3%BC#top"
    assert hosts == ["[fe80::1%eth0]", "192.0.2.7", "larchwood.example"]
    assert numbers == [True, True, False]


def test_headers_and_tables_are_read_as_ever() -> None:
    tables, *headers = started(HEADERS_AND_TABLES)
    assert tables == [{"sqlite_with_rowid": False}, ["known"]]
    assert headers == started(HEADERS_AND_TABLES, quick=False)[1:]
    assert headers[1] == ["text/plain", {"charset": "utf-8", "name": "ü"}]


def test_the_start_compiles_few_of_them() -> None:
    script = "print(json.dumps([len(late), [one._given[0] for one in late if len(vars(one)) > 1]]))"
    made, used = started(script)
    assert made > 30
    assert len(used) < made / 4
