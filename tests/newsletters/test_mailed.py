"""HTML of a page made fit for a mail, and the same as plain text."""

import re

import pytest

from ion.core.text import safe_html
from ion.newsletters.mailed import as_text, for_mail

SITE = "https://ion.example.gov"


def mailed(markdown: str) -> str:
    return for_mail(safe_html(markdown), SITE)


def text(markdown: str) -> str:
    return as_text(mailed(markdown))


def test_links_become_full_addresses_and_anchors_become_words() -> None:
    html = mailed(
        "# Top\n\n[one](/blog/x), [two](about), [three](#top), [four](https://elsewhere.example/y)[^1]\n\n[^1]: N"
    )

    assert re.findall(r'href="([^"]*)"', html) == [
        f"{SITE}/blog/x",
        f"{SITE}/about",
        "https://elsewhere.example/y",
    ]
    assert "three" in html and "#" not in html


def test_nothing_but_plain_tags_is_left() -> None:
    html = mailed("> Quoted\n\n| a | b |\n| --- | --: |\n| 1 | 2 |\n\n3. three\n\n## Head")

    assert set(re.findall(r"\s([\w-]+)=", html)) == {"start"}
    assert not re.search(r"<(?:script|style|img|form|iframe|svg)", html)


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("One\nline.\n\nAnother.", "One line.\n\nAnother."),
        ("## Head\n\nText", "Head\n\nText"),
        ("* one\n* two\n  1. in\n  2. deep\n* three", "* one\n* two\n  1. in\n  2. deep\n* three"),
        ("Before\n\n3. three\n4. four\n\nAfter", "Before\n\n3. three\n4. four\n\nAfter"),
        ("[words](/blog/x) end", f"words ({SITE}/blog/x) end"),
        ("<https://a.example/> [b@c.example](mailto:b@c.example)", "https://a.example/ b@c.example"),
        ("a & b < c &amp; *d*", "a & b < c & d"),
        ("```\nx  y\n  z\n```", "x  y\n  z"),
        ("| a | b |\n| --- | --- |\n| 1 | 2 |", "a  b\n1  2"),
        ("> Quoted", "Quoted"),
        ("* one\n\n  more of it\n* two", "* one\n\nmore of it\n* two"),
        ("", ""),
    ],
)
def test_the_text_reads_as_it_was_written(markdown: str, expected: str) -> None:
    assert text(markdown) == expected
