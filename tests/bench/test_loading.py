"""What is loaded with less work at a start comes out as it does without: the libraries' inner names are leant on."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from services.loading import LIGHTER, _SearchedLater
from tests.conftest import ROOT

SEARCHED_LATER = sorted(name for name, loader in LIGHTER.items() if loader is _SearchedLater)
START = """
import json
from importlib import import_module
from services.handover import patterns
from services.loading import LIGHTER
from services.starting import quick_start
with quick_start():
    import cryptography.x509, sqlalchemy, urllib3
    for one in LIGHTER:
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


def started(script: str) -> Any:
    """What a process prints that starts as ours does, and then does this."""
    command = [sys.executable, "-c", START + script]
    done = subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def test_names_are_written_and_addresses_taken_apart_as_ever() -> None:
    name, address, hosts, numbers = started(NAMES_AND_ADDRESSES)
    assert name == "CN=Larchwood\\, Analytics,OU=Ok"
    assert address == "https://larchwood.example:8443/a%20b%2F?q=%C3%BC#top"
    assert hosts == ["[fe80::1%eth0]", "192.0.2.7", "larchwood.example"]
    assert numbers == [True, True, False]


@pytest.mark.parametrize("name", SEARCHED_LATER)
def test_a_pattern_that_is_compiled_later_is_given_to_no_function_of_re(name: str) -> None:
    spec = find_spec(name)
    assert spec is not None
    assert spec.origin is not None
    tree = ast.parse(Path(spec.origin).read_text(encoding="utf-8"))
    used = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "re"
    }
    assert "compile" in used
    assert {one for one in used if not one.isupper()} <= {"compile", "Match", "Pattern"}


def test_the_start_compiles_none_of_them() -> None:
    script = "print(json.dumps([len(late), [one._given[0] for one in late if len(vars(one)) > 1]]))"
    made, used = started(script)
    assert made > 10
    assert used == []
