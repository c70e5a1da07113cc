"""Topics and series: added, renamed, deleted, and merged for good."""

from collections.abc import Collection

import pytest
from flask import Flask
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock, working
from ion.core.labels import facet_labels
from ion.core.merged import merged, present_keys
from ion.core.unit_of_work import unit_of_work
from ion.models import (
    AuditRow,
    Follow,
    ItemTerm,
    KindVersion,
    MentorTerm,
    NeedCriterion,
    Newsletter,
    NewsletterState,
    OldAddress,
    OrganizationTerm,
    OutboxRow,
    PersonTerm,
    Series,
    Topic,
    User,
    Weight,
)
from ion.search.receivers import PUT
from ion.upkeep.queries import terms as queries
from ion.upkeep.queries.terms import TELL, VOCABULARIES
from ion.upkeep.services import merging
from ion.upkeep.services import terms as services
from ion.upkeep.services.refusing import Refused
from ion.worker import HANDLERS
from tests.conftest import Browser
from tests.counting import questions
from tests.factories import OrganizationFactory, PersonFactory, PostFactory, TopicFactory, UserFactory
from tests.factories.mentoring import MentorFactory, NeedFactory
from tests.racing import at_once
from tests.reading import visit

TOPIC, SERIES = VOCABULARIES["topic"], VOCABULARIES["series"]


def id_of(key: str) -> int:
    return db.session.scalars(select(Topic.id).where(Topic.key == key)).one()


def keys() -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(select(Topic.key)))


def topics_of(model: type, **which: int) -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(select(model.key).filter_by(facet="topic", **which)))  # type: ignore[attr-defined]


def follow(user: User, *keys: str) -> None:
    with unit_of_work() as session:
        session.add_all(Follow(user_id=user.id, kind="topic", key=key, at=clock.now()) for key in keys)


def followed() -> set[tuple[int, str]]:
    db.session.rollback()
    return {(row.user_id, row.key) for row in db.session.scalars(select(Follow))}


def merge(gone: str, kept: str) -> None:
    user_id = db.session.scalars(select(User.id)).first() or UserFactory().id
    with unit_of_work():
        merging.merge(TOPIC, id_of(gone), id_of(kept), user_id=user_id)


@pytest.fixture
def three(app: Flask) -> None:
    for key in ("youth", "young-people", "rural"):
        TopicFactory(key)


@pytest.mark.database
@pytest.mark.usefixtures("three")
def test_a_merge_moves_every_use_once_and_nothing_else() -> None:
    both = PostFactory(terms={"topic": ["youth", "young-people", "rural"], "state": ["CO"]})
    one = PostFactory(terms={"topic": ["young-people"], "state": ["KY"]})
    noise = PostFactory(terms={"topic": ["rural"], "program": ["young-people"]})
    person = PersonFactory(terms=[PersonTerm(facet="topic", key="young-people")])
    organization = OrganizationFactory(terms={"topic": ["young-people", "youth"]})
    ann, ben = UserFactory(), UserFactory()
    follow(ann, "youth", "young-people")
    follow(ben, "young-people", "rural")

    merge("young-people", "youth")

    assert keys() == {"youth", "rural"}
    assert topics_of(ItemTerm, item_id=both.item_id) == {"youth", "rural"}
    assert topics_of(ItemTerm, item_id=one.item_id) == {"youth"}
    assert topics_of(ItemTerm, item_id=noise.item_id) == {"rural"}
    assert db.session.get(ItemTerm, (noise.item_id, "program", "young-people")) is not None
    assert topics_of(PersonTerm, person_id=person.id) == {"youth"}
    assert topics_of(OrganizationTerm, organization_id=organization.id) == {"youth"}
    assert followed() == {(ann.id, "youth"), (ben.id, "youth"), (ben.id, "rural")}


@pytest.mark.database
@pytest.mark.usefixtures("three")
def test_a_merge_moves_what_mentors_offer_and_mentees_ask_for() -> None:
    mentor = MentorFactory(("topic", "young-people"), ("topic", "rural")).person_id
    one = NeedFactory(("topic", "young-people", Weight.HIGH)).id
    both = NeedFactory(("topic", "young-people"), ("topic", "youth", Weight.MUST)).id

    merge("young-people", "youth")
    working.run_due({TELL: HANDLERS[TELL]}, "tests")

    assert topics_of(MentorTerm, person_id=mentor) == {"youth", "rural"}
    rows = db.session.query(NeedCriterion).order_by(NeedCriterion.need_id)
    assert [(row.need_id, row.key, row.weight) for row in rows] == [
        (one, "youth", Weight.HIGH),
        (both, "youth", Weight.MUST),
    ]
    told = select(OutboxRow.subject_id).where(OutboxRow.task == PUT, OutboxRow.subject_kind == "mentor")
    assert list(db.session.scalars(told)) == [mentor]


@pytest.mark.database
@pytest.mark.usefixtures("three")
def test_a_merge_tells_what_it_moved_in_the_log() -> None:
    PostFactory(terms={"topic": ["young-people"]})
    gone = id_of("young-people")

    merge("young-people", "youth")

    row = db.session.scalars(select(AuditRow)).one()
    assert (row.action, row.subject_kind, row.subject_id) == ("merged", "topic", gone)
    assert row.before == {"key": "young-people", "name": "Young people", "summary": "", "moved": "1 item"}
    assert row.after == {"into": "youth", "name": "Youth"}


@pytest.mark.database
@pytest.mark.usefixtures("three")
def test_keys_that_were_merged_stay_known_through_further_merges() -> None:
    with unit_of_work() as session:
        session.add(OldAddress(path="/old-site/young", target="/blog/?topic=young-people"))
        session.add(OldAddress(path="/old-library", target="/practices/?topic=young-people"))

    merge("young-people", "youth")
    merge("youth", "rural")

    assert merged("topic") == {"young-people": "rural", "youth": "rural"}
    assert present_keys("topic", ["young-people", "rural", "sectors", "youth"]) == ["rural", "sectors"]
    assert db.session.get_one(OldAddress, "/old-site/young").target == "/blog/?topic=rural"
    assert db.session.get_one(OldAddress, "/old-library").target == "/practices/?topic=rural"


@pytest.mark.database
@pytest.mark.usefixtures("three")
def test_a_merge_makes_remembered_counts_of_touched_kinds_stale() -> None:
    PostFactory(terms={"topic": ["young-people"]})
    before = {row.kind: row.number for row in db.session.scalars(select(KindVersion))}

    merge("young-people", "youth")

    db.session.rollback()
    after = {row.kind: row.number for row in db.session.scalars(select(KindVersion))}
    assert {kind for kind in after if after[kind] > before.get(kind, 0)} >= {"post", "topic", "person"}
    assert after.get("practice", 0) == before.get("practice", 0)


@pytest.mark.database
@pytest.mark.usefixtures("three")
def test_every_item_is_told_of_by_the_worker_and_stragglers_are_moved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ion.upkeep.tasks.BATCH", 2)
    posts = [PostFactory(terms={"topic": ["young-people"]}) for _ in range(5)]
    noise = PostFactory(terms={"topic": ["rural"]})
    late = PostFactory()
    with unit_of_work() as session:
        for row in session.scalars(select(OutboxRow)):
            session.delete(row)

    merge("young-people", "youth")
    with unit_of_work() as session:  # tagged while the merge was being written
        session.add(ItemTerm(item_id=late.item_id, facet="topic", key="young-people"))
    working.run_due({TELL: HANDLERS[TELL]}, "tests")

    db.session.rollback()
    told = set(db.session.scalars(select(OutboxRow.subject_id).where(OutboxRow.task == PUT)))
    assert told == {post.item_id for post in posts} | {late.item_id}
    assert noise.item_id not in told
    assert topics_of(ItemTerm, item_id=late.item_id) == {"youth"}


@pytest.mark.database
@pytest.mark.usefixtures("three")
def test_newsletters_that_wait_go_to_the_same_people() -> None:
    with unit_of_work() as session:
        for state in (NewsletterState.SCHEDULED, NewsletterState.SENT):
            audience = {"topics": ["young-people", "youth"], "states": ["CO"]}
            session.add(Newsletter(subject=state, audience=audience, state=state, created_at=clock.now()))

    merge("young-people", "youth")

    db.session.rollback()
    found = {row.subject: row.audience["topics"] for row in db.session.scalars(select(Newsletter))}
    assert found == {"scheduled": ["youth"], "sent": ["young-people", "youth"]}


@pytest.mark.database
@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("rounds", [3, pytest.param(20, marks=pytest.mark.soak)])
def test_of_merges_in_a_circle_at_once_each_topic_goes_once_and_no_use_is_lost(
    app: Flask, rounds: int
) -> None:
    user_id = UserFactory().id
    for at in range(rounds):
        names = [f"r{at}-{name}" for name in "abc"]
        for name in names:
            TopicFactory(name)
        posts = [PostFactory(terms={"topic": [name]}).item_id for name in names]
        ids = [id_of(name) for name in names]

        def deed(number: int, ids: Collection[int] = tuple(ids)) -> str:
            gone, kept = list(ids)[number % 3], list(ids)[(number + 1) % 3]
            try:
                with unit_of_work():
                    merging.merge(TOPIC, gone, kept, user_id=user_id)
            except Refused as reason:
                return str(reason)
            return "merged"

        answers = at_once(app, deed)

        left = keys() & set(names)
        assert answers.count("merged") == 2
        assert len(left) == 1
        assert all(topics_of(ItemTerm, item_id=post) == left for post in posts)


@pytest.mark.database
def test_the_same_name_added_by_many_at_once_is_one_topic(app: Flask) -> None:
    user_id = UserFactory().id

    def deed(_: int) -> str:
        with unit_of_work():
            services.add(TOPIC, "Second chances", "", user_id=user_id)
        return "added"

    answers = at_once(app, deed)

    assert answers.count("added") == 1
    assert keys() == {"second-chances"}


@pytest.mark.database
@pytest.mark.usefixtures("three")
def test_a_new_topic_never_gets_the_key_of_one_that_was_merged() -> None:
    merge("young-people", "youth")
    user_id = db.session.scalars(select(User.id)).first()

    with unit_of_work():
        services.add(TOPIC, "Young people", "", user_id=user_id)

    assert keys() == {"youth", "rural", "young-people-2"}


@pytest.mark.database
@pytest.mark.usefixtures("three")
def test_a_new_name_shows_everywhere_and_the_key_stays() -> None:
    before = facet_labels("topic")["youth"]
    user_id = UserFactory().id

    with unit_of_work():
        services.edit(TOPIC, id_of("youth"), "Youth and young adults", "From 14 to 24.", user_id=user_id)
    with unit_of_work():  # the same again is no deed
        services.edit(TOPIC, id_of("youth"), "Youth and young adults", "From 14 to 24.", user_id=user_id)

    assert (before, facet_labels("topic")["youth"]) == ("Youth", "Youth and young adults")
    row = db.session.scalars(select(AuditRow)).one()
    assert (row.action, row.before, row.after) == (
        "renamed",
        {"name": "Youth", "summary": ""},
        {"name": "Youth and young adults", "summary": "From 14 to 24."},
    )


@pytest.mark.database
@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("use", ["item", "person", "follower"])
def test_only_what_nothing_uses_is_deleted(use: str) -> None:
    user = UserFactory()
    if use == "item":
        PostFactory(terms={"topic": ["youth"]})
    elif use == "person":
        PersonFactory(terms=[PersonTerm(facet="topic", key="youth")])
    else:
        follow(user, "youth")

    with pytest.raises(Refused) as refused, unit_of_work():
        services.remove(TOPIC, id_of("youth"), user_id=user.id)
    with unit_of_work():
        services.remove(TOPIC, id_of("rural"), user_id=user.id)

    assert f"1 {use}" in str(refused.value)
    assert keys() == {"youth", "young-people"}


@pytest.mark.database
def test_series_have_labels_and_merge_like_topics(app: Flask) -> None:
    user_id = UserFactory().id
    with unit_of_work():
        old = services.add(SERIES, "Notes", "", user_id=user_id)
        new = services.add(SERIES, "Field notes", "", user_id=user_id)
    post = PostFactory(terms={"series": ["notes"]})
    before = dict(facet_labels("series"))

    with unit_of_work():
        merging.merge(SERIES, old, new, user_id=user_id)

    assert before == {"notes": "Notes", "field-notes": "Field notes"}
    assert facet_labels("series") == {"field-notes": "Field notes"}
    assert db.session.get(ItemTerm, (post.item_id, "series", "field-notes")) is not None
    assert merged("series") == {"notes": "field-notes"}
    assert db.session.get_one(OldAddress, "/blog/series/notes").target == "/blog/series/field-notes"
    assert db.session.scalars(select(Series.key)).all() == ["field-notes"]


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ("/blog/?topic=young-people", "/blog/?topic=youth"),
        ("/blog/?topic=young-people&month=2026-11", "/blog/?topic=youth&month=2026-11"),
        (
            "/practices/?topic=rural&topic=young-people&topic=youth&q=a+b",
            "/practices/?topic=rural&topic=youth&q=a+b",
        ),
        ("/webinars/?topic=young-people", "/webinars/?topic=youth"),
        ("/search?topic=young-people&topic=nonsense", "/search?topic=youth&topic=nonsense"),
        ("/blog/?topic=nonsense", None),
        ("/blog/?topic=youth", None),
        ("//evil.example/?topic=young-people", "/evil.example/?topic=youth"),
    ],
)
def test_old_lists_of_a_merged_topic_lead_to_the_other_s(app: Flask, asked: str, leads: str | None) -> None:
    merge("young-people", "youth")
    path, _, query = asked.partition("?")

    answer = Browser(app).get("/", environ_overrides={"PATH_INFO": path, "QUERY_STRING": query})

    assert answer.headers.get("Location") == leads
    assert (answer.status_code == 301) is (leads is not None)


@pytest.mark.usefixtures("three")
def test_a_merge_is_confirmed_with_what_moves(editor: Browser) -> None:
    PostFactory(terms={"topic": ["young-people"]})
    follow(UserFactory(), "young-people")
    here = f"/staff/topics/{id_of('young-people')}/merge"
    into = id_of("youth")

    choice = visit(editor, here)
    confirm = visit(editor, f"{here}?into={into}")
    unsaid = editor.post(here, data={"into": "999"})
    done = editor.post(here, data={"into": into})

    assert "What moves" not in choice.text()
    assert "1 item, 1 follower of “Young people” will have “Youth”" in confirm.text()
    assert unsaid.status_code == 422
    assert (done.status_code, done.headers["Location"]) == (303, f"/staff/topics/{into}")
    assert editor.post(here, data={"into": into}).status_code == 404


@pytest.mark.parametrize("which", ["topics", "series"])
def test_a_term_is_added_renamed_and_deleted_from_its_pages(editor: Browser, which: str) -> None:
    path = f"/staff/{which}"

    nameless = editor.post(f"{path}/new", data={"name": "  "})
    added = editor.post(f"{path}/new", data={"name": "Field  notes", "summary": "Short\nones"})
    twin = editor.post(f"{path}/new", data={"name": "field NOTES"})
    listed = visit(editor, path)
    own = listed.href("Field notes", "main")
    renamed = editor.post(own, data={"name": "Notes from the field"})
    after = visit(editor, f"{path}?q=FROM").text("main")
    deleted = editor.post(f"{own}/delete")

    assert (nameless.status_code, added.status_code, twin.status_code) == (422, 303, 409)
    assert "of this name already" in twin.text
    assert "Not used" in listed.text("main") and "Key: field-notes" in listed.text("main")
    assert (renamed.status_code, deleted.status_code) == (303, 303)
    assert "Notes from the field" in after
    assert visit(editor, own).status == 404


def test_a_topic_in_use_is_not_deleted_from_its_page(editor: Browser) -> None:
    topic = TopicFactory("youth")
    PostFactory(terms={"topic": ["youth"]})

    page = visit(editor, f"/staff/topics/{topic.id}")
    answer = editor.post(f"/staff/topics/{topic.id}/delete")

    assert "Delete this topic" not in page.text()
    assert answer.status_code == 409
    assert "It is used by 1 item." in answer.text


@pytest.mark.parametrize("which", ["topics", "series"])
def test_the_lists_ask_the_same_for_many(editor: Browser, user: User, which: str) -> None:
    asked, vocabulary = [], TOPIC if which == "topics" else SERIES
    for many in (3, 30):
        for at in range(many):
            with unit_of_work():
                services.add(vocabulary, f"Name {many} {at}", "", user_id=user.id)
        asked.append(len(questions(editor, f"/staff/{which}")))

    assert asked[0] == asked[1] <= 6


@pytest.mark.database
def test_counts_are_of_this_topic_alone(app: Flask) -> None:
    for key in ("youth", "rural"):
        TopicFactory(key)
    for terms in ({"topic": ["youth"]}, {"topic": ["youth", "rural"]}, {"program": ["youth"]}):
        PostFactory(terms=terms)
    follow(UserFactory(), "youth")

    rows = {row.key: row.uses.words for row in queries.rows(TOPIC, "", offset=0, limit=9)}

    assert rows == {"youth": "2 items, 1 follower", "rural": "1 item"}


@pytest.mark.database
def test_a_topic_that_a_mentor_offers_or_a_question_names_is_in_use(app: Flask) -> None:
    topic = TopicFactory()
    MentorFactory(("topic", topic.key))
    NeedFactory(("topic", topic.key))

    found = queries.term(VOCABULARIES["topic"], topic.id)

    assert found is not None
    assert found.uses.words == "1 mentor, 1 mentoring question"
    assert not found.uses.is_none
