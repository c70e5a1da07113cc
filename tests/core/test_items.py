"""Items of any kind, as lists and other rooms need them."""

from datetime import timedelta

import pytest

from ion.base.extensions import db
from ion.core import items
from ion.core.unit_of_work import unit_of_work
from ion.models import ItemState
from tests.conftest import NOW
from tests.factories import PostFactory, PracticeFactory, ToolFactory

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]
PUBLIC = frozenset({"public"})


def test_terms_are_told_per_item_in_order_and_an_item_without_any_has_none() -> None:
    tagged = PostFactory(terms={"topic": ["b", "a"], "state": ["CO"]}).item_id
    plain = PostFactory().item_id
    PostFactory(terms={"topic": ["noise"]})

    assert items.terms_of([tagged, plain]) == {
        tagged: {"region": ("4",), "state": ("CO",), "topic": ("a", "b")},
        plain: {},
    }


def test_tagging_again_keeps_what_stays_and_works_out_regions_from_states() -> None:
    post = PostFactory(terms={"topic": ["kept", "dropped"], "state": ["CO"]})

    with unit_of_work():
        items.tag(post.item, {"topic": ["kept", "new"], "state": ["PR", "MA"], "region": ["6"]})

    assert items.terms_of([post.item_id])[post.item_id] == {
        "region": ("1",),
        "state": ("MA", "PR"),
        "topic": ("kept", "new"),
    }


def test_tagging_with_the_same_terms_changes_nothing() -> None:
    post = PostFactory(terms={"topic": ["a"], "state": ["CO"]})

    with unit_of_work():
        items.tag(post.item, {"topic": ["a", "a"], "state": ["CO"]})
        assert not db.session.new
        assert not db.session.deleted


def test_regions_of_no_state_or_an_unknown_one_are_none() -> None:
    assert items.regions_of([]) == items.regions_of(["XX"]) == set()


def test_subjects_are_what_the_holder_of_the_scopes_may_see_of_any_kind() -> None:
    post = PostFactory(slug="a-post", title="A post", summary="Short.")
    practice = PracticeFactory(slug="a-practice", is_sample=True)
    tool = ToolFactory(practice, anchor="agenda")
    hidden = [
        PostFactory(audience="members").item_id,
        PostFactory(state=ItemState.DRAFT).item_id,
        ToolFactory(PracticeFactory(audience="members")).item_id,
    ]

    found = items.subjects([post.item_id, practice.item_id, tool.item_id, *hidden, 10_000], PUBLIC)

    assert {id: (subject.kind, subject.path) for id, subject in found.items()} == {
        post.item_id: ("post", "/blog/a-post"),
        practice.item_id: ("practice", "/practices/a-practice"),
        tool.item_id: ("tool", "/practices/a-practice#tool-agenda"),
    }
    assert (found[post.item_id].title, found[post.item_id].summary) == ("A post", "Short.")
    assert (found[post.item_id].is_sample, found[practice.item_id].is_sample) == (False, True)


def test_a_subject_is_archived_from_the_instant_it_expires() -> None:
    later = PostFactory(expires_at=NOW + timedelta(microseconds=1)).item_id
    past = PostFactory(expires_at=NOW).item_id

    found = items.subjects([later, past], PUBLIC)

    assert (found[later].is_archived, found[past].is_archived) == (False, True)


def test_subjects_of_nothing_are_none() -> None:
    assert items.subjects([], PUBLIC) == {}


def test_all_published_items_of_a_kind_are_told_in_order_however_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(items, "CHUNK", 2)
    ids = [
        PostFactory(audience=audience).item_id for audience in ("public", "members", "staff") for _ in "ab"
    ]
    PostFactory(state=ItemState.DRAFT)
    PracticeFactory()

    assert list(items.published_ids("post")) == ids
