"""What a mail says: nothing typed by anyone breaks out of its place, and every link leads to the site's own address."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ion.adapters.kept_mail import KeptMail
from ion.commons.mailing import composing
from ion.commons.mailing.composing import (
    CalendarPart,
    CannotCompose,
    Written,
    compose,
    letter,
    one_line,
    printable,
    tidied,
)
from ion.core.ports import mail
from ion.core.ports.mail import Sender
from tests.adapters.letters import ION
from tests.factories import UserFactory
from tests.factories.mail import DeliveryFactory
from tests.mailbox import read_mail
from tests.mailing import conftest
from tests.mailing.carriers import Pigeon
from tests.mailing.posting import work

AT = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
HOSTILE = st.text(st.characters() | st.sampled_from('\r\n\t\x00\x0b\x85\u2028:<>@,;=?"\\'), max_size=300)
EXPECTED = {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"}
LINKS = {"List-Unsubscribe", "List-Unsubscribe-Post"}


def arrived(
    subject: str, sender: Sender = ION, text: str = "Hello.\n", unsubscribe: str = ""
) -> EmailMessage:
    """The letter as its reader's program takes it apart, after it went over the line."""
    written = Written(one_line(subject), tidied(text), "<p>Hello.</p>\n", unsubscribe)
    sent = letter(written, sender, address="reader@ion.example", message_id="<a@ion.example>", at=AT)
    raw = sent.as_bytes()
    assert raw.isascii() and b"\n" not in raw.replace(b"\r\n", b"") and b"\r" not in raw.replace(b"\r\n", b"")
    read = message_from_bytes(raw, policy=default)
    assert isinstance(read, EmailMessage)
    return read


@given(HOSTILE)
@example("Hello\r\nBcc: everyone@ion.example\r\n\r\nBuy now")
@example("=?utf-8?q?=0D=0ABcc=3A_everyone=40ion.example?=")
@example("\ud800 half a letter")
@example("very " * 100)
def test_no_subject_adds_a_header_or_a_line(subject: str) -> None:
    read = arrived(subject)

    assert set(read.keys()) == EXPECTED
    assert read["To"] == "reader@ion.example"
    assert len(one_line(subject)) <= 200
    assert read.defects == []
    assert str(read["Subject"]) == one_line(subject)


@given(HOSTILE)
@example("Hello\r\n.\r\nMAIL FROM:<evil@ion.example>")
@example("--===============0==--\r\nContent-Type: text/html")
@example("From here\n")
def test_no_text_ends_the_letter_or_adds_a_part(text: str) -> None:
    read = arrived("Hello", text=text)

    parts = [part.get_content_type() for part in read.iter_parts()]
    body = read.get_body(("plain",))
    assert parts == ["text/plain", "text/html"]
    assert body and body.get_content().splitlines() == tidied(text).replace("\r", "\n").splitlines()


@settings(max_examples=50, deadline=None)
@given(HOSTILE)
@example("BEGIN:VCALENDAR\r\n--===\r\nContent-Type: text/html\r\n.\r\n")
def test_what_a_calendar_is_told_comes_through_beside_the_text_and_as_a_file(text: str) -> None:
    told = "".join(f"{line}\r\n" for line in printable(text).splitlines())
    written = Written("a", "b", "c", calendar=CalendarPart("REQUEST", "invite.ics", told))

    made = letter(written, ION, address="reader@ion.example", message_id="<a@ion.example>", at=AT)

    read = message_from_bytes(made.as_bytes(), policy=default)
    beside, attached = [part for part in read.walk() if part.get_content_subtype() in ("calendar", "ics")]
    kinds = [part.get_content_type() for part in read.walk()]
    assert kinds[:2] == ["multipart/mixed", "multipart/alternative"]
    assert kinds[2:] == ["text/plain", "text/html", "text/calendar", "application/ics"]
    assert beside.get_param("method") == "REQUEST"
    assert attached.get_filename() == "invite.ics"
    assert attached.get_payload(decode=True) == told.encode()
    assert beside.get_payload(decode=True) == (told or "\r\n").encode()


@given(st.text(st.characters(exclude_characters="<>", exclude_categories=("Cc", "Cs")), max_size=60))
@example("Réseau, ION")
@example('The "best" network: ever')
def test_no_name_of_the_site_breaks_the_sender(name: str) -> None:
    read = arrived("Hello", Sender(f"{name} <ion@ion.example>", "ION", "https://ion.example"))

    (sender,) = read["From"].addresses
    assert sender.addr_spec == "ion@ion.example"


@pytest.mark.parametrize(
    "address",
    [
        "a@ion.example\r\nBcc: b@ion.example",
        "a@ion.example, b@ion.example",
        "=?utf-8?q?=0D=0ABcc=3Ab=40ion.example?=@ion.example",
        "a",
    ],
)
def test_an_address_that_would_break_out_of_its_header_makes_no_letter(address: str) -> None:
    with pytest.raises((ValueError, IndexError)):
        letter(Written("a", "b", "c"), ION, address=address, message_id="<a@ion.example>", at=AT)


@pytest.mark.parametrize("host", ["ion.example", "a-long-name-of-a-department.of-a-state.example.gov"])
def test_the_address_for_stopping_mail_stands_whole_in_its_header(host: str) -> None:
    address = f"https://{host}/mail/unsubscribe/{'A' * 43}"
    written = Written("a", "b", "c", address)

    raw = letter(written, ION, address="reader@ion.example", message_id="<a@ion.example>", at=AT).as_bytes()

    assert f"\r\nList-Unsubscribe: <{address}>\r\n".encode() in raw
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw
    assert set(message_from_bytes(raw, policy=default).keys()) == EXPECTED | LINKS


@pytest.fixture
def own(written: conftest.Written, called: Callable[[str, str], None]) -> Iterator[conftest.Written]:
    called("https://ion.example.gov", "ion@ion.example")
    return written


def test_html_of_a_mail_holds_what_was_typed_as_text(own: conftest.Written) -> None:
    own("typed", "{{ typed }}", "{{ typed }}")

    made = compose("typed", {"typed": '<script>alert(1)</script> & "co"'})

    assert made.subject == '<script>alert(1)</script> & "co"'
    assert made.text.startswith('<script>alert(1)</script> & "co"\n')
    assert "<script>" not in made.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;co&#34;" in made.html


def test_times_and_days_are_told_as_on_the_site_in_the_zone_asked_for(own: conftest.Written) -> None:
    own("times", "{{ at|us_time }}; {{ at|us_time(zone) }}; {{ day|us_date }}")

    made = compose("times", {"at": "2026-07-21T15:00:00+00:00", "zone": "Pacific/Guam", "day": "2026-11-24"})

    assert made.text.splitlines()[0] == (
        "Tue., July 21, 2026, 11:00 a.m. ET; Wed., July 22, 2026, 1:00 a.m. ChST; Nov. 24, 2026"
    )


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example", "/\\evil.example", "blog", ""])
def test_no_mail_leads_elsewhere(own: conftest.Written, path: str) -> None:
    own("away", "{{ path|absolute }}")

    with pytest.raises(CannotCompose, match="Not a path of this site"):
        compose("away", {"path": path})


def test_what_a_template_asks_for_and_does_not_get_is_an_error(own: conftest.Written) -> None:
    own("asking", "{{ name }}")

    with pytest.raises(CannotCompose, match="'name' is undefined"):
        compose("asking", {})


def test_a_context_cannot_replace_the_addresses_of_the_site(own: conftest.Written) -> None:
    own("names", "{{ public_url }} {{ link }} {{ settings_link }} {{ site_name }}")
    evil = dict.fromkeys(("public_url", "link", "settings_link", "site_name"), "evil")

    made = compose("names", evil, link="https://ion.example.gov/a")

    told = (
        "https://ion.example.gov https://ion.example.gov/a https://ion.example.gov/notifications/settings ION"
    )
    assert made.text.splitlines()[0] == told


@pytest.mark.parametrize(
    ("stops", "words"),
    [("mail of this kind", "Stop mail of this kind:"), ("all such mail", "Stop all such mail:")],
)
def test_a_notification_says_why_it_came_and_how_to_stop_it(
    own: conftest.Written, stops: str, words: str
) -> None:
    own("news", "News.")

    made = compose("news", {}, unsubscribe_link="https://ion.example.gov/mail/unsubscribe/x", stops=stops)

    assert made.text.splitlines()[1:] == [
        "",
        "--",
        "You get this mail because you have an account on ION.",
        "Choose which mail you get: https://ion.example.gov/notifications/settings",
        f"{words} https://ion.example.gov/mail/unsubscribe/x",
    ]
    assert 'href="https://ion.example.gov/mail/unsubscribe/x"' in made.html


def test_other_mail_offers_no_way_to_stop_it(own: conftest.Written) -> None:
    own("news", "News.")

    made = compose("news", {})

    assert "top " not in made.text + made.html
    assert "/notifications/settings" not in made.text + made.html


def test_text_is_tidy() -> None:
    assert tidied("\n\nA  \r\n\n\n\nB\x07\x00\n\n") == "A\n\nB\n"


def test_drawing_a_mail_needs_no_request() -> None:
    assert "flask" not in composing.environment().globals


@pytest.mark.database
def test_links_follow_the_configured_address_whatever_host_a_request_names(
    client: FlaskClient, use: conftest.Use
) -> None:
    bird = Pigeon()
    use(bird)
    DeliveryFactory(UserFactory(), unsubscribe="news")
    evil = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}

    with client.application.test_request_context("/", base_url="https://evil.example", headers=evil):
        work()
    DeliveryFactory(address="kept@ion.example")

    raw = bird.letters[0].as_bytes()
    assert b"evil" not in raw
    assert b"<http://localhost/mail/unsubscribe/" in raw
    assert read_mail("kept@ion.example") == []


@pytest.mark.parametrize("url", ["https://one.example", "https://two.example"])
def test_a_link_that_stands_in_a_template_leads_to_the_site_of_the_moment(app: Flask, url: str) -> None:
    mail.use(KeptMail(), Sender("ION <ion@ion.example>", "ION", url))

    text = compose("account/already", {}).text

    assert f"{url}/account/sign-in" in text
