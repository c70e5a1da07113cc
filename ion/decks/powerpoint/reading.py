"""From a PowerPoint file to slides as Markdown: titles, texts in reading order, notes, and the words of pictures."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER

from ion.decks.powerpoint import wording
from ion.decks.powerpoint.limits import Refused
from ion.decks.source import MOST_SLIDES, SlideText

MOST_LETTERS = 400_000
MOST_SHAPES = 20_000
DEEPEST = 8
FURNITURE = {PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.HEADER}
"""What stands on every slide and says nothing."""
BULLETED = {PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.VERTICAL_BODY}
MADE_BY_MACHINE = re.compile(r"description automatically generated|AI-generated content", re.IGNORECASE)
LONG, MANY = "long", "many"


@dataclass(slots=True)
class Presented:
    """What a file says. `hidden` counts the slides that are not shown, which are left out."""

    slides: list[SlideText] = field(default_factory=list)
    hidden: int = 0


def read(content: bytes) -> Presented:
    """Read a .pptx whose archive was checked; raises Refused, and whatever python-pptx does of a broken one."""
    presentation = Presentation(BytesIO(content))
    if len(presentation.slides) > MOST_SLIDES:
        raise Refused(MANY)
    found, reader = Presented(), Reader()
    for slide in presentation.slides:
        if slide._element.get("show") in ("0", "false"):
            found.hidden += 1
        else:
            found.slides.append(reader.slide(slide))
    return found


@dataclass(slots=True)
class Reader:
    """Reads slides, and counts how much it has read."""

    letters: int = 0
    shapes: int = 0

    def slide(self, slide: Any) -> SlideText:
        title = slide.shapes.title
        parts = [part for shape in slide.shapes if not is_title(shape) for part in self.parts(shape)]
        told = SlideText(
            title=wording.line(title.text_frame.text) if title is not None else "",
            body="\n\n".join(parts),
            notes=notes_of(slide),
        )
        self.letters += len(told.title) + len(told.body) + len(told.notes)
        if self.letters > MOST_LETTERS:
            raise Refused(LONG)
        return told

    def parts(self, shape: Any, depth: int = 0) -> Iterator[str]:
        """What a shape says, as parts of a text."""
        self.shapes += 1
        if self.shapes > MOST_SHAPES or depth > DEEPEST:
            raise Refused(LONG)
        if hasattr(shape, "shapes"):
            for each in shape.shapes:
                yield from self.parts(each, depth + 1)
        if kind_of(shape) in FURNITURE:
            return
        said = text_of(shape)
        if said:
            yield said
        elif words := alternative(shape):
            yield f"Picture: {wording.line(words)}"


def is_title(shape: Any) -> bool:
    return kind_of(shape) in (
        PP_PLACEHOLDER.TITLE,
        PP_PLACEHOLDER.CENTER_TITLE,
        PP_PLACEHOLDER.VERTICAL_TITLE,
    )


def kind_of(shape: Any) -> Any:
    """What a placeholder is for; None for a shape that is none."""
    return shape.placeholder_format.type if shape.is_placeholder else None


def text_of(shape: Any) -> str:
    if getattr(shape, "has_table", False):
        return wording.table([[cell.text for cell in row.cells] for row in shape.table.rows])
    if shape.has_text_frame:
        return block(list(shape.text_frame.paragraphs), has_bullets=kind_of(shape) in BULLETED)
    return ""


def block(paragraphs: list[Any], *, has_bullets: bool) -> str:
    """Paragraphs as Markdown: those with bullets as a list, with its levels."""
    said = [(paragraph, words) for paragraph in paragraphs if (words := words_of(paragraph))]
    drawn, before = "", None
    for paragraph, words in said:
        mark = mark_of(paragraph, has_bullets=has_bullets and len(said) > 1)
        level = min(paragraph.level, 0 if before is None else before + 1) if mark else 0
        gap = "\n" if mark and before is not None else "\n\n"
        drawn += (gap if drawn else "") + "   " * level + mark + words
        before = level if mark else None
    return drawn


def mark_of(paragraph: Any, *, has_bullets: bool) -> str:
    """What a paragraph begins with; empty for one without a bullet."""
    names = {str(child.tag).rpartition("}")[2] for child in properties_of(paragraph)}
    if "buNone" in names:
        return ""
    if "buAutoNum" in names:
        return "1. "
    return "- " if has_bullets or "buChar" in names or "buBlip" in names else ""


def properties_of(paragraph: Any) -> Iterable[Any]:
    found = paragraph._p.pPr
    return () if found is None else found


def words_of(paragraph: Any) -> str:
    """The words of a paragraph, with what of them leads to the web."""
    runs = list(paragraph.runs)
    if not any(address_of(run) for run in runs):
        return wording.line(paragraph.text)
    parts = [(run.text, address_of(run)) for run in runs]
    told = [wording.link(text, address) if address else wording.line(text) for text, address in parts]
    return " ".join(filter(None, told))


def address_of(run: Any) -> str:
    try:
        return str(run.hyperlink.address or "")
    except KeyError:  # it names a relation that is not there
        return ""


def notes_of(slide: Any) -> str:
    """The notes of a slide, a paragraph each."""
    frame = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    return block(list(frame.paragraphs), has_bullets=False) if frame is not None else ""


def alternative(shape: Any) -> str:
    """The words for who does not see a shape, where a person wrote some."""
    words = " ".join(str(found) for found in shape._element.xpath("./*[1]/p:cNvPr/@descr"))
    return "" if MADE_BY_MACHINE.search(words) else words
