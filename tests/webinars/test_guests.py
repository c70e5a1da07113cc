"""Guests: no place until the address is confirmed, and theirs once they join."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from ion.accounts import services as accounts
from ion.base.extensions import db
from ion.core import clock, signals, tokens, working
from ion.core.unit_of_work import unit_of_work
from ion.models import (
    Attendance,
    AttendeeMail,
    Item,
    OutboxRow,
    Question,
    QuestionVote,
    Registration,
    Standing,
    Token,
    User,
)
from ion.webinars import services
from ion.webinars.queries.registrations import TOKEN, registration_of, totals
from ion.webinars.services import NotThere, Refused
from ion.webinars.services.linking import LINK
from ion.worker import HANDLERS
from tests.conftest import NOW
from tests.factories import UserFactory
from tests.factories.registrations import (
    AttendanceFactory,
    FeedbackFactory,
    QuestionFactory,
    RegistrationFactory,
)
from tests.mailbox import read_mail
from tests.webinars.lining import OpenWebinar, register, registrations, users

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]

PENDING, REGISTERED, WAITING, CANCELLED = (
    Standing.PENDING,
    Standing.REGISTERED,
    Standing.WAITING,
    Standing.CANCELLED,
)
ADDRESS = "guest@example.org"
PAGE = "/webinars/registration/"


def ask(webinar_id: int, email: str = ADDRESS, name: str = "Gus Guest", **told: object) -> int:
    with unit_of_work():
        return services.register_guest(webinar_id, name=name, email=email, **told).id  # type: ignore[arg-type]


def confirm(id: int) -> Registration:
    with unit_of_work():
        return services.confirm_guest(id)


def join(email: str = ADDRESS) -> User:
    """As somebody who joins and confirms the address; the worker does what follows."""
    with unit_of_work():
        accounts.sign_up("Gus Guest", email, "a hash", network="192.0.2.1")
    link = next(mail.link("/account/confirm/") for mail in read_mail(email) if mail.kind == "confirm")
    with unit_of_work():
        accounts.confirm(link.rpartition("/")[2], agent="")
    work()
    return db.session.scalars(select(User).where(User.email == email)).one()


def work() -> None:
    working.run_due({LINK: HANDLERS[LINK]}, "a worker")
    db.session.rollback()


def secret_for(id: int) -> str:
    with unit_of_work():
        return tokens.issue(TOKEN, lasts=timedelta(days=1), kind=TOKEN, id=id, uses=None)


def test_a_guest_holds_no_place_until_the_address_is_confirmed() -> None:
    webinar = OpenWebinar(1)
    id = ask(webinar.item_id)
    other = register(webinar.item_id, UserFactory().id)

    assert totals(webinar.item_id) == (1, 0)
    assert confirm(id).state is WAITING
    assert [(each.id, each.number) for each in registrations(webinar.item_id)] == [(other, 1), (id, 2)]


def test_a_guest_is_asked_by_mail_and_the_link_leads_to_their_page() -> None:
    ask(OpenWebinar().item_id)

    (mail,) = read_mail(ADDRESS)

    assert mail.link(PAGE)
    assert "Gus" not in mail.text  # whoever typed the address chose the name


def test_confirming_twice_is_once() -> None:
    webinar = OpenWebinar()
    id = ask(webinar.item_id)

    assert [confirm(id).number, confirm(id).number] == [1, 1]


def test_asking_again_writes_again_at_most_three_times_an_hour() -> None:
    webinar = OpenWebinar()

    ids = {ask(webinar.item_id, name=f"Name {each}") for each in range(5)}

    (only,) = registrations(webinar.item_id)
    assert (ids, only.name, only.state) == ({only.id}, "Name 4", PENDING)
    assert len(read_mail(ADDRESS)) == 3


def test_a_stranger_who_types_the_address_of_a_registrant_changes_nothing() -> None:
    webinar = OpenWebinar()
    id = ask(webinar.item_id, needs="ASL")
    confirm(id)

    ask(webinar.item_id, name="Mallory", needs="Nothing")

    (only,) = registrations(webinar.item_id)
    assert (only.id, only.name, only.needs, only.state) == (id, "Gus Guest", "ASL", REGISTERED)


@pytest.mark.parametrize(("capacity", "kind"), [(1, "webinar registered"), (0, "webinar in line")])
def test_a_registrant_who_asks_again_gets_the_mail_of_it_again(capacity: int, kind: str) -> None:
    webinar = OpenWebinar(capacity)
    confirm(ask(webinar.item_id))

    ask(webinar.item_id)

    assert [mail.kind for mail in read_mail(ADDRESS)] == ["webinar confirm", kind, kind]


def test_a_guest_who_gave_up_asks_anew_and_confirms_anew() -> None:
    webinar = OpenWebinar()
    id = ask(webinar.item_id)
    confirm(id)
    with unit_of_work():
        services.give_up(id)

    assert ask(webinar.item_id) == id
    assert registrations(webinar.item_id)[0].state is PENDING
    assert confirm(id).number == 2


def test_who_does_not_confirm_within_two_days_is_told_so_and_forgotten_at_night() -> None:
    webinar = OpenWebinar()
    id, fresh = ask(webinar.item_id), RegistrationFactory(webinar, email="b@example.org", state=PENDING)
    secret = secret_for(id)

    with clock.frozen(NOW + timedelta(hours=48)):
        with pytest.raises(Refused, match="not confirmed within two days"):
            confirm(id)
        with unit_of_work() as session:
            session.get_one(Registration, fresh.id).asked_at = clock.now()
        with unit_of_work():
            assert services.forget_unconfirmed() == 1

    assert [each.id for each in registrations(webinar.item_id)] == [fresh.id]
    assert tokens.valid(TOKEN, secret) is None


def test_what_opens_and_closes_holds_for_guests_when_they_ask_and_when_they_confirm() -> None:
    webinar = OpenWebinar(webinar={"closes_at": NOW + timedelta(hours=1)})
    id = ask(webinar.item_id)

    with clock.frozen(NOW + timedelta(hours=1)):
        with pytest.raises(Refused, match="Registration closed"):
            confirm(id)
        with pytest.raises(Refused, match="Registration closed"):
            ask(webinar.item_id, "late@example.org")

    assert [each.state for each in registrations(webinar.item_id)] == [PENDING]


def test_a_webinar_for_members_takes_no_guests() -> None:
    with pytest.raises(Refused, match="for members of ION"):
        ask(OpenWebinar(audience="members").item_id)


def test_the_address_of_a_member_gets_the_same_mail_and_becomes_the_members_registration() -> None:
    webinar, member = OpenWebinar(), UserFactory(email=ADDRESS)

    id = ask(webinar.item_id)

    assert len(read_mail(ADDRESS)) == 1
    assert registration_of(webinar.item_id, member.id) is None
    confirmed = confirm(id)
    assert (confirmed.id, confirmed.user_id, confirmed.email, confirmed.name) == (id, member.id, None, "")


def test_a_member_who_confirms_as_a_guest_keeps_the_place_they_have() -> None:
    webinar, member = OpenWebinar(1), UserFactory(email=ADDRESS)
    own, guest = register(webinar.item_id, member.id), ask(webinar.item_id)

    assert confirm(guest).id == own
    with pytest.raises(NotThere):
        confirm(guest)
    assert [each.id for each in registrations(webinar.item_id)] == [own]


def test_what_a_guest_registered_for_is_theirs_once_they_join() -> None:
    one, two, three = OpenWebinar(), OpenWebinar(), OpenWebinar()
    seated, pending = ask(one.item_id), ask(two.item_id)
    confirm(seated)
    others = ask(three.item_id, "other@example.org")

    user = join()

    found = {
        each.id: (each.user_id, each.email, each.state) for each in db.session.scalars(select(Registration))
    }
    assert found[seated] == (user.id, None, REGISTERED)
    assert found[pending] == (user.id, None, PENDING)
    assert found[others] == (None, "other@example.org", PENDING)


def test_what_a_guest_asked_and_voted_for_is_the_members_and_counts_once() -> None:
    webinar = OpenWebinar()
    id = ask(webinar.item_id)
    confirm(id)
    own = QuestionFactory(webinar.item_id, registration_id=id)
    other = QuestionFactory(webinar.item_id, votes=1)
    with unit_of_work() as session:
        session.add(QuestionVote(question_id=other.id, voter=f"registration:{id}"))
    user = join()

    work()

    db.session.rollback()
    votes = db.session.execute(select(QuestionVote.question_id, QuestionVote.voter)).all()
    assert db.session.get_one(Question, own.id).user_id == user.id
    assert [tuple(vote) for vote in votes] == [(other.id, f"user:{user.id}")]
    assert db.session.get_one(Question, other.id).votes == 1


def test_a_change_of_address_brings_what_was_registered_for_with_the_new_one() -> None:
    webinar, member = OpenWebinar(), UserFactory(email="old@example.org")
    id = ask(webinar.item_id)
    with unit_of_work():
        user = db.session.get_one(User, member.id)
        user.email = ADDRESS
        signals.account_changed.send(user, what="email")

    work()

    assert registrations(webinar.item_id)[0].user_id == member.id
    assert register(webinar.item_id, member.id) == id


def test_nothing_is_asked_of_the_worker_where_nobody_registered_as_a_guest() -> None:
    ask(OpenWebinar().item_id, "other@example.org")

    join("new@example.org")

    assert not db.session.scalars(select(OutboxRow).where(OutboxRow.task == LINK)).all()


@pytest.mark.parametrize(
    ("own_state", "guest_state", "stays"),
    [
        (REGISTERED, WAITING, "own"),
        (WAITING, REGISTERED, "guest"),
        (WAITING, PENDING, "own"),
        (CANCELLED, PENDING, "guest"),
        (REGISTERED, REGISTERED, "own"),
    ],
)
def test_of_a_members_and_a_guests_registration_the_better_one_stays(
    own_state: Standing, guest_state: Standing, stays: str
) -> None:
    webinar, member = OpenWebinar(2), UserFactory(email=ADDRESS)
    own = RegistrationFactory(webinar, user=member, state=own_state)
    guest = RegistrationFactory(webinar, email=ADDRESS, state=guest_state)
    ids = {"own": own.id, "guest": guest.id}
    secret = secret_for(guest.id)

    with unit_of_work():
        kept = services.register(webinar.item_id, user_id=member.id)

    assert (kept.id, kept.user_id, kept.email) == (ids[stays], member.id, None)
    assert [each.id for each in registrations(webinar.item_id)] == [ids[stays]]
    token = tokens.valid(TOKEN, secret)
    assert token and token.subject_id == ids[stays]


def test_the_place_that_comes_free_when_two_become_one_goes_to_the_next_in_line() -> None:
    webinar, member = OpenWebinar(2), UserFactory(email=ADDRESS)
    own = RegistrationFactory(webinar, user=member)
    guest = RegistrationFactory(webinar, email=ADDRESS)
    waits = RegistrationFactory(webinar, state=WAITING)
    AttendanceFactory(webinar, guest)
    FeedbackFactory(guest, rating=5)
    with unit_of_work() as session:
        for id, occasion in ((own.id, "registered-1"), (guest.id, "registered-1"), (guest.id, "reminder-24")):
            session.add(AttendeeMail(registration_id=id, occasion=occasion, at=NOW))

    with unit_of_work():
        services.register(webinar.item_id, user_id=member.id)

    assert users(webinar.item_id, REGISTERED) == [member.id, waits.user_id]
    assert db.session.scalars(select(Attendance.registration_id)).all() == [own.id]
    told = select(AttendeeMail.occasion).where(AttendeeMail.registration_id == own.id)
    assert sorted(db.session.scalars(told)) == ["registered-1", "reminder-24"]


def test_a_deleted_webinar_leaves_no_secret_behind() -> None:
    webinar, other = OpenWebinar(), OpenWebinar()
    ids = [ask(webinar.item_id), ask(other.item_id)]
    secrets = [secret_for(id) for id in ids]

    with unit_of_work() as session:
        signals.item_removed.send(session.get_one(Item, webinar.item_id))

    assert [tokens.valid(TOKEN, secret) is None for secret in secrets] == [True, False]
    assert {token.subject_id for token in db.session.scalars(select(Token))} == {ids[1]}


def test_one_network_address_is_asked_to_wait_after_thirty_guests() -> None:
    for _ in range(30):
        with unit_of_work():
            assert services.wait_before_another("192.0.2.1") == 0

    with unit_of_work():
        assert services.wait_before_another("192.0.2.1") == 3600
        assert services.wait_before_another("192.0.2.2") == 0
