"""Mail about messages: whom it tells, of what, how often, and what it must not say."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete

from ion.core import clock
from ion.core.blocking import block
from ion.core.unit_of_work import unit_of_work
from ion.messaging.services.telling import DELAY, WINDOW, mail_later
from ion.models import Delivery, Fate, Message, OutboxRow, User
from tests.factories import PersonFactory, UserFactory
from tests.messaging import posting
from tests.messaging.posting import asked, keep, prefer, read, received, talk, work, write
from tests.racing import at_once

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app")]
SECOND = timedelta(seconds=1)


@pytest.fixture
def dana() -> User:
    return UserFactory(person=PersonFactory(name="Dana Ruiz"))


@pytest.fixture
def lee() -> User:
    return UserFactory(person=PersonFactory(name="Lee Park", zone="America/Chicago"))


def spans(*mails: Delivery) -> list[Any]:
    return [mail.context["spans"] for mail in mails]


def test_the_first_message_is_mailed_after_half_a_minute(dana: User, lee: User, now: datetime) -> None:
    id = talk(dana, lee)
    write(id, dana)

    work(now + DELAY - SECOND)
    too_early = asked()
    work(now + DELAY)

    assert too_early == []
    assert [(mail.user_id, mail.kind) for mail in asked()] == [(lee.id, "messages")]
    assert asked()[0].context["spans"] == [[id, 0, 1]]
    assert posting.left() == []


def test_what_follows_within_the_hour_is_one_mail_at_its_end_over_all_conversations(
    dana: User, lee: User, now: datetime
) -> None:
    other = UserFactory()
    one, two = talk(dana, lee), talk(other, lee)
    write(one, dana)
    first = now + DELAY
    work(first)
    with clock.frozen(first + 20 * SECOND):
        write(one, dana)
    with clock.frozen(first + WINDOW / 2):
        write(two, other)

    work(first + WINDOW - SECOND)
    before = len(asked(lee))
    work(first + WINDOW)
    work(first + 3 * WINDOW)

    assert before == 1
    assert spans(*asked(lee)) == [[[one, 0, 1]], [[one, 1, 2], [two, 0, 1]]]


def test_a_message_sent_while_the_first_mail_waits_is_in_that_mail(
    dana: User, lee: User, now: datetime
) -> None:
    id = talk(dana, lee)
    write(id, dana)
    with clock.frozen(now + DELAY / 2):
        write(id, dana)

    work(now + DELAY)
    work(now + 2 * DELAY)

    assert spans(*asked(lee)) == [[[id, 0, 2]]]
    assert posting.left() == []


def test_a_message_that_crossed_the_first_mail_waits_for_the_end_of_the_hour(
    dana: User, lee: User, now: datetime
) -> None:
    """Whoever sent it did not know of the mail yet, and asked for one within half a minute."""
    id = talk(dana, lee)
    write(id, dana)
    first = now + DELAY
    work(first)
    write(id, dana)
    with unit_of_work() as session:
        session.execute(delete(OutboxRow))
        mail_later(lee.id, first + SECOND)

    work(first + SECOND)
    early = len(asked(lee))
    work(first + WINDOW)

    assert early == 1
    assert spans(*asked(lee)) == [[[id, 0, 1]], [[id, 1, 2]]]


def test_what_was_read_on_the_site_is_not_mailed(dana: User, lee: User, now: datetime) -> None:
    id = talk(dana, lee)
    write(id, dana)
    read(id, lee)

    work(now + DELAY)

    assert asked() == []


def test_what_is_read_after_the_mail_was_asked_for_does_not_leave(dana: User, lee: User) -> None:
    id = talk(dana, lee)
    write(id, dana)
    work(clock.now() + DELAY)
    read(id, lee)

    assert received(lee) == []
    assert [mail.fate for mail in asked(lee)] == [Fate.DROPPED]


@pytest.mark.parametrize("how", ["muted", "stopped", "all stopped", "left", "suspended", "unconfirmed"])
def test_who_hears_nothing_is_not_mailed_then_nor_later(dana: User, lee: User, how: str) -> None:
    id = talk(dana, lee)
    silence(id, lee, how)
    write(id, dana)
    silence(id, lee, how, ends=True)
    work(clock.now() + DELAY)
    in_silence = len(asked(lee))
    write(id, dana)
    work(clock.now() + DELAY)

    assert in_silence == 0
    assert spans(*asked(lee)) == [[[id, 1, 2]]]


def silence(id: int, user: User, how: str, *, ends: bool = False) -> None:
    """Let the user hear nothing for this reason, or again."""
    at = None if ends else clock.now()
    if how in ("muted", "left"):
        keep(id, user, **{f"{how}_at": at})
    elif "stopped" in how:
        prefer(user, "instant" if ends else "off", "all" if how.startswith("all") else "messages")
    else:
        with unit_of_work() as session:
            fresh = session.get_one(User, user.id)
            fresh.suspended_at = at if how == "suspended" else None
            fresh.confirmed_at = clock.now() if ends or how == "suspended" else None


def test_somebody_who_is_suspended_or_blocked_later_is_not_mailed_about(dana: User, lee: User) -> None:
    other = UserFactory()
    one, two = talk(dana, lee), talk(other, lee)
    write(one, dana)
    write(two, other)
    with unit_of_work() as session:
        session.get_one(User, dana.id).suspended_at = clock.now()
        block(lee.id, other.id)

    work(clock.now() + DELAY)

    assert asked(lee) == []


def test_a_withdrawn_message_is_in_no_mail_that_was_asked_for_before(dana: User, lee: User) -> None:
    id = talk(dana, lee)
    first, _ = write(id, dana, "Alpha words"), write(id, dana, "Beta words")
    work(clock.now() + DELAY)
    with unit_of_work() as session:
        fresh = session.get_one(Message, first.id)
        fresh.withdrawn_at, fresh.markdown = clock.now(), ""

    (mail,) = received(lee)

    assert mail.text.count("A member, ") == 1


def test_a_late_worker_mails_nothing_that_is_two_weeks_old(dana: User, lee: User, now: datetime) -> None:
    id = talk(dana, lee)
    write(id, dana)

    work(now + timedelta(days=14, minutes=1))

    assert asked() == []


def test_a_kept_mail_holds_neither_words_nor_names(dana: User, lee: User) -> None:
    id = talk(dana, lee, title="Career pathways")
    write(id, dana, "The quiet part")
    work(clock.now() + DELAY)

    (mail,) = received(lee)

    for private in ("quiet part", "Dana", "Career pathways"):
        assert private not in mail.text + mail.html + mail.subject
    assert mail.subject == "A member wrote to you | Innovation and Opportunity Network"
    assert mail.link("/messages/") == f"/messages/{id}"


def test_workers_at_once_ask_for_one_mail(app: Flask, dana: User, lee: User, now: datetime) -> None:
    one, two = talk(dana, lee), talk(UserFactory(), lee)
    for seconds in range(8):
        with clock.frozen(now + seconds * SECOND):
            write(one, dana)
    write(two, dana)

    at_once(app, lambda number: work(now + DELAY + 8 * SECOND, f"worker-{number}"))

    assert spans(*asked(lee)) == [[[one, 0, 8], [two, 0, 1]]]


def test_a_request_is_mailed_once_without_an_address_for_answers(dana: User, lee: User) -> None:
    id = talk(dana, lee, is_request=True)
    write(id, dana)

    work(clock.now() + DELAY)

    (mail,) = asked(lee)
    assert (spans(mail), mail.link["reply"]) == ([[[id, 0, 1]]], None)
    assert "Accept or decline here" in received(lee)[0].text


def test_only_a_mail_about_one_conversation_has_an_address_for_answers(dana: User, lee: User) -> None:
    mo = UserFactory()
    one, two = talk(dana, lee, mo), talk(lee, mo)
    write(one, dana)
    write(two, lee)

    work(clock.now() + DELAY)

    assert asked(lee)[0].link["reply"]["id"] == one
    assert asked(lee)[0].link["reply"]["payload"] == {"user": lee.id}
    assert asked(mo)[0].link["reply"] is None
