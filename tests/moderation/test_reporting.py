"""Reporting, claiming, deciding, and the one reply: what each does and refuses."""

from datetime import timedelta

import pytest
from flask import Flask

from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import CommentState, Grant, Post
from ion.moderation import services
from ion.moderation.policies import CLAIM_LASTS, REPLY_WITHIN, Ruling
from ion.moderation.services import Decided, NotThere, Refused
from tests.conftest import NOW
from tests.discussion.talk import CommentFactory, counted, who
from tests.discussion.talk import kept as kept_comment
from tests.factories import PostFactory, UserFactory
from tests.moderation.reports import (
    HIDE,
    NONE,
    REASON,
    SUSPEND,
    WARN,
    Named,
    claim,
    decide,
    deeds,
    kept,
    reply,
    report,
    report_of,
    report_total,
    settle,
    user_now,
    voices,
    witness,
)
from tests.racing import at_once

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("now")]


@pytest.fixture
def post(app: Flask) -> Post:
    return PostFactory(title="Vans on the mountain")


def test_a_report_keeps_what_was_said_even_when_it_is_withdrawn_later(post: Post) -> None:
    eve, ana = Named("Eve Rude"), UserFactory()
    first = CommentFactory(post.item_id, ana, "What did it cost?")
    rude = CommentFactory(post.item_id, eve, "**Nobody** asked you.", parent_id=first)
    CommentFactory(post.item_id, UserFactory(), "Of another thread.")

    id = report(ana, "comment", rude, "unkind")
    with unit_of_work() as session:
        gone = session.merge(kept_comment(rude))
        gone.state, gone.markdown = CommentState.WITHDRAWN, ""

    snapshot = kept(id).snapshot
    assert snapshot["title"] == "Comment on Vans on the mountain"
    assert [(each["text"], each["is_subject"]) for each in snapshot["passages"]] == [
        ("What did it cost?", False),
        ("Nobody asked you.", True),
    ]
    assert (kept(id).about_id, voices(id)) == (eve.id, [(ana.id, "unkind")])


def test_who_reports_the_same_joins_the_report_until_it_is_decided(post: Post) -> None:
    ana, ben, staff = UserFactory(), UserFactory(), UserFactory(Grant.EDITOR)
    rude = CommentFactory(post.item_id, UserFactory(), "Rude.")

    first = report(ana, "comment", rude)
    joined = report(ben, "comment", rude, "unkind")
    again = report(ana, "comment", rude, "elsewhere")
    settle(staff, first, NONE)
    later = report(ana, "comment", rude)

    assert first == joined == again != later
    assert voices(first) == [(ana.id, "spam"), (ben.id, "unkind")]
    assert kept(later).open_key == f"comment:{rude}"


def test_what_one_may_not_see_or_wrote_oneself_is_not_reported(post: Post) -> None:
    ana = UserFactory()
    held = CommentFactory(post.item_id, UserFactory(), "Held.", state=CommentState.HELD)
    hidden = PostFactory(audience="user:999")
    under = CommentFactory(hidden.item_id, UserFactory(), "Out of sight.")
    own = CommentFactory(post.item_id, ana, "My own.")

    for kind, id in [
        ("comment", held),
        ("comment", under),
        ("comment", 999),
        ("post", hidden.item_id),
        ("x", 1),
    ]:
        with pytest.raises(NotThere):
            report(ana, kind, id)
    with pytest.raises(Refused):
        report(ana, "comment", own)
    assert report_total() == 0


def test_only_who_claimed_it_decides_and_the_comment_goes(post: Post) -> None:
    nadia, omar = Named("Nadia Staff", Grant.EDITOR), UserFactory(Grant.EDITOR)
    rude = CommentFactory(post.item_id, UserFactory(), "Rude.")
    id = report(UserFactory(), "comment", rude)
    with pytest.raises(Refused):
        decide(nadia, id, HIDE)

    claim(nadia, id)
    with pytest.raises(Decided, match="Nadia Staff claimed this on Sat"):
        claim(omar, id)
    decide(nadia, id, HIDE)
    with pytest.raises(Decided, match="Nadia Staff decided this"):
        claim(omar, id)

    assert (kept(id).decision, kept(id).reason, kept(id).open_key) == (HIDE, REASON, None)
    assert (kept_comment(rude).state, kept_comment(rude).reason) == (CommentState.REFUSED, REASON)
    assert counted(post.item_id) == (0, 0)
    assert deeds(id) == ["claimed", "decided"]


def test_a_claim_is_given_back_or_grows_old(post: Post) -> None:
    nadia, omar = UserFactory(Grant.EDITOR), UserFactory(Grant.EDITOR)
    id = report(UserFactory(), "comment", CommentFactory(post.item_id, UserFactory(), "Rude."))
    claim(nadia, id)
    nadia_now, omar_now = who(nadia), who(omar)

    with unit_of_work():
        services.give_back(omar_now, id)
    assert kept(id).claimed_by_id == nadia.id
    with unit_of_work():
        services.give_back(nadia_now, id)
    assert kept(id).claimed_by_id is None
    claim(nadia, id)
    with clock.frozen(NOW + CLAIM_LASTS):
        claim(omar, id)
    assert kept(id).claimed_by_id == omar.id


def test_nobody_decides_about_themselves_or_sees_that_they_could(post: Post) -> None:
    eve = UserFactory(Grant.EDITOR)
    id = report(UserFactory(), "comment", CommentFactory(post.item_id, eve, "Rude."))
    own = who(eve)

    for deed in (services.claim, services.give_back, services.note_reading):
        with pytest.raises(NotThere), unit_of_work():
            deed(own, id)
    with pytest.raises(NotThere), unit_of_work():
        services.decide(own, id, Ruling(NONE, REASON))


def test_a_suspension_ends_rights_until_its_day_and_is_written_to_who_is_suspended(post: Post) -> None:
    eve, staff = Named("Eve Rude"), UserFactory(Grant.EDITOR)
    id = report(UserFactory(), "comment", CommentFactory(post.item_id, eve, "Rude."))

    settle(staff, id, SUSPEND, days="7")

    until = NOW + timedelta(days=7)
    assert (user_now(eve).suspended_at, user_now(eve).suspended_until) == (NOW, until)
    assert kept(id).until == until


def test_an_editor_suspends_no_ion_staff_and_nobody_the_last_admin(post: Post) -> None:
    admin, editor = UserFactory(Grant.ADMIN), UserFactory(Grant.EDITOR)
    rude = CommentFactory(post.item_id, admin, "Rude.")
    id = report(UserFactory(), "comment", rude)
    claim(editor, id)

    with pytest.raises(Refused, match="Only an admin"):
        decide(editor, id, SUSPEND)
    assert (kept(id).decision, kept_comment(rude).state) == (None, CommentState.SHOWN)
    decide(editor, id, WARN)
    assert user_now(admin).suspended_at is None


def test_a_decision_is_answered_once_and_what_was_done_is_taken_back(post: Post) -> None:
    eve, staff, other = UserFactory(), UserFactory(Grant.EDITOR), UserFactory(Grant.EDITOR)
    rude = CommentFactory(post.item_id, eve, "I quoted.")
    id = report(UserFactory(), "comment", rude)
    settle(staff, id, SUSPEND, days="30")

    with pytest.raises(NotThere):
        reply(other, id)
    reply(eve, id)
    assert (kept(id).decided_at, kept(id).claimed_by_id, kept(id).decision) == (None, None, SUSPEND)
    assert user_now(eve).suspended_at == NOW
    claim(other, id)
    with pytest.raises(Decided, match="A reply came"):
        decide(other, id, HIDE, look=1)
    decide(other, id, NONE, look=2)

    assert user_now(eve).suspended_at is None
    assert kept_comment(rude).state is CommentState.SHOWN
    assert counted(post.item_id) == (1, 1)
    with pytest.raises(Refused):
        reply(eve, id)


def test_a_suspension_of_another_day_is_not_lifted_by_a_second_look(post: Post) -> None:
    eve, staff = UserFactory(), UserFactory(Grant.EDITOR)
    rude, worse = (CommentFactory(post.item_id, eve, words) for words in ("Rude.", "Worse."))
    first, second = (report(UserFactory(), "comment", id) for id in (rude, worse))
    settle(staff, first, SUSPEND, days="7")
    settle(staff, second, SUSPEND, days="30")

    reply(eve, first)
    settle(staff, first, NONE, look=2)

    assert user_now(eve).suspended_until == NOW + timedelta(days=30)


def test_without_a_consequence_or_after_thirty_days_there_is_nothing_to_answer(post: Post) -> None:
    eve, staff = UserFactory(), UserFactory(Grant.EDITOR)
    fine, bad = (
        report(UserFactory(), "comment", CommentFactory(post.item_id, eve, words))
        for words in ("Fine.", "Bad.")
    )
    settle(staff, fine, NONE)
    settle(staff, bad, HIDE)

    with pytest.raises(Refused):
        reply(eve, fine)
    with clock.frozen(NOW + REPLY_WITHIN), pytest.raises(Refused):
        reply(eve, bad)
    assert kept(bad).reply == ""


def test_eight_who_report_the_same_at_once_make_one_report_with_eight_voices(app: Flask, post: Post) -> None:
    rude = CommentFactory(post.item_id, UserFactory(), "Rude.")
    seen = [witness(UserFactory()) for _ in range(8)]

    ids = at_once(app, lambda n: report_of(seen[n], "comment", rude))

    assert report_total() == 1
    assert sorted(id for id, _ in voices(ids[0])) == sorted(each.user_id for each in seen)


def test_of_eight_who_claim_at_once_one_does(app: Flask, post: Post) -> None:
    id = report(UserFactory(), "comment", CommentFactory(post.item_id, UserFactory(), "Rude."))
    viewers = [who(UserFactory(Grant.EDITOR)) for _ in range(8)]

    def deed(number: int) -> int:
        with unit_of_work():
            return services.claim(viewers[number], id).claimed_by_id or 0

    answers = at_once(app, deed)

    assert [each for each in answers if isinstance(each, int)] == [kept(id).claimed_by_id]
    assert deeds(id) == ["claimed"]


def test_of_eight_decisions_at_once_one_is_carried_out(app: Flask, post: Post) -> None:
    staff = UserFactory(Grant.EDITOR)
    id = report(UserFactory(), "comment", CommentFactory(post.item_id, UserFactory(), "Rude."))
    claim(staff, id)
    viewer = who(staff)

    def deed(number: int) -> str:
        with unit_of_work():
            return str(
                services.decide(viewer, id, Ruling((NONE, HIDE)[number % 2], f"Number {number}")).reason
            )

    answers = [each for each in at_once(app, deed) if each.startswith("Number")]

    assert answers == [kept(id).reason]
    assert deeds(id) == ["claimed", "decided"]
    assert counted(post.item_id) == ((1, 1) if kept(id).decision is NONE else (0, 0))


def test_a_report_and_a_decision_at_once_leave_nothing_unheard(app: Flask, post: Post) -> None:
    rude, staff = CommentFactory(post.item_id, UserFactory(), "Rude."), UserFactory(Grant.EDITOR)
    first = report(UserFactory(), "comment", rude)
    claim(staff, first)
    viewer, seen = who(staff), [witness(UserFactory()) for _ in range(8)]

    def deed(number: int) -> int:
        if number:
            return report_of(seen[number], "comment", rude)
        with unit_of_work():
            return services.decide(viewer, first, Ruling(NONE, REASON)).id

    ids = at_once(app, deed)

    heard = {id for report_id in {first, *ids} for id, _ in voices(report_id)}
    assert {each.user_id for each in seen[1:]} <= heard
    assert all(kept(id).open_key for id in set(ids) - {first})
