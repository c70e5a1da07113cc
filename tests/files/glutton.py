"""Run as a program: how much refusals cost. Prints for each its name, CPU seconds, megabytes, and words.

The megabytes are what the process had in memory at most, beyond what it had before. Whatever goes on and on is killed.
"""

import random
import resource
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from time import process_time
from zipfile import ZIP_DEFLATED, ZipFile

from PIL import Image

from ion.commons.files.kinds import MEGABYTE
from ion.commons.files.pictures import copy_of
from ion.commons.files.signatures import kind_of
from ion.core.ports.files import MOST_BYTES, FileRefused
from tests.files import samples

SECONDS = 2
KILLED_AT = 1_500 * MEGABYTE


def bomb_picture() -> bytes:
    """900 million pixels in a few bytes of file."""
    return samples.png_of_size(30_000, 30_000, rows=200)


def largest_picture_broken() -> bytes:
    """As many pixels as may be, of which the last are missing: refused only after all others were decoded."""
    return samples.png_of_size(6250, 4000, rows=4000)[:-30]


def largest_photograph_broken() -> bytes:
    """The same as a JPEG that is sent coarse first, of which a decoder keeps all parts until the last has come."""
    made = BytesIO()
    noise = Image.effect_noise((5000, 5000), 20).convert("RGB")
    noise.save(made, "JPEG", progressive=True, subsampling=0, quality=50)
    return made.getvalue()[:-2_000]


def huge_dimensions() -> bytes:
    return samples.png_of_size(2**31 - 1, 2**31 - 1)


def huge_webp() -> bytes:
    return samples.webp_of_size(16_384, 16_384)


def bomb_archive() -> bytes:
    """256 MB of nothing in 256 KB."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive, archive.open("zeros.txt", "w") as entry:
        for _ in range(256):
            entry.write(bytes(MEGABYTE))
    return made.getvalue()


def archive_of_many() -> bytes:
    return samples.zipped({f"{number}.txt": b"x" for number in range(10_000)})


def archive_of_countless() -> bytes:
    """As many entries as fit into 25 MB."""
    entry = b"PK\x01\x02" + bytes(24) + b"\x01" + bytes(17) + b"a"
    directory = entry * ((MOST_BYTES - 200) // len(entry))
    end = b"PK\x05\x06" + bytes(4) + b"\xff\xff\xff\xff" + len(directory).to_bytes(4, "little") + bytes(6)
    return b"PK\x03\x04" + directory + end


def archive_that_must_be_looked_through() -> bytes:
    """As much as is looked at, in texts of which only the last is refused, at its end."""
    text = b"some,table\n" * (2 * MEGABYTE)
    texts = {f"{number}.csv": text[: 24 * MEGABYTE] for number in range(4)}
    return samples.zipped(padded(texts) | {"last.csv": b"x" * MEGABYTE + b"\xff"})


def padded(entries: dict[str, bytes]) -> dict[str, bytes | str]:
    """With something that does not pack, so that it is no bomb by its ratio."""
    return dict(entries) | {"noise.pdf": b"%PDF-1.7" + random.Random(7).randbytes(MEGABYTE)}


def archive_of_documents() -> bytes:
    """Documents in an archive, each with a long directory."""
    parts = {f"part-{number}": b"" for number in range(2_900)}
    document = samples.office(samples.MAIN.format("wordprocessingml.document"), **parts)
    return samples.zipped({f"{number}.docx": document for number in range(100)})


def long_text() -> bytes:
    """The longest text, of signs that take most room, refused at its end."""
    return b"x" * (MOST_BYTES - 5) + "😀".encode() + b"\xff"


def entities() -> bytes:
    nested = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 20}">' for n in range(1, 12))
    return samples.zipped(
        {"[Content_Types].xml": f'<!DOCTYPE x [<!ENTITY e0 "x">{nested}]><Types>&e11;</Types>'}
    )


CASES: tuple[Callable[[], bytes], ...] = (
    bomb_picture,
    largest_picture_broken,
    largest_photograph_broken,
    huge_dimensions,
    huge_webp,
    bomb_archive,
    archive_of_many,
    archive_of_countless,
    archive_that_must_be_looked_through,
    archive_of_documents,
    long_text,
    entities,
)


def take_in(data: bytes) -> str:
    try:
        kind = kind_of(data, "file")
        if kind.is_picture:
            copy_of(data, kind)
    except FileRefused as refused:
        return str(refused)
    return "taken"


def memory(what: str) -> int:
    """Bytes that this process has in memory now (VmRSS), or had at most since `begin_to_watch` (VmHWM)."""
    told = Path("/proc/self/status").read_text(encoding="ascii")
    return 1024 * int(told.split(f"{what}:")[1].split()[0])


def begin_to_watch() -> None:
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def main() -> None:
    for small in (samples.picture(), samples.docx(), samples.picture("WEBP")):
        take_in(small)  # what is loaded once and stays
    for case in CASES:
        data, begun = case(), process_time()
        resource.setrlimit(resource.RLIMIT_CPU, (int(begun) + 2 * SECONDS, resource.RLIM_INFINITY))
        begin_to_watch()
        before = memory("VmRSS")
        words = take_in(data)
        seconds, peak = process_time() - begun, memory("VmHWM") - before
        sys.stdout.write(f"{case.__name__}|{seconds:.3f}|{peak // MEGABYTE}|{words}\n")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (KILLED_AT, resource.RLIM_INFINITY))
    main()
