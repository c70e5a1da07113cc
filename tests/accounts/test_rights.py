"""Grants and suspension: at once, written down, and never without an admin."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ion.accounts import queries, services, tasks
from ion.base.extensions import db
from ion.core import clock, signals, working
from ion.core.people import HAS_LOGIN, PERSON_SEEN
from ion.core.unit_of_work import unit_of_work
from ion.core.working import Handler
from ion.models import AuditRow, Grant, Person, User, UserGrant
from tests.accounts.people import Member, is_signed_in, send, sent, sign_in, sign_ins
from tests.mailbox import read_mail

pytestmark = pytest.mark.database
Deed = Callable[[User], bool]


def do(user: User, deed: Deed) -> bool:
    with unit_of_work() as session:
        return deed(session.get_one(User, user.id))


def grants(user_id: int) -> set[str]:
    db.session.rollback()
    return {
        str(grant)
        for grant in db.session.scalars(select(UserGrant.grant).where(UserGrant.user_id == user_id))
    }


def test_a_suspended_user_is_out_at_the_next_request_and_cannot_come_back(
    hers: FlaskClient, ana: User
) -> None:
    assert is_signed_in(hers)

    assert do(ana, lambda user: services.suspend(user, reason="Asked for by her employer"))

    assert not is_signed_in(hers)
    assert sign_ins() == 0
    assert sign_in(hers).status_code == 422


def test_a_suspended_user_is_shown_nowhere_as_someone_to_ask(app: Flask, ana: User) -> None:
    seen = select(Person.name).where(PERSON_SEEN)
    asked = select(Person.name).where(HAS_LOGIN)
    before = [db.session.scalars(query, {"scopes": ["public"]}).all() for query in (seen, asked)]

    do(ana, services.suspend)

    after = [db.session.scalars(query, {"scopes": ["public"]}).all() for query in (seen, asked)]
    assert (before, after) == ([["Ana Ruiz"], ["Ana Ruiz"]], [[], []])


def test_links_that_were_sent_before_are_dead_for_a_suspended_user(hers: FlaskClient, ana: User) -> None:
    send(hers, "/account/reset", email="ana@example.org")
    with unit_of_work() as session:
        secret = services.reset_secret(session.get_one(User, ana.id))

    do(ana, services.suspend)
    dead = hers.get(f"/account/reset/{secret}").status_code
    do(ana, services.restore)

    assert (dead, hers.get(f"/account/reset/{secret}").status_code) == (404, 404)


def test_a_restored_user_signs_in_anew(hers: FlaskClient, ana: User) -> None:
    do(ana, services.suspend)

    assert do(ana, services.restore)

    assert not is_signed_in(hers)
    assert sign_in(hers).status_code == 303


def test_a_grant_is_held_from_the_next_sign_in_on(hers: FlaskClient, ana: User) -> None:
    assert do(ana, lambda user: services.grant(user, Grant.EDITOR))

    assert not is_signed_in(hers)
    assert grants(ana.id) == {"member", "editor"}


def test_a_grant_taken_away_ends_the_sign_ins_that_had_it(client: FlaskClient) -> None:
    eve = Member("eve@example.org", Grant.MEMBER, Grant.EDITOR)
    sign_in(client, "eve@example.org")

    assert do(eve, lambda user: services.revoke(user, Grant.EDITOR))

    assert not is_signed_in(client)
    assert grants(eve.id) == {"member"}


@pytest.mark.parametrize(
    ("deed", "what"),
    [
        (lambda user: services.grant(user, Grant.MEMBER), "granted"),
        (lambda user: services.revoke(user, Grant.EDITOR), "revoked"),
        (lambda user: services.restore(user), "restored"),
    ],
    ids=["grant", "revoke", "restore"],
)
def test_what_is_so_already_is_done_and_written_down_no_second_time(
    hers: FlaskClient, ana: User, deed: Deed, what: str
) -> None:
    assert not do(ana, deed)

    assert db.session.scalars(select(AuditRow)).all() == []
    assert is_signed_in(hers)


def test_every_deed_is_in_the_audit_log_with_who_did_it_and_told(app: Flask, ana: User) -> None:
    boss = Member("boss@example.org", Grant.MEMBER, Grant.ADMIN)
    ana_id, by = ana.id, boss.id
    told: list[str] = []

    def hear(user: User, what: str) -> None:
        told.append(f"{user.email} {what}")

    with signals.account_changed.connected_to(hear):
        do(ana, lambda user: services.grant(user, Grant.EDITOR, by=by))
        do(ana, lambda user: services.revoke(user, Grant.EDITOR, by=by))
        do(ana, lambda user: services.suspend(user, by=by, reason="Spam"))
        do(ana, lambda user: services.restore(user, by=by))

    rows = db.session.scalars(select(AuditRow).order_by(AuditRow.id)).all()
    assert [(row.action, row.before, row.after) for row in rows] == [
        ("changed the grants", {"grants": ["member"]}, {"grants": ["editor", "member"]}),
        ("changed the grants", {"grants": ["editor", "member"]}, {"grants": ["member"]}),
        ("suspended", None, {"reason": "Spam"}),
        ("restored", None, None),
    ]
    assert {(row.user_id, row.subject_kind, row.subject_id) for row in rows} == {(by, "user", ana_id)}
    assert told == [f"ana@example.org {what}" for what in ("grants", "grants", "suspended", "restored")]


@pytest.mark.parametrize(
    "deed", [lambda user: services.revoke(user, Grant.ADMIN), services.suspend], ids=["revoke", "suspend"]
)
def test_the_last_admin_stays(app: Flask, deed: Deed) -> None:
    boss = Member("boss@example.org", Grant.MEMBER, Grant.ADMIN)
    suspended = Member("past@example.org", Grant.MEMBER, Grant.ADMIN)
    do(suspended, services.suspend)
    Member("unconfirmed@example.org", Grant.MEMBER, Grant.ADMIN, confirmed_at=None)

    with pytest.raises(services.LastAdmin):
        do(boss, deed)

    assert "admin" in grants(boss.id)
    assert db.session.get_one(User, boss.id).suspended_at is None


@pytest.mark.parametrize(
    "deed", [lambda user: services.revoke(user, Grant.ADMIN), services.suspend], ids=["revoke", "suspend"]
)
@pytest.mark.parametrize("_round", range(3))
def test_of_two_admins_who_demote_each_other_at_once_one_stays(app: Flask, deed: Deed, _round: int) -> None:
    admins = [Member(f"{name}@example.org", Grant.MEMBER, Grant.ADMIN).id for name in ("a", "b")]
    barrier, answers = Barrier(2), ["", ""]

    def run(number: int) -> None:
        with app.app_context():
            barrier.wait(30)
            try:
                with unit_of_work() as session:
                    deed(session.get_one(User, admins[number]))
                answers[number] = "done"
            except services.LastAdmin:
                answers[number] = "stays"

    threads = [Thread(target=run, args=[number]) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == ["done", "stays"]
    db.session.rollback()
    assert queries.other_admins(0) == 1


def test_nobody_is_mailed_about_rights(app: Flask, ana: User) -> None:
    """The list on the site tells them; the mails of this room are about the login itself."""
    do(ana, lambda user: services.grant(user, Grant.EDITOR))

    assert [kind for kind, _ in sent() if kind not in ("account", "digest")] == []


def work(at: datetime) -> None:
    with clock.frozen(at):
        working.run_due({services.RESTORE: Handler(tasks.restore)}, "worker")
    db.session.rollback()


def test_a_suspension_with_an_end_is_over_then_and_a_mail_says_so(app: Flask, ana: User) -> None:
    until = clock.now() + timedelta(days=3)
    do(ana, lambda user: services.suspend(user, until=until))

    work(until - timedelta(seconds=1))
    before = db.session.get_one(User, ana.id).suspended_until
    work(until)

    user = db.session.get_one(User, ana.id)
    assert (before, user.suspended_at, user.suspended_until) == (until, None, None)
    with clock.frozen(until):
        assert [mail.subject for mail in read_mail("ana@example.org")] == ["You may sign in to ION again"]


def test_a_suspension_is_made_longer_never_shorter(app: Flask, ana: User) -> None:
    at = clock.now()
    days = [at + timedelta(days=number) for number in (3, 7, 5)]

    changed = [do(ana, lambda user, until=until: services.suspend(user, until=until)) for until in days]
    work(days[0])
    still = db.session.get_one(User, ana.id).suspended_until
    without_end = [
        do(ana, lambda user, until=until: services.suspend(user, until=until)) for until in (None, days[1])
    ]
    work(days[1])

    assert (changed, still, without_end) == ([True, True, False], days[1], [True, False])
    assert db.session.get_one(User, ana.id).suspended_at is not None
