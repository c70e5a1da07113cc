"""Answers by mail: which become messages, and what is said where they do not."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from ion.adapters.no_scanner import NoScanner
from ion.base.extensions import db
from ion.core import clock, site_settings
from ion.core.blocking import block
from ion.core.ports import scanner
from ion.core.ports.scanner import ScannerDown
from ion.core.unit_of_work import unit_of_work
from ion.messaging.services.telling import REPLY_LASTS
from ion.messaging.tasks.receiving import Exit, TryLater
from ion.models import ConversationMember, File, Message, User
from tests.factories import PersonFactory, UserFactory
from tests.files import samples
from tests.messaging.answering import (
    WRITTEN,
    asked_for_an_answer,
    hand_over,
    letter,
    messages,
    sample,
    told_back,
)
from tests.racing import at_once

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def dana(app: Flask) -> User:
    return UserFactory(person=PersonFactory(name="Dana Ruiz"))


@pytest.fixture
def lee(app: Flask) -> User:
    return UserFactory(person=PersonFactory(name="Lee Park"), email="lee@board.example")


@pytest.fixture
def place(dana: User, lee: User) -> tuple[int, str]:
    """A conversation with a message to Lee, and where Lee answers to."""
    return asked_for_an_answer(lee, dana)


@pytest.mark.database
@pytest.mark.parametrize("name", ["gmail", "outlook_html_only", "iphone"])
def test_an_answer_becomes_the_message_of_its_writer(place: Any, lee: User, name: str) -> None:
    id, address = place

    outcome = hand_over(sample(name, address, lee.email))

    (message,) = messages(id, lee)
    assert (outcome.exit, outcome.words) == (Exit.TAKEN, "Sent.")
    assert (message.markdown, message.via, message.number) == (WRITTEN[name], "mail", 2)


def test_an_answer_shows_as_unread_to_the_others_and_is_mailed_to_them(
    place: Any, dana: User, lee: User
) -> None:
    id, address = place

    hand_over(letter(address, lee.email))

    db.session.rollback()
    mine = db.session.get_one(ConversationMember, (id, dana.id))
    assert mine.unread == 1


def test_files_come_with_the_answer(place: Any, lee: User) -> None:
    id, address = place
    mail = letter(address, lee.email)
    mail.add_attachment(samples.picture(), maintype="image", subtype="png", filename="board.png")
    mail.add_attachment(samples.PDF, maintype="application", subtype="octet-stream", filename="plan.pdf")

    hand_over(mail)

    (message,) = messages(id, lee)
    files = db.session.scalars(select(File).where(File.parent_kind == "message").order_by(File.id)).all()
    assert [(file.parent_id, file.name, file.type, file.user_id) for file in files] == [
        (message.id, "board.png", "image/png", lee.id),
        (message.id, "plan.pdf", "application/pdf", lee.id),
    ]


def test_the_address_may_stand_anywhere_in_any_case_or_be_told_by_the_mail_server(
    place: Any, lee: User
) -> None:
    id, address = place
    local, host = address.split("@")
    loud = letter("ION <ion@ion.example>", lee.email, id="<1@x>", Cc=f"Them <{local.upper()}@{host}>")
    noted = letter("list@board.example", lee.email, id="<2@x>", Delivered_To=address)
    told = letter("list@board.example", lee.email, id="<3@x>")

    outcomes = [hand_over(loud), hand_over(noted), hand_over(told, recipient=f"<{address}>")]

    assert [outcome.exit for outcome in outcomes] == [Exit.TAKEN] * 3
    assert len(messages(id, lee)) == 3


def test_the_same_mail_twice_is_one_message(place: Any, lee: User) -> None:
    id, address = place
    mail = letter(address, lee.email)

    again = [hand_over(mail).exit for _ in range(2)]

    assert again == [Exit.TAKEN] * 2
    assert len(messages(id, lee)) == 1


@pytest.mark.database
def test_the_same_mail_by_many_at_once_is_one_message(app: Flask, place: Any, lee: User) -> None:
    id, address = place
    mail = letter(address, lee.email)
    mail.add_attachment(samples.PDF, maintype="application", subtype="pdf", filename="plan.pdf")

    outcomes = at_once(app, lambda _: hand_over(mail).exit)

    assert outcomes == [Exit.TAKEN] * 8
    assert len(messages(id, lee)) == 1
    assert db.session.scalar(select(func.count(File.id))) == 1


FORGED = {
    "another member": {"sender": "dana@ion.example"},
    "a stranger": {"sender": "forger@evil.example"},
    "two senders": {"sender": "lee@board.example, forger@evil.example"},
    "a name like an address": {"sender": '"lee@board.example" <forger@evil.example>'},
    "failed checks": {"sender": "lee@board.example", "Authentication_Results": "mx.ion.example; dmarc=fail"},
}


@pytest.mark.parametrize("how", FORGED)
def test_an_answer_from_another_address_is_refused(place: Any, lee: User, how: str) -> None:
    """Somebody forwarded the mail, or its address leaked: it is nobody's but the reader's."""
    id, address = place

    outcome = hand_over(letter(address, **FORGED[how]))

    assert outcome.exit is Exit.FORBIDDEN
    assert "from the email address of the account" in outcome.words
    assert (messages(id, lee), told_back(lee)) == ([], [])


def test_an_address_that_never_was_or_is_too_old_is_unknown(place: Any, lee: User) -> None:
    id, address = place
    wrong = address.replace("+", "+x").replace("@", "a@")

    outcomes = [
        hand_over(letter(other, lee.email))
        for other in (
            wrong,
            "ion@ion.example",
            "ion+short@ion.example",
            address.replace("ion.ex", "other.ex"),
        )
    ]
    with clock.frozen(clock.now() + REPLY_LASTS + timedelta(minutes=5)):
        outcomes.append(hand_over(letter(address, lee.email)))

    assert [outcome.exit for outcome in outcomes] == [Exit.UNKNOWN] * 5
    assert messages(id, lee) == []


def test_a_new_email_address_is_the_one_to_answer_from(place: Any, lee: User) -> None:
    id, address = place
    with unit_of_work() as session:
        session.get_one(User, lee.id).email = "lee@new.example"

    old, new = hand_over(letter(address, "lee@board.example")), hand_over(letter(address, "lee@new.example"))

    assert (old.exit, new.exit) == (Exit.FORBIDDEN, Exit.TAKEN)
    assert len(messages(id, lee)) == 1


@pytest.mark.parametrize("field", ["suspended_at", "confirmed_at"])
def test_whoever_may_not_sign_in_may_not_answer_and_is_mailed_nothing(
    place: Any, lee: User, field: str
) -> None:
    id, address = place
    with unit_of_work() as session:
        setattr(session.get_one(User, lee.id), field, clock.now() if field == "suspended_at" else None)

    outcome = hand_over(letter(address, lee.email))

    assert outcome.exit is Exit.FORBIDDEN
    assert (messages(id, lee), told_back(lee)) == ([], [])


def test_who_blocked_or_is_blocked_learns_only_that_it_was_not_sent(
    place: Any, dana: User, lee: User
) -> None:
    id, address = place
    with unit_of_work():
        block(dana.id, lee.id)

    outcome = hand_over(letter(address, lee.email))

    assert outcome.exit is Exit.TAKEN
    assert messages(id, lee) == []
    (told,) = told_back(lee)
    assert "Dana Ruiz does not take messages from members." in told
    assert "was not sent on" in told


def test_who_left_the_conversation_does_not_answer_in_it(place: Any, lee: User) -> None:
    id, address = place
    with unit_of_work() as session:
        session.get_one(ConversationMember, (id, lee.id)).left_at = clock.now()

    hand_over(letter(address, lee.email))

    assert messages(id, lee) == []
    assert len(told_back(lee)) == 1


@pytest.mark.parametrize("name", ["absence", "absence_unmarked", "bounce"])
def test_an_automatic_answer_is_neither_filed_nor_answered(place: Any, lee: User, name: str) -> None:
    id, address = place

    outcome = hand_over(sample(name, address, lee.email))

    assert outcome.exit is Exit.TAKEN
    assert (messages(id, lee), told_back(lee)) == ([], [])


def refused(place: Any, lee: User, mail: Any) -> str:
    """What the writer is told of a mail of which no message was made, once, though it came twice."""
    id, _ = place
    outcomes = [hand_over(mail), hand_over(mail)]

    assert [outcome.exit for outcome in outcomes] == [Exit.TAKEN] * 2
    assert all(outcome.words.startswith("Not sent, which its writer is told:") for outcome in outcomes)
    assert messages(id, lee) == []
    (told,) = told_back(lee)
    return told


def test_what_looks_like_participant_data_is_refused_with_the_way_to_send_it(place: Any, lee: User) -> None:
    told = refused(place, lee, letter(place[1], lee.email, "Her social security number is 219-09-9999."))

    assert "This looks like participant PII: a Social Security number" in told
    assert "219-09" not in told


def test_a_list_of_participants_is_refused_in_a_file_too(place: Any, lee: User) -> None:
    mail = letter(place[1], lee.email)
    mail.add_attachment(
        "Name,SSN\nAda Low,219-09-9999\nBo Reed,219-09-9998\n", subtype="csv", filename="list.csv"
    )

    assert "participant PII" in refused(place, lee, mail)


def test_a_file_that_is_not_taken_stops_the_whole_answer(place: Any, lee: User) -> None:
    mail = letter(place[1], lee.email)
    mail.add_attachment(b"MZ\x90\x00", maintype="application", subtype="octet-stream", filename="run.exe")

    assert "The file “run.exe” was not taken, so nothing was sent." in refused(place, lee, mail)


def test_too_many_files_and_too_much_text_are_refused(place: Any, lee: User) -> None:
    mail = letter(place[1], lee.email)
    for number in range(6):
        mail.add_attachment(samples.PDF, maintype="application", subtype="pdf", filename=f"{number}.pdf")

    assert "at most 5 files; this mail has 6" in refused(place, lee, mail)


def test_more_text_than_a_message_has_is_refused(place: Any, lee: User) -> None:
    assert "5,001 characters" in refused(place, lee, letter(place[1], lee.email, "x" * 5_001))


@pytest.mark.parametrize("text", ["", "> only\n> quoted\n", "\n\n-- \nLee Park\n"])
def test_a_mail_with_nothing_new_in_it_is_refused(place: Any, lee: User, text: str) -> None:
    mail = letter(place[1], lee.email, text)
    if text.startswith("\n"):
        mail.set_content("===== Write your answer above this line =====\n\nShall we?\n")

    assert "Nothing was found in the mail but what it quotes" in refused(place, lee, mail)


def test_an_encrypted_mail_is_refused_in_words(place: Any, lee: User) -> None:
    raw = f"From: {lee.email}\nTo: {place[1]}\nMessage-ID: <e@x>\nContent-Type: application/pkcs7-mime\n\nMIAG\n"

    assert "encrypted" in refused(place, lee, raw.encode())


def test_a_mail_that_is_no_mail_is_broken_and_told_to_nobody(place: Any, lee: User) -> None:
    outcome = hand_over(b"a:b\n" * 700_000)

    assert outcome.exit is Exit.BROKEN
    assert told_back(lee) == []


def test_held_words_wait_for_staff_and_the_writer_is_told(place: Any, lee: User) -> None:
    id, address = place
    with unit_of_work():
        site_settings.change(site_settings.HELD_WORDS, ["miracle cure"])

    outcome = hand_over(letter(address, lee.email, "I have a miracle cure."))

    (message,) = messages(id, lee)
    assert outcome.words.startswith("Sent, and waits for ION staff")
    assert message.held and message.number is None
    (told,) = told_back(lee)
    assert "the others see it once ION staff have looked at it" in told


def test_too_many_answers_wait_at_the_mail_server(place: Any, lee: User) -> None:
    id, address = place
    for number in range(30):
        hand_over(letter(address, lee.email, f"Answer {number}", id=f"<{number}@x>"))

    with pytest.raises(TryLater):
        hand_over(letter(address, lee.email, "One more", id="<more@x>"))

    assert len(messages(id, lee)) == 30
    assert told_back(lee) == []


def test_while_files_cannot_be_checked_the_mail_server_brings_the_mail_again(place: Any, lee: User) -> None:
    class Silent(NoScanner):
        def scan(self, data: bytes) -> None:
            raise ScannerDown("no answer")

    id, address = place
    mail = letter(address, lee.email)
    mail.add_attachment(samples.PDF, maintype="application", subtype="pdf", filename="plan.pdf")
    before = scanner.scanner()
    scanner.use(Silent())
    try:
        with pytest.raises(TryLater):
            hand_over(mail)
    finally:
        scanner.use(before)

    assert hand_over(mail).exit is Exit.TAKEN
    assert len(messages(id, lee)) == 1


def test_a_robot_that_is_not_known_as_one_is_not_answered_without_end(place: Any, lee: User) -> None:
    for number in range(15):
        hand_over(letter(place[1], lee.email, "> quoted", id=f"<{number}@x>"))

    assert len(told_back(lee)) == 10


def test_the_secret_of_an_address_never_gets_into_a_message(place: Any, lee: User) -> None:
    id, address = place

    hand_over(letter(address, lee.email, f"You can write to {address} too."))

    (message,) = messages(id, lee)
    secret = address.split("+")[1].split("@")[0]
    assert secret not in message.markdown + message.html + message.words
    assert db.session.scalar(select(func.count(Message.id))) == 2
