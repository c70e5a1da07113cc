"""What a member's page knows of how long its sign-in lasts, and staying signed in."""

import re
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock
from ion.models import LastVisit, SignIn, User
from tests.accounts.people import Member, another, is_signed_in, send
from tests.factories import sign_in as give_cookie

pytestmark = pytest.mark.database
HOUR = 3600


def remaining(client: FlaskClient, path: str = "/account/") -> tuple[int, ...]:
    """What the page tells its script: seconds until idle, until the end, and how long idle lasts."""
    found = re.search(
        r'data-idle="(-?\d+)" data-absolute="(-?\d+)" data-idle-whole="(\d+)"',
        client.get(path, buffered=True).text,
    )
    return tuple(int(number) for number in found.groups()) if found else ()


@pytest.fixture
def began(client: FlaskClient, now: datetime) -> datetime:
    """When Ana signed in, for three days."""
    give_cookie(client, Member(), expires_at=now + timedelta(days=3))
    return now


def test_a_fresh_sign_in_lasts_eight_hours_of_idleness_and_until_its_end(
    client: FlaskClient, began: datetime
) -> None:
    assert remaining(client) == (8 * HOUR, 72 * HOUR, 8 * HOUR)
    assert remaining(client, "/") == (8 * HOUR, 72 * HOUR, 8 * HOUR)


def test_a_use_that_is_too_young_to_be_noted_does_not_count_yet(client: FlaskClient, began: datetime) -> None:
    with clock.frozen(began + timedelta(minutes=4)):
        assert remaining(client) == (8 * HOUR - 240, 72 * HOUR - 240, 8 * HOUR)


def test_a_use_that_will_be_noted_counts_at_once(client: FlaskClient, began: datetime) -> None:
    for hours in (7, 14):
        with clock.frozen(began + timedelta(hours=hours)):
            assert remaining(client)[0] == 8 * HOUR


def test_visitors_pages_have_none_of_it(client: FlaskClient) -> None:
    assert remaining(client, "/") == ()
    assert "sign_in_remaining" not in client.get("/").text


def test_staying_notes_the_visit_at_once_and_stays_on_the_page(client: FlaskClient, began: datetime) -> None:
    at = began + timedelta(hours=7, minutes=58)

    with clock.frozen(at):
        answer = send(client, "/account/stay")

    db.session.rollback()
    assert (answer.status_code, answer.data) == (204, b"")
    assert db.session.scalars(select(SignIn.seen_at)).one() == at
    assert db.session.scalars(select(LastVisit.seen_at)).one() == at
    with clock.frozen(began + timedelta(hours=15)):
        assert is_signed_in(client)


def test_staying_does_not_outlast_the_end(client: FlaskClient, began: datetime) -> None:
    with clock.frozen(began + timedelta(hours=7)):
        send(client, "/account/stay")
    with clock.frozen(began + timedelta(days=3, seconds=1)):
        assert send(client, "/account/stay").status_code == 401
        assert not is_signed_in(client)


def test_staying_touches_one_s_own_sign_in_alone(client: FlaskClient, began: datetime) -> None:
    give_cookie(another(client), Member("ben@example.org"))

    with clock.frozen(began + timedelta(hours=1)):
        send(client, "/account/stay")

    db.session.rollback()
    seen = db.session.execute(select(User.email, SignIn.seen_at).join(User, User.id == SignIn.user_id)).all()
    assert {email: at for email, at in seen}["ben@example.org"] == began
