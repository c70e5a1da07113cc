"""Answers by mail, as a mail server hands them over: real-looking mails to the reply address of a real mail."""

from email.message import EmailMessage
from pathlib import Path

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock
from ion.messaging.tasks.receiving import Outcome, receive
from ion.models import Delivery, Message, User
from tests.messaging.posting import received, talk, write

MAILS = Path(__file__).parent.parent / "samples" / "mail"
SAMPLE_SECRET = "abcdefghijklmnopqrstuvwxyz234567"
SAMPLE_SENDER = "lee.park@board.example"

WRITTEN = {
    "agency": "Tuesday works.\n\nThank you, and one more thing: please bring the numbers.",
    "android_samsung": "Yes, Tuesday.",
    "apple_mail": "Tuesday works.\n\nLee",
    "gmail": "Tuesday works, Dana — after 2 p.m. is best.\n\nI'll bring the draft.",
    "gmail_below": "Tuesday works, Dana.",
    "gmail_between": "Two answers:\n\nTuesday works.\n\nAnd this works, too.",
    "gmail_html_only": "Tuesday works. See the survey (https://board.example/survey).\n\n- cost\n- time",
    "iphone": "Yes, Tuesday.",
    "iphone_photo": "The whiteboard of Tuesday:\n\nAnd what we decided: one survey, in May.",
    "japanese": "火曜日で大丈夫です。",
    "outlook": "Tuesday works for me.\n\nLee Park\nProgram Analyst, Riverbend Workforce Board",
    "outlook_desktop_html_only": "Tuesday works for me.",
    "outlook_german": "Dienstag paßt gut. Grüße, Lee",
    "outlook_html_only": "Tuesday works for me.",
    "outlook_ios": "Tuesday works.",
    "proton": "Tuesday works.",
    "signed_with_logo": "Tuesday works.",
    "spanish": "El martes está bien.",
    "thunderbird": (
        "Tuesday works for me, and I would like to bring a colleague who ran the same survey last year."
    ),
    "unquoted_new": (
        "Here are the points:\n\n- cost\n- time: 2 p.m.\n\nWarning: the mail server of the survey was down.\n\n"
        "Thanks,\nLee"
    ),
    "wrong_charset": "Tuesday – café at noon",
    "yahoo": "Tuesday works.",
}
"""What a person wrote in each sample mail; the others are of robots."""


def asked_for_an_answer(reader: User, writer: User) -> tuple[int, str]:
    """A conversation of the two, of which the reader was mailed, and the address for answers in that mail."""
    id = talk(writer, reader)
    write(id, writer)
    return id, told_address(reader)


def told_address(reader: User) -> str:
    """The address for answers in the last mail about messages to the reader, once the worker has sent it."""
    assert received(reader)
    mails = select(Delivery).where(Delivery.user_id == reader.id, Delivery.kind == "messages")
    last = db.session.scalars(mails.order_by(Delivery.id.desc())).first()
    assert last is not None
    return str(last.link["reply_to"])


def sample(name: str, address: str, sender: str) -> bytes:
    """A sample mail from this sender to this address."""
    raw = (MAILS / f"{name}.eml").read_bytes()
    raw = raw.replace(f"ion+{SAMPLE_SECRET}@ion.example".encode(), address.encode())
    return raw.replace(SAMPLE_SENDER.encode(), sender.encode())


def letter(
    address: str, sender: str, text: str = "Tuesday works.", *, id: str = "<1@board.example>", **headers: str
) -> EmailMessage:
    """A plain mail of one's own."""
    made = EmailMessage()
    made["From"], made["To"], made["Message-ID"] = sender, address, id
    made["Subject"] = "Re: wrote to you"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


def hand_over(mail: EmailMessage | bytes, recipient: str = "") -> Outcome:
    """What the mail server is told."""
    db.session.rollback()
    return receive(mail if isinstance(mail, bytes) else mail.as_bytes(), recipient)


def messages(conversation_id: int, writer: User) -> list[Message]:
    """What somebody wrote there, in order."""
    db.session.rollback()
    wanted = Message.conversation_id == conversation_id, Message.user_id == writer.id
    return list(db.session.scalars(select(Message).where(*wanted).order_by(Message.id)))


def told_back(user: User) -> list[str]:
    """What the user was mailed about their answers: the texts, in order."""
    with clock.frozen(clock.now()):
        return [mail.text for mail in received(user) if mail.kind == "message-answer"]
