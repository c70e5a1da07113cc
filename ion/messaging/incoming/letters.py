"""From the bytes of a mail to what a person wrote in it: its text as it stands, and its files."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

from ion.messaging.incoming import headers, pages
from ion.messaging.incoming.charsets import text_of

MEGABYTE = 1024 * 1024
LARGEST = 30 * MEGABYTE
"""Bytes of a mail with all that hangs on it: what a form of the site may send, too."""
MOST_LINES = 600_000
MOST_BOUNDARIES = 2_000
LONGEST_HEAD = 256 * 1024
"""Bytes of all headers of a mail."""
MOST_PARTS = 200
DEEPEST = 12
LONGEST_TEXT = 400_000
"""Characters of text in one part; a long exchange, quoted in whole, is a tenth of it."""
LONGEST_PAGE = 500_000
DECORATION = 20 * 1024
"""Bytes below which a picture within the text is taken for the logo of a signature."""
SEALS = frozenset(
    {
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-keys",
    }
)
CARDS = frozenset({"text/calendar", "text/x-amp-html", "text/x-vcard", "text/vcard"})
"""What mail programs add by themselves, unless it is attached."""
CLOSED_LETTERS = frozenset({"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})
TOO_LARGE = f"The mail is larger than {LARGEST // MEGABYTE} MB. Send large files as links, or attach fewer."
BROKEN = "The mail is built in a way that could not be read. Answer on the site instead."
ENCRYPTED = "The mail is encrypted, so it could not be read. Send it again without encryption."
WINMAIL = "application/ms-tnef"
WRAPPED = "The mail program packed the mail as “winmail.dat”, which could not be read. Send it as plain text or HTML."


class Unreadable(Exception):
    """Nothing can be known of the mail; the text says why, in words for who sent it."""


class NoMessage(Exception):
    """Who sent it can be known, but no message can be made of it; the text says why."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file that hangs on a mail."""

    name: str
    type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it was read. `sender` is empty where nobody can be believed to have sent it, or several.

    `text` is all of it, with what was quoted; `problem` says in words why there is neither text nor files, if so.
    `id` is the same for the same mail, delivered twice.
    """

    sender: str
    recipients: tuple[str, ...]
    id: str
    is_robot: bool
    is_forged: bool
    text: str = ""
    files: tuple[Part, ...] = ()
    problem: str = ""


def read(raw: bytes) -> Letter:
    """Read a mail. Raises Unreadable."""
    if len(raw) > LARGEST:
        raise Unreadable(TOO_LARGE)
    if raw.count(b"\n") > MOST_LINES or raw.count(b"\n--") > MOST_BOUNDARIES or head_size(raw) > LONGEST_HEAD:
        raise Unreadable(BROKEN)
    try:
        mail = message_from_bytes(raw, policy=compat32)
        letter = Letter(
            sender=headers.sender(mail),
            recipients=tuple(headers.recipients(mail)),
            id=hashlib.sha256(headers.message_id(mail).encode() or raw).hexdigest(),
            is_robot=headers.is_robot(mail),
            is_forged=headers.is_forged(mail),
        )
    except Exception:  # noqa: BLE001 - the standard library raises anything for what is no mail
        raise Unreadable(BROKEN) from None
    try:
        parts = list(leaves(mail))
        return replace(letter, text=text_in(parts), files=tuple(files_in(parts)))
    except NoMessage as problem:
        return replace(letter, problem=str(problem))
    except Exception:  # noqa: BLE001 - as above
        return replace(letter, problem=BROKEN)


def head_size(raw: bytes) -> int:
    """Where the first empty line is; all of it for none."""
    ends = [end for end in (raw.find(b"\n\n"), raw.find(b"\r\n\r\n")) if end >= 0]
    return min(ends, default=len(raw))


def leaves(mail: Message, depth: int = 0) -> Iterator[Message]:
    """The parts that hold something, in their order; of alternatives the plainest that says anything, and all files."""
    if depth > DEEPEST:
        raise NoMessage(BROKEN)
    type = mail.get_content_type()
    if type in CLOSED_LETTERS:
        raise NoMessage(ENCRYPTED)
    if not mail.is_multipart() or type == "message/rfc822":
        yield mail
        return
    inner = [list(leaves(part, depth + 1)) for part in children(mail)]
    if type == "multipart/alternative":
        inner = [chosen(inner)]
    yield from (leaf for each in inner for leaf in each)


def children(mail: Message) -> list[Message]:
    found = mail.get_payload()
    parts = [part for part in found if isinstance(part, Message)] if isinstance(found, list) else []
    if len(parts) > MOST_PARTS:
        raise NoMessage(BROKEN)
    return parts


def chosen(ways: list[list[Message]]) -> list[Message]:
    """The first way with words in plain text, else the last one with words; with the files that other ways bring."""
    telling = [way for way in ways if any(is_words(part) and bytes_of(part).strip() for part in way)]
    plain = [way for way in telling if not any(is_page(part) for part in way)]
    best = (plain[:1] or telling[-1:] or [[]])[0]
    rest = [part for way in ways if way is not best for part in way if not is_words(part)]
    return [*best, *rest]


def is_words(part: Message) -> bool:
    """Whether the part is text to be read, no file."""
    is_text = part.get_content_type() in ("text/plain", "text/html", "text/enriched")
    return is_text and part.get_content_disposition() != "attachment" and not part.get_filename()


def is_page(part: Message) -> bool:
    return is_words(part) and part.get_content_type() == "text/html"


def text_in(parts: list[Message]) -> str:
    """All text, in its order. Raises NoMessage for more than can be a mail of a person."""
    texts = []
    for part in parts:
        if is_words(part):
            text = text_of(part)
            if len(text) > (LONGEST_PAGE if is_page(part) else LONGEST_TEXT):
                raise NoMessage(TOO_LONG)
            texts.append(pages.text_of(text) if is_page(part) else text)
    return "\n".join(texts)


TOO_LONG = (
    "The mail has more text than a message may have. Delete what is quoted, or attach the text as a file."
)


def files_in(parts: list[Message]) -> Iterator[Part]:
    """What hangs on the mail, but for signatures, calendars and the logos of signatures."""
    for part in parts:
        type = part.get_content_type()
        is_attached = part.get_content_disposition() == "attachment"
        if is_words(part) or type in SEALS or (type in CARDS and not is_attached):
            continue
        if type == WINMAIL:
            raise NoMessage(WRAPPED)
        data = bytes_of(part)
        is_within = not is_attached and "Content-ID" in part
        if data and not (type.startswith("image/") and is_within and len(data) < DECORATION):
            yield Part(name_of(part), type, data)


def bytes_of(part: Message) -> bytes:
    """What the part holds; a mail that hangs on a mail is a file of its own."""
    if part.get_content_type() == "message/rfc822":
        inner = children(part)
        return inner[0].as_bytes() if inner else b""
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def name_of(part: Message) -> str:
    """What the file is called; by what it is where it has no name."""
    named = headers.decoded(headers.plain(part.get_filename() or ""))
    ending = "eml" if part.get_content_type() == "message/rfc822" else part.get_content_subtype()
    return named or f"attachment.{ending}"
