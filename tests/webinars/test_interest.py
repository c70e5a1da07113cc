"""Being told when registration opens, or when a webinar is run again: once for each wish."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from blinker import NamedSignal
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock, signals, working
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, Interest, Item, ItemState, OutboxRow, User, Webinar, Wish
from ion.webinars.queries import interest_counts
from ion.webinars.services import interest
from ion.worker import HANDLERS
from tests.factories import PersonFactory, RegistrationFactory, UserFactory, WebinarFactory, sign_in
from tests.racing import at_once
from tests.reading import visit

OWN = {task: HANDLERS[task] for task in (interest.OPENED, interest.AGAIN)}
OPENS, AGAIN = Wish.OPENS, Wish.AGAIN


def early(now: datetime, **fields: Any) -> Webinar:
    """A webinar whose registration opens in two days."""
    own = {"takes_registration": True, "opens_at": now + timedelta(days=2)}
    return WebinarFactory(webinar=own | fields)


def past(**fields: Any) -> Webinar:
    return WebinarFactory("2026-01-05 10:00", **fields)


def mark(webinar: Webinar, user: User, wish: Wish) -> None:
    with unit_of_work():
        interest.mark(webinar.item_id, user.id, wish)


@contextmanager
def heard(signal: NamedSignal) -> Iterator[list[tuple[int, list[int]]]]:
    """Of each sending: the webinar, and the users marked as told at its instant."""
    told: list[tuple[int, list[int]]] = []

    def note(webinar: Webinar, *, at: datetime, **_: Any) -> None:
        users = select(Interest.user_id).where(Interest.told_at == at).order_by(Interest.user_id)
        told.append((webinar.item_id, list(db.session.scalars(users))))

    with signal.connected_to(note):
        yield told


def work() -> None:
    working.run_due(OWN, "test")


@pytest.mark.database
def test_those_who_wait_are_told_once_when_registration_opens(app: Flask, now: datetime) -> None:
    webinar, other = early(now), early(now)
    ann, bo, eve = UserFactory(), UserFactory(), UserFactory()
    for user in (ann, bo, ann):
        mark(webinar, user, OPENS)
    mark(other, eve, OPENS)
    with unit_of_work():
        interest.unmark(other.item_id, eve.id, OPENS)

    with heard(signals.registration_opened) as told:
        for later in (timedelta(days=2, seconds=-1), timedelta(days=2), timedelta(days=3)):
            with clock.frozen(now + later):
                work()

    assert told == [(webinar.item_id, sorted([ann.id, bo.id]))]


@pytest.mark.database
def test_an_opening_that_is_put_off_or_called_off_tells_nobody_before_its_time(
    app: Flask, now: datetime
) -> None:
    moved, off, withdrawn = early(now), early(now), early(now)
    for webinar in (moved, off, withdrawn):
        mark(webinar, UserFactory(), OPENS)
    with unit_of_work() as session:
        session.get_one(Webinar, moved.item_id).opens_at = now + timedelta(days=4)
        signals.item_changed.send(session.get_one(Item, moved.item_id))
        session.get_one(Webinar, off.item_id).cancelled_at = now
        session.get_one(Item, withdrawn.item_id).state = ItemState.WITHDRAWN

    with heard(signals.registration_opened) as told:
        with clock.frozen(now + timedelta(days=3)):
            work()
        assert told == []
        with clock.frozen(now + timedelta(days=4)):
            work()

    assert [id for id, _ in told] == [moved.item_id]


@pytest.mark.database
def test_an_opening_that_is_put_forward_is_told_at_once(app: Flask, now: datetime) -> None:
    webinar = early(now)
    mark(webinar, UserFactory(), OPENS)
    with unit_of_work() as session:
        session.get_one(Webinar, webinar.item_id).opens_at = None
        signals.item_changed.send(session.get_one(Item, webinar.item_id))

    with heard(signals.registration_opened) as told:
        work()

    assert [id for id, _ in told] == [webinar.item_id]


def test_a_webinar_for_which_nobody_waits_leaves_no_work(app: Flask, now: datetime) -> None:
    WebinarFactory(webinar={"takes_registration": True})
    WebinarFactory()

    tasks = db.session.scalars(select(OutboxRow.task)).all()

    assert not {interest.OPENED, interest.AGAIN} & set(tasks)


@pytest.mark.database
def test_those_who_wished_it_are_told_once_when_a_copy_comes_out(app: Flask, now: datetime) -> None:
    first, stranger = past(), past()
    ann, bo, eve = UserFactory(), UserFactory(), UserFactory()
    mark(first, ann, AGAIN)
    mark(stranger, eve, AGAIN)
    draft = WebinarFactory(state=ItemState.DRAFT, webinar={"copied_from_id": first.item_id})
    second = WebinarFactory(webinar={"copied_from_id": draft.item_id})

    with heard(signals.webinar_repeated) as told:
        for webinar in (draft, second, second):
            with unit_of_work() as session:
                signals.item_published.send(session.get_one(Item, webinar.item_id))
            work()
        mark(first, bo, AGAIN)
        mark(first, ann, AGAIN)
        with clock.frozen(now + timedelta(days=1)), unit_of_work():
            interest.tell_again(second.item_id)

    assert told == [(second.item_id, [ann.id]), (second.item_id, sorted([ann.id, bo.id]))]


def test_webinars_that_are_copies_of_each_other_come_to_an_end(app: Flask, now: datetime) -> None:
    one, two = past(), past()
    with unit_of_work() as session:
        for webinar, source in ((one, two), (two, one)):
            session.get_one(Webinar, webinar.item_id).copied_from_id = source.item_id

    assert interest.earlier_ones(db.session.get_one(Webinar, one.item_id)) == [two.item_id]


@pytest.mark.database
def test_two_workers_tell_nobody_twice(app: Flask, now: datetime) -> None:
    webinar = early(now)
    webinar_id = webinar.item_id
    for _ in range(3):
        mark(webinar, UserFactory(), OPENS)

    def tell(_: int) -> int:
        with clock.frozen(now + timedelta(days=2)), unit_of_work():
            return interest.tell_opened(webinar_id)

    told = at_once(app, tell, 4)

    assert sorted(told) == [0, 0, 0, 3]


@pytest.mark.database
def test_marking_twice_at_once_is_one_wish(app: Flask, now: datetime) -> None:
    webinar_id, user_id = past().item_id, UserFactory().id

    def wish(_: int) -> None:
        with unit_of_work():
            interest.mark(webinar_id, user_id, AGAIN)

    answers = at_once(app, wish, 4)

    assert answers == [None] * 4
    assert interest_counts(webinar_id) == {OPENS: 0, AGAIN: 1}


def test_what_may_be_wished_follows_from_where_registration_stands(app: Flask, now: datetime) -> None:
    full, user = WebinarFactory(webinar={"takes_registration": True, "capacity": 1}), UserFactory()
    RegistrationFactory(full)
    registration = {"takes_registration": True}
    webinars = {
        "early": (early(now), OPENS),
        "open": (WebinarFactory(webinar=registration), None),
        "full": (full, AGAIN),
        "closed": (WebinarFactory(webinar=registration | {"closes_at": now}), AGAIN),
        "cancelled": (early(now, cancelled_at=now), AGAIN),
        "past": (past(webinar=registration), AGAIN),
        "elsewhere": (WebinarFactory(), None),
    }

    told = {}
    for name, (webinar, _) in webinars.items():
        for wish in Wish:
            with suppress(interest.NotOffered):
                mark(webinar, user, wish)
        told[name] = interest_counts(webinar.item_id)

    assert told == {
        name: {wish: int(wish is offered) for wish in Wish} for name, (_, offered) in webinars.items()
    }


@pytest.fixture
def member(client: FlaskClient, app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> User:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    user = UserFactory()
    sign_in(client, user)
    return user


def send(client: FlaskClient, webinar: Webinar, wish: str, on: str, **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post(f"{webinar.path}/interest", data={"wish": wish, "on": on}, headers=named)


def test_a_member_wishes_and_takes_it_back_on_the_page(
    client: FlaskClient, member: User, now: datetime
) -> None:
    webinar = early(now)
    assert visit(client, webinar.path).texts("#interest button") == ["Tell me when registration opens"]

    answer = send(client, webinar, "opens", "yes")
    wished = visit(client, webinar.path)
    send(client, webinar, "opens", "no")

    assert (answer.status_code, answer.headers["Location"]) == (303, webinar.path)
    assert wished.text("#interest") == "You will be told when registration opens. Do not tell me"
    assert visit(client, webinar.path).texts("#interest button") == ["Tell me when registration opens"]


def test_htmx_gets_the_panel_alone(client: FlaskClient, member: User, now: datetime) -> None:
    webinar = past()

    answer = send(client, webinar, "again", "yes", HX_Request="true")

    assert answer.text.strip().startswith('<section class="ion-panel ion-noprint" id="interest"')
    assert "You will be told when this webinar is run again." in answer.text
    assert answer.headers["HX-Trigger"] == "interest-changed"


def test_a_wish_that_came_too_late_is_refused_in_words(
    client: FlaskClient, member: User, now: datetime
) -> None:
    webinar = WebinarFactory(webinar={"takes_registration": True})

    answer = send(client, webinar, "opens", "yes", HX_Request="true")

    assert answer.status_code == 409
    assert "Registration is open" in answer.text
    assert interest_counts(webinar.item_id) == {OPENS: 0, AGAIN: 0}


@pytest.mark.parametrize(("wish", "on"), [("", "yes"), ("both", "yes"), ("opens", ""), ("opens", "maybe")])
def test_a_wish_that_is_none_is_refused(
    client: FlaskClient, member: User, now: datetime, wish: str, on: str
) -> None:
    assert send(client, early(now), wish, on).status_code == 400


def test_who_may_not_know_of_a_webinar_cannot_wish_for_it(client: FlaskClient, member: User) -> None:
    hidden = past(audience="staff")

    assert send(client, hidden, "again", "yes").status_code == 404
    assert interest_counts(hidden.item_id) == {OPENS: 0, AGAIN: 0}


def test_visitors_are_asked_to_sign_in_and_registrants_need_no_wish(
    client: FlaskClient, now: datetime
) -> None:
    full = WebinarFactory(webinar={"takes_registration": True, "capacity": 1})
    user = UserFactory()
    RegistrationFactory(full, user)
    visitor = visit(client, full.path)
    sign_in(client, user)

    assert visitor.href("Sign in", "#interest") == f"/account/sign-in?next={full.path}"
    assert visitor.texts("#interest form") == []
    assert "interest" not in visit(client, full.path).ids


def test_how_many_wish_is_told_to_ion_staff_alone(client: FlaskClient, now: datetime) -> None:
    webinar = past()
    for _ in range(2):
        mark(webinar, UserFactory(), AGAIN)
    told = []

    for grants in ((Grant.MEMBER,), (Grant.MEMBER, Grant.FACILITATOR)):
        sign_in(client, UserFactory(*grants, person=PersonFactory()))
        told.append("2 members wish that this webinar is run again." in visit(client, webinar.path).html)

    assert told == [False, True]
