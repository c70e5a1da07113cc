"""HTML becomes Markdown; Markdown stays as it is."""

import pytest

from ion.commons.importing.markup import without_html
from ion.core.conversion.losses import Losses


def markdown(text: str) -> str:
    return without_html(text, Losses()).strip()


@pytest.mark.parametrize(
    "text",
    [
        "Plain *kept* &#8217; [x][1]\n\n[1]: https://a.example 'T'",
        "5 < 6 and <https://a.example> and <me@a.example>",
        "```html\n<b>stays</b>\n```",
        "A `<b>` in ticks",
        "    <Directory> indented code </Directory>",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "1) one\n\n   two",
    ],
)
def test_text_without_html_stays_letter_for_letter(text: str) -> None:
    assert without_html(text, Losses()) == text


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("a <strong>b</strong> <em>c</em> <tt>d</tt>", "a **b** *c* `d`"),
        ('<a href="/x y" class="k">li<b>n</b>k</a>', "[li**n**k](/x%20y)"),
        ("10<sup>2</sup>, H<sub>2</sub>O, 21<sup>st</sup>", "10², H₂O, 21st"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"),
        ("<p>1. not a list</p>", "1\\. not a list"),
        ("<p># no heading</p>", "\\# no heading"),
        ("<p>2 * 3 &lt;b&gt; &amp;lt;</p>", "2 \\* 3 \\<b> \\&lt;"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<pre>a\n  ```\n&lt;b&gt;</pre>", "````\na\n  ```\n<b>\n````"),
        ("<h3>Title <span>x</span></h3>", "### Title x"),
        ("say <your-name> aloud", "say \\<your-name> aloud"),
        ("<script>alert(1)</script>after", "after"),
        ('<iframe src="//v.example/1" title="A film"></iframe>', "[A film](https://v.example/1)"),
        ('<iframe src="javascript:x"></iframe>', ""),
        ("<details><summary>More</summary>Body</details>", "**More**\n\nBody"),
        (
            "<p>one</p>\n\n    <p>two words and a few more of them</p>",
            "one\n\n\n\ntwo words and a few more of them",
        ),
    ],
)
def test_html_becomes_markdown(text: str, result: str) -> None:
    assert markdown(text) == result


def test_a_table_with_blank_lines_in_it_stays_one_table() -> None:
    head, row = "<tr><th>A</th><th>B | C</th></tr>", "<tr><td>1<br>2</td><td><ul><li>x</li></ul></td></tr>"
    text = f"<table>\n{head}\n\n{row}\n</table>"

    assert markdown(text) == "| A | B \\| C |\n| --- | --- |\n| 1 2 | • x |"


def test_a_table_that_is_only_layout_becomes_its_text() -> None:
    assert markdown("<table><tr><td><p>one</p><p>two</p></td></tr></table>") == "one\n\ntwo"


def test_a_table_within_a_table_of_layout_stays_a_table() -> None:
    inner = "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>"

    assert markdown(f"<table><tr><td>{inner}</td></tr></table>") == "| A | B |\n| --- | --- |\n| 1 | 2 |"


def test_markdown_and_code_between_tags_survive() -> None:
    text = '<div class="box">\n\n## Head\n\n```py\na = "<b>"\n  b\n```\n\n- item\n\n</div>'

    assert markdown(text) == '## Head\n\n```py\na = "<b>"\n  b\n```\n\n- item'


def test_indented_html_without_prose_is_code() -> None:
    text = "para\n\n    <li>sample</li>\n\n<b>bold</b>"

    assert "    <li>sample</li>" in markdown(text)


def test_what_is_dropped_is_noted() -> None:
    losses = Losses()

    without_html('<p style="x" id="y">a</p><script>b</script><p style="z">c</p>', losses)

    assert losses.rows() == [("html", "<script>"), ("html", "attributes: id (1), style (2)")]


def test_html_nested_without_end_becomes_text() -> None:
    losses = Losses()

    text = without_html("<div><b>" * 5000 + "words", losses)

    assert "words" in text
    assert losses.rows() == [("html", "nested too deeply: kept as text")]
