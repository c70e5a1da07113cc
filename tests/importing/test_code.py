"""Code is set aside and put back letter for letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ion.commons.importing.code import set_aside

PIECES = st.lists(
    st.sampled_from(["`", "``", "```", "~~~", "\n", "\n\n", "> ", "- ", "    ", "word", "\\", "\t", "1. "]),
    max_size=40,
).map("".join)


@pytest.mark.parametrize(
    "text",
    [
        "```py\nx = '{{< ref >}}'\n```",
        "> ```\n> quoted\n> ```\nafter",
        "- ```\n  in a list\n  ```",
        "  ~~~~\n  ```\n  ~~~~",
        "a `span` and ``two ` ticks`` here",
        "```\nnever closed",
    ],
)
def test_what_was_set_aside_comes_back_as_it_was(text: str) -> None:
    prose, kept = set_aside(text)

    assert kept.put_back(prose) == text


@given(PIECES)
def test_any_text_without_lazy_lines_comes_back(text: str) -> None:
    prose, kept = set_aside(text.replace("> ", "").replace("    ", "").replace("\t", ""))

    assert kept.put_back(prose) == text.replace("> ", "").replace("    ", "").replace("\t", "")


def test_a_block_moves_with_its_line() -> None:
    prose, kept = set_aside("  ```\n  a\n    b\n  ```")

    assert kept.put_back(prose.replace("  ", "> ", 1)) == "> ```\n> a\n>   b\n> ```"


def test_a_tick_without_a_partner_is_no_code() -> None:
    prose, _ = set_aside("a ` stray\n\nand `` another `")

    assert prose == "a ` stray\n\nand `` another `"
