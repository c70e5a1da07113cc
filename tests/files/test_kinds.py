"""Names of files: safe to save under, true to what the file is, readable; sizes in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ion.commons.files.kinds import (
    CSV,
    DOCX,
    JPEG,
    KINDS,
    LONGEST_NAME,
    PDF,
    TXT,
    clean_name,
    label_of,
    name_of_picture,
    size_in_words,
    words_of_picture,
)


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("Minutes.pdf", "Minutes.pdf"),
        ("Minutes.PDF", "Minutes.pdf"),
        ("minutes", "minutes.pdf"),
        ("report.exe", "report.pdf"),
        ("invoice.pdf.exe", "invoice.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\Plan v1.2.pdf", "Plan v1.2.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie- x=1.pdf"),
        ("fdp\u202etxt.pdf", "fdptxt.pdf"),
        ("zero\u200bwidth\x00null.pdf", "zerowidthnull.pdf"),
        ('what? "why" <how>|*.pdf', "what- -why- -how---.pdf"),
        ("...", "file.pdf"),
        ("", "file.pdf"),
        (".pdf", "pdf.pdf"),
        ("/", "file.pdf"),
        ("Año\u0301 2026.pdf", "Añó 2026.pdf"),
    ],
)
def test_names_are_cleaned(name: str, cleaned: str) -> None:
    assert clean_name(name, PDF) == cleaned


def test_a_long_name_keeps_its_ending() -> None:
    assert clean_name("x" * 400 + ".docx", DOCX) == "x" * 195 + ".docx"


@given(st.text(max_size=300), st.sampled_from(list(KINDS.values())))
def test_no_name_is_anything_but_safe(name: str, kind: object) -> None:
    cleaned = clean_name(name, kind)  # type: ignore[arg-type]

    assert cleaned.endswith(kind.ending) and len(cleaned) > len(kind.ending)  # type: ignore[attr-defined]
    assert len(cleaned) <= LONGEST_NAME
    assert not set(cleaned) & set('/\\<>:"|?*\x00\n\r\u202e')
    assert not cleaned.startswith(".")
    assert clean_name(cleaned, kind) == cleaned  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "words", ["Who pays? A chart: share of costs.", "Visit ion.gov", 'The "pull" quote', "x" * 180]
)
def test_what_is_said_of_a_picture_can_be_read_back_from_its_name(words: str) -> None:
    assert words_of_picture(name_of_picture(words, JPEG)) == words


def test_the_name_of_a_picture_holds_no_path_and_no_hidden_sign() -> None:
    assert name_of_picture("and/or\\ \u202eevil\n", JPEG) == "and-or- evil.jpg"
    assert name_of_picture("\u202e", JPEG) == "picture.jpg"


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (1, "1 KB"),
        (1023, "1 KB"),
        (831_488, "812 KB"),
        (1_258_291, "1.2 MB"),
        (25 * 1024 * 1024, "25.0 MB"),
    ],
)
def test_sizes_are_words(size: int, words: str) -> None:
    assert size_in_words(size) == words


def test_kinds_have_labels_and_what_is_no_longer_taken_is_a_file() -> None:
    assert [label_of(kind.type) for kind in (PDF, DOCX, CSV, TXT)] == [
        "PDF",
        "Word document",
        "CSV table",
        "Text",
    ]
    assert label_of("application/x-old") == "File"
