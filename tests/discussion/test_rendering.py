"""What becomes of the Markdown of a comment, friendly and hostile."""

import pytest
from bs4 import BeautifulSoup

from ion.commons.discussion.rendering import comment_html, shows_something
from ion.core.cleaning import clean
from ion.core.text import safe_html
from tests.e2e.payloads import PAYLOADS
from tests.samples.hostile import HOSTILE

SIMPLE = {
    "a",
    "blockquote",
    "br",
    "code",
    "em",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "section",
    "strong",
    "sup",
    "ul",
}


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("# Big\n\nand *more*", "<p><strong>Big</strong></p>\n<p>and <em>more</em></p>\n"),
        ("Under\n=====", "<p><strong>Under</strong></p>\n"),
        ("> ### In a quote", "<blockquote>\n<p><strong>In a quote</strong></p>\n</blockquote>\n"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"),
        (
            "[we](https://example.org)",
            '<p><a href="https://example.org" rel="nofollow ugc noopener">we</a></p>\n',
        ),
    ],
)
def test_a_comment_has_no_headings_and_what_is_simple_stays(markdown: str, html: str) -> None:
    assert comment_html(markdown, 7) == html


def test_a_table_becomes_lines() -> None:
    html = comment_html("| a | b |\n|---|:-:|\n| 1 | *2* |", 7)

    assert "".join(html.split("\n")) == "<p>a | b</p><p>1 | <em>2</em></p>"


def test_a_picture_of_an_article_is_none_of_a_comment() -> None:
    picture = f"![A yard](/files/{'a' * 22})"

    assert "<img" in safe_html(picture)
    assert not shows_something(picture)
    assert comment_html(f"{picture} Look", 7) == "<p> Look</p>\n"


def test_notes_of_two_comments_on_a_page_have_anchors_of_their_own() -> None:
    first, second = (comment_html("See[^1]\n\n[^1]: There.", id) for id in (7, 8))

    assert 'id="fn-c7-1"' in first
    assert 'id="fn-c8-1"' in second


@pytest.mark.parametrize("markdown", [*PAYLOADS, *HOSTILE.values()])
def test_hostile_words_leave_nothing_but_the_plain_tags_of_a_comment(markdown: str) -> None:
    html = comment_html(markdown, 7)

    assert clean(html) == html
    assert {tag.name for tag in BeautifulSoup(html, "html.parser").find_all(True)} <= SIMPLE


@pytest.mark.parametrize(
    ("markdown", "is_seen"),
    [
        ("Yes", True),
        ("👍", True),
        ("[a]: https://example.org", False),
        ("\u200b\u200b", False),
        ("&nbsp;", False),
    ],
)
def test_what_shows_nothing_is_known(markdown: str, is_seen: bool) -> None:
    assert shows_something(markdown) is is_seen
