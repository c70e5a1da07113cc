"""What a message looks like, and what is read out of it."""

import pytest

from ion.messaging.rendering import local_paths, message_html, plain_words, same_hash

SITE = "https://ion.example.gov"


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("One\nTwo", "<p>One<br>\nTwo</p>"),
        ("One\n\nTwo", "<p>One</p>\n<p>Two</p>"),
        ("# Loud\nquiet", "<p><strong>Loud</strong></p>\n<p>quiet</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("```\na\n  b\n```\nc", "<pre><code>a\n  b\n</code></pre>\n<p>c</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("![x](/files/AAAAAAAAAAAAAAAAAAAAAA)", "<p></p>"),
    ],
)
def test_message_html_keeps_lines_and_has_no_headings_pictures_or_tags_of_its_writer(
    markdown: str, html: str
) -> None:
    assert message_html(markdown, 7).strip() == html


def test_plain_words_are_one_line_and_survive_a_cut_in_the_middle_of_a_tag() -> None:
    html = message_html("Ask *Ana* & me:\n- one\n- <two>", 1)

    assert plain_words(html) == "Ask Ana & me: one <two>"
    assert plain_words('<p>Ask <a href="https://lon') == "Ask"


def test_the_same_text_is_known_however_it_is_spaced_and_punctuated() -> None:
    assert same_hash("Buy  now, at x.example!") == same_hash("BUY NOW at x.example")
    assert same_hash("Buy now") != same_hash("Buy later")
    assert same_hash("!?") != same_hash("…")


def test_local_paths_are_those_of_this_site_alone_each_once() -> None:
    html = message_html(
        f"{SITE}/practices/a#h-cost and [again]({SITE}/practices/a#h-cost) [b](/decks/b?slide=2#slide-2) "
        "https://elsewhere.example/practices/c [d](#here) [e](//evil.example/practices/e) [f](mailto:a@b.example)",
        1,
    )

    assert local_paths(html, SITE) == ["/practices/a#h-cost", "/decks/b?slide=2#slide-2"]
