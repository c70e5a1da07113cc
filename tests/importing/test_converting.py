"""The whole way of a text, for every text there is."""

import re

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ion.commons.importing.converting import convert
from ion.commons.importing.links import AddressBook
from ion.commons.importing.shortcodes import Rule
from ion.core.conversion.losses import Losses

RULES = {
    "ref": Rule("ref"),
    "note": Rule("keep"),
    "say": Rule("quote", text="{text}"),
    "list": Rule("list"),
    "item": Rule("item"),
    "img": Rule("picture", text="{alt}"),
    "b": Rule("link", text="{text}", url="{href}"),
}
BITS = [
    "{{<", "{{%", ">}}", "%}}", "{{< note >}}", "{{< /note >}}", '{{< ref "x.md" >}}', "{{< item >}}", "{{< /item >}}",
    "{{< list >}}", "{{< /list >}}", '{{< b text="t" href="/u" >}}', "{{</* ref */>}}", "<p>", "</p>", "<table>",
    "<tr>", "<td>", "</table>", "<b>", "</b>", "<!--", "-->", "<script>", "</script>", "<pre>", "</pre>", "<![", "<?",
    "&lt;",
    "`", "```", "~~~", "\n", "\n\n", "    ", "- ", "> ", "1. ", "# ", "[", "]", "(", ")", "](", "![", "|", "---", "*",
    "_", "\\", '"', "word ", "unlinked:x", "\x02", "\x04", "0", "é", "{#a}", "[1]: ",
]  # fmt: skip
PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def converted(text: str) -> str:
    return convert(text, RULES, AddressBook(), "a.md", Losses())


def shown_text(markdown: str) -> str:
    """Everything a reader sees that is not code."""
    tokens = PARSER.parse(markdown)
    children = [child for token in tokens for child in token.children or () if child.type != "code_inline"]
    return "\n".join(child.content for child in children)


@given(st.lists(st.sampled_from(BITS), max_size=60).map("".join))
def test_no_text_breaks_the_converter_or_keeps_a_shortcode(text: str) -> None:
    result = converted(text)

    assert "{{<" not in shown_text(result)
    assert "{{%" not in shown_text(result)


@given(st.text(max_size=300))
def test_any_unicode_text_is_converted(text: str) -> None:
    assert isinstance(converted(text), str)


@given(st.text(alphabet=st.characters(exclude_characters="`\r\x02\x03\x04\x05"), max_size=80))
def test_a_fence_survives_whatever_it_holds(code: str) -> None:
    fence = f"````text\n{code}\n````"

    assert fence in converted(f"Before <b>it</b>\n\n{fence}\n\n{{{{< note >}}}}after{{{{< /note >}}}}")


def test_comments_go_but_not_those_in_code() -> None:
    assert converted("a <!-- b --> c\n\n`<!-- d -->`") == "a  c\n\n`<!-- d -->`"


def test_a_pattern_of_the_map_is_put_right_outside_of_code() -> None:
    rewrites = [(re.compile(r"\[youtube=(\S+?)\]"), r"[Video](\1)")]

    text = convert(
        "[youtube=https://v.example/1] `[youtube=x]`", RULES, AddressBook(), "a.md", Losses(), rewrites
    )

    assert text == "[Video](https://v.example/1) `[youtube=x]`"


def test_a_link_that_was_never_closed_keeps_its_words_and_shows_no_mark_of_ours() -> None:
    assert converted('[Join]({{< ref "/communities" >}} to keep up') == "[Join](/communities to keep up"
