"""Text that people typed: shaped as promised, with nothing in it that a browser could run."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ion.core import cleaning, text
from ion.core.figures import described
from ion.core.pull_quotes import without_pull_quotes
from ion.core.text import (
    Heading,
    Passage,
    TextTooLong,
    headings,
    passages,
    picture_paths,
    pictures_without_alt,
    safe_html,
    slug,
    squeeze,
)
from tests.core.markup import Element, elements, words
from tests.samples.hostile import HOSTILE

ALLOWED = {
    "a": {"href", "rel", "id", "class"},
    "sup": {"class"},
    "section": {"class"},
    "li": {"id", "class"},
    "ol": {"start"},
    "div": {"class", "role", "tabindex", "aria-label"},
    "td": {"align"},
    "th": {"align", "scope"},
    "img": {"src", "alt", "width", "height", "loading", "decoding"},
    "aside": {"class", "role", "aria-label"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
PICTURE = "/files/abcdefghijklmnopqrst_-"
PIECES = st.sampled_from(
    [
        *HOSTILE.values(),
        "# A",
        "\n\n",
        "> ",
        "- ",
        "| a |\n|---|\n",
        "[^1]",
        "\n[^1]: n",
        "\n::: pull-quote\n",
        "\n:::\n",
        f"![a]({PICTURE})",
        f'\n\n![]({PICTURE} "b")\n\n',
        "**",
        "`",
        "[",
        "](#a)",
        "<",
        ">",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=12).map("".join))


def assert_harmless(html: str) -> None:
    for element in elements(html):
        assert element.tag in text_tags(), element
        assert set(element.attributes) <= ALLOWED.get(element.tag, set()), element
        assert cleaning.ANCHOR.fullmatch(element.attributes.get("id", "h-x")), element
        assert set(element.attributes.get("class", "").split()) <= cleaning.CLASSES, element
        assert is_harmless_link(element.attributes.get("href", "/")), element
        assert element.tag != "img" or re.fullmatch(r"/files/[A-Za-z0-9_-]{22}", element.attributes["src"]), (
            element
        )
        assert element.attributes.get("width", "1").isdecimal(), element


def text_tags() -> set[str]:
    """Written out, so that a tag added to the list of the program by mistake fails here."""
    inline = "a abbr b br code del em i img s strong sub sup"
    blocks = "blockquote dd div dl dt h2 h3 h4 h5 h6 hr p pre section"
    lists = "li ol ul table tbody td th thead tr"
    return set(f"{inline} {blocks} {lists} aside figcaption figure".split())


def is_harmless_link(address: str) -> bool:
    if address.startswith(("http://", "https://", "mailto:", "HTTP")):
        return True
    return ":" not in address.split("/")[0].split("#")[0] and not address.startswith(("//", "/\\", "\\"))


@pytest.mark.parametrize("family", HOSTILE)
def test_no_payload_leaves_anything_that_a_browser_could_run(family: str) -> None:
    html = safe_html(HOSTILE[family])

    assert_harmless(html)
    assert {element.tag for element in elements(html)}.isdisjoint({"img", "script", "style", "svg", "iframe"})


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_no_text_whatever_leaves_a_tag_or_attribute_outside_the_list(markdown: str) -> None:
    assert_harmless(safe_html(markdown))


@pytest.mark.parametrize("family", HOSTILE)
def test_html_that_did_not_come_from_markdown_is_cleaned_all_the_same(family: str) -> None:
    assert_harmless(cleaning.clean(HOSTILE[family]))


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_cleaning_what_is_clean_changes_nothing(markdown: str) -> None:
    html = safe_html(markdown)

    assert cleaning.clean(html) == html


@pytest.mark.parametrize(
    ("address", "is_safe"),
    [
        ("https://example.org/a:b", True),
        ("HTTP://example.org", True),
        ("mailto:ion@example.org", True),
        ("/practices/a?b=c:d#e:f", True),
        ("practices/a", True),
        ("#fnref1:1", True),
        ("javascript:steal()", False),
        (" jAva\tscript&colon;steal()", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("//evil.example", False),
        ("/\\evil.example", False),
        ("\\evil.example", False),
        ("/\t/evil.example", False),
        ("https://[broken", False),
    ],
)
def test_a_link_is_safe_that_leads_to_a_page_or_to_mail(address: str, is_safe: bool) -> None:
    assert cleaning.is_safe_link(address) is is_safe


def test_bleach_cleans_first_and_nh3_has_the_last_word(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[tuple[str, str]] = []
    real_nh3 = cleaning.nh3.clean

    def noting_nh3(html: str, **options: Any) -> str:
        order.append(("nh3", html))
        return real_nh3(html, **options)

    class NotingCleaner(cleaning.Cleaner):  # type: ignore[misc]
        def clean(self, html: str) -> str:
            order.append(("bleach", html))
            return str(super().clean(html)) + "<script>steal()</script>"

    monkeypatch.setattr(cleaning, "Cleaner", NotingCleaner)
    monkeypatch.setattr(cleaning.nh3, "clean", noting_nh3)

    html = safe_html("Plain.")

    assert [name for name, _ in order] == ["bleach", "nh3"]
    assert order[1][1].endswith("<script>steal()</script>")
    assert html == "<p>Plain.</p>\n"


def test_the_highest_heading_becomes_level_two_and_the_others_follow() -> None:
    html = safe_html("### Deep\n# Top\n###### Deepest")

    assert [element.tag for element in elements(html)] == ["h4", "h2", "h6"]


def test_top_sets_the_level_of_the_highest_heading() -> None:
    assert [element.tag for element in elements(safe_html("# A\n## B", top=3))] == ["h3", "h4"]


def test_headings_of_the_same_words_have_anchors_of_their_own_whatever_they_say() -> None:
    html = safe_html("# Cost\n# Cost 2\n# Cost\n# Cost\n# Überblick & more\n# …")

    assert [element.attributes["id"] for element in elements(html)] == [
        "h-cost",
        "h-cost-2",
        "h-cost-3",
        "h-cost-4",
        "h-uberblick-more",
        "h-untitled",
    ]


def test_links_inside_a_text_follow_the_headings_they_name() -> None:
    html = safe_html("[a](#cost) [b](#h-cost) [c](<#What it takes>) [d](#Über-uns) [e](#)\n\n# Cost")

    assert [e.attributes["href"] for e in elements(html) if e.tag == "a"] == [
        "#h-cost",
        "#h-cost",
        "#h-what-it-takes",
        "#h-uber-uns",
        "#",
    ]


def test_within_sets_the_anchors_of_two_texts_on_one_page_apart() -> None:
    markdown = "See [cost](#cost).[^1]\n\n# Cost\n\n[^1]: A note."
    ids = [
        [e.attributes["id"] for e in elements(safe_html(markdown, within=within)) if "id" in e.attributes]
        for within in ("problem", "results")
    ]

    assert ids == [
        [f"fnref-{within}-1", f"h-{within}-cost", f"fn-{within}-1"] for within in ("problem", "results")
    ]


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.sampled_from(["", "what-they-did"]))
@example("a[^1] b[^1] c^[own]\n\n[^1]: n", "results")
def test_no_anchor_stands_twice_in_a_text(markdown: str, within: str) -> None:
    found = elements(safe_html(markdown, within=within))
    ids = [e.attributes["id"] for e in found if "id" in e.attributes]

    assert len(ids) == len(set(ids))


def test_a_footnote_links_there_and_back() -> None:
    found = elements(safe_html("Claim.[^1]\n\n[^1]: Source."))
    links = {e.attributes["href"] for e in found if e.tag == "a"}

    assert links == {"#fn1", "#fnref1"}
    assert {e.attributes["id"] for e in found if "id" in e.attributes} == {"fn1", "fnref1"}


def test_a_table_stands_in_a_region_that_scrolls_and_can_be_reached() -> None:
    region, table, *rest = elements(safe_html("| Year | Seats |\n|:-----|------:|\n| 2025 | 40 |"))

    assert region == Element(
        "div", {"class": "ion-table-scroll", "role": "region", "tabindex": "0", "aria-label": "Table"}
    )
    assert table.tag == "table"
    assert [(e.tag, e.attributes) for e in rest if e.tag in ("th", "td")] == [
        ("th", {"align": "left", "scope": "col"}),
        ("th", {"align": "right", "scope": "col"}),
        ("td", {"align": "left"}),
        ("td", {"align": "right"}),
    ]


def test_a_picture_becomes_a_link_that_says_what_it_shows() -> None:
    html = safe_html("![A map of regions](https://example.org/map.png) ![](/files/x.png)")

    assert html == (
        '<p><a href="https://example.org/map.png" rel="nofollow ugc noopener">Picture: A map of regions</a> '
        '<a href="/files/x.png">Picture: without description</a></p>\n'
    )


def test_a_picture_in_a_link_leaves_the_link_where_it_led() -> None:
    html = safe_html("[![Our logo](/logo.png)](/about) ![After](/b.png)")

    assert html == '<p><a href="/about">Picture: Our logo</a> <a href="/b.png">Picture: After</a></p>\n'


def test_a_picture_of_ours_is_shown_with_its_words_and_size() -> None:
    html = safe_html(f'A ![full *"room"*]({PICTURE} "Title") here', pictures={PICTURE: (800, 600)})

    assert html == (
        f'<p>A <img src="{PICTURE}" alt="full &quot;room&quot;" loading="lazy" decoding="async" width="800" '
        'height="600"> here</p>\n'
    )


def test_a_picture_alone_with_a_title_is_a_figure_with_a_caption() -> None:
    picture = f'<img src="{PICTURE}" alt="a" loading="lazy" decoding="async">'

    assert safe_html(f'![a]({PICTURE} "The *room*")') == (
        f"<figure>{picture}<figcaption>The *room*</figcaption></figure>\n"
    )
    assert safe_html(f"![a]({PICTURE})") == f"<p>{picture}</p>\n"
    assert safe_html(f'[![a]({PICTURE} "x")](/b)') == f'<p><a href="/b">{picture}</a></p>\n'
    assert safe_html(f'- ![a]({PICTURE} "x")').count("<figure>") == 1


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example/files/abcdefghijklmnopqrst_-",
        "https://evil.example/files/abcdefghijklmnopqrst_-",
        "/files/../abcdefghijklmnopqrst_-",
        "../files/abcdefghijklmnopqrst_-",
        "/files/abcdefghijklmnopqrst_-x",
        "/files/abcdefghijklmnopqrst_-?x",
        "data:image/png;base64,iVBORw0KGgo=",
        "javascript:steal()",
    ],
)
def test_a_picture_of_any_other_address_is_never_loaded(address: str) -> None:
    assert "<img" not in safe_html(f"![a]({address})")
    assert "<img" not in cleaning.clean(f'<img src="{address}" alt="a">')


def test_html_can_neither_dress_up_a_picture_nor_run_by_one() -> None:
    typed = (
        f'<img src="{PICTURE}" alt=\' src="x" onerror="steal()\' width=1e3 height=00 style=x data-x hx-get=/>'
    )

    assert cleaning.clean(typed) == f'<img src="{PICTURE}" alt=" src=&quot;x&quot; onerror=&quot;steal()">'
    assert cleaning.clean("<figure onclick=x><figcaption style=x>a</figcaption></figure>") == (
        "<figure><figcaption>a</figcaption></figure>"
    )
    assert (
        cleaning.clean('<aside role="main" aria-label="Menu" class="ion-header">a</aside>')
        == "<aside>a</aside>"
    )


def test_pictures_are_found_and_those_without_words_too() -> None:
    other = PICTURE.replace("a", "z")
    markdown = f"![]({PICTURE}) ![a]({other}) ![ ](<{PICTURE}> 'b') ![](https://example.org/c.png)\n\n    ![]({other})"

    assert picture_paths(markdown) == [PICTURE, other]
    assert pictures_without_alt(markdown) == [PICTURE]


def test_words_go_to_the_pictures_that_have_none() -> None:
    markdown = f'![]({PICTURE}) ![ ]({PICTURE} "T") ![kept]({PICTURE}) ![](/files/short)'

    given = described(markdown, {PICTURE: "A [full]  *room* <b>"})

    alt = "A \\[full\\] \\*room\\* \\<b\\>"
    assert given == f'![{alt}]({PICTURE}) ![{alt}]({PICTURE} "T") ![kept]({PICTURE}) ![](/files/short)'
    assert pictures_without_alt(given) == []
    assert 'alt="A [full] *room* &lt;b&gt;"' in safe_html(given) or 'alt="A [full] *room* <b>"' in safe_html(
        given
    )


QUOTED = "Before.\n\n::: pull-quote\n## Said *loudly*\n:::\n\nAfter."


def test_a_pull_quote_is_a_note_beside_the_text() -> None:
    assert safe_html(QUOTED) == (
        '<p>Before.</p>\n<aside class="ion-pull-quote" role="note" aria-label="Pull quote">\n'
        "<p>Said <em>loudly</em></p>\n</aside>\n<p>After.</p>\n"
    )


def test_a_pull_quote_is_not_said_twice_to_search_and_feeds() -> None:
    assert passages(QUOTED) == [Passage("", "", "Before. After.")]
    assert headings(QUOTED) == []
    assert without_pull_quotes(safe_html(QUOTED)) == "<p>Before.</p>\n<p>After.</p>\n"


def test_a_pull_quote_within_another_is_part_of_it() -> None:
    html = safe_html(":::: pull-quote\na\n\n::: pull-quote\nb\n:::\n\nc\n::::\n\nd")

    assert html.count("<aside") == html.count("</aside>") == 1
    assert without_pull_quotes(html) == "<p>d</p>\n"


def test_other_containers_and_other_words_stay_text() -> None:
    assert safe_html("::: warning\na\n:::") == "<p>::: warning\na\n:::</p>\n"
    assert "<aside" not in safe_html("::: pull-quote usa-button\na\n:::")


@settings(max_examples=80, deadline=None)
@given(TEXTS)
def test_nothing_is_left_of_pull_quotes_in_feeds(markdown: str) -> None:
    assert "<aside" not in without_pull_quotes(safe_html(markdown))


@pytest.mark.parametrize("address", ["https://example.org/a", "HTTP://EXAMPLE.ORG/a"])
def test_links_to_elsewhere_say_that_we_do_not_vouch_for_them(address: str) -> None:
    typed, bare = elements(safe_html(f"[typed]({address}) {address}"))[1:]

    assert typed.attributes == {"href": address, "rel": "nofollow ugc noopener"}
    assert bare.attributes == {"href": address, "rel": "nofollow ugc noopener"}


def test_links_within_the_site_are_left_as_they_are() -> None:
    assert safe_html("[a](/practices/x) [b](mailto:ion@example.org)") == (
        '<p><a href="/practices/x">a</a> <a href="mailto:ion@example.org">b</a></p>\n'
    )


def test_addresses_in_code_stay_code() -> None:
    assert safe_html("`https://example.org`") == "<p><code>https://example.org</code></p>\n"


def test_html_that_was_typed_is_shown_as_it_was_typed() -> None:
    assert words(safe_html("<b>bold</b> & <script>")) == "<b>bold</b> & <script>"


@pytest.mark.parametrize("use", [safe_html, passages, headings])
def test_a_text_longer_than_the_limit_is_refused_in_words(use: Callable[[str], object]) -> None:
    with pytest.raises(TextTooLong, match="500,001 characters; at most 500,000"):
        use("a" * (text.MAX_MARKDOWN + 1))


def test_a_text_with_too_many_marks_of_formatting_is_refused_in_words() -> None:
    with pytest.raises(TextTooLong, match="20,001 marks of formatting; at most 20,000"):
        safe_html("[" * (text.MAX_MARKS + 1))


def test_a_text_whose_html_has_too_many_tags_is_refused_in_words() -> None:
    with pytest.raises(TextTooLong, match="marks of formatting; at most 20,000"):
        safe_html("^[a]" * 6_000)


def test_a_long_article_is_no_trouble() -> None:
    article = "# Part\n\nSome *plain* words about [work](/w) and learning.\n\n- one\n- two\n\n" * 1_000

    assert len(elements(safe_html(article))) == 1_000 * 7


def test_nesting_deeper_than_twenty_stops_there() -> None:
    html = safe_html("> " * 200 + "deep")

    assert html.count("<blockquote>") <= 20


def test_passages_are_the_words_under_each_heading() -> None:
    markdown = "Before.\n\n## What *we* did\n\nA [link](/x)\nand ![a map](/m).\n\n```\ncode\n```"
    markdown += "\n\n## After\n\n- one\n- two"

    assert passages(markdown) == [
        Passage("", "", "Before."),
        Passage("h-what-we-did", "What we did", "A link and Picture: a map. code"),
        Passage("h-after", "After", "one two"),
    ]


def test_headings_are_listed_down_to_a_level() -> None:
    markdown = "# One\n## Two\n### Three"

    assert headings(markdown) == [Heading(2, "h-one", "One"), Heading(3, "h-two", "Two")]
    assert headings(markdown, deepest=2) == [Heading(2, "h-one", "One")]


@settings(max_examples=100, deadline=None)
@given(TEXTS)
@example("# A\n# A 2\n# A\n\n> # Quoted\n\n1. # Listed\n\nx[^1]\n\n[^1]: y\n    # Noted")
def test_every_passage_has_the_anchor_of_a_heading_on_the_page_in_the_same_order(markdown: str) -> None:
    found = elements(safe_html(markdown))
    on_page = [e.attributes["id"] for e in found if e.tag in ("h2", "h3", "h4", "h5", "h6")]

    assert [passage.anchor for passage in passages(markdown)] == ["", *on_page]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Sector Partnerships", "sector-partnerships"),
        ("What's next? — Año 2026!", "whats-next-ano-2026"),
        ("…", "untitled"),
        ("", "untitled"),
        ("Ĳssel ﬁne", "ijssel-fine"),
        ("a" * 100, "a" * 80),
        ("word " * 30, "-".join(["word"] * 16)),
    ],
)
def test_slug_is_plain_lower_case_words(words: str, expected: str) -> None:
    assert slug(words) == expected


@given(st.text(), st.integers(1, 100))
def test_slug_is_never_empty_nor_too_long_nor_odd(words: str, limit: int) -> None:
    made = slug(words, limit)

    assert made == "untitled" or len(made) <= limit
    assert made.strip("abcdefghijklmnopqrstuvwxyz0123456789-") == ""
    assert not made.startswith("-") and not made.endswith("-") and made


@pytest.mark.parametrize(
    ("words", "limit", "expected"),
    [
        ("Short enough.", 20, "Short enough."),
        ("Two\n lines\tand  gaps", 30, "Two lines and gaps"),
        ("A sentence, cut here", 13, "A sentence…"),
        ("Unbreakable", 5, "Unbr…"),
    ],
)
def test_squeeze_cuts_at_a_word(words: str, limit: int, expected: str) -> None:
    assert squeeze(words, limit) == expected


@given(st.text(), st.integers(1, 60))
def test_squeeze_keeps_to_its_limit_and_to_one_line(words: str, limit: int) -> None:
    line = squeeze(words, limit)

    assert len(line) <= limit
    assert "\n" not in line


def test_an_empty_corner_of_a_table_heads_nothing() -> None:
    html = safe_html("| | Tuesday |\n| --- | --- |\n| Morning | class |")

    assert '<thead><tr><td></td><th scope="col">Tuesday</th></tr></thead>' in "".join(html.split("\n"))
