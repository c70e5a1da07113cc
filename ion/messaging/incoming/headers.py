"""What stands in the head of a mail. Heads are written by anybody: nothing here trusts their shape."""

import re
from email.header import Header, decode_header
from email.message import Message
from email.policy import default
from email.utils import getaddresses

from ion.core.text import squeeze

LONGEST_HEADER = 20_000
ROBOTS = re.compile(r"^<?(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)\b", re.IGNORECASE)
ROBOT_SUBJECTS = re.compile(
    r"^\s*(?:automatic reply|auto(?:matic)?[ -]?(?:reply|response)|out[ -]of[ -](?:the[ -])?office|"
    r"undeliver(?:able|ed)|delivery status notification|mail delivery failed|failure notice|read:|"
    r"delivery has failed|returned mail)\b[^:]{0,20}:",
    re.IGNORECASE,
)
PRECEDENCES = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})
MARKS_OF_ROBOTS = (
    "X-Autoreply",
    "X-Autorespond",
    "X-Autoresponder",
    "X-Auto-Reply",
    "X-Failed-Recipients",
    "List-Id",
    "X-Loop",
)
RECIPIENTS = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "Resent-To", "To", "Cc")


def lines(mail: Message, name: str) -> list[str]:
    """The headers of that name as text, whatever bytes they were written in."""
    return [plain(value) for value in mail.get_all(name, [])]


def line(mail: Message, name: str) -> str:
    """The first header of that name on one line; empty for none."""
    return next(iter(lines(mail, name)), "")


def plain(value: str | Header) -> str:
    text = str(value)[:LONGEST_HEADER].encode("utf-8", "replace").decode("utf-8", "replace")
    return " ".join(text.split())


def decoded(text: str) -> str:
    """A header with its encoded words read; as it stands where they make no sense."""
    try:
        parts = decode_header(text)
        read = [
            part.decode(charset or "ascii", "replace") if isinstance(part, bytes) else part
            for part, charset in parts
        ]
    except (LookupError, ValueError):
        return text
    return " ".join("".join(read).split())


def sender(mail: Message) -> str:
    """The one address of the one From header, in lower case; empty where two readings of it do not agree.

    Mail servers check whose domain a mail is from by reading this header: where they could read another address than
    we do, nobody is believed to have written it.
    """
    written = lines(mail, "From")
    if len(written) != 1:
        return ""
    try:
        strict = [address.addr_spec for address in default.header_factory("From", written[0]).addresses]
    except Exception:  # noqa: BLE001 - the standard library raises many things for a broken address
        return ""
    lenient = [address for _, address in getaddresses(written)]
    return strict[0].strip().lower() if len(strict) == 1 and strict == lenient else ""


def recipients(mail: Message) -> list[str]:
    """Every address that the mail may have come by, in lower case; the envelope's first, where the server noted it."""
    written = [text for name in RECIPIENTS for text in lines(mail, name)]
    found = [address.strip().lower() for _, address in getaddresses(written)]
    return list(dict.fromkeys(address for address in found if "@" in address))


def is_robot(mail: Message) -> bool:
    """Whether no person wrote it: absence notes, bounces, receipts, lists (RFC 3834 and what came before it)."""
    submitted = line(mail, "Auto-Submitted").lower()
    return (
        (bool(submitted) and not submitted.startswith("no"))
        or line(mail, "Precedence").lower() in PRECEDENCES
        or any(name in mail for name in MARKS_OF_ROBOTS)
        or any(path == "<>" for path in lines(mail, "Return-Path"))
        or mail.get_content_type() in ("multipart/report", "message/disposition-notification")
        or any(ROBOTS.match(address) for _, address in getaddresses(lines(mail, "From")))
        or bool(ROBOT_SUBJECTS.match(decoded(line(mail, "Subject"))))
    )


def is_forged(mail: Message) -> bool:
    """Whether the mail server that took it in found that its From is not true, and said so in the topmost note."""
    return bool(
        re.search(r"\bdmarc\s*=\s*(?:fail|quarantine|reject)\b", line(mail, "Authentication-Results"), re.I)
    )


def message_id(mail: Message) -> str:
    """What its writer's program calls it; empty for none."""
    return squeeze(line(mail, "Message-ID"), 1000)
