"""Clipboards of Word, Outlook, Google Docs and web pages come out as clean Markdown."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ion.base.config import ROOT
from ion.core.conversion.pasting import PasteRefused, pasted
from ion.core.text import safe_html
from tests.core.test_text import assert_harmless
from tests.samples.hostile import HOSTILE

SAMPLES = ROOT / "tests/samples/pasting"
ONE_PICTURE = "1 picture was left out: add it under Pictures."
DROPPED = {
    "google-docs": ONE_PICTURE,
    "google-docs-notes": "",
    "ion-page": "",
    "outlook-mail": ONE_PICTURE,
    "outlook-web": "2 pictures were left out: add them under Pictures.",
    "word-contents": "The table of contents was left out.",
    "word-for-the-web": "",
    "word-report": ONE_PICTURE,
}
BITS = st.sampled_from(
    [
        *HOSTILE.values(), "<p>", "</p>", "<ul>", "<ol>", "<li>", "</ul>", "<b>", "</b>", "<i>", "<table>", "<tr>",
        "<td>", "</table>", "<br>", "<h1>", "</h1>", '<a href="#_ftn1">', '<a href="#_ftnref1">', "</a>", "<sup>",
        '<p style="mso-list:l0 level3 lfo1">', '<span style="mso-list:Ignore">2.</span>', "<o:p>", "<div>", "</div>",
        '<div class="ListContainerWrapper">', '<span style="font-weight:700;font-style:italic">', "</span>", "<pre>",
        '<img src="/files/abcdefghijklmnopqrstuv">', "<p class=MsoTitle>", "<!--", "-->", "<![if !x]>", "a.", "b ",
        "\ue0001\ue001", "[^1]", ":::", "<hr>", "<blockquote>",
    ]
)  # fmt: skip


def markdown(html: str) -> str:
    return pasted(html).markdown


@pytest.mark.parametrize("name", DROPPED)
def test_a_clipboard_comes_out_as_markdown(name: str) -> None:
    html = (SAMPLES / f"{name}.html").read_text(encoding="utf-8")
    expected = (SAMPLES / f"{name}.md").read_text(encoding="utf-8")

    found = pasted(html)

    assert found.markdown == expected.rstrip("\n")
    assert found.dropped == DROPPED[name]


def test_every_sample_is_looked_at() -> None:
    assert {file.stem for file in SAMPLES.glob("*.html")} == set(DROPPED)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", ""),
        ("Just words, 5 &lt; 6 &amp; more", "Just words, 5 < 6 & more"),
        ("<p># no heading</p><p>1. no list</p>", "\\# no heading\n\n1\\. no list"),
        ("<p>Four&nbsp;score<br></p><p><br></p><p>&nbsp;</p>", "Four score"),
        ("<h3>Deep</h3><h4><b>Deeper</b></h4>", "### Deep\n\n#### Deeper"),
        ("<b>a</b><b>b</b> <b>c</b>d", "**ab c**d"),
        ("<p><b>Note:</b>read <i>“this”</i>s</p>", "**Note**:read *“this*”s"),
        ('<b style="font-weight:400">no</b><i style="font-style:normal">ne</i>', "none"),
        (
            '<a href="javascript:steal()">a</a> <a href="file:///c:/x.docx">b</a> <a href="#top">c</a>',
            "a b c",
        ),
        ('<a href="https://www.google.com/url?q=javascript:steal()&sa=D">x</a>', "x"),
        ('<a href="https://www.google.com/search?q=a">x</a>', "[x](https://www.google.com/search?q=a)"),
        ('<a href="mailto:a@example.org">x</a>', "[x](mailto:a@example.org)"),
        ("<ul><li>a</li><ol><li>b</li></ol><li>c</li></ul>", "- a\n  1. b\n- c"),
        ("<ol start=4><li>a</li><li></li><li>c</li></ol>", "4. a\n6. c"),
        ('<p style="mso-list:l0 level2 lfo1">deep first</p>', "- deep first"),
        ("<table><tr><td>one cell</td></tr></table>", "one cell"),
        ("<table><tr><td>a</td><td><p>b</p><p>c</p></td></tr></table>", "| a | b c |\n| --- | --- |"),
        ("<p>a<sup><a href='#_ftn9'>[9]</a></sup></p>", "a[9]"),
        ("<p>smile \uf04a</p>", "smile"),
        ("<pre><code class='language-py'>a = 1</code></pre>", "```py\na = 1\n```"),
        ("<x-new>kept</x-new><div><input value=x>asked</div>", "kept\n\nasked"),
        (
            "<p>[a](b) ~~c~~ ^[d] [^1] [e] ::: pull-quote</p>",
            "\\[a](b) \\~\\~c\\~\\~ ^\\[d] \\[^1] [e] \\::: pull-quote",
        ),
        ("<p>a<br># b<br>1. c</p>", "a\\\n\\# b\\\n1\\. c"),
        ('<iframe src="https://v.example/1" title="A film"></iframe>', "[A film](https://v.example/1)"),
        ("<!--[if gte mso 9]><xml><w:x>1</w:x></xml><![endif]--><p>a</p>", "a"),
        ("<style>p{}</style><title>T</title><script>x</script>a", "a"),
    ],
)
def test_small_things_come_out_right(html: str, expected: str) -> None:
    assert markdown(html) == expected


def test_two_notes_of_several_paragraphs_follow_the_order_of_their_marks() -> None:
    marks = (
        '<p>B<a href="x.htm#_ftn2">[2]</a> A<a href="x.htm#_ftn1">[1]</a> B<a href="x.htm#_ftn2">[2]</a></p>'
    )
    one = '<div id=ftn1><p><a href="x.htm#_ftnref1">[1]</a> First.</p></div>'
    two = '<div id=ftn2><p><a href="x.htm#_ftnref2">[2]</a> Second,</p><p>more.</p></div>'

    assert markdown(marks + one + two) == "B[^1] A[^2] B[^1]\n\n[^1]: Second,\n\n    more.\n\n[^2]: First."


def test_what_was_pasted_keeps_its_footnotes_on_the_page() -> None:
    html = safe_html(markdown((SAMPLES / "word-report.html").read_text(encoding="utf-8")))

    assert '<a href="#fn1" id="fnref1">[1]</a>' in html
    assert "Counted by the <em>boards</em> themselves." in html


@settings(max_examples=120, deadline=None)
@given(st.lists(st.one_of(BITS, st.text(max_size=6)), max_size=14).map("".join))
def test_no_clipboard_whatever_raises_or_leaves_anything_harmful(html: str) -> None:
    found = pasted(html)

    assert_harmless(safe_html(found.markdown))
    assert "\ue000" not in found.markdown and "\ue001" not in found.markdown


@pytest.mark.parametrize("html", ["a" * 1_500_001, "<p>a</p>" * 6_001, "<div>" * 151 + "a", "~" * 20_001])
def test_too_much_is_refused_in_words(html: str) -> None:
    with pytest.raises(PasteRefused, match="too much to paste at once"):
        pasted(html)
