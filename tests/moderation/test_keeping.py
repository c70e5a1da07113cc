"""What is kept of reports: a copy for whom they are, what goes when somebody leaves, and what goes by age."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, Post, RecordHold, Report, ReportVoice
from ion.moderation.personal_data import ModerationData, ReportsRetained
from tests.conftest import NOW
from tests.discussion.talk import CommentFactory
from tests.factories import PostFactory, UserFactory
from tests.moderation.reports import HIDE, NONE, Named, kept, reply, report, settle

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("now")]
LATER = NOW + timedelta(days=400)


@pytest.fixture
def post(app: Flask) -> Post:
    return PostFactory()


def ids() -> set[int]:
    db.session.rollback()
    return set(db.session.scalars(select(Report.id)))


def forget(most: int = 100) -> int:
    with clock.frozen(LATER), unit_of_work():
        return ReportsRetained().forget(NOW + timedelta(days=1), most)


def test_a_copy_holds_one_s_own_reports_and_decisions_and_nothing_of_the_other_side(post: Post) -> None:
    ana, eve, staff = Named("Ana Ruiz"), Named("Eve Rude"), UserFactory(Grant.EDITOR)
    id = report(ana, "comment", CommentFactory(post.item_id, eve, "Rude."), "unkind", "It hurts.")
    settle(staff, id, HIDE, note="Keep an eye on this.")
    fine = report(ana, "comment", CommentFactory(post.item_id, eve, "Fine."), "spam")
    settle(staff, fine, NONE)

    hers = ModerationData().export(ana.id, ana.person_id)
    theirs = ModerationData().export(eve.id, eve.person_id)

    assert [(each["cause"], each["words"]) for each in hers["reports"]] == [
        ("unkind", "It hurts."),
        ("spam", ""),
    ]
    assert hers["decisions"] == theirs["reports"] == []
    assert [each["decision"] for each in theirs["decisions"]] == ["hide"]
    assert not any(words in repr(theirs) for words in ("It hurts", "Ana", "Keep an eye"))


def test_who_leaves_takes_their_words_along_but_what_waits_is_still_decided(post: Post) -> None:
    ana, eve, staff = UserFactory(), UserFactory(), UserFactory(Grant.EDITOR)
    decided, waits = (
        report(ana, "comment", CommentFactory(post.item_id, eve, words), "spam", "Mine.") for words in "ab"
    )
    settle(staff, decided, HIDE)
    reply(eve, decided, "Theirs.")
    settle(staff, decided, HIDE, look=2)

    with unit_of_work():
        for user in (ana, eve):
            ModerationData().release(user.id, user.person_id, keep=True)

    rows = select(ReportVoice.report_id, ReportVoice.user_id, ReportVoice.words)
    assert {tuple(row) for row in db.session.execute(rows)} == {(decided, None, ""), (waits, None, "Mine.")}
    assert (kept(decided).about_id, kept(decided).reply) == (None, "")
    assert kept(waits).open_key is not None


def test_old_decisions_go_a_few_at_a_time_and_what_waits_or_is_held_stays(post: Post) -> None:
    eve, other, staff = UserFactory(), UserFactory(), UserFactory(Grant.EDITOR)
    made = [
        report(UserFactory(), "comment", CommentFactory(post.item_id, user, f"Rude {at}"))
        for at, user in enumerate((other, other, other, eve))
    ]
    for id in (made[0], made[1], made[3]):
        settle(staff, id, HIDE)
    with unit_of_work() as session:
        session.add(RecordHold(person_id=eve.person_id, reason="A lawsuit", placed_at=NOW))
    with clock.frozen(LATER):
        young = report(UserFactory(), "comment", CommentFactory(post.item_id, other, "New."))
        settle(staff, young, HIDE)

    assert [forget(1), forget(1), forget(1)] == [1, 1, 0]
    assert ids() == {made[2], made[3], young}
