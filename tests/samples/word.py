"""Word documents, made here as Word makes them."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from PIL import Image

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def document(fill: Callable[[Any], None], *, notes: dict[int, str] | None = None) -> bytes:
    """The bytes of a .docx that `fill` wrote; `notes` are footnotes by number, which `cite` points to."""
    made, word = BytesIO(), Document()
    fill(word)
    word.save(made)
    if notes:
        with ZipFile(made, "a", ZIP_DEFLATED) as archive:
            archive.writestr("word/footnotes.xml", footnotes(notes))
    return made.getvalue()


def footnotes(notes: dict[int, str]) -> str:
    written = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>'
        for number, text in notes.items()
    )
    return f'<?xml version="1.0"?><w:footnotes {NAMESPACE}>{written}</w:footnotes>'


def cite(paragraph: Any, number: int) -> None:
    """Put the mark of a footnote behind the words of a paragraph."""
    mark = OxmlElement("w:footnoteReference")
    mark.set(qn("w:id"), str(number))
    paragraph.add_run()._r.append(mark)


def link(paragraph: Any, words: str, address: str) -> None:
    """Put a link behind the words of a paragraph."""
    made = OxmlElement("w:hyperlink")
    made.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = words
    run.append(text)
    made.append(run)
    paragraph._p.append(made)


def show(word: Any, alt: str = "", *, color: str = "red") -> None:
    """Put a picture in a paragraph of its own; `alt` are its words in Word."""
    bytes_ = BytesIO()
    Image.new("RGB", (60, 40), color).save(bytes_, "PNG")
    bytes_.seek(0)
    shape = word.add_picture(bytes_)
    if alt:
        shape._inline.docPr.set("descr", alt)


def bare(body: str, **parts: str) -> bytes:
    """A .docx of nothing but a body in WordprocessingML, and other parts by their names under word/."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("word/document.xml", f"<w:document {NAMESPACE}><w:body>{body}</w:body></w:document>")
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", text)
    return made.getvalue()
