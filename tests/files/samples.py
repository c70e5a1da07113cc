"""Files of every kind that is taken and of many that are not, made here."""

import struct
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from openpyxl import Workbook
from PIL import Image

TYPES_PART = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'
MAIN = "application/vnd.openxmlformats-officedocument.{}.main+xml"
PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n"
TEXT = "Name,Städte\nAda,3\n".encode()
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


def picture(
    format: str = "PNG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: Any
) -> bytes:
    """A picture of one color."""
    made = BytesIO()
    Image.new(mode, size, options.pop("color", None) or 90).save(made, format, **options)
    return made.getvalue()


def moving(format: str) -> bytes:
    """Two pictures, one after the other."""
    made = BytesIO()
    first, second = (Image.new("RGB", (20, 20), color) for color in ("red", "blue"))
    first.save(made, format, save_all=True, append_images=[second], duration=100)
    return made.getvalue()


def zipped(entries: Mapping[str, bytes | str], **kinds: int) -> bytes:
    """An archive of these entries, in this order."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return made.getvalue()


def zipped_as(info: ZipInfo, content: bytes = b"text") -> bytes:
    """An archive of one entry that says of itself what `info` says."""
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        archive.writestr(info, content)
    return made.getvalue()


def docx(text: str = "Minutes of the meeting") -> bytes:
    """A real Word document."""
    made, document = BytesIO(), Document()
    document.add_paragraph(text)
    document.save(made)
    return made.getvalue()


def xlsx() -> bytes:
    """A real Excel workbook."""
    made, book = BytesIO(), Workbook()
    book.active["A1"] = 7
    book.save(made)
    return made.getvalue()


def office(main: str, *more: str, **entries: bytes) -> bytes:
    """The least that is an Office document whose main part is of this type; `more` are types of other parts."""
    types = [main, *more]
    told = "".join(
        f'<Override PartName="/part{at}.xml" ContentType="{type}"/>' for at, type in enumerate(types)
    )
    return zipped({"[Content_Types].xml": TYPES_PART.format(told), "_rels/.rels": "<r/>"} | entries)


def pptx() -> bytes:
    return office(MAIN.format("presentationml.presentation"))


def open_document(kind: str, **entries: bytes) -> bytes:
    """The least that is an OpenDocument file."""
    return zipped({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<c/>"} | entries)


def png_of_size(width: int, height: int, rows: int = 0) -> bytes:
    """A PNG whose header claims this size and that holds so many rows of black and no more."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack("!I", len(content)) + name + content + struct.pack("!I", zlib.crc32(name + content))
        )

    packer = zlib.compressobj(9)
    row = b"\0" * (1 + 3 * width) if rows else b""
    packed = b"".join(packer.compress(row) for _ in range(rows)) + packer.flush()
    header = struct.pack("!IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def webp_of_size(width: int, height: int) -> bytes:
    """A WebP whose header claims this size."""
    header = b"\0" * 4 + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + header
    return b"RIFF" + struct.pack("<I", len(body)) + body
