"""PowerPoint files, made here: one with a bit of everything, and several that must do no harm."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from PIL import Image
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

FIRST_SLIDE, LIST = "ppt/slides/slide1.xml", "ppt/presentation.xml"
BULLETS, BLANK = 1, 6  # of the layouts of python-pptx's own template


def saved(presentation: Any) -> bytes:
    made = BytesIO()
    presentation.save(made)
    return made.getvalue()


def described(shape: Any, words: str) -> None:
    """Give a shape its alternative text."""
    shape._element.xpath("./*[1]/p:cNvPr")[0].set("descr", words)


def of_one_slide(title: str = "The launch", notes: str = "Timing is huge") -> bytes:
    """One slide with a title and notes."""
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[BULLETS])
    slide.shapes.title.text = title
    slide.notes_slide.notes_text_frame.text = notes
    return saved(presentation)


def of_everything() -> bytes:
    """A list in levels; picture, table, link, chart and group without a title; a hidden slide."""
    presentation = Presentation()
    first = presentation.slides.add_slide(presentation.slide_layouts[BULLETS])
    first.shapes.title.text = "Why *now*"
    told = first.placeholders[1].text_frame
    told.text = "Purpose"
    for level, words in ((1, "2015. A law"), (4, "snake_case _here_"), (0, "Need")):
        paragraph = told.add_paragraph()
        paragraph.text, paragraph.level = words, level
    first.notes_slide.notes_text_frame.text = "Say hello\n---\nNotes: again"
    fill(presentation.slides.add_slide(presentation.slide_layouts[BLANK]))
    hidden = presentation.slides.add_slide(presentation.slide_layouts[BLANK])
    hidden._element.set("show", "0")
    hidden.shapes.add_textbox(0, 0, 9, 9).text_frame.text = "Not for readers"
    return saved(presentation)


def fill(slide: Any) -> None:
    picture = BytesIO()
    Image.new("RGB", (20, 20)).save(picture, "PNG")
    picture.seek(0)
    described(slide.shapes.add_picture(picture, 0, 0), "Two people at a [table]")
    table = slide.shapes.add_table(2, 2, 0, 0, Inches(3), Inches(1)).table
    table.cell(0, 0).text, table.cell(0, 1).text, table.cell(1, 0).text = "a|b", "c", "1"
    frame = slide.shapes.add_textbox(0, 0, 9, 9).text_frame
    linked, plain = frame.paragraphs[0].add_run(), frame.paragraphs[0].add_run()
    linked.text, linked.hyperlink.address, plain.text = "Go here", "https://example.gov/a", "now"
    data = CategoryChartData()
    data.categories = ["a"]
    data.add_series("s", (1,))
    chart = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, 0, 0, 99, 99, data)
    described(chart, "A bar chart with description automatically generated")
    slide.shapes.add_group_shape().shapes.add_textbox(0, 0, 9, 9).text_frame.text = "In a group"


def changed(part: str, change: Callable[[bytes], bytes], more: dict[str, bytes] | None = None) -> bytes:
    """A file of one slide with one part changed, and with `more` entries."""
    made = BytesIO()
    with ZipFile(BytesIO(of_one_slide())) as given, ZipFile(made, "w", ZIP_DEFLATED) as taken:
        for name in given.namelist():
            content = given.read(name)
            taken.writestr(name, change(content) if name == part else content)
        for name, content in (more or {}).items():
            taken.writestr(name, content)
    return made.getvalue()


def laughs() -> bytes:
    """Entities of entities, in a slide."""
    nested = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 20}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE x [<!ENTITY e0 "x">{nested}]>'.encode()
    return changed(FIRST_SLIDE, lambda xml: xml.replace(b"<p:sld ", doctype + b"<p:sld ", 1))


def swollen() -> bytes:
    """An entry of 210 MB that packs to little."""
    return changed("", lambda xml: xml, {"ppt/media/zeros.bin": bytes(210 * 1024 * 1024)})


def of_many_slides() -> bytes:
    """A list that names one slide 301 times."""

    def repeated(xml: bytes) -> bytes:
        begin, end = xml.index(b"<p:sldId "), xml.index(b"</p:sldIdLst>")
        return xml[:begin] + xml[begin:end] * 301 + xml[end:]

    return changed(LIST, repeated)


def of_countless_elements() -> bytes:
    """A slide of 38 MB of elements, within what is unpacked, far beyond what a tree of it may take."""
    return changed(
        FIRST_SLIDE, lambda xml: xml.replace(b"</p:spTree>", b"<a:b/>" * 6_500_000 + b"</p:spTree>")
    )
