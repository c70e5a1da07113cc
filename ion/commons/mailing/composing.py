"""Writing a mail: templates/email/<template>.txt and .html, and the letter around them.

The text file has the block `subject`, one line; both have the block `body`. Templates are drawn outside of any request:
every address in a mail begins with the configured one, whatever host somebody named in a request.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from email.header import Header
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context

from ion.base.config import ROOT
from ion.core.ports import mail
from ion.core.times import SITE_ZONE, us_date, us_time

SETTINGS_PATH = "/notifications/settings"
LONGEST_SUBJECT = 200
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control letters but for line ends and tabs, and halves of letters: what no mail can hold."""
ENCODED = "=?"
"""Begins what a mail program reads as other letters than those that stand there."""
ALL_KINDS = "all"
"""What a mail names that tells of several kinds of notifications: stopping it stops them all."""
ONE_KIND = "mail of this kind"


CALENDAR = "calendar"
"""Where the context of a mail keeps what it tells a calendar: as it was when the mail was asked for, since each letter
with the same sequence number must say the same."""


class CannotCompose(Exception):
    """A template is missing or asks for something that its mail does not give; the text says which and what."""


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """What a mail tells the calendar of its reader: an iCalendar file, its METHOD, and its name as an attachment."""

    method: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Written:
    """A mail as written: one line of subject, text, HTML, and how to stop mail of its kind (empty: not offered)."""

    subject: str
    text: str
    html: str
    unsubscribe_link: str = ""
    calendar: CalendarPart | None = None


class WholeHeader(UnstructuredHeader, BaseHeader):
    """A header that is never folded nor encoded: readers of List-Unsubscribe want the address as it is."""

    def fold(self, *, policy: Any) -> str:
        return f"{self.name}: {self}{policy.linesep}"


class LiteralText(UnstructuredHeader, BaseHeader):
    """A header whose text is nothing but text.

    The standard library reads "=?utf-8?q?=0D=0ABcc…?=" in a new header as what it stands for, line breaks and all,
    and (before 3.11.10) writes it out so: whoever may choose a title could add headers.
    """

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        kwds["parse_tree"], kwds["decoded"] = None, value

    def fold(self, *, policy: Any) -> str:
        is_plain = self.isascii() and ENCODED not in self
        text = Header(str(self), "us-ascii" if is_plain else "utf-8", header_name=self.name)
        return f"{self.name}: {text.encode(linesep=policy.linesep)}{policy.linesep}"


HEADERS = HeaderRegistry()
HEADERS.map_to_type("list-unsubscribe", WholeHeader)
HEADERS.map_to_type("subject", LiteralText)
POLICY = SMTP.clone(header_factory=HEADERS)
"""How letters are put together: lines as SMTP wants them; a line break in a header is an error."""


def absolute(path: str) -> str:
    """The full address of a path of this site; ValueError for anything else, so that no mail leads elsewhere."""
    if not path.startswith("/") or path[1:2] in ("/", "\\"):
        raise ValueError(f"Not a path of this site: {path!r}")
    return mail.sender().public_url + path


@pass_context
def absolute_here(_context: Context, path: str) -> str:
    """`absolute` as templates use it: a fixed path too is worked out when a mail is drawn, not when it is compiled."""
    return absolute(path)


def told_time(value: str | datetime, zone: str = "") -> str:
    """`us_time` of an instant or its ISO text, in the zone of that IANA name or the site's."""
    instant = datetime.fromisoformat(value) if isinstance(value, str) else value
    return us_time(instant, ZoneInfo(zone) if zone else SITE_ZONE)


def told_date(value: str | date) -> str:
    """`us_date` of a day or its ISO text ("2026-11-24")."""
    return us_date(date.fromisoformat(value) if isinstance(value, str) else value)


def environment() -> Environment:
    """Where mail is drawn: its own, since a mail belongs to no request."""
    made = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(absolute=absolute_here, us_time=told_time, us_date=told_date)
    return made


ENVIRONMENT = environment()


def compose(
    template: str,
    context: dict[str, Any],
    *,
    link: str = "",
    unsubscribe_link: str = "",
    stops: str = ONE_KIND,
) -> Written:
    """Write the mail. `link` and `unsubscribe_link` are full addresses or empty; `stops` says in words what the
    latter stops. Raises CannotCompose.
    """
    sender = mail.sender()
    known = context | {
        "link": link,
        "unsubscribe_link": unsubscribe_link,
        "stops": stops,
        "settings_link": absolute(SETTINGS_PATH),
        "site_name": sender.site_name,
        "public_url": sender.public_url,
    }
    try:
        plain = ENVIRONMENT.get_template(f"email/{template}.txt")
        subject = one_line("".join(plain.blocks["subject"](plain.new_context(known))))
        text = plain.render(known)
        html = ENVIRONMENT.get_template(f"email/{template}.html").render(known, subject=subject)
    except Exception as error:  # whatever a template raises, its author has to mend it
        raise CannotCompose(f"{template}: {type(error).__name__}: {error}") from error
    part = CalendarPart(**context[CALENDAR]) if CALENDAR in context else None
    return Written(subject, tidied(text), tidied(html), unsubscribe_link, part)


def stopped_by(kind: str) -> str:
    """What a link that stops mail of `kind` stops, in words."""
    if kind in mail.CIRCULARS:
        return f"the {mail.CIRCULARS[kind].label}"
    if kind in mail.PRIVATE_MAIL:
        return mail.PRIVATE_MAIL[kind].named
    if kind in mail.LETTERS:
        return mail.LETTERS[kind].named
    return "all such mail" if kind == ALL_KINDS else ONE_KIND


def one_line(text: str) -> str:
    """Text for a header: line breaks of every kind are spaces, letters that show nothing are gone, not too long."""
    line = " ".join(printable(" ".join(text.split())).split())
    return line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1].rstrip() + "…"


def tidied(text: str) -> str:
    """No spaces at the ends of lines, and never more than one empty line."""
    lines = [line.rstrip() for line in printable(text.replace("\r\n", "\n")).strip().split("\n")]
    kept = [line for at, line in enumerate(lines) if line or lines[at - 1]]
    return "\n".join(kept) + "\n"


def printable(text: str) -> str:
    """Without what no mail can hold."""
    return UNPRINTABLE.sub("", text)


def letter(
    written: Written, sender: mail.Sender, *, address: str, message_id: str, at: datetime, reply_to: str = ""
) -> EmailMessage:
    """The letter as it is handed over. Raises ValueError for an address or id that would break out of its header."""
    if ENCODED in address:
        raise ValueError(f"Not a plain address: {address!r}")
    made = EmailMessage(policy=POLICY)
    made["From"] = Address(sender.name, addr_spec=sender.mailbox)
    made["To"] = Address(addr_spec=address)
    if reply_to:
        made["Reply-To"] = Address(sender.name, addr_spec=reply_to)
    made["Subject"] = written.subject
    made["Date"] = at
    made["Message-ID"] = message_id
    made["Auto-Submitted"] = "auto-generated"
    if written.unsubscribe_link:
        made["List-Unsubscribe"] = f"<{written.unsubscribe_link}>"
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made.set_content(written.text, cte="quoted-printable")
    made.add_alternative(written.html, subtype="html", cte="quoted-printable")
    if written.calendar:
        tell_calendar(made, written.calendar)
    return made


def tell_calendar(letter: EmailMessage, part: CalendarPart) -> None:
    """Add the file twice: beside text and HTML, where mail programs offer what it asks for, and as an attachment for
    the others."""
    letter.add_alternative(part.text, subtype="calendar", cte="base64", params={"method": part.method})
    letter.add_attachment(part.text.encode(), maintype="application", subtype="ics", filename=part.name)
