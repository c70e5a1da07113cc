"""Files may be anything."""

from pathlib import Path

import pytest

from ion.commons.importing.reading import Unreadable, markdown_files, read_front, read_source


def file(folder: Path, content: bytes) -> Path:
    made = folder / "a.md"
    made.write_bytes(content)
    return made


def test_front_matter_and_text_are_told_apart(tmp_path: Path) -> None:
    source = read_source(
        file(tmp_path, b"\xef\xbb\xbf\n---\r\ntitle: A\r\ndate: 2024-05-01\r\n---\r\nText\r\n---\r\n"),
        tmp_path,
    )

    assert source.path == "a.md"
    assert source.front == {"title": "A", "date": "2024-05-01"}
    assert source.text == "Text\n---\n"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"text", "no front matter"),
        (b"---\ntitle: A\n", "no front matter"),
        (b"---\ntitle: [a\n---\n", "bad YAML"),
        (b"---\n- a\n---\n", "not a list of names and values"),
        (b"---\n? [a]\n: b\n---\n", "bad YAML"),
        (b"---\ntitle: A\n---\ncaf\xe9", "not UTF-8"),
        (b"---\ntitle: A\n---\n\x00", "NUL"),
        (b"---\na: " + b"x" * 70_000 + b"\n---\n", "front matter too large"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_source(file(tmp_path, content), tmp_path)


def test_a_large_file_is_refused_with_the_limit(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"too large: 25 bytes, at most 20 are read"):
        read_source(file(tmp_path, b"---\ntitle: A\n---\n12345678"), tmp_path, largest=20)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="cannot be opened"):
        read_source(tmp_path / "none.md", tmp_path)


@pytest.mark.parametrize("yaml", ["- " * 20_000, "[" * 20_000, "{a: " * 5_000, "a: &a [*a]"])
def test_yaml_that_nests_without_end_is_refused_and_harms_nobody(yaml: str) -> None:
    with pytest.raises(Unreadable, match="bad YAML"):
        read_front(yaml)


def test_yaml_that_repeats_itself_is_refused_before_it_grows() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [
        f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]" for old, new in zip("abcdef", "bcdefg", strict=True)
    ]

    with pytest.raises(Unreadable, match="more than"):
        read_front("\n".join(lines))


def test_merge_keys_are_plain_names() -> None:
    assert read_front("a: &a {x: 1}\nb:\n  <<: *a") == {"a": {"x": "1"}, "b": {"<<": {"x": "1"}}}


def test_files_are_listed_in_order_and_none_from_outside(tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text("secret")
    site = tmp_path / "site"
    (site / "b").mkdir(parents=True)
    for name in ("b/1.md", "a.MD", "c.txt"):
        (site / name).write_text("")
    (site / "link.md").symlink_to(outside)

    assert [found.relative_to(site).as_posix() for found in markdown_files(site)] == ["a.MD", "b/1.md"]
