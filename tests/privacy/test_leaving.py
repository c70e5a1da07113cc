"""Leaving: after two weeks nothing in the database says who it was, and public things stand or are gone as chosen."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import JSON, String, func, inspect, select, update

from ion.accounts import services as accounts
from ion.base.extensions import db
from ion.commons.discussion import services as discussion
from ion.commons.mailing import services as mailing
from ion.commons.publishing import services as publishing
from ion.core import audit, clock, outbox, tokens, working
from ion.core.former import FORMER_MEMBER
from ion.core.portable import holder
from ion.core.unit_of_work import unit_of_work
from ion.models import (
    AuditRow,
    Comment,
    CommentState,
    Departure,
    Feedback,
    Item,
    ItemAuthor,
    ItemCount,
    Message,
    Person,
    Question,
    QuestionState,
    RecordHold,
    Registration,
    Revision,
    SignIn,
    Standing,
    User,
)
from ion.privacy import tasks
from ion.privacy.services import erasing, holding, leaving
from ion.privacy.services.refusals import Refused
from ion.worker import HANDLERS
from tests.accounts.people import PASSWORD, Member
from tests.conftest import NOW
from tests.factories import (
    FeedbackFactory,
    PostFactory,
    QuestionFactory,
    RegistrationFactory,
    UserFactory,
    WebinarFactory,
)
from tests.house.personal import SPOKEN_FOR
from tests.privacy.lives import leave_traces

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]
LATER = NOW + timedelta(days=14)
OWN = (Question.text, Message.markdown, Message.html, Message.words)
"""Columns of what the user wrote in `leave_traces`."""
LISTS = ("unknown", "agenda", "handed")
NAMES = ("nora quist", "nora@quist.example")


def ask(user: User, *, keeps: bool = True, to: Person | None = None, password: str = PASSWORD) -> bool:
    claim = accounts.examine_own(user.id, password)
    with unit_of_work():
        outcome = leaving.ask(claim, keeps=keeps, to_person_id=to.id if to else None, sign_in_id=0)
    return outcome.is_done


def go(user: User, *, keeps: bool = True) -> int:
    """Let the user leave, now; answers the id of the person who stays."""
    id, person_id = user.id, user.person_id
    ask(user, keeps=keeps)
    with clock.frozen(LATER), unit_of_work():
        assert leaving.complete(id)
    working.run_due(HANDLERS, "test")
    db.session.expire_all()
    return person_id


def texts() -> Iterator[tuple[str, str, str]]:
    """Every text anywhere in the database: table, column, lower case."""
    for table in db.metadata.sorted_tables:
        columns = [column for column in table.columns if isinstance(column.type, String | JSON)]
        if columns:
            for row in db.session.execute(select(*columns)):
                for column, value in zip(columns, row, strict=True):
                    told = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
                    yield table.name, column.name, str(told or "").lower()


def named(*words: str) -> list[tuple[str, str]]:
    """Where any of the words stand."""
    return sorted({(table, column) for table, column, text in texts() if any(word in text for word in words)})


def name_everywhere(user: User) -> None:
    """Let every column that names people because of what they did name this user, once."""
    for column in (*OWN, *erasing.WRITTEN_BY_THE_SITE):
        keys = inspect(column.class_).primary_key
        words = "Told by Nora Quist, nora@quist.example"
        value: Any = {"name": words} if isinstance(column.type, JSON) else words
        if column.key in LISTS:
            value = [value]
        found = select(*keys).limit(1)
        if column in OWN:
            found = found.where(column.class_.user_id == user.id)
        row = db.session.execute(found).one_or_none()
        if row is None:
            continue
        is_it = [each == part for each, part in zip(keys, row, strict=True)]
        with unit_of_work() as session:
            session.execute(update(column.class_).where(*is_it).values({column.key: value}))


def write(user: User, item_id: int, words: str, parent_id: int | None = None) -> int:
    viewer = holder(user.id)
    assert viewer is not None
    with unit_of_work():
        return discussion.write(viewer, item_id, words, parent_id).id


def test_after_leaving_nothing_anywhere_says_who_it_was(nora: User, omar: User) -> None:
    leave_traces(nora)
    with unit_of_work() as session:
        session.execute(update(RecordHold).values(lifted_at=NOW))
        outbox.later("notifications.mail", key=f"user:{nora.id}:later", kind="user", id=nora.id)
        tokens.issue("calendar", lasts=timedelta(days=400), kind="user", id=nora.id)
        audit.record("noted", kind="user", id=nora.id, user_id=omar.id, after={"email": nora.email})
        mailing.ask("news", address=omar.email, template="test", context={"who": "Nora Quist"})
    name_everywhere(nora)
    slug, id, person_id = nora.person.slug, nora.id, nora.person_id
    assert len(named(*NAMES, slug)) > 15

    go(nora)

    assert named(*NAMES, slug) == []
    assert pointing_to(id, person_id) == []
    assert by_number(id) == []


def by_number(user_id: int) -> list[str]:
    """Tables that name the login by kind and id: on SQLite the next one may get its number."""
    return [
        table.name
        for table in db.metadata.sorted_tables
        if "subject_kind" in table.c
        and db.session.scalar(
            select(func.count())
            .select_from(table)
            .where(table.c.subject_kind == "user", table.c.subject_id == user_id)
        )
    ]


def pointing_to(user_id: int, person_id: int) -> list[tuple[str, str]]:
    """Rows that still point to the login, and rows of a private kind that point to the person."""
    found = []
    for table_name, column in SPOKEN_FOR:
        table = db.metadata.tables[table_name]
        target = next(iter(table.c[column].foreign_keys)).target_fullname
        id = user_id if target == "user.id" else person_id
        is_public = target == "person.id" and table_name != "person_term"
        if not is_public and db.session.scalar(select(func.count()).where(table.c[column] == id)):
            found.append((table_name, column))
    return found


def test_what_they_published_stays_as_that_of_a_former_member(nora: User) -> None:
    post = PostFactory(
        "Written by Nora Quist.", authors=[nora.person], submitted_by_id=nora.person_id
    ).item_id
    comment = write(nora, post, "I tried this. Nora Quist")

    person_id = go(nora)

    person = db.session.get_one(Person, person_id)
    assert (person.name, person.audience, person.bio, person.terms) == (FORMER_MEMBER, "staff", "", [])
    item = db.session.get_one(Item, post)
    assert [author.person.name for author in item.authors] == [FORMER_MEMBER]
    assert item.body.markdown == "Written by Former member."
    kept = db.session.get_one(Comment, comment)
    assert (kept.state, kept.person_id) == (
        CommentState.WITHDRAWN,
        person_id,
    )  # it was never shown to anybody


def test_a_comment_that_others_read_stays_with_its_words(nora: User) -> None:
    post = PostFactory().item_id
    first = write(nora, post, "My first.")
    staff = UserFactory().id
    with unit_of_work():
        discussion.approve(first, seen="held.", user_id=staff)
    comment = write(nora, post, "I tried this. Nora Quist")

    go(nora)

    kept = db.session.get_one(Comment, comment)
    assert (kept.state, kept.markdown) == (CommentState.SHOWN, "I tried this. Former member")
    assert "Nora" not in kept.html


def test_what_they_published_goes_where_they_chose_so(nora: User, omar: User) -> None:
    alone = PostFactory(authors=[nora.person]).item_id
    shared = PostFactory(authors=[nora.person, omar.person], submitted_by_id=nora.person_id).item_id
    first = write(nora, shared, "My first.")
    with unit_of_work():
        discussion.approve(first, seen="held.", user_id=omar.id)
    reply = write(omar, shared, "I see it otherwise.", first)
    other = omar.person_id

    go(nora, keeps=False)

    assert db.session.get(Item, alone) is None
    both = db.session.get_one(Item, shared)
    assert [author.person_id for author in both.authors] == [other]
    assert both.submitted_by_id == other
    emptied = db.session.get_one(Comment, first)
    assert (emptied.state, emptied.markdown, emptied.html) == (CommentState.WITHDRAWN, "", "")
    assert db.session.get_one(Comment, reply).markdown == "I see it otherwise."
    assert db.session.get_one(ItemCount, shared).comments == 1


def test_versions_that_may_still_be_published_lose_the_name_too(nora: User, omar: User) -> None:
    with unit_of_work():
        item = publishing.start("post", title="Ours", user_id=omar.id)
        content = {"authors": [nora.person_id, omar.person_id]}
        publishing.save(item.id, content, base=1, user_id=omar.id)
        item_id = item.id
    with unit_of_work() as session:
        for position, person_id in enumerate((nora.person_id, omar.person_id)):
            session.add(ItemAuthor(item_id=item_id, person_id=person_id, position=position))
    other = omar.person_id

    go(nora, keeps=False)

    newest = db.session.get_one(Revision, (item_id, 2))
    assert newest.content["authors"] == [other]


def test_a_place_at_a_webinar_to_come_goes_to_who_waits(nora: User, omar: User) -> None:
    webinar = WebinarFactory("2027-01-12 14:00", webinar={"capacity": 1, "takes_registration": True})
    hers = RegistrationFactory(webinar, nora).id
    waits = RegistrationFactory(webinar, omar, state=Standing.WAITING).id

    go(nora)

    assert db.session.get_one(Registration, waits).state is Standing.REGISTERED
    gone = db.session.get_one(Registration, hers)
    assert (gone.state, gone.user_id, gone.name) == (Standing.CANCELLED, None, FORMER_MEMBER)


@pytest.mark.parametrize("keeps", [True, False])
def test_figures_of_past_webinars_stay_and_name_nobody(nora: User, keeps: bool) -> None:
    webinar = WebinarFactory("2026-11-10 14:00")
    hers = RegistrationFactory(webinar, nora, answers={"role": "Nora"}, needs="A ramp")
    FeedbackFactory(hers, 5, better="Shorter.")
    id = hers.id

    go(nora, keeps=keeps)

    gone = db.session.get_one(Registration, id)
    assert (gone.state, gone.answers, gone.needs) == (Standing.REGISTERED, {}, "")
    assert db.session.scalars(select(Feedback.rating)).all() == ([5] if keeps else [])


def test_questions_stay_without_a_name_and_votes_are_counted_anew(nora: User, omar: User) -> None:
    webinar = WebinarFactory()
    answered = QuestionFactory(webinar.item_id, user=nora, state=QuestionState.ANSWERED, answer="Yes.")
    held = QuestionFactory(webinar.item_id, user=nora, state=QuestionState.HELD)
    ids = answered.id, held.id

    go(nora)

    kept, gone = (db.session.get_one(Question, id) for id in ids)
    assert (kept.state, kept.asker, kept.user_id) == (QuestionState.ANSWERED, FORMER_MEMBER, None)
    assert (gone.state, gone.text) == (QuestionState.WITHDRAWN, "")


def test_the_name_of_somebody_else_who_has_the_same_one_stays(nora: User) -> None:
    twin = Member("twin@ion.example", name="Nora Quist")
    post = PostFactory("By Nora Quist.", authors=[twin.person]).item_id
    person_id = twin.person_id

    go(nora)

    assert db.session.get_one(Person, person_id).name == "Nora Quist"
    assert db.session.get_one(Item, post).body.markdown == "By Nora Quist."


def test_ask_needs_the_password_and_ends_other_sign_ins(nora: User) -> None:
    with unit_of_work() as session:
        session.add(
            SignIn(
                token_hash="x", user_id=nora.id, created_at=NOW, seen_at=NOW, expires_at=LATER, agent="Other"
            )
        )

    assert not ask(nora, password="wrong words here")
    assert db.session.get(Departure, nora.id) is None
    assert ask(nora)

    assert db.session.get_one(Departure, nora.id).due_at == LATER
    assert db.session.scalar(select(func.count(SignIn.id))) == 0


def test_nothing_goes_before_its_time_or_once_it_was_taken_back(nora: User) -> None:
    ask(nora)
    with clock.frozen(LATER - timedelta(seconds=1)):
        tasks.delete_due()
    assert db.session.get(User, nora.id) is not None

    with unit_of_work():
        assert leaving.take_back(nora.id)
    with clock.frozen(LATER):
        tasks.delete_due()

    assert db.session.get_one(User, nora.id).person.name == "Nora Quist"
    with unit_of_work():
        assert not leaving.take_back(nora.id)


def test_the_last_admin_cannot_leave(omar: User, nora: User) -> None:
    with pytest.raises(Refused):
        ask(omar)

    assert db.session.get(Departure, omar.id) is None


def test_of_two_admins_who_leave_the_second_stays(omar: User) -> None:
    second = Member("ada@ion.example", *[grant.grant for grant in omar.grants], name="Ada Lin")
    ids = omar.id, second.id
    ask(omar)
    ask(second)

    with clock.frozen(LATER):
        tasks.delete_due()

    left = [id for id in ids if db.session.get(User, id) is None]
    assert len(left) == 1


@pytest.mark.parametrize("covers", ["person", "dates", "topic"])
def test_a_hold_stops_it_until_it_is_lifted(nora: User, omar: User, covers: str) -> None:
    PostFactory(authors=[nora.person], terms={"topic": ["youth"]})
    ask(nora)
    given: dict[str, Any] = {
        "person": {"person_id": nora.person_id},
        "dates": {"since": NOW - timedelta(days=1), "until": NOW + timedelta(days=30)},
        "topic": {"topic": "youth"},
    }[covers]
    with unit_of_work():
        blank: dict[str, Any] = {"person_id": None, "topic": "", "since": None, "until": None}
        hold = holding.place(**(blank | given), reason="A request", user_id=omar.id).id

    with clock.frozen(LATER):
        tasks.delete_due()
        assert db.session.get(User, nora.id) is not None
        with unit_of_work():
            holding.lift(hold, user_id=omar.id)
        id = nora.id
        tasks.delete_due()

    assert db.session.get(User, id) is None


def test_a_hold_on_something_else_stops_nobody(nora: User, omar: User) -> None:
    blank: dict[str, Any] = {"topic": "", "since": None, "until": None, "reason": "r", "user_id": omar.id}
    with unit_of_work():
        holding.place(**(blank | {"person_id": omar.person_id}))
        holding.place(**(blank | {"person_id": None, "topic": "youth"}))
        holding.place(**(blank | {"person_id": None, "until": NOW - timedelta(days=400)}))

    assert ask(nora)
    with pytest.raises(Refused):
        ask(omar)


@pytest.mark.parametrize("step", ["erase", "hand_over", "audit"])
def test_a_worker_that_dies_on_the_way_leaves_all_of_it_or_nothing(
    nora: User, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    post = PostFactory("By Nora Quist.", authors=[nora.person]).item_id
    ask(nora)
    id = nora.id
    with monkeypatch.context() as broken, clock.frozen(LATER):
        broken.setattr(leaving, step, lambda *_, **__: 1 / 0)
        tasks.delete_due()
    db.session.expire_all()
    assert db.session.get_one(User, id).person.name == "Nora Quist"
    assert db.session.get_one(Item, post).body.markdown == "By Nora Quist."

    with clock.frozen(LATER):
        tasks.delete_due()

    assert db.session.get(User, id) is None


def test_one_account_that_fails_does_not_hinder_the_next(
    nora: User, omar: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = Member("ada@ion.example", name="Ada Lin")
    ids = nora.id, second.id
    for user in (nora, second):
        ask(user)
    whole = leaving.erase

    def fails_for_nora(who: Any) -> None:
        if who.name == "Nora Quist":
            raise RuntimeError
        whole(who)

    monkeypatch.setattr(leaving, "erase", fails_for_nora)
    with clock.frozen(LATER):
        tasks.delete_due()

    assert [db.session.get(User, id) is None for id in ids] == [False, True]


def test_the_log_keeps_the_deeds_and_names_a_former_member(omar: User, app: Flask) -> None:
    Member("ada@ion.example", *[grant.grant for grant in omar.grants], name="Ada Lin")
    with unit_of_work():
        audit.record("changed", kind="setting", id=None, user_id=omar.id, after={"x": 1})
        audit.record("suspended", kind="user", id=omar.id, user_id=None, after={"reason": "test"})

    person_id = go(omar)

    rows = {row.action: row for row in db.session.scalars(select(AuditRow))}
    assert rows["changed"].after == {"x": 1, "by": FORMER_MEMBER}
    assert (rows["suspended"].subject_kind, rows["suspended"].subject_id) == ("person", person_id)
    assert rows["account deleted"].subject_id == person_id
