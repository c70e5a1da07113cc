"""A remembered tally is right in every process, however it was changed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update

from ion.base.extensions import db
from ion.core import clock, items, tallies
from ion.core.labels import facet_labels
from ion.core.unit_of_work import unit_of_work
from ion.models import Item, Post, Practice, Stage, Topic
from tests.conftest import NOW
from tests.counting import statements
from tests.factories import PersonFactory, PostFactory, PracticeFactory, TopicFactory

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]

DAY = timedelta(days=1)


class Tally:
    """Counts the posts that are not archived, and how often it had to."""

    def __init__(self, kinds: str | tuple[str, ...] = "post") -> None:
        self.kinds = kinds
        self.times = 0

    def count(self) -> int:
        self.times += 1
        current = select(func.count()).where(Item.kind == "post")
        return (
            db.session.scalar(current.where(Item.expires_at.is_(None) | (Item.expires_at > clock.now()))) or 0
        )

    def recall(self, name: str = "posts", lasts: timedelta | None = None) -> int:
        return tallies.recall(self.kinds, name, self.count, lasts)


def elsewhere(app: Flask, deed: Callable[[], object]) -> None:
    """Do the deed in a session of its own, as another process would."""
    with app.app_context():
        deed()


def next_request(app: Flask, tally: Tally) -> int:
    """What a request that begins now is told."""
    with app.app_context():
        return tally.recall()


def test_a_tally_is_counted_once_while_nothing_changes(app: Flask) -> None:
    PostFactory()
    tally = Tally()

    assert [tally.recall(), tally.recall(), next_request(app, tally)] == [1, 1, 1]
    assert tally.times == 1


def test_other_names_and_other_kinds_are_other_tallies() -> None:
    tally = Tally()

    tally.recall("posts")
    tally.recall("more posts")
    tallies.recall("practice", "posts", tally.count)

    assert tally.times == 3


def test_a_new_item_is_counted_by_the_next_question() -> None:
    tally = Tally()
    tally.recall()

    PostFactory()

    assert tally.recall() == 1


def test_a_change_by_another_process_is_seen_by_the_next_request(app: Flask) -> None:
    tally = Tally()
    next_request(app, tally)

    elsewhere(app, PostFactory)

    assert next_request(app, tally) == 1


def test_a_change_of_another_kind_is_no_reason_to_count_again() -> None:
    tally = Tally()
    tally.recall()

    PracticeFactory()
    TopicFactory()
    tally.recall()

    assert tally.times == 1


def test_a_tally_of_several_kinds_is_counted_again_when_any_of_them_changes() -> None:
    tally = Tally(("post", "practice"))

    tally.recall()
    PracticeFactory()
    tally.recall()
    PostFactory()

    assert (tally.recall(), tally.times) == (1, 3)


def test_an_item_that_gets_another_facet_value_counts_as_changed() -> None:
    post = PostFactory(terms={"topic": ["one"]})
    tally = Tally()
    tally.recall()

    with unit_of_work():
        items.tag(post.item, {"topic": ["two"]})
    tally.recall()

    assert tally.times == 2


def test_a_removed_item_is_no_longer_counted() -> None:
    post = PostFactory()
    tally = Tally()
    assert tally.recall() == 1

    with unit_of_work() as session:
        item = post.item
        session.delete(post)
        session.flush()
        session.delete(item)

    assert tally.recall() == 0


@pytest.mark.parametrize(
    "change", [update(Item).values(expires_at=NOW), delete(Item)], ids=["update", "delete"]
)
def test_items_changed_by_one_statement_are_counted_again(change: object) -> None:
    PostFactory()
    tally = Tally()
    assert tally.recall() == 1

    with unit_of_work() as session:
        session.execute(change)  # type: ignore[call-overload]

    assert tally.recall() == 0


def test_the_passing_of_the_next_expiry_is_noticed_at_that_instant() -> None:
    PostFactory(expires_at=NOW + DAY)
    PostFactory(expires_at=NOW + 2 * DAY)
    tally = Tally()

    told = []
    for at in (NOW, NOW + DAY - timedelta(seconds=1), NOW + DAY, NOW + 2 * DAY):
        with clock.frozen(at):
            told.append(tally.recall())

    assert told == [2, 2, 1, 0]
    assert tally.times == 3


def test_an_answer_that_lasts_an_hour_is_asked_for_again_after_an_hour() -> None:
    tally = Tally()
    hour = timedelta(hours=1)
    tally.recall(lasts=hour)

    with clock.frozen(NOW + hour - timedelta(seconds=1)):
        tally.recall(lasts=hour)
        assert tally.times == 1
    with clock.frozen(NOW + hour):
        tally.recall(lasts=hour)
        assert tally.times == 2


def test_a_change_that_commits_while_the_tally_is_counted_is_not_missed_by_the_next_request(
    app: Flask,
) -> None:
    tally = Tally()

    class Overtaken(Tally):
        def count(self) -> int:
            counted = super().count()
            elsewhere(app, PostFactory)
            return counted

    assert next_request(app, Overtaken()) == 0

    assert next_request(app, tally) == 1


def test_a_request_that_began_before_a_change_does_not_spoil_it_for_later_ones(app: Flask) -> None:
    tally = Tally()
    with app.app_context():
        tallies.versions()
        elsewhere(app, PostFactory)
        next_request(app, tally)
        tally.recall()

    assert next_request(app, tally) == 1


def test_what_a_unit_that_failed_had_counted_is_forgotten(app: Flask) -> None:
    tally = Tally()
    with pytest.raises(ZeroDivisionError), unit_of_work() as session:
        session.add(Item(kind="post", slug="undone", title="Undone"))
        session.flush()
        assert tally.recall() == 1
        raise ZeroDivisionError

    with unit_of_work() as session:
        session.add_all(Item(kind="post", slug=slug, title="Done") for slug in ("one", "two"))

    assert next_request(app, tally) == 2


def test_a_unit_that_fails_leaves_the_version_as_it_was() -> None:
    before = tallies.versions()
    with pytest.raises(ZeroDivisionError), unit_of_work() as session:
        session.add(Item(kind="post", slug="undone", title="Undone"))
        session.flush()
        raise ZeroDivisionError

    assert tallies.versions() == before


def test_many_tallies_push_out_the_oldest() -> None:
    tally = Tally()
    tally.recall("first")
    for number in range(tallies.ENTRIES):
        tallies.recall("practice", number, lambda: 0)

    tally.recall("first")

    assert tally.times == 2


def test_forget_drops_everything() -> None:
    tally = Tally()
    tally.recall()

    tallies.forget()
    tally.recall()

    assert tally.times == 2


def test_a_renamed_topic_has_its_new_name_everywhere_at_once() -> None:
    topic = TopicFactory("apprenticeship", "Apprenticeship")
    assert facet_labels("topic") == {"apprenticeship": "Apprenticeship"}

    with unit_of_work():
        topic.name = "Registered apprenticeship"

    assert facet_labels("topic") == {"apprenticeship": "Registered apprenticeship"}


def test_a_topic_renamed_by_a_statement_has_its_new_name_too() -> None:
    TopicFactory("apprenticeship", "Apprenticeship")
    assert facet_labels("topic") == {"apprenticeship": "Apprenticeship"}

    with unit_of_work() as session:
        session.execute(update(Topic).values(name="Earn and learn"))

    assert facet_labels("topic") == {"apprenticeship": "Earn and learn"}


def test_a_stage_that_moves_is_drawn_in_its_new_place() -> None:
    with unit_of_work() as session:
        session.add_all(
            [
                Stage(key="launch", name="Launch", position=2),
                Stage(key="planning", name="Planning", position=1),
            ]
        )
    assert list(facet_labels("stage")) == ["planning", "launch"]

    with unit_of_work() as session:
        session.scalars(select(Stage).where(Stage.key == "planning")).one().position = 3

    assert list(facet_labels("stage")) == ["launch", "planning"]


@pytest.mark.parametrize(
    ("make", "change"),
    [
        (PostFactory, update(Post).values(form="spotlight")),
        (PracticeFactory, update(Practice).values(tier="strong")),
    ],
    ids=["post", "practice"],
)
@pytest.mark.parametrize("by_statement", [False, True])
def test_a_change_of_what_only_one_kind_has_is_a_change_of_that_kind(
    make: Callable[[], Any], change: Any, by_statement: bool
) -> None:
    made = make()
    tally = Tally(made.item.kind)
    tally.recall()

    with unit_of_work() as session:
        if by_statement:
            session.execute(change)
        else:
            session.get_one(type(made), made.item_id).form = "attempt"
    tally.recall()

    assert tally.times == 2


def test_the_next_expiry_is_asked_for_once_until_something_of_the_kind_changes(app: Flask) -> None:
    PostFactory()

    def asked(kinds: tuple[str, ...], name: str) -> int:
        with app.app_context(), statements() as told:
            tallies.recall(kinds, name, lambda: 0)
        return len([statement for statement in told if "min(item.expires_at)" in statement])

    first = [asked(("post", "person", "topic"), "one"), asked(("post", "organization"), "two")]
    PostFactory()

    assert first == [1, 0]
    assert asked(("post", "person"), "one") == 1


def test_tokens_that_nothing_is_meant_for_are_not_held_until_something_is() -> None:
    tokens = frozenset({"public", "members", "user:7"})
    PostFactory()
    held = [tallies.held_audiences(tokens)]

    PostFactory(audience="user:7")
    held.append(tallies.held_audiences(tokens))
    PersonFactory(audience="members")
    held.append(tallies.held_audiences(tokens))

    assert held == [{"public"}, {"public", "user:7"}, tokens]
    with statements() as told:
        tallies.held_audiences(tokens)
    assert told == []
