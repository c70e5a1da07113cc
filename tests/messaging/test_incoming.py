"""Mail that comes in, as programs of people write it: what is new in it, what hangs on it, and who it is from."""

import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ion.base.config import ROOT
from ion.messaging import incoming
from ion.messaging.incoming import LARGEST, Letter, Unreadable
from ion.messaging.incoming.quotes import MARK, House, answer
from tests.messaging.answering import MAILS, WRITTEN
from tests.messaging.answering import SAMPLE_SECRET as SECRET
from tests.messaging.glutton import CASES, MEGABYTES, SECONDS
from tests.skips import skip_or_fail

HOUSE = House("ion@ion.example", "http://localhost")
REPLY = f"ion+{SECRET}@ion.example"

ROBOTS = {"absence", "absence_unmarked", "bounce"}
FILES = {"iphone_photo": ["IMG_0412.png"]}


def sample(name: str) -> Letter:
    return incoming.read((MAILS / f"{name}.eml").read_bytes())


def test_every_sample_is_looked_at() -> None:
    assert {path.stem for path in MAILS.iterdir()} == WRITTEN.keys() | ROBOTS


@pytest.mark.parametrize("name", WRITTEN)
def test_reads_what_a_person_wrote_and_nothing_of_what_the_mail_quotes(name: str) -> None:
    letter = sample(name)

    assert answer(letter.text, HOUSE) == WRITTEN[name]
    assert [part.name for part in letter.files] == FILES.get(name, [])
    assert (letter.sender, letter.is_robot, letter.problem) == ("lee.park@board.example", False, "")
    assert REPLY in letter.recipients


@pytest.mark.parametrize("name", sorted(ROBOTS))
def test_tells_what_no_person_wrote(name: str) -> None:
    assert sample(name).is_robot


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied (vacation)",
        "Precedence: bulk",
        "Precedence: Auto_Reply",
        "List-Id: <list.board.example>",
        "X-Autoreply: yes",
        "Return-Path: <>",
        "Subject: Automatic reply: Dana Ruiz wrote to you",
        "Subject: =?utf-8?q?Out_of_office=3A_Dana?=",
    ],
)
def test_each_mark_of_a_robot_is_enough(header: str) -> None:
    assert incoming.read(f"{header}\nFrom: lee@board.example\n\nAway.\n".encode()).is_robot


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: no",
        "X-Auto-Response-Suppress: All",
        "Subject: Out of office hours for the job center?",
        "Subject: Re: Automatic reply: Dana Ruiz",
        "Return-Path: <lee@board.example>",
    ],
)
def test_what_a_person_wrote_is_not_taken_for_a_robot_s(header: str) -> None:
    assert not incoming.read(f"{header}\nFrom: lee@board.example\n\nHere.\n".encode()).is_robot


@pytest.mark.parametrize(
    ("written", "sender"),
    [
        ("From: lee@board.example", "lee@board.example"),
        ("From: Lee <LEE@Board.Example>", "lee@board.example"),
        ('From: "Park, Lee (board)" <lee@board.example>', "lee@board.example"),
        ("From: =?utf-8?q?L=C3=A9?= <lee@board.example>", "lee@board.example"),
        ("From: Lé <lee@board.example>", "lee@board.example"),
        ('From: "lee@board.example" <forger@evil.example>', "forger@evil.example"),
        ("From: lee@board.example, forger@evil.example", ""),
        ("From: lee@board.example\nFrom: forger@evil.example", ""),
        ("From: lee@board.example <forger@evil.example>", ""),
        ("From: lee@board.example)forger@evil.example", ""),
        ("From: <=?utf-8?q?lee=40board.example?=>", ""),
        ("From: lee@board.example\n (comment) <forger@evil.example>", ""),
        ("From:", ""),
        ("From: <>", ""),
        ("From: Team: lee@board.example;", "lee@board.example"),
        ("Sender: lee@board.example", ""),
    ],
)
def test_believes_a_from_header_only_where_it_can_be_read_in_one_way(written: str, sender: str) -> None:
    assert incoming.read(f"{written}\nSubject: x\n\nHello\n".encode()).sender == sender


@pytest.mark.parametrize(
    ("results", "is_forged"),
    [
        ("mx.ion.example; spf=pass; dkim=pass; dmarc=pass header.from=board.example", False),
        ("mx.ion.example; spf=fail smtp.mailfrom=evil.example; dmarc=fail (p=none)", True),
        ("mx.ion.example;\n\tdmarc = FAIL header.from=board.example", True),
    ],
)
def test_believes_its_mail_server_that_a_from_is_not_true(results: str, is_forged: bool) -> None:
    raw = f"Authentication-Results: {results}\nAuthentication-Results: x; dmarc=pass\nFrom: a@b.example\n\nx"

    assert incoming.read(raw.encode()).is_forged is is_forged


def test_the_same_message_id_is_the_same_mail_and_without_one_its_bytes_are() -> None:
    one = incoming.read(b"Received: a\nMessage-ID: <1@x>\n\nHello")
    again = incoming.read(b"Received: b\nMessage-ID: <1@x>\n\nHello")
    bare, other = incoming.read(b"Subject: a\n\nHello"), incoming.read(b"Subject: b\n\nHello")

    assert one.id == again.id
    assert len({one.id, bare.id, other.id}) == 3


def test_no_address_for_answers_and_no_link_that_stops_mail_gets_into_a_message() -> None:
    text = (
        f"I copied this: write to {REPLY.upper()} or open\n"
        f"http://localhost/mail/unsubscribe/Zy9-secret and http://localhost/messages/7"
    )

    found = answer(text, HOUSE)

    assert SECRET not in found.lower() and "Zy9" not in found
    assert "http://localhost/messages/7" in found and "ion@ion.example" in found


def test_the_line_above_which_one_writes_stands_in_the_mails() -> None:
    for ending in ("txt", "html"):
        template = ROOT / f"templates/email/messaging/messages.{ending}"
        assert MARK in template.read_text(encoding="utf-8")


def test_a_line_that_begins_with_from_is_not_taken_for_a_quote() -> None:
    """Mail servers write ">From" for it."""
    assert (
        answer("Dana,\n\n>From Tuesday on I am back.\n\nLee\n", HOUSE)
        == "Dana,\n\nFrom Tuesday on I am back.\n\nLee"
    )
    assert answer("Yes.\n\n> a\n>From here\n> b\n", HOUSE) == "Yes."


@pytest.mark.parametrize(
    "text",
    [
        "First: we ask the board.\n\n> their words, quoted by hand\n\nThen we vote.",
        "Meet at 10:00:\n\n> agenda\n\nand bring pens",
    ],
)
def test_words_around_a_quote_of_one_s_own_stay(text: str) -> None:
    kept = answer(text, HOUSE)

    assert kept.startswith(text.split(":")[0]) and kept.endswith(text.rsplit("\n", 1)[-1])
    assert ">" not in kept


def letter_of(mail: EmailMessage) -> Letter:
    mail["From"], mail["To"] = "lee@board.example", REPLY
    return incoming.read(mail.as_bytes())


def test_a_file_keeps_its_name_in_any_letters_and_calendars_and_cards_are_no_files() -> None:
    mail = EmailMessage()
    mail.set_content("See the files.")
    mail.add_attachment(b"%PDF-1.7 x", maintype="application", subtype="pdf", filename="Übersicht “Mai”.pdf")
    mail.add_attachment("a,b\n", subtype="csv", filename="../../etc/list.csv")
    mail.add_attachment("BEGIN:VCARD", subtype="vcard", filename="lee.vcf", disposition="inline")

    files = letter_of(mail).files

    assert [(part.name, part.type) for part in files] == [
        ("Übersicht “Mai”.pdf", "application/pdf"),
        ("../../etc/list.csv", "text/csv"),
    ]
    assert files[0].data == b"%PDF-1.7 x"


def test_a_mail_that_hangs_on_a_mail_is_a_file_and_not_its_text() -> None:
    inner = EmailMessage()
    inner["Subject"] = "Old"
    inner.set_content("Words of others")
    mail = EmailMessage()
    mail.set_content("Look at this.")
    mail.add_attachment(inner)

    letter = letter_of(mail)

    assert letter.text.strip() == "Look at this."
    assert [part.name for part in letter.files] == ["attachment.eml"]
    assert b"Words of others" in letter.files[0].data


@pytest.mark.parametrize(
    ("type", "word"),
    [("application/pkcs7-mime", "encrypted"), ("multipart/encrypted; boundary=x", "encrypted")],
)
def test_says_why_nothing_can_be_read(type: str, word: str) -> None:
    letter = incoming.read(f"From: a@b.example\nContent-Type: {type}\n\n--x\n\nMIAG\n--x--\n".encode())

    assert word in letter.problem
    assert letter.sender == "a@b.example"


def test_a_mail_packed_by_outlook_alone_is_refused_in_words() -> None:
    mail = EmailMessage()
    mail.set_content("Hello")
    mail.add_attachment(b"x\x9f\x3e\x22", maintype="application", subtype="ms-tnef", filename="winmail.dat")

    assert "winmail.dat" in letter_of(mail).problem


def test_a_mail_that_is_too_large_or_has_too_many_lines_is_not_even_begun() -> None:
    for raw in (b"x" * (LARGEST + 1), b"a:b\n" * 700_000, b"\n--b\n" * 3_000):
        with pytest.raises(Unreadable):
            incoming.read(raw)


def nested(depth: int) -> bytes:
    begin = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(depth))
    return f"From: a@b.example\n{begin}Content-Type: text/plain\n\nDeep\n".encode()


def test_parts_in_parts_are_read_so_deep_and_no_deeper() -> None:
    assert incoming.read(nested(10)).text.strip() == "Deep"
    assert incoming.read(nested(30)).problem
    for raw in (nested(1_500), b"Content-Type: message/rfc822\n\n" * 3_000):
        try:
            assert incoming.read(raw).problem or not incoming.read(raw).text
        except Unreadable as error:
            assert str(error)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n",
        b"\xff\xfe\x00garbage",
        b"From: \xe9\xff <a@b.example>\nSubject: \xff\nMessage-ID: \xff\n\n\xff\xfe",
        b'Content-Type: text/plain; charset="\xff"\n\nx',
        b"Content-Type: text/plain; charset=unicode-1-1-utf-7\n\n+AD0-",
        b"Content-Type: text/plain; charset=rot13\n\nuryyb",
        b"Content-Type: text/plain; charset=idna\n\nhello",
        b"Content-Type: multipart/mixed\n\nno boundary",
        b'Content-Type: multipart/mixed; boundary="\n\n--\n',
        b"Content-Type: ;;;\n\nx",
        b"Content-Transfer-Encoding: base64\n\n!!!not base64!!!",
        b"Content-Transfer-Encoding: uuencode\n\nbegin 644 x\nXXXX",
        b"From: =?utf-8?b?AAAA?= =?x?y?z?= <a@b.example>\nTo: ;;;,,,<<<>>>\nDate: never\n\nx",
        b"From: a@b.example\nTo: " + b"(" * 20_000 + b"\n\nx",
        b"From: " + b'"' * 5_001 + b"@x\n\nx",
        b"Content-Disposition: attachment; filename*=utf-8''%ff%fe; filename*0*=x\nContent-Type: a/b\n\nx",
        b"Authentication-Results: " + b"dmarc=" * 5_000 + b"\n\nx",
    ],
)
def test_any_bytes_are_read_without_an_error(raw: bytes) -> None:
    try:
        letter = incoming.read(raw)
    except Unreadable as refused:
        assert str(refused).endswith("Answer on the site instead.")
        return

    assert "\x00" not in letter.text and "\ud800" not in letter.text
    answer(letter.text, HOUSE)
    letter.text.encode()


@given(st.text(alphabet=st.sampled_from("On wrote:\n>-_=FromSent <ion@ion.example>+12:30 “é")))
def test_any_text_is_cut_without_an_error_and_nothing_is_added(text: str) -> None:
    found = answer(text, HOUSE)

    assert not [line for line in found.split("\n") if line.startswith(">")] or not text.startswith(">")
    assert len(found) <= len(text)


@given(st.text(alphabet=st.sampled_from("<>/=\"' abdivbrpquote&;#1\n"), max_size=200))
def test_any_page_is_read_without_an_error(html: str) -> None:
    incoming.read(b"Content-Type: text/html; charset=utf-8\n\n" + html.encode())


def test_hostile_mails_are_cheap_to_read() -> None:
    if not Path("/proc/self/clear_refs").exists():
        skip_or_fail("How much memory a process had at most is only told by Linux.")
    command = [sys.executable, "-m", "tests.messaging.glutton"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr[-2000:]
    told = [line.split("|") for line in done.stdout.splitlines()]
    assert [name for name, *_ in told] == [case.__name__ for case in CASES]
    assert {name: seconds for name, seconds, _ in told if float(seconds) > SECONDS} == {}
    assert {name: megabytes for name, _, megabytes in told if int(megabytes) > MEGABYTES} == {}
