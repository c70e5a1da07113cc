"""Links lead to where things are now, or become their words."""

import pytest

from ion.commons.importing.links import AddressBook, plain_path, relink
from ion.commons.importing.shortcodes import Target
from ion.core.conversion.losses import Losses


def book() -> AddressBook:
    made = AddressBook("https://old.example.gov", frozenset({"old.example.gov"}), ("/practices/",))
    made.add(
        "news/2024/05/2024-05-01-first.md", Target("/blog/first", "First"), ["/2024/05/01/first/", "/one"]
    )
    made.add("guides/start/_index.md", Target("/practices/start", "Start"))
    made.add("guides/a/methods.md", Target("/practices/methods", "Methods"))
    made.add("guides/b/methods.md", Target("/practices/methods-2", "Methods"))
    return made


@pytest.mark.parametrize(
    ("wanted", "address"),
    [
        ("2024-05-01-first.md", "/blog/first"),
        ("2024-05-01-FIRST", "/blog/first"),
        ("news/2024/05/2024-05-01-first.md", "/blog/first"),
        ("/2024/05/01/first", "/blog/first"),
        ("https://old.example.gov/2024/05/01/first/?utm=x", "/blog/first"),
        ("//old.example.gov/one", "/blog/first"),
        ("/guides/start/", "/practices/start"),
        ("guides/start/_index.md#Next steps", "/practices/start#h-next-steps"),
        ("methods.md", "/practices/methods"),
        ("../b/methods", "/practices/methods-2"),
        ("/blog/first", "/blog/first"),
    ],
)
def test_a_name_finds_its_item(wanted: str, address: str) -> None:
    target = book().find(wanted, at="guides/a/other.md")

    assert target is not None
    assert target.address == address


@pytest.mark.parametrize(
    "wanted", ["", "#here", "lost.md", "https://elsewhere.example/one", "https://[bad", "/"]
)
def test_an_unknown_name_finds_nothing(wanted: str) -> None:
    assert book().find(wanted, at="news/x.md") is None


def test_a_name_that_two_files_have_finds_neither() -> None:
    assert book().find("methods.md", at="news/x.md") is None


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("[a](/one)", "[a](/blog/first)"),
        ('[a](/one "T")', '[a](/blog/first "T")'),
        ("[a](/about/)", "[a](https://old.example.gov/about/)"),
        ("[a](/practices/x)", "[a](/practices/x)"),
        ("[a](https://else.example/(b))", "[a](https://else.example/(b))"),
        ("[a](www.else.example/x)", "[a](http://www.else.example/x)"),
        ("[a](//else.example)", "[a](https://else.example)"),
        ("[a](javascript:alert(1))", "a"),
        ("[a *b* [c]](unlinked:x.md)", "a *b* [c]"),
        ("[a]()", "a"),
        ("[![pic](x.png)](/one)", ""),
        ("![a dog](x.png) b", " b"),
        ("![a dog](https://else.example/x.png)", "![a dog](https://else.example/x.png)"),
        ("## Head {#top}\n[up](#top)", "## Head\n[up](#head)"),
        ("[a][1] [b][2]\n\n[1]: /one 'T'\n[2]: unlinked:x\n", "[a][1] b\n\n[1]: /blog/first 'T'\n"),
        ("[Note]: this stays as it is\n", "[Note]: this stays as it is\n"),
        ("[^1]: https://a.example\n", "[^1]: https://a.example\n"),
    ],
)
def test_a_link_is_led_or_becomes_its_words(text: str, result: str) -> None:
    assert relink(text, book(), "news/x.md", Losses()) == result


def test_what_leads_nowhere_is_listed_once_with_how_often() -> None:
    losses = Losses()

    relink("[a](unlinked:%2Flost) [b](unlinked:%2Flost) [c](ftp://x)", book(), "news/x.md", losses)

    assert losses.rows() == [("unlinked", "/lost (2 times)"), ("unlinked", "ftp://x")]


@pytest.mark.parametrize(
    "path", ["/Guides/dap/", "guides/dap/_index.md", "./guides/x/../dap", "guides/dap.md"]
)
def test_one_file_has_one_plain_path(path: str) -> None:
    assert plain_path(path) == "guides/dap"
