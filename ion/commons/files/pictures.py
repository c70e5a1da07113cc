"""Our copy of a picture: decoded and encoded anew, small enough for a page, without anything that is not picture.

What a camera wrote beside the picture (place, time, name, thumbnail) is dropped, after the picture was turned the way
the camera was held. Size is asked of the picture's header before anything is decoded.
"""

import struct
import threading
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from ion.commons.files.kinds import GIF, JPEG, PNG, WEBP, Kind
from ion.core.ports.files import FileRefused

LONGEST_SIDE = 1600
MOST_PIXELS = 25_000_000
QUALITY = 85
LARGE_PNG = 1_000_000
"""A picture without transparent parts that takes more bytes than this as PNG is a photograph: it is kept as JPEG."""
FORMATS = {JPEG: "JPEG", PNG: "PNG", GIF: "GIF", WEBP: "WEBP"}
MAY_MOVE = frozenset({PNG, GIF, WEBP})
ONE_AT_A_TIME = threading.Lock()
"""Decoding may take some hundred megabytes, so a process decodes one picture after the other."""

DAMAGED = "The picture is damaged or not what it seems. Open it, save it again as JPEG or PNG, and send that."
TOO_LARGE = "The picture has more than 25 million pixels. Make it smaller and send that."
MOVES = "Moving pictures are not taken. Save one picture of it and send that."


@dataclass(frozen=True, slots=True)
class Copy:
    """The picture as it is kept; width and height are pixels."""

    data: bytes
    kind: Kind
    width: int
    height: int


def copy_of(data: bytes, kind: Kind) -> Copy:
    """Our copy of a picture of this kind, at most LONGEST_SIDE on its longer side; raises FileRefused."""
    if kind is WEBP:
        refuse_pixels(*webp_size(data))
    with ONE_AT_A_TIME:
        try:
            with Image.open(BytesIO(data), formats=[FORMATS[kind]]) as picture:
                refuse_pixels(*picture.size)
                if kind in MAY_MOVE and getattr(picture, "is_animated", False):
                    raise FileRefused(MOVES)
                return encoded(upright(fitted(picture)), kind)
        except FileRefused:
            raise
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise FileRefused(TOO_LARGE) from error
        except (
            Exception
        ) as error:  # decoders break on damaged bytes in any way; each means the same to the writer
            raise FileRefused(DAMAGED) from error


def refuse_pixels(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise FileRefused(TOO_LARGE)


def webp_size(data: bytes) -> tuple[int, int]:
    """Width and height that the header claims; Pillow makes room for them as soon as it opens such a picture."""
    form, header = data[12:16], data[16:30].ljust(14, b"\0")
    if form == b"VP8X":
        return 1 + int.from_bytes(header[8:11], "little"), 1 + int.from_bytes(header[11:14], "little")
    if form == b"VP8L":
        bits = int.from_bytes(header[5:9], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack("<HH", header[10:14])
    return width & 0x3FFF, height & 0x3FFF


def fitted(picture: Image.Image) -> Image.Image:
    """The picture in full colors or grays, with transparency where it has any, and small enough."""
    size = goal(*picture.size)
    picture.draft(None, (2 * size[0], 2 * size[1]))  # a JPEG is made smaller while it is decoded
    if picture.mode.startswith("I"):  # 16 bits of gray, which would be cut off rather than scaled
        picture = picture.point(lambda value: value / 256).convert("L")
    elif picture.mode not in ("L", "RGB"):
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    elif picture.has_transparency_data:
        picture = picture.convert("RGBA")
    picture.thumbnail(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return picture


def goal(width: int, height: int) -> tuple[int, int]:
    """The size to come to."""
    share = min(1.0, LONGEST_SIDE / max(width, height))
    return max(1, round(width * share)), max(1, round(height * share))


def upright(picture: Image.Image) -> Image.Image:
    """The picture turned the way it was taken; one whose marks cannot be read stays as it is."""
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # noqa: BLE001 - marks of cameras break in any way; the picture itself is well
        return picture


def encoded(picture: Image.Image, kind: Kind) -> Copy:
    """The picture as bytes, and nothing beside it: JPEG for photographs, PNG for drawings and what is transparent."""
    picture.info.clear()
    if picture.mode == "RGBA" and picture.getchannel("A").getextrema() == (255, 255):
        picture = picture.convert("RGB")
    if picture.mode == "RGBA":
        return Copy(bytes_of(picture, "PNG"), PNG, *picture.size)
    if kind in (PNG, GIF):
        data = bytes_of(picture, "PNG")
        if len(data) <= LARGE_PNG:
            return Copy(data, PNG, *picture.size)
    return Copy(bytes_of(picture, "JPEG"), JPEG, *picture.size)


def bytes_of(picture: Image.Image, format: str) -> bytes:
    told = BytesIO()
    if format == "JPEG":
        picture.save(told, format, quality=QUALITY, optimize=True, progressive=True)
    else:
        picture.save(told, format)
    return told.getvalue()
