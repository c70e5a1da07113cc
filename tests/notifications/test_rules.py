"""Who is told, and why: everyone concerned who may see it, nobody else, each once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import delete

from ion.accounts.services.changes import CHANGES
from ion.core import clock, signals
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, Item, ItemState, Notice, Organization, Person, Post, User
from ion.notifications import services
from ion.notifications.account import QUIET, TITLES, account_change
from ion.notifications.rules import BY_KIND, RULES
from tests.factories import (
    PersonFactory,
    PostFactory,
    PracticeFactory,
    ToolFactory,
    TopicFactory,
    UserFactory,
)
from tests.notifications.telling import Follower, follow, mails, notices, publish, told, waiting, work

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]

TERMS = {
    "topic": ["sector-partnerships"],
    "role": ["colleges"],
    "state": ["CO"],
    "program": ["wioa-youth"],
    "sector": ["62"],
}
FOLLOWED = "followed.published"


def OrganizationFactory(name: str) -> Organization:
    with unit_of_work() as session:
        made = Organization(slug=name.lower().replace(" ", "-"), name=name)
        session.add(made)
    return made


def Author(organization: Organization | None = None) -> Person:
    home = organization and organization.id
    return PersonFactory(name="Ruth Okonkwo", organization_id=home)


def news(authors: tuple[Person, ...] = (), **fields: object) -> Post:
    TopicFactory("sector-partnerships", "Sector partnerships")
    return PostFactory(terms=TERMS, authors=authors, **fields)


@pytest.mark.parametrize(
    ("kind", "key", "why"),
    [
        ("topic", "sector-partnerships", "You follow Sector partnerships"),
        ("role", "colleges", "You follow Community and technical colleges"),
        ("state", "CO", "You follow Colorado"),
        ("program", "wioa-youth", "You follow WIOA Title I Youth"),
    ],
)
def test_who_follows_what_it_is_about_is_told_why(kind: str, key: str, why: str) -> None:
    post = news()
    ana = Follower((kind, key))
    other_facet, other_key = Follower(("sector", key)), Follower((kind, "other"))

    publish(post.item)
    work()

    assert told(ana) == [(FOLLOWED, post.item_id, why)]
    assert notices(other_facet, other_key) == []


def test_who_follows_the_author_or_their_organization_or_the_thing_itself_is_told_why() -> None:
    board = OrganizationFactory("Mesa Verde Board")
    author = Author(board)
    post = news((author,))
    by_person = Follower(("person", author.id), ("organization", author.id + 1000))
    by_organization = Follower(("organization", board.id), ("person", author.id + 1000))
    by_item = Follower(("post", post.item_id))
    noise = Follower(("practice", post.item_id), ("person", board.id + 1000), ("topic", str(post.item_id)))

    publish(post.item)
    work()

    assert told(by_person) == [(FOLLOWED, post.item_id, "You follow Ruth Okonkwo")]
    assert told(by_organization) == [(FOLLOWED, post.item_id, "You follow Mesa Verde Board")]
    assert told(by_item) == [(FOLLOWED, post.item_id, "You follow this post")]
    assert notices(noise) == []


def test_who_follows_it_in_several_ways_is_told_once_with_the_closest_reason() -> None:
    author = Author()
    post = news((author,))
    ana = Follower(("state", "CO"), ("topic", "sector-partnerships"), ("person", author.id))
    ben = Follower(("state", "CO"), ("topic", "sector-partnerships"))

    publish(post.item)
    work()

    assert [why for _, _, why in told(ana)] == ["You follow Ruth Okonkwo"]
    assert [why for _, _, why in told(ben)] == ["You follow Sector partnerships"]


def test_whose_item_it_is_is_told_as_such_and_never_as_a_follower() -> None:
    author, poster, sender = Author(), PersonFactory(), PersonFactory()
    users = [UserFactory(person=person) for person in (author, poster, sender)]
    stranger = UserFactory()
    post = news((author, PersonFactory()), posted_by_id=poster.id, submitted_by_id=sender.id)
    for user in users:
        follow(user, ("state", "CO"), ("person", author.id))

    publish(post.item)
    work()

    assert [told(user) for user in users] == [
        [("own.published", post.item_id, "Your name is on it")],
        [("own.published", post.item_id, "You posted it")],
        [("own.published", post.item_id, "Your name is on it")],
    ]
    assert notices(stranger) == []


def test_who_signed_it_and_put_it_up_is_told_once() -> None:
    author = Author()
    user = UserFactory(person=author)
    post = news((author,), posted_by_id=author.id, submitted_by_id=author.id)

    publish(post.item)
    work()

    assert told(user) == [("own.published", post.item_id, "Your name is on it")]


def test_who_cannot_sign_in_is_told_nothing() -> None:
    at = clock.now()
    suspended = Follower(("state", "CO"), suspended_at=at)
    unconfirmed = Follower(("state", "CO"), confirmed_at=None)
    able = Follower(("state", "CO"))
    post = news((suspended.person, Author()), posted_by_id=unconfirmed.person_id)

    publish(post.item)
    work()

    assert notices(suspended, unconfirmed) == []
    assert len(notices(able)) == 1


@pytest.mark.parametrize(
    ("audience", "reached"),
    [
        ("public", ["member", "staff"]),
        ("members", ["member", "staff"]),
        ("staff", ["staff"]),
        ("group:7", []),
    ],
)
def test_only_who_may_see_it_is_told(audience: str, reached: list[str]) -> None:
    followers = {"member": Follower(("state", "CO"))}
    followers["staff"] = follow(UserFactory(Grant.MEMBER, Grant.EDITOR), ("state", "CO"))
    PostFactory(audience="staff")  # so that all audiences are in use
    post = news(audience=audience)

    publish(post.item)
    work()

    assert [name for name, user in followers.items() if notices(user)] == reached


def test_what_is_meant_for_one_user_is_told_to_that_user() -> None:
    ana, ben = Follower(("state", "CO")), Follower(("state", "CO"))
    post = news(audience=f"user:{ana.id}")

    publish(post.item)
    work()

    assert len(notices(ana)) == 1
    assert notices(ben) == []


def test_a_tool_is_told_to_who_may_see_its_practice() -> None:
    tool = ToolFactory(PracticeFactory(audience="staff"))
    member = Follower(("tool", tool.item_id))
    staff = follow(UserFactory(Grant.MEMBER, Grant.EDITOR), ("tool", tool.item_id))

    publish(tool.item)
    work()

    assert notices(member) == []
    assert [why for _, _, why in told(staff)] == ["You follow this tool"]


def withdraw(post: Post) -> None:
    with unit_of_work() as session:
        session.get_one(Item, post.item_id).state = ItemState.WITHDRAWN


def remove(post: Post) -> None:
    with unit_of_work() as session:
        session.execute(delete(Post).where(Post.item_id == post.item_id))
        session.delete(session.get_one(Item, post.item_id))


@pytest.mark.parametrize("undo", [withdraw, remove])
def test_what_was_undone_before_the_worker_came_is_told_to_nobody(undo: Callable[[Post], None]) -> None:
    author = UserFactory()
    Follower(("state", "CO"))
    post = news((author.person,))
    publish(post.item)

    undo(post)
    work()

    assert notices() == []
    assert waiting("notifications.fan_out") == []


def delete_with_signal(post: Post) -> None:
    with unit_of_work() as session:
        signals.item_removed.send(session.get_one(Item, post.item_id))
        session.execute(delete(Post).where(Post.item_id == post.item_id))
        session.delete(session.get_one(Item, post.item_id))


def test_what_was_told_of_a_deleted_thing_is_forgotten_before_its_id_is_another_s() -> None:
    ana = Follower(("state", "CO"))
    old, kept = PostFactory(terms={"state": ["CO"]}), PostFactory(terms={"state": ["CO"]})
    publish(old.item, kept.item)
    work()
    assert len(notices(ana)) == 2

    delete_with_signal(old)
    with clock.frozen(clock.now() + timedelta(seconds=1)):
        new = PostFactory(id=old.item_id, title="New under an old number", terms={"state": ["CO"]})
        publish(new.item)
        work()

    told_now = {notice.subject_id: notice.created_at for notice in notices(ana)}
    assert told_now == {kept.item_id: clock.now(), new.item_id: clock.now() + timedelta(seconds=1)}


def test_what_was_told_of_another_thing_after_the_deletion_is_kept() -> None:
    ana = Follower(("state", "CO"))
    post = PostFactory(terms={"state": ["CO"]})
    publish(post.item)
    work()

    with unit_of_work():
        services.forget("post", [post.item_id], clock.now() - timedelta(seconds=1))
    kept = len(notices(ana))
    with unit_of_work():
        services.forget("post", [post.item_id], clock.now())

    assert (kept, len(notices(ana))) == (1, 0)


def change(user: User, what: str) -> None:
    with unit_of_work() as session:
        signals.account_changed.send(session.get_one(User, user.id), what=what)


def test_a_change_of_how_one_signs_in_is_told_to_that_user_alone_each_time_and_mailed_by_its_own_room() -> (
    None
):
    ana, ben = UserFactory(preferences={"channels": {"account": "instant"}}), UserFactory()

    change(ana, "password")
    with clock.frozen(clock.now() + timedelta(hours=1)):
        change(ana, "password")
        change(ana, "email")
        work()

    assert [account_change(notice.occurrence)[0] for notice in notices(ana)] == [
        "Your password was changed",
        "Your password was changed",
        "The email address of your account was changed",
    ]
    assert {(each.kind, each.subject_kind, each.subject_id) for each in notices(ana)} == {
        ("account", "user", ana.id)
    }
    assert notices(ben) == []
    assert (waiting(), mails()) == ([], [])


def test_what_a_new_member_has_just_done_is_not_told() -> None:
    ana = UserFactory()

    change(ana, "confirmed")
    work()

    assert notices(ana) == []


def test_every_change_that_the_accounts_room_tells_of_has_words_or_needs_none() -> None:
    assert set(CHANGES) == set(TITLES) | QUIET


def test_a_change_that_is_not_known_here_is_told_in_general_words() -> None:
    assert account_change("passkey 2026-11-21T15:00:00+00:00") == ("Your account was changed", "/account/")


def test_the_table_has_one_row_for_each_kind_and_every_signal_in_it_is_heard() -> None:
    assert len(BY_KIND) == len(RULES)
    assert [rule.kind for rule in RULES if not rule.signal.receivers] == []
    assert all(len(rule.kind) <= Notice.kind.type.length for rule in RULES)  # type: ignore[attr-defined]
    assert [rule.kind for rule in RULES if not rule.label] == []
