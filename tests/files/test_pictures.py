"""Our copy of a picture: upright, small enough, nothing beside the picture, and never of one that is too large."""

import struct
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from ion.commons.files.kinds import GIF, JPEG, PNG, WEBP, Kind
from ion.commons.files.pictures import LONGEST_SIDE, copy_of, webp_size
from ion.core.ports.files import FileRefused
from tests.files import samples
from tests.files.samples import picture

SECRET = "Secret place and name"


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def marked(format: str) -> bytes:
    """A picture, three wide and one high, red at its left, that was taken with the camera turned to the right."""
    taken = Image.new("RGB", (300, 100), "blue")
    taken.paste("red", (0, 0, 100, 100))
    marks = Image.Exif()
    marks[0x0112], marks[0x010E] = 6, SECRET
    marks.get_ifd(0x8825)[1] = SECRET
    more: dict[str, Any] = {"exif": marks}
    if format == "PNG":
        more["pnginfo"] = PngImagePlugin.PngInfo()
        more["pnginfo"].add_text("Comment", SECRET)
    if format == "JPEG":
        more |= {"comment": SECRET, "icc_profile": SECRET.encode()}
    made = BytesIO()
    taken.save(made, format, **more)
    assert SECRET.encode() in made.getvalue()
    return made.getvalue()


@pytest.mark.parametrize(
    ("format", "kind", "kept"),
    [("JPEG", JPEG, JPEG), ("PNG", PNG, PNG), ("GIF", GIF, PNG), ("WEBP", WEBP, JPEG)],
)
def test_the_copy_is_a_plain_picture_of_at_most_1600_pixels(format: str, kind: Kind, kept: Kind) -> None:
    copy = copy_of(picture(format, (3200, 800)), kind)

    assert (copy.kind, copy.width, copy.height) == (kept, LONGEST_SIDE, 400)
    assert opened(copy.data).size == (1600, 400)
    assert Image.MIME[opened(copy.data).format or ""] == kept.type


def test_a_small_picture_is_not_made_larger() -> None:
    copy = copy_of(picture("PNG", (40, 20)), PNG)

    assert (copy.width, copy.height) == (40, 20)


@pytest.mark.parametrize(("format", "kind"), [("JPEG", JPEG), ("PNG", PNG), ("WEBP", WEBP)])
def test_what_a_camera_wrote_turns_the_picture_and_is_dropped(format: str, kind: Kind) -> None:
    copy = copy_of(marked(format), kind)
    red, green, blue = opened(copy.data).convert("RGB").getpixel((50, 20))  # type: ignore[misc]

    assert (copy.width, copy.height) == (100, 300)
    assert red > 200 and green < 60 and blue < 60
    assert SECRET.encode() not in copy.data
    assert b"Exif" not in copy.data and b"eXIf" not in copy.data and not dict(opened(copy.data).getexif())


def test_a_picture_whose_marks_are_broken_is_kept_as_it_is() -> None:
    data = marked("JPEG").replace(b"Exif\x00\x00", b"Exif\x00\x00\xff\xff\xff\xff\xff\xff", 1)

    assert (copy_of(data, JPEG).width, copy_of(data, JPEG).height) == (300, 100)


@pytest.mark.parametrize(
    ("mode", "kept"),
    [("RGBA", "RGBA"), ("LA", "RGBA"), ("P", "RGB"), ("1", "RGB"), ("L", "L"), ("I;16", "L")],
)
def test_every_way_of_storing_colors_is_taken(mode: str, kept: str) -> None:
    color = {"RGBA": (9, 9, 9, 120), "LA": (9, 120), "I;16": 128 * 256}.get(mode, 0)

    copy = opened(copy_of(picture("PNG", mode=mode, color=color), PNG).data)

    assert (copy.format, copy.mode) == ("PNG", kept)
    if mode == "I;16":
        assert copy.getpixel((0, 0)) == 128


def test_one_color_that_stands_for_transparency_is_kept_as_such() -> None:
    drawing = picture("PNG", mode="RGB", color=(9, 9, 9), transparency=(9, 9, 9))

    assert opened(copy_of(drawing, PNG).data).getpixel((0, 0)) == (9, 9, 9, 0)


def test_print_colors_become_those_of_a_screen() -> None:
    assert opened(copy_of(picture("JPEG", mode="CMYK", color=(0, 0, 0, 0)), JPEG).data).mode == "RGB"


def test_transparency_that_shows_nothing_through_is_dropped() -> None:
    assert opened(copy_of(picture("PNG", mode="RGBA", color=(9, 9, 9, 255)), PNG).data).mode == "RGB"


def test_a_photograph_sent_as_png_is_kept_as_jpeg() -> None:
    noise = Image.effect_noise((1200, 900), 90).convert("RGB")
    made = BytesIO()
    noise.save(made, "PNG", compress_level=1)

    copy = copy_of(made.getvalue(), PNG)

    assert copy.kind is JPEG
    assert len(copy.data) < len(made.getvalue())


def test_what_stands_behind_a_picture_is_not_kept() -> None:
    for format, kind in (("JPEG", JPEG), ("PNG", PNG), ("GIF", GIF)):
        assert b"<script>" not in copy_of(picture(format, mode="L") + b"<script>alert(1)</script>", kind).data


@pytest.mark.parametrize(("format", "kind"), [("GIF", GIF), ("PNG", PNG), ("WEBP", WEBP)])
def test_moving_pictures_are_refused(format: str, kind: Kind) -> None:
    with pytest.raises(FileRefused, match=r"Moving pictures are not taken. Save one picture of it"):
        copy_of(samples.moving(format), kind)


def test_a_photograph_that_a_phone_keeps_several_of_is_taken() -> None:
    made = BytesIO()
    first, second = (Image.new("RGB", (20, 20), color) for color in ("red", "blue"))
    first.save(made, "MPO", save_all=True, append_images=[second])

    copy = copy_of(made.getvalue(), JPEG)

    assert copy.kind is JPEG
    assert opened(copy.data).convert("RGB").getpixel((5, 5))[0] > 200  # type: ignore[index]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (samples.png_of_size(5000, 5001), PNG),
        (samples.png_of_size(30_000, 30_000), PNG),
        (samples.png_of_size(2**31 - 1, 2**31 - 1), PNG),
        (samples.webp_of_size(16_384, 16_384), WEBP),
        (b"GIF89a" + struct.pack("<HH", 65_535, 65_535) + picture("GIF", mode="L")[10:], GIF),
    ],
)
def test_a_picture_of_too_many_pixels_is_refused_by_its_header(data: bytes, kind: Kind) -> None:
    with pytest.raises(FileRefused, match="more than 25 million pixels"):
        copy_of(data, kind)


def test_as_many_pixels_as_may_be_are_taken() -> None:
    copy = copy_of(samples.png_of_size(6250, 4000, rows=4000), PNG)

    assert (copy.width, copy.height) == (1600, 1024)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (picture("JPEG", (400, 400))[:400], JPEG),
        (picture("PNG")[:50], PNG),
        (samples.png_of_size(400, 400, rows=400)[:-30], PNG),
        (picture("GIF", mode="L")[:12], GIF),
        (b"RIFF\x00\x00\x00\x00WEBP", WEBP),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 " + bytes(30), WEBP),
        (b"\xff\xd8\xff<script>alert(1)</script>", JPEG),
        (picture("PNG"), JPEG),
    ],
)
def test_a_damaged_picture_is_refused_in_words(data: bytes, kind: Kind) -> None:
    with pytest.raises(FileRefused, match=r"damaged or not what it seems. Open it, save it again"):
        copy_of(data, kind)


@pytest.mark.parametrize(
    "options", [{}, {"lossless": True}, {"exif": b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00"}]
)
def test_the_size_of_a_webp_is_read_from_its_header(options: dict[str, Any]) -> None:
    assert webp_size(picture("WEBP", (321, 123), **options)) == (321, 123)
