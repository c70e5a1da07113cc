"""The rules of comments: who waits, who may change what and until when, and counters that are right under races."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from ion.base.extensions import db
from ion.commons.discussion import services
from ion.commons.discussion.queries import comments
from ion.core import clock
from ion.core.site_settings import COMMENTS_CLOSE, FIRST_HELD
from ion.core.unit_of_work import unit_of_work
from ion.models import AuditRow, Comment, CommentState, Grant, Item, ItemState, User
from tests.conftest import NOW
from tests.discussion.talk import (
    CommentFactory,
    approve,
    counted,
    kept,
    refuse,
    seen_now,
    setting,
    trusted,
    who,
    write,
)
from tests.factories import PostFactory, PracticeFactory, UserFactory, WebinarFactory
from tests.racing import at_once

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]
HELD, SHOWN = CommentState.HELD, CommentState.SHOWN


def test_the_first_comments_of_a_member_wait_until_one_was_approved() -> None:
    post, ana, editor = PostFactory(), UserFactory(), UserFactory(Grant.MEMBER, Grant.EDITOR)

    first, second = (write(ana, post.item_id, words) for words in ("One", "Two"))
    approve(first, editor)
    third = write(ana, post.item_id, "Three")

    assert [kept(id).state for id in (first, second, third)] == [SHOWN, HELD, SHOWN]
    assert counted(post.item_id) == (2, 2)


def withdraw(user: User, id: int) -> None:
    viewer = who(user)
    with unit_of_work():
        services.withdraw(viewer, id)


def change(user: User, id: int, words: str) -> None:
    viewer = who(user)
    with unit_of_work():
        services.change(viewer, id, words)


def test_an_approved_comment_that_was_withdrawn_still_speaks_for_its_writer_and_a_refused_one_does_not() -> (
    None
):
    post, editor = PostFactory(), UserFactory(Grant.MEMBER, Grant.EDITOR)
    ana, ben = UserFactory(), UserFactory()
    good, bad = write(ana, post.item_id), write(ben, post.item_id)

    approve(good, editor)
    refuse(bad, editor)
    withdraw(ana, good)
    withdraw(ben, bad)

    assert kept(write(ana, post.item_id, "Again")).state is SHOWN
    assert kept(write(ben, post.item_id, "Again")).state is HELD
    assert counted(post.item_id) == (1, 1)


@pytest.mark.parametrize("grant", [Grant.EDITOR, Grant.FACILITATOR, Grant.ADMIN])
def test_comments_of_staff_never_wait(grant: Grant) -> None:
    post = PostFactory()

    assert kept(write(UserFactory(Grant.MEMBER, grant), post.item_id)).state is SHOWN


def test_nothing_waits_where_the_setting_says_so() -> None:
    post = PostFactory()
    setting(FIRST_HELD, False)

    assert kept(write(UserFactory(), post.item_id)).state is SHOWN


@pytest.mark.parametrize(("seconds", "is_open"), [(-1, True), (0, False)])
def test_comments_close_on_the_second(seconds: int, is_open: bool) -> None:
    post, ana = PostFactory(), UserFactory()
    setting(COMMENTS_CLOSE, 30)

    with clock.frozen(NOW + timedelta(days=30, seconds=seconds)):
        if is_open:
            assert kept(write(ana, post.item_id)).state is HELD
            return
        with pytest.raises(services.CommentsClosed, match=r"closed since Dec. 21, 2026, 30 days after"):
            write(ana, post.item_id)


def test_zero_days_keep_comments_open_for_ever() -> None:
    post, ana = PostFactory(), UserFactory()
    setting(COMMENTS_CLOSE, 0)

    with clock.frozen(NOW + timedelta(days=9_000)):
        assert write(ana, post.item_id)


def test_a_practice_is_asked_about_as_long_as_it_is_current() -> None:
    practice, ana = PracticeFactory(), UserFactory()
    setting(COMMENTS_CLOSE, 30)

    with clock.frozen(NOW + timedelta(days=400)):
        assert write(ana, practice.item_id)


def test_what_is_archived_withdrawn_of_another_kind_or_not_for_this_member_takes_no_comments() -> None:
    ana = UserFactory()
    archived = PostFactory(expires_at=NOW)
    gone = [
        PostFactory(state=ItemState.WITHDRAWN),
        PostFactory(state=ItemState.DRAFT),
        PostFactory(audience="staff"),
        WebinarFactory(),
    ]

    with pytest.raises(services.CommentsClosed, match="archived"):
        write(ana, archived.item_id)
    for thing in gone:
        with pytest.raises(services.NotThere):
            write(ana, thing.item_id)


def test_only_a_shown_comment_that_begins_a_thread_on_the_same_item_is_answered() -> None:
    post, other, ana = PostFactory(), PostFactory(), UserFactory()
    begun = CommentFactory(post.item_id, ana)
    reply = CommentFactory(post.item_id, ana, parent_id=begun)
    held = CommentFactory(post.item_id, ana, state=HELD)
    ben = trusted(UserFactory(), post.item_id)

    answer = write(ben, post.item_id, "Yes", begun)

    assert kept(answer).parent_id == begun
    for parent in (reply, held):
        with pytest.raises(services.NothingToAnswer):
            write(ben, post.item_id, "No", parent)
    with pytest.raises(services.NotThere):
        write(ben, other.item_id, "No", begun)


@pytest.mark.parametrize(
    ("after", "is_allowed"), [(timedelta(minutes=15, seconds=-1), True), (timedelta(minutes=15), False)]
)
def test_a_comment_is_changed_for_fifteen_minutes_of_the_server_s_clock(
    after: timedelta, is_allowed: bool
) -> None:
    post, ana = PostFactory(), UserFactory()
    id = write(ana, post.item_id, "Befor")

    with clock.frozen(NOW + after):
        if is_allowed:
            change(ana, id, "Before")
        else:
            with pytest.raises(services.TooLate):
                change(ana, id, "Before")

    found = kept(id)
    assert (found.markdown, found.edited_at) == (("Before", NOW + after) if is_allowed else ("Befor", None))


def test_the_same_words_again_are_no_change() -> None:
    post, ana = PostFactory(), UserFactory()
    id = write(ana, post.item_id, "Words")

    change(ana, id, "Words")

    assert kept(id).edited_at is None


def test_a_withdrawn_comment_loses_its_words_and_counts_no_more_and_only_once() -> None:
    post, ana = PostFactory(), trusted(UserFactory(), PostFactory().item_id)
    CommentFactory(post.item_id, UserFactory())
    id = write(ana, post.item_id, "Secret")

    withdraw(ana, id)

    assert (kept(id).state, kept(id).markdown, kept(id).html) == (CommentState.WITHDRAWN, "", "")
    assert counted(post.item_id) == (1, 1)
    with pytest.raises(services.NotThere):
        withdraw(ana, id)
    assert counted(post.item_id) == (1, 1)


def test_nobody_changes_or_withdraws_what_others_wrote() -> None:
    post, ana, ben = PostFactory(), UserFactory(), UserFactory(Grant.MEMBER, Grant.ADMIN)
    id = write(ana, post.item_id)

    for deed in (lambda: change(ben, id, "Mine"), lambda: withdraw(ben, id)):
        with pytest.raises(services.NotThere):
            deed()
    assert kept(id).markdown == "Words."


def test_a_decision_is_about_the_words_that_were_read() -> None:
    post, ana, editor = PostFactory(), UserFactory(), UserFactory(Grant.MEMBER, Grant.EDITOR)
    id = write(ana, post.item_id, "Good")
    seen = seen_now(id)
    with clock.frozen(NOW + timedelta(minutes=1)):
        change(ana, id, "Bad")

    with pytest.raises(services.Decided, match="changed this comment after you opened the page"):
        approve(id, editor, seen)

    assert kept(id).state is HELD


def test_the_second_of_two_decisions_is_told_who_was_first() -> None:
    post, ana = PostFactory(), UserFactory()
    first, second = UserFactory(Grant.MEMBER, Grant.EDITOR), UserFactory(Grant.MEMBER, Grant.FACILITATOR)
    id = write(ana, post.item_id)
    seen = seen_now(id)
    refuse(id, first, "No.", seen)
    name = kept(id).decided_by_id == first.id and first.person.name

    with pytest.raises(services.Decided, match=rf"{name} refused this comment on Sat., Nov. 21, 2026, 10:00"):
        approve(id, second, seen)

    assert (kept(id).state, kept(id).reason) == (CommentState.REFUSED, "No.")


def test_a_withdrawn_comment_is_not_decided() -> None:
    post, ana, editor = PostFactory(), UserFactory(), UserFactory(Grant.MEMBER, Grant.EDITOR)
    id = write(ana, post.item_id)
    seen = seen_now(id)
    withdraw(ana, id)

    with pytest.raises(services.Decided, match="withdrew"):
        approve(id, editor, seen)


def test_a_comment_that_is_taken_down_counts_no_more_and_every_decision_is_in_the_log() -> None:
    post, ana, editor = PostFactory(), UserFactory(), UserFactory(Grant.MEMBER, Grant.EDITOR)
    id, other = write(ana, post.item_id), write(ana, post.item_id, "Other")
    approve(id, editor)
    refuse(id, editor, "Why.")
    refuse(other, editor, "Because.")

    rows = db.session.scalars(select(AuditRow).order_by(AuditRow.id)).all()

    assert counted(post.item_id) == (0, 0)
    assert [(row.action, row.subject_kind, row.subject_id, row.user_id) for row in rows] == [
        ("approved", "comment", id, editor.id),
        ("taken down", "comment", id, editor.id),
        ("refused", "comment", other, editor.id),
    ]
    assert rows[1].after == {"item": post.item_id, "reason": "Why."}


def test_the_same_words_within_a_minute_are_one_comment_and_later_another() -> None:
    post, other = PostFactory(), PostFactory()
    ana, ben = (trusted(UserFactory(), post.item_id) for _ in range(2))

    first = write(ana, post.item_id, "Twice")
    again = write(ana, post.item_id, "Twice")
    elsewhere, by_ben, differently = (
        write(ana, other.item_id, "Twice"),
        write(ben, post.item_id, "Twice"),
        write(ana, post.item_id, "Twice", first),
    )
    with clock.frozen(NOW + timedelta(minutes=1)):
        later = write(ana, post.item_id, "Twice")

    assert again == first
    assert len({first, elsewhere, by_ben, differently, later}) == 5
    assert counted(post.item_id) == (4, 4)


def test_the_eleventh_try_within_ten_minutes_waits_and_is_counted_per_person() -> None:
    ana, ben = (UserFactory(created_at=NOW - timedelta(days=8)) for _ in range(2))

    def tries(user: User) -> int:
        viewer = who(user)
        with unit_of_work():
            return services.wait_before_another(viewer)

    waits = [tries(ana) for _ in range(11)]

    assert waits == [0] * 10 + [600]
    assert tries(ben) == 0
    with clock.frozen(NOW + timedelta(minutes=10)):
        assert tries(ana) == 0


def test_double_clicks_at_once_are_one_comment(app: Flask) -> None:
    item_id, ana = PostFactory().item_id, who(trusted(UserFactory(), PostFactory().item_id))

    def click(_: int) -> int:
        with unit_of_work():
            return services.write(ana, item_id, "Once").id

    assert len(set(at_once(app, click))) == 1
    assert counted(item_id) == (1, 1)


def test_comments_and_withdrawals_at_once_are_counted_right(app: Flask) -> None:
    item_id = PostFactory().item_id
    users = [trusted(UserFactory(), item_id) for _ in range(8)]
    old = [CommentFactory(item_id, user, "Old") for user in users]
    people = [who(user) for user in users]

    def both(number: int) -> None:
        with unit_of_work():
            services.write(people[number], item_id, "New")
        with unit_of_work():
            services.withdraw(people[number], old[number])

    assert at_once(app, both) == [None] * 8
    assert counted(item_id) == (8, 8)


def test_of_decisions_at_once_one_counts_and_the_others_are_told(app: Flask) -> None:
    item_id = PostFactory().item_id
    id = write(UserFactory(), item_id)
    seen = seen_now(id)
    staff = [UserFactory(Grant.MEMBER, Grant.EDITOR).id for _ in range(8)]

    def decide(number: int) -> str:
        try:
            with unit_of_work():
                if number % 2:
                    services.approve(id, seen=seen, user_id=staff[number])
                else:
                    services.refuse(id, "No.", seen=seen, user_id=staff[number])
        except services.Decided as error:
            return error.words
        return ""

    answers = at_once(app, decide)

    assert answers.count("") == 1
    assert sum("Your decision was not kept." in answer for answer in answers) == 7
    was_shown = kept(id).state is SHOWN
    assert counted(item_id) == ((1, 1) if was_shown else (0, 0))
    assert db.session.scalar(select(func.count()).select_from(AuditRow)) == 1


def test_comments_go_with_their_item() -> None:
    post = PostFactory()
    begun = CommentFactory(post.item_id, UserFactory())
    CommentFactory(post.item_id, UserFactory(), parent_id=begun)
    stays = CommentFactory(PostFactory().item_id, UserFactory())

    with unit_of_work() as session:
        session.delete(session.get_one(type(post), post.item_id))
        session.delete(session.get_one(Item, post.item_id))

    assert db.session.scalars(select(Comment.id)).all() == [stays]


def test_what_a_room_tells_of_comments_says_where_and_whose_they_are() -> None:
    post, ana = PostFactory(), UserFactory()
    quiet = PostFactory()
    id = CommentFactory(post.item_id, ana, state=HELD)
    CommentFactory(quiet.item_id, ana)

    (told,) = comments.told([id, id + 1000])

    assert (told.item_id, told.person_id, told.state) == (post.item_id, ana.person_id, HELD)
    assert comments.waiting_on([post.item_id, quiet.item_id]) == {post.item_id}
