"""Letters to many: what they say is kept once, they give way to all other mail, and can be called back."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.mailing import services, tasks
from ion.commons.mailing.queries import wants
from ion.commons.mailing.services import SEND, SEND_MANY
from ion.core import working
from ion.core.ports import mail
from ion.core.ports.mail import NotTaken
from ion.core.unit_of_work import unit_of_work
from ion.core.working import Handler
from ion.models import Delivery, Fate, OutboxRow, User
from tests.conftest import NOW
from tests.factories import UserFactory, sign_in
from tests.factories.mail import DeliveryFactory
from tests.mailing.carriers import Pigeon
from tests.mailing.conftest import Use, Written
from tests.mailing.posting import fates, told
from tests.reading import visit

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]
KIND = "leaflet"


class Leaflet:
    """A circular of the tests' own."""

    kind, label = KIND, "leaflet of the tests"

    def __init__(self) -> None:
        self.says: Mapping[str, Any] | None = {"text": "The same for all."}
        self.again: list[tuple[int, int]] = []

    def content(self, context: Mapping[str, Any]) -> Mapping[str, Any] | None:
        return self.says

    def sent_again(self, old_id: int, new_id: int) -> None:
        self.again.append((old_id, new_id))


@pytest.fixture
def leaflet(monkeypatch: pytest.MonkeyPatch, written: Written) -> Leaflet:
    written("leaflet", "{{ text }} Number {{ number }}.")
    made = Leaflet()
    monkeypatch.setitem(mail.CIRCULARS._offers, KIND, made)
    return made


@pytest.fixture
def pigeon(use: Use) -> Iterator[Pigeon]:
    bird = Pigeon()
    use(bird)
    yield bird


def ask(*users: User) -> list[int]:
    people = [(user.id, user.email) for user in users]
    with unit_of_work():
        asked = services.ask_many(KIND, people, template="leaflet", context={"number": 7})
        return [delivery.id for delivery in asked]


def work(*, batch: int = tasks.BATCH) -> int:
    handlers = {SEND: Handler(tasks.send, batch=batch), SEND_MANY: Handler(tasks.send_many, batch=batch)}
    return working.run_due(handlers, "postman")


def test_the_mails_of_a_circular_are_asked_for_in_order_and_say_what_it_says(
    pigeon: Pigeon, leaflet: Leaflet
) -> None:
    users = [UserFactory() for _ in range(3)]
    emails = [user.email for user in users]

    ids = ask(*users)
    work()

    assert ids == sorted(ids)
    assert [str(letter["To"]) for letter in pigeon.letters] == emails
    text = str(pigeon.letters[0])
    assert "The same for all. Number 7." in text and "Stop the leaflet of the tests" in text
    assert len({letter["Message-ID"] for letter in pigeon.letters}) == 3
    kept = db.session.scalars(select(Delivery.context)).all()
    assert kept == [{"number": 7}] * 3


def test_mail_to_one_person_overtakes_a_circular_that_is_on_its_way(pigeon: Pigeon, leaflet: Leaflet) -> None:
    ask(*(UserFactory() for _ in range(4)))
    hand_over = pigeon.hand_over

    def and_somebody_forgets_a_password(letter: Any) -> None:
        if not pigeon.letters:
            DeliveryFactory(address="forgetful@ion.example")
        hand_over(letter)

    pigeon.hand_over = and_somebody_forgets_a_password  # type: ignore[method-assign]

    work(batch=2)

    order = [str(letter["To"]) for letter in pigeon.letters]
    assert order.index("forgetful@ion.example") == 2 and len(order) == 5


def test_a_batch_tries_each_mail_once_and_only_what_was_not_taken_is_tried_later(
    pigeon: Pigeon, leaflet: Leaflet
) -> None:
    ask(*(UserFactory() for _ in range(3)))
    pigeon.troubles = [NotTaken("451 later")]

    finished = work()

    assert (finished, len(pigeon.tried), len(pigeon.letters)) == (2, 3, 2)
    (row,) = left_over()
    assert (row.attempts, row.due_at) == (1, NOW + timedelta(seconds=20))
    assert told()[0] == (Fate.WAITING, "451 later")


def left_over() -> list[OutboxRow]:
    db.session.rollback()
    return list(db.session.scalars(select(OutboxRow)))


def test_mail_that_somebody_stopped_meanwhile_is_not_sent(pigeon: Pigeon, leaflet: Leaflet) -> None:
    stops, stops_all, stays = (UserFactory() for _ in range(3))
    email = stays.email
    ask(stops, stops_all, stays)
    with unit_of_work() as session:
        session.get_one(User, stops.id).preferences = {"channels": {KIND: "off"}}
        session.get_one(User, stops_all.id).preferences = {"channels": {"all": "off", KIND: "instant"}}

    work()

    assert [str(letter["To"]) for letter in pigeon.letters] == [email]
    assert fates() == [Fate.DROPPED, Fate.DROPPED, Fate.SENT]
    assert told()[0].error == "Mail of this kind was stopped before this was sent."


def test_a_circular_that_was_called_back_is_sent_to_nobody_any_more(pigeon: Pigeon, leaflet: Leaflet) -> None:
    ask(UserFactory())
    leaflet.says = None

    work()

    assert (pigeon.tried, told()) == ([], [(Fate.DROPPED, "It was called back before this was sent.")])


def test_what_waits_can_be_called_back_and_nothing_else_is(pigeon: Pigeon, leaflet: Leaflet) -> None:
    users = [UserFactory() for _ in range(3)]
    sent, waits, other = ask(*users)
    with unit_of_work() as session:
        session.get_one(Delivery, sent).fate = Fate.SENT

    with unit_of_work():
        services.call_back(select(Delivery.id).where(Delivery.id.in_([sent, waits])), "Too late.")

    assert told() == [(Fate.SENT, ""), (Fate.DROPPED, "Too late."), (Fate.WAITING, "")]
    assert {row.subject_id for row in left_over()} == {sent, other}


def test_a_mail_sent_again_takes_the_place_of_the_first(pigeon: Pigeon, leaflet: Leaflet) -> None:
    admin, (id,) = UserFactory().id, ask(UserFactory())
    with unit_of_work() as session:
        session.get_one(Delivery, id).fate = Fate.UNKNOWN

    with unit_of_work():
        new_id = services.send_again(id, admin).id
    work()

    assert leaflet.again == [(id, new_id)]
    assert "The same for all." in str(pigeon.letters[0])


def test_the_page_that_stops_a_circular_names_it(
    client: FlaskClient, pigeon: Pigeon, leaflet: Leaflet
) -> None:
    user = UserFactory()
    ask(user)
    work()
    path = str(pigeon.letters[0]["List-Unsubscribe"]).removeprefix("<http://localhost").removesuffix(">")

    page = visit(client, path)
    answer = client.post(path)

    assert page.heading == "Stop the leaflet of the tests?"
    assert "Notifications." not in page.text("main")  # a circular is not listed there
    assert "You will no longer get the leaflet of the tests" in answer.text
    db.session.rollback()
    assert db.session.get_one(User, user.id).preferences == {"channels": {KIND: "off"}}


def test_who_wants_mail_of_a_kind_is_whoever_did_not_stop_it() -> None:
    plain, chose = UserFactory(), UserFactory(preferences={"channels": {KIND: "instant"}})
    UserFactory(preferences={"channels": {KIND: "off"}})
    UserFactory(preferences={"channels": {"all": "off"}})
    other = UserFactory(preferences={"channels": {"other": "off"}})

    found = db.session.scalars(select(User.id).where(wants(KIND)).order_by(User.id)).all()

    assert found == [plain.id, chose.id, other.id]


def test_the_settings_offer_every_circular_and_keep_the_choice(
    app: Flask, client: FlaskClient, leaflet: Leaflet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    user = UserFactory()
    sign_in(client, user)

    first = visit(client, "/notifications/settings")
    (form,) = [form for form in first.forms() if "settings" in form.action]
    others = {name: value for name, value in form.fields if name != KIND}
    client.post("/notifications/settings", data=others | {KIND: "off"})
    off = visit(client, "/notifications/settings")
    client.post("/notifications/settings", data=others)  # a page that was opened before there was a choice

    def chosen(page: Any) -> str:
        return str(page.soup.select_one(f"#{KIND} option[selected]")["value"])

    assert (chosen(first), chosen(off)) == ("instant", "off")
    assert "leaflet of the tests" in first.text("#channels")
    db.session.rollback()
    assert db.session.get_one(User, user.id).preferences["channels"][KIND] == "off"
