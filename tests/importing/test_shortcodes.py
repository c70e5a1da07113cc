"""Shortcodes go, what they hold stays."""

import pytest

from ion.commons.importing.shortcodes import Rule, Target, expand
from ion.core.conversion.losses import Losses

RULES = {
    "ref": Rule("ref"),
    "note": Rule("keep"),
    "ring": Rule("keep", head="{title}"),
    "gone": Rule("drop"),
    "say": Rule("quote", text="{text}", head="{cite}"),
    "button": Rule("link", text="{text}", url="{href}"),
    "more": Rule("link", url="{0}"),
    "img": Rule("picture", text="{alt}", keep_alt_from=12),
    "file": Rule("text", text="{label}"),
    "list": Rule("list"),
    "sub": Rule("list"),
    "item": Rule("item", head="{label}"),
}


def resolve(wanted: str) -> Target | None:
    return Target("/blog/second", "Second") if wanted.startswith("second") else None


def expanded(text: str) -> str:
    return expand(text, RULES, resolve, Losses()).strip()


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ('[x]({{< ref "second.md" >}})', "[x](/blog/second)"),
        ("[x]({{<ref second.md>}} 'T')", "[x](/blog/second 'T')"),
        ('[x](<{{% ref "second.md" %}}>)', "[x](</blog/second>)"),
        ('<a href="{{< ref "second.md" >}}">x</a>', '<a href="/blog/second">x</a>'),
        ("[x]({{< ref `second.md` >}}#end)", "[x](/blog/second#end)"),
        ('see {{< ref "second.md" >}}', "see [Second](/blog/second)"),
        ('[x]({{< ref "lost.md" >}})', "[x](unlinked:lost.md)"),
        ("a {{< note >}}b{{< /note >}} c", "a b c"),
        ("{{< note >}}\n    text\n{{< /note >}}", "text"),
        ('{{< ring title="Case" >}}\ntext\n{{< /ring >}}', "**Case**\n\ntext"),
        ("a{{< gone >}}secret{{< /gone >}}b", "ab"),
        ('{{< say text="Be \\"good\\"" cite="Me" >}}', '> Be "good"\n>\n> — Me'),
        (
            '{{< button href="https://a.example/x y" text="Go [now]" >}}',
            "[Go \\[now\\]](https://a.example/x%20y)",
        ),
        ('{{< more "second" >}}', "[Second](/blog/second)"),
        ('{{< img alt="short" >}}', ""),
        ('{{< img alt="a long description" >}}', "*Picture: a long description*"),
        ('{{< file label="Slides (PDF)" >}}', "Slides (PDF)"),
        ("{{< unknown >}}kept{{< /unknown >}}", "kept"),
        ("{{< unknown a=b >}}", ""),
        ("{{< note >}}never closed", "never closed"),
        ("{{< /note >}}stray", "stray"),
        ("{{< broken", "broken"),
        ("{{< note >}}{{< note >}}twice{{< /note >}}{{< /note >}}", "twice"),
    ],
)
def test_a_shortcode_becomes_what_its_rule_says(text: str, result: str) -> None:
    assert expanded(text) == result


def test_nested_lists_keep_their_depth() -> None:
    text = (
        "{{< list >}}\n  {{< item >}}One{{< /item >}}\n  {{< sub >}}\n    {{< item >}}Deep{{< /item >}}\n"
        '  {{< /sub >}}\n  {{< item label="Do:" >}}Two{{< /item >}}\n{{< /list >}}'
    )

    assert expanded(text) == "- One\n  - Deep\n- **Do:** Two"


def test_a_note_below_an_item_of_a_list_stays_in_the_item() -> None:
    assert expanded("- item\n  {{< note >}}\n  more\n  {{< /note >}}") == "- item\n  \n\n  more"


def test_what_is_lost_is_noted() -> None:
    losses = Losses()

    expand('{{< img src="a" alt="A dog" >}}{{< odd >}}{{< ref "lost.md" >}}', RULES, resolve, losses)

    assert losses.rows() == [("picture", "A dog"), ("shortcode", "odd: dropped"), ("unlinked", "lost.md")]
