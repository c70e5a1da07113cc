"""A file seen through the map."""

from typing import Any

import pytest

from ion.commons.importing.entries import Entry, entry, is_left_out, plain_alias
from ion.commons.importing.fields import FieldRefused
from ion.commons.importing.mapping import SourceMap
from ion.commons.importing.reading import Source
from ion.commons.importing.slugs import distinct


def read(path: str = "news/a.md", map: SourceMap | None = None, **front: Any) -> Entry:
    return entry(Source(path, {"title": "A title"} | front, "text"), map or SourceMap(), ())


@pytest.mark.parametrize(
    ("path", "given", "slug"),
    [
        ("news/2024/2024-05-01-first-steps.md", "", "first-steps"),
        ("guides/starter/_index.md", "", "starter"),
        ("resources/a.md", "toolkit/ten-tips", "ten-tips"),
        ("resources/a.md", "Ünï Code!", "uni-code"),
        ("resources/a.md", "2017", "2017"),
        ("resources/---.md", "", "untitled"),
    ],
)
def test_a_slug_comes_from_the_field_the_file_or_the_folder(path: str, given: str, slug: str) -> None:
    assert read(path, slug=given).slug == slug


def test_a_title_is_needed() -> None:
    with pytest.raises(FieldRefused, match="no title"):
        read(title=" ")


def test_long_words_are_cut_at_a_word() -> None:
    made = read(title="word " * 100, summary="word " * 400)

    assert len(made.title) <= 300
    assert len(made.summary) <= 1000
    assert made.title.endswith("word…")


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "/path", "https://[bad", "https://a.example/" + "x" * 1000]
)
def test_a_link_that_is_no_address_is_refused(link: str) -> None:
    with pytest.raises(FieldRefused, match="link is"):
        read(link_url=link)


@pytest.mark.parametrize(
    ("given", "name"),
    [("partner", "the Partner"), ("The Times", "The Times"), ("other-key", "a.example"), ("", "a.example")],
)
def test_a_link_is_named_by_the_map_itself_or_its_host(given: str, name: str) -> None:
    made = read(
        map=SourceMap(link_names={"partner": "the Partner"}),
        link_url="https://www.a.example/x",
        link_name=given,
    )

    assert made.link_name == name


@pytest.mark.parametrize(
    ("form", "address"),
    [("/{year}/{month}/{day}/{slug}/", "/2024/05/01/a/"), ("/{path}/", "/news/a/"), ("/x/{slug}", "/x/a")],
)
def test_the_old_address_follows_the_form_of_the_folder(form: str, address: str) -> None:
    map = SourceMap(addresses={"news": form}, zone="America/New_York")

    assert read(map=map, date="2024-05-01 23:30:00 -0900").old_address == address


def test_an_old_address_by_date_needs_a_date() -> None:
    assert read(map=SourceMap(addresses={"news": "/{year}/{slug}/"})).old_address == ""


def test_section_pages_and_marked_files_are_left_out() -> None:
    map = SourceMap(skip=("news/_index.md",), leave_out={"headless": frozenset({"true"})})

    assert is_left_out(Source("news/_index.md", {}, ""), map)
    assert is_left_out(Source("news/a.md", {"headless": "True"}, ""), map)
    assert not is_left_out(Source("news/sub/_index.md", {"headless": "false"}, ""), map)


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ("/2012/02/19/9999/", "/2012/02/19/9999/"),
        ("old/page?x=1#y", "/old/page/"),
        ("/old/page.md", "/old/page.md"),
        ("https://a.example/x", ""),
        ("//a.example", ""),
        ("not a path", ""),
        ("/", ""),
        ("/" + "x" * 400, ""),
    ],
)
def test_an_alias_is_kept_in_one_form(given: str, path: str) -> None:
    assert plain_alias(given) == path


def test_slugs_are_told_apart_in_the_order_of_the_paths() -> None:
    wishes = [("b", "same"), ("a", "same"), ("c", "same"), ("d", "theirs")]

    assert distinct(wishes, {}, ["theirs"]) == {"a": "same", "b": "same-2", "c": "same-3", "d": "theirs-2"}


def test_a_slug_once_given_stays() -> None:
    assert distinct([("a", "same"), ("b", "same")], {"b": "same"}, []) == {"a": "same-2", "b": "same"}
