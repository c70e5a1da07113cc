"""Who looks after what is not answered when a webinar is over, and the lists of what waits."""

from datetime import timedelta

import pytest
from flask import Flask

from ion.base.extensions import db
from ion.commons.questions import services
from ion.commons.questions.queries import desk
from ion.commons.questions.queries.desk import Which
from ion.commons.questions.services import Refused
from ion.core import clock, working
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, OutboxRow, User, Webinar
from ion.worker import HANDLERS
from tests.conftest import NOW
from tests.factories import UserFactory, WebinarFactory
from tests.questions.asking import HELD, Asked, Named, ask, decide, kept

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]
BEFORE = "2026-11-20 14:00"  # the day before the tests' own


def moderated(starts: str = "2026-12-01 14:00", **fields: object) -> tuple[Webinar, User]:
    moderator = Named("Mo Derator")
    return WebinarFactory(starts, webinar={"moderator_id": moderator.person_id}, **fields), moderator


def work_on(at: object) -> None:
    with clock.frozen(at):  # type: ignore[arg-type]
        working.run_due({services.OWN: HANDLERS[services.OWN]}, "test")


def test_what_is_open_or_held_at_the_end_gets_the_moderator_and_not_before(app: Flask) -> None:
    webinar, moderator = moderated()
    editor = UserFactory(Grant.MEMBER, Grant.EDITOR)
    opened, held, answered = (
        ask(editor, webinar.item_id),
        ask(UserFactory(), webinar.item_id),
        ask(editor, webinar.item_id, "Another"),
    )
    decide("answer_in_text", answered, editor, "Yes.")
    end = webinar.ends_at

    work_on(end - timedelta(seconds=1))
    assert kept(opened).owner_id is None
    work_on(end)

    assert [kept(id).owner_id for id in (opened, held, answered)] == [moderator.id, moderator.id, None]
    assert db.session.query(OutboxRow).filter_by(task=services.OWN).count() == 0


def test_a_webinar_that_was_moved_gives_owners_when_it_is_over_then(app: Flask) -> None:
    webinar, moderator = moderated()
    id = ask(UserFactory(), webinar.item_id)
    old_end = webinar.ends_at
    with unit_of_work() as session:
        session.get_one(Webinar, webinar.item_id).ends_at = old_end + timedelta(days=1)

    work_on(old_end)
    assert kept(id).owner_id is None
    work_on(old_end + timedelta(days=1))

    assert kept(id).owner_id == moderator.id


def test_what_is_asked_afterwards_is_somebody_s_at_once(app: Flask) -> None:
    webinar, moderator = moderated(BEFORE)

    assert kept(ask(UserFactory(), webinar.item_id)).owner_id == moderator.id


def test_without_a_moderator_it_is_the_owner_s_of_the_page_then_of_who_posted_it_then_nobody_s(
    app: Flask,
) -> None:
    owner, poster = UserFactory(), UserFactory()
    posted = {"posted_by_id": poster.person_id}
    webinars = [
        WebinarFactory(BEFORE, owner_id=owner.id, **posted),
        WebinarFactory(BEFORE, **posted),
        WebinarFactory(BEFORE),
    ]

    ids = [ask(UserFactory(), webinar.item_id) for webinar in webinars]

    assert [kept(id).owner_id for id in ids] == [owner.id, poster.id, None]


def test_one_who_may_no_longer_sign_in_is_given_nothing(app: Flask) -> None:
    webinar, moderator = moderated(BEFORE)
    with unit_of_work() as session:
        session.get_one(User, moderator.id).suspended_at = NOW

    assert kept(ask(UserFactory(), webinar.item_id)).owner_id is None


def test_a_removed_webinar_leaves_work_that_finds_nothing(app: Flask) -> None:
    with unit_of_work():
        services.settle(999)


def test_staff_presenters_and_the_moderator_may_be_given_a_question_and_nobody_else(app: Flask) -> None:
    presenter, stranger, staff = UserFactory(), UserFactory(), UserFactory(Grant.MEMBER, Grant.FACILITATOR)
    webinar, moderator = moderated(authors=[presenter.person])
    id = Asked(webinar.item_id)

    def give(owner: int | None) -> None:
        with unit_of_work():
            services.give(id, owner, user_id=staff.id)

    for user in (presenter, moderator, staff):
        give(user.id)
        assert kept(id).owner_id == user.id
    with pytest.raises(Refused):
        give(stranger.id)
    give(None)
    assert kept(id).owner_id is None


def test_the_lists_hold_what_waits_of_what_may_be_seen_the_oldest_first(app: Flask) -> None:
    webinar, moderator = moderated()
    over, hidden = WebinarFactory(BEFORE), WebinarFactory(BEFORE, audience="user:7")
    day = timedelta(days=1)
    held = Asked(webinar.item_id, "Held", state=HELD)
    newer = Asked(over.item_id, "Newer")
    older = Asked(webinar.item_id, "Older", asked_at=NOW - 3 * day, owner_id=moderator.id)
    Asked(over.item_id, "Answered", answer="Yes.")
    Asked(hidden.item_id, "Hidden")

    def ids(which: Which) -> list[int]:
        return [row.known.id for row in desk.rows(which, moderator.id, offset=0, limit=20)]

    assert {which: ids(which) for which in Which} == {
        Which.HELD: [held],
        Which.OPEN: [older, newer],
        Which.NOBODY: [newer],
        Which.MINE: [older],
    }
    assert desk.totals(moderator.id) == {Which.HELD: 1, Which.OPEN: 2, Which.NOBODY: 1, Which.MINE: 1}
    assert [row.age for row in desk.rows(Which.OPEN, 0, offset=0, limit=20)] == [
        "3 days",
        "less than a minute",
    ]
