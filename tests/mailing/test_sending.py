"""Sending: each mail is handed over once, and what became of it is known, or said to be unknown."""

from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import func, select

from ion.base.extensions import db
from ion.commons.mailing import services
from ion.commons.mailing.services import Link
from ion.core import clock, outbox, tokens
from ion.core.outbox import LEASE, MAX_ATTEMPTS
from ion.core.ports.mail import Doubtful, NotTaken, Refused
from ion.core.unit_of_work import unit_of_work
from ion.models import Delivery, Fate, Token, User
from tests.conftest import NOW
from tests.factories import PersonFactory, UserFactory
from tests.factories.mail import DeliveryFactory
from tests.mailbox import read_mail
from tests.mailing.carriers import Pigeon
from tests.mailing.conftest import Use, Written
from tests.mailing.posting import fates, left, told, work

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]
A_DAY = timedelta(days=1)


@pytest.fixture
def pigeon(use: Use) -> Pigeon:
    bird = Pigeon()
    use(bird)
    return bird


def test_a_mail_is_handed_over_once_and_its_text_is_not_kept(pigeon: Pigeon) -> None:
    made = DeliveryFactory(address="Reader@ion.example")
    (id, message_id) = made.id, made.message_id

    assert (work(), work()) == (1, 0)

    (letter,) = pigeon.letters
    row = db.session.get_one(Delivery, id)
    assert (letter["Message-ID"], letter["To"]) == (message_id, "Reader@ion.example")
    assert (row.fate, row.handed_at, row.ended_at, row.error) == (Fate.SENT, NOW, NOW, "")
    assert (row.subject, row.text, row.html) == ("Test mail from Innovation and Opportunity Network", "", "")
    assert left() == []


def test_a_letter_says_who_it_is_from_that_a_machine_wrote_it_and_when(pigeon: Pigeon) -> None:
    DeliveryFactory()

    work()

    (letter,) = pigeon.letters
    assert letter["From"] == "ION <ion@ion.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Date"].datetime == NOW
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    assert letter["List-Unsubscribe"] is None


def test_a_mail_that_was_surely_not_taken_is_tried_again_under_the_same_id(pigeon: Pigeon) -> None:
    DeliveryFactory()
    pigeon.troubles = [NotTaken("451 come again")]

    assert work() == 0
    waiting = told()
    assert work() == 0  # not before its time
    assert work(NOW + timedelta(seconds=20)) == 1

    assert waiting == [(Fate.WAITING, "451 come again")]
    assert told() == [(Fate.SENT, "")]
    assert pigeon.tried == [pigeon.tried[0]] * 2


def test_a_mail_that_is_never_taken_stays_in_sight_with_the_reason(pigeon: Pigeon) -> None:
    DeliveryFactory()
    pigeon.troubles = [NotTaken("connection refused")] * (MAX_ATTEMPTS + 1)

    for day in range(MAX_ATTEMPTS + 2):
        work(NOW + timedelta(days=day))

    (row,) = left()
    assert row.failed_at is not None
    assert told() == [(Fate.WAITING, "connection refused")]
    assert len(pigeon.tried) == MAX_ATTEMPTS


@pytest.mark.parametrize(
    ("trouble", "expected"),
    [
        (Refused("550 no such reader"), (Fate.REFUSED, "550 no such reader")),
        (Doubtful("the line went dead"), (Fate.UNKNOWN, "the line went dead")),
        (MemoryError(), (Fate.UNKNOWN, "MemoryError()")),
        (Refused("no " * 400), (Fate.REFUSED, ("no " * 400)[:500])),
    ],
    ids=["refused", "doubtful", "unforeseen", "long words"],
)
def test_a_mail_that_was_refused_or_may_have_arrived_is_not_sent_again_by_itself(
    pigeon: Pigeon, trouble: Exception, expected: Any
) -> None:
    DeliveryFactory()
    pigeon.troubles = [trouble]

    work()
    work(NOW + timedelta(days=1))

    assert told() == [expected]
    assert len(pigeon.tried) == 1
    assert left() == []


def test_a_mail_found_in_the_middle_of_being_handed_over_is_unknown_and_not_sent(pigeon: Pigeon) -> None:
    DeliveryFactory(fate=Fate.HANDED, handed_at=NOW)

    work()

    ((fate, error),) = told()
    assert (fate, error[:29]) == (Fate.UNKNOWN, "It was being handed over when")
    assert pigeon.tried == []


@pytest.mark.parametrize("fate", [Fate.SENT, Fate.KEPT, Fate.UNKNOWN, Fate.REFUSED, Fate.DROPPED])
def test_a_mail_that_has_ended_is_not_touched_again(pigeon: Pigeon, fate: Fate) -> None:
    DeliveryFactory(fate=fate, error="as it was")

    assert work() == 1

    assert told() == [(fate, "as it was")]
    assert pigeon.tried == []


def test_a_mail_that_was_removed_before_its_turn_is_nobody_s_trouble(pigeon: Pigeon) -> None:
    made = DeliveryFactory()
    with unit_of_work() as session:
        session.delete(session.get_one(Delivery, made.id))

    assert work() == 1

    assert (pigeon.tried, left()) == ([], [])


def test_who_handed_it_over_knows_better_than_who_found_the_claim_run_out(pigeon: Pigeon) -> None:
    id = DeliveryFactory().id
    with unit_of_work():
        slow = services.take(id)
    work()
    assert fates() == [Fate.UNKNOWN]
    assert slow

    with unit_of_work():
        services.end(slow, Fate.SENT)

    assert told() == [(Fate.SENT, "")]


def test_a_claim_that_was_given_back_says_nothing_of_the_next_one(pigeon: Pigeon) -> None:
    id = DeliveryFactory().id
    with unit_of_work():
        first = services.take(id)
        assert first
        services.end(first, Fate.WAITING, "451")
    with unit_of_work(), clock.frozen(NOW + timedelta(minutes=1)):
        services.take(id)

    with unit_of_work():
        services.end(first, Fate.SENT)

    assert fates() == [Fate.HANDED]


def test_a_slow_worker_that_could_not_hand_it_over_leaves_it_to_be_sent_once(
    use: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its lease ran out, another called the mail unknown; then the slow one learns that it was surely not taken."""
    second = Pigeon()

    class Slow(Pigeon):
        def hand_over(self, letter: Any) -> None:
            use(second)
            with clock.frozen(NOW + LEASE):
                db.session.rollback()
                work(NOW + LEASE)
            seen.extend(fates())
            raise NotTaken("451 after five minutes")

    seen: list[Fate] = []
    use(Slow())
    DeliveryFactory()

    work()
    work(NOW + LEASE)

    assert seen == [Fate.UNKNOWN]
    assert fates() == [Fate.SENT]
    assert len(second.letters) == 1
    assert left() == []


def test_a_mail_whose_template_fails_waits_with_the_reason_and_no_token_is_left(pigeon: Pigeon) -> None:
    DeliveryFactory(link=Link("reset", "/account/reset/{token}", A_DAY), context={})
    DeliveryFactory(template="no/such")

    work()

    assert told() == [
        (Fate.WAITING, "test: UndefinedError: 'asked_at' is undefined"),
        (Fate.WAITING, told()[1].error),
    ]
    assert told()[1].error.startswith("no/such: TemplateNotFound: 'email/no/such.txt'")
    assert len(left()) == 2
    assert db.session.scalar(select(func.count()).select_from(Token)) == 0
    assert pigeon.tried == []


def test_one_mail_that_fails_holds_up_no_other(pigeon: Pigeon) -> None:
    DeliveryFactory(template="no/such")
    DeliveryFactory()
    DeliveryFactory()
    pigeon.troubles = [Refused("550")]

    work()

    assert fates() == [Fate.WAITING, Fate.REFUSED, Fate.SENT]


def test_the_secret_of_a_link_is_made_with_the_mail_and_kept_nowhere(
    pigeon: Pigeon, written: Written
) -> None:
    written("proof", "Go to {{ link }}")
    link = Link(
        "reset", "/account/reset/{token}?next=1", A_DAY, "user", 7, tokens.hashed("bound"), {"to": "x"}
    )
    DeliveryFactory(template="proof", link=link)
    before = db.session.scalar(select(func.count()).select_from(Token))

    work()

    text = body(pigeon.letters[0])
    secret = text.removeprefix("Go to http://localhost/account/reset/").partition("?next=1\n")[0]
    token = tokens.valid("reset", secret)
    assert before == 0
    assert token and tokens.is_bound_to(token, "bound")
    assert (token.subject_kind, token.subject_id, token.payload) == ("user", 7, {"to": "x"})
    assert (token.uses_left, token.expires_at) == (1, NOW + A_DAY)
    assert secret not in repr(
        [column for row in db.session.execute(select(Delivery.__table__)) for column in row]
    )


def test_a_mail_that_is_tried_again_gets_a_new_secret(pigeon: Pigeon, written: Written) -> None:
    written("proof", "{{ link }}")
    DeliveryFactory(template="proof", link=Link("reset", "/account/reset/{token}", A_DAY))
    pigeon.troubles = [NotTaken("451")]
    work()

    work(NOW + timedelta(minutes=1))

    secret = body(pigeon.letters[0]).splitlines()[0].rpartition("/")[2]
    assert tokens.valid("reset", secret)


def test_without_a_server_mail_is_kept_and_can_be_read() -> None:
    DeliveryFactory()

    (mail,) = read_mail("reader@ion.example")

    assert mail.subject == "Test mail from Innovation and Opportunity Network"
    assert mail.links == ["/staff/mail"]
    assert "<title>Test mail from" in mail.html
    assert told() == [(Fate.KEPT, "No mail server is set.")]


@pytest.mark.parametrize("way", ["by user", "by address"])
def test_a_sample_person_is_never_mailed(pigeon: Pigeon, way: str) -> None:
    sample = UserFactory(person=PersonFactory(is_sample=True))
    if way == "by user":
        DeliveryFactory(sample, address="other@ion.example")
    else:
        DeliveryFactory(address=sample.email.replace("person", "PERSON"))

    (mail,) = read_mail()

    assert pigeon.tried == []
    assert mail.text.startswith("Mail from")
    assert told() == [(Fate.KEPT, "It is for a sample person, who does not exist.")]


def test_a_notification_goes_to_the_address_its_reader_has_by_then(pigeon: Pigeon) -> None:
    user = UserFactory()
    DeliveryFactory(user, unsubscribe="news")
    other = DeliveryFactory(user, kind="email-changed").address
    change(user, email="new@ion.example")

    work()

    assert [letter["To"] for letter in pigeon.letters] == ["new@ion.example", other]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"suspended_at": NOW}, "The account was suspended before this was sent."),
        ({"email": "nobody"}, "An email address must have an @-sign."),
    ],
)
def test_a_notification_to_who_is_suspended_or_cannot_be_mailed_is_dropped(
    pigeon: Pigeon, changes: dict[str, Any], why: str
) -> None:
    user = UserFactory()
    DeliveryFactory(user, unsubscribe="news")
    DeliveryFactory(user, address="reader@ion.example", kind="suspended")
    change(user, **changes)

    work()

    assert told() == [(Fate.DROPPED, why), (Fate.SENT, "")]
    assert [letter["To"] for letter in pigeon.letters] == ["reader@ion.example"]


def test_after_years_of_standstill_old_notifications_are_not_sent_and_other_mail_is(pigeon: Pigeon) -> None:
    user = UserFactory()
    DeliveryFactory(user, unsubscribe="news")
    DeliveryFactory(user, address="reader@ion.example")

    with clock.frozen(NOW + timedelta(days=3 * 365)):
        work()

    assert told() == [(Fate.DROPPED, "It was no news any more when it could be sent."), (Fate.SENT, "")]
    assert [letter["To"] for letter in pigeon.letters] == ["reader@ion.example"]


def test_a_notification_to_an_account_that_is_gone_is_dropped(pigeon: Pigeon) -> None:
    user = UserFactory()
    DeliveryFactory(user, unsubscribe="news")
    with unit_of_work() as session:
        session.delete(session.get_one(User, user.id))

    work()

    assert told() == [(Fate.DROPPED, "The account was removed before this was sent.")]
    assert pigeon.tried == []


def change(user: User, **changes: Any) -> None:
    with unit_of_work() as session:
        row = session.get_one(User, user.id)
        for name, value in changes.items():
            setattr(row, name, value)


def test_work_that_names_no_mail_is_finished() -> None:
    with unit_of_work():
        outbox.later(services.SEND, key="odd")

    assert work() == 1


def body(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part
    return str(part.get_content())
