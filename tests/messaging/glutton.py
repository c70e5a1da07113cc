"""Run as a program: what hostile mails cost to read. Prints for each its name, CPU seconds and megabytes.

The megabytes are what the process had in memory at most, beyond what it had before. Whatever goes on and on is killed.
"""

import resource
import sys
from collections.abc import Callable
from contextlib import suppress
from time import process_time

from ion.messaging import incoming
from ion.messaging.incoming import LARGEST, Unreadable
from ion.messaging.incoming.quotes import House, answer
from tests.files.glutton import begin_to_watch, memory

SECONDS = 3
MEGABYTES = 300
KILLED_AT = 1_500 * 1024 * 1024
HOUSE = House("ion@ion.example", "http://localhost")
TEXT = b"Content-Type: text/plain; charset=utf-8\n\n"
PAGE = b"Content-Type: text/html; charset=utf-8\n\n"


def quotes_and_answers() -> bytes:
    """A quote after every line, each of which might stand above it."""
    return TEXT + b"> x\ny:\n" * 50_000


def heads_of_quotes() -> bytes:
    """The longest text that the library is shown, of lines that might stand above a quote."""
    return TEXT + (b"On " + b"x " * 240 + b"\n") * 39


def tags_that_do_not_end() -> bytes:
    return PAGE + b"<a " * 160_000


def comments_that_do_not_end() -> bytes:
    return PAGE + b"<!--" * 120_000


def tags_in_tags() -> bytes:
    return PAGE + b"<div>" * 98_000


def ways_in_ways() -> bytes:
    head = b"".join(
        b"Content-Type: multipart/alternative; boundary=b%d\n\n--b%d\n" % (number, number)
        for number in range(12)
    )
    return head + PAGE + b"<p>x</p>" * 60_000


def many_headers() -> bytes:
    return b"X: y\n" * 590_000 + b"\nx"


def as_large_as_may_be() -> bytes:
    head = b"Content-Transfer-Encoding: base64\nContent-Type: image/png\n\n"
    return head + (b"QUJD" * 19 + b"\n") * ((LARGEST - 1_000) // 77)


def mail_in_mail() -> bytes:
    return b"Content-Type: message/rfc822\n\n" * 100_000


CASES: tuple[Callable[[], bytes], ...] = (
    quotes_and_answers,
    heads_of_quotes,
    tags_that_do_not_end,
    comments_that_do_not_end,
    tags_in_tags,
    ways_in_ways,
    many_headers,
    as_large_as_may_be,
    mail_in_mail,
)


def main() -> None:
    for case in CASES:
        raw, begun = case(), process_time()
        resource.setrlimit(resource.RLIMIT_CPU, (int(begun) + 2 * SECONDS, resource.RLIM_INFINITY))
        begin_to_watch()
        before = memory("VmRSS")
        with suppress(Unreadable):
            answer(incoming.read(raw).text, HOUSE)
        seconds, peak = process_time() - begun, memory("VmHWM") - before
        sys.stdout.write(f"{case.__name__}|{seconds:.3f}|{peak // 2**20}\n")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (KILLED_AT, resource.RLIM_INFINITY))
    main()
