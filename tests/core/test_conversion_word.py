"""A Word document becomes a title, Markdown and pictures."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from ion.core.conversion import archive
from ion.core.conversion.archive import WordRefused
from ion.core.conversion.word import WordText, read_word
from ion.core.ports.files import PICTURE_PATH
from tests.samples.word import bare, cite, document, link, show

WORDS = "<w:p><w:r><w:t>Words.</w:t></w:r></w:p>"


def read(fill: Any, name: str = "draft.docx", notes: dict[int, str] | None = None) -> WordText:
    return read_word(document(fill, notes=notes), name)


def report(word: Any) -> None:
    word.add_heading("Riding the wave", 0)
    word.add_heading("What we did", 1)
    paragraph = word.add_paragraph("Boards met ")
    paragraph.add_run("employers").bold = True
    paragraph.add_run(" first, ")
    paragraph.add_run("always").italic = True
    cite(paragraph, 2)
    paragraph.add_run(" – see ")
    link(paragraph, "the notice", "https://www.dol.gov/notice")
    paragraph.add_run(".")
    for words, style in (("Ask", "List Bullet"), ("the small", "List Bullet 2"), ("Listen", "List Bullet")):
        word.add_paragraph(words, style=style)
    for words, style in (("Plan", "List Number"), ("Act", "List Number")):
        word.add_paragraph(words, style=style)
    word.add_heading("Costs", 2)
    table = word.add_table(2, 2)
    for cell, words in zip(table._cells, ("Item", "Dollars", "Tools", "1,200"), strict=True):
        cell.text = words
    word.add_paragraph("Start before you are ready.", style="Quote")


def test_a_document_comes_out_as_markdown() -> None:
    found = read(report, notes={2: "Counted by the boards."})

    assert (found.title, found.pictures, found.dropped) == ("Riding the wave", [], "")
    assert found.markdown == (
        "## What we did\n\n"
        "Boards met **employers** first, *always*[^1] – see [the notice](https://www.dol.gov/notice).\n\n"
        "- Ask\n  - the small\n- Listen\n\n"
        "1. Plan\n2. Act\n\n"
        "### Costs\n\n"
        "| Item | Dollars |\n| --- | --- |\n| Tools | 1,200 |\n\n"
        "> Start before you are ready.\n\n"
        "[^1]: Counted by the boards."
    )


def test_pictures_come_with_their_words_and_stand_in_the_text() -> None:
    def fill(word: Any) -> None:
        show(word, "A full room")
        show(word, color="blue")
        show(word, "A person standing\n\nDescription automatically generated", color="green")

    found = read(fill)

    assert [(picture.name, picture.alt) for picture in found.pictures] == [
        ("A full room.png", "A full room"),
        ("Picture 2.png", ""),
        ("Picture 3.png", ""),
    ]
    assert [picture.data[:4] for picture in found.pictures] == [b"\x89PNG"] * 3
    assert all(PICTURE_PATH.fullmatch(picture.path) for picture in found.pictures)
    assert found.markdown == "\n\n".join(f"![{picture.alt}]({picture.path})" for picture in found.pictures)


def test_a_picture_that_stands_elsewhere_is_never_fetched() -> None:
    content = document(lambda word: show(word, "A full room"))
    changed = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(changed, "w") as new:
        for entry in old.infolist():
            part = old.read(entry).replace(b'r:embed="', b'r:link="')
            external = b'Target="file:///etc/passwd" TargetMode="External"'
            new.writestr(entry, part.replace(b'Target="media/image1.png"', external))

    found = read_word(changed.getvalue(), "draft.docx")

    assert (found.markdown, found.pictures) == ("", [])
    assert found.dropped == "1 picture was left out: add it under Pictures."


@pytest.mark.parametrize(
    ("headings", "title", "markdown"),
    [
        ([], "annual report 2026", "Words."),
        (["Only one"], "Only one", "Words."),
        (["First", "Second"], "First", "## First\n\n## Second\n\nWords."),
    ],
)
def test_without_a_title_the_first_heading_or_the_file_gives_the_name(
    headings: list[str], title: str, markdown: str
) -> None:
    style = '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>'
    written = "".join(f"<w:p>{style}<w:r><w:t>{words}</w:t></w:r></w:p>" for words in headings)

    found = read_word(bare(written + WORDS), "C:\\files\\annual_report-2026.DOCX")

    assert (found.title, found.markdown) == (title, markdown)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "This is no Word document"),
        (b"%PDF-1.7 and so on", "This is no Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "older Word file, or one with a password"),
        (b"PK" + bytes(archive.MOST_BYTES), "larger than 25 MB"),
        (bare(WORDS)[:-30], "This is no Word document"),
        (bare(WORDS).replace(b"word/document.xml", b"word/documend.xml"), "The document is damaged"),
        (bare(WORDS).replace(b"[Content_Types].xml", b"[Content_Typos].xml"), "This is no Word document"),
        (bare(WORDS, other="<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "This is no Word document"),
        (bare("<w:p>" * 90 + "</w:p>" * 90), "unpacks to far more"),
        (bare(WORDS * 5_001), "too long for one text"),
        (bare(WORDS, media="a" * (archive.MOST_UNPACKED + 1)), "unpacks to far more"),
    ],
)
def test_what_is_no_document_or_too_much_of_one_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(WordRefused, match=words):
        read_word(content, "draft.docx")


def test_entities_in_another_encoding_are_refused_as_well() -> None:
    hidden = "<?xml version='1.0' encoding='utf-16'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>".encode(
        "utf-16"
    )
    content = BytesIO(bare(WORDS))
    with ZipFile(content, "a") as word:
        word.writestr("word/media/image1.png", hidden)

    with pytest.raises(WordRefused, match="no Word document"):
        read_word(content.getvalue(), "draft.docx")
