"""Holds keep what they cover; what is too old is forgotten, but for that."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.discussion import services as discussion
from ion.commons.files import services as files
from ion.commons.publishing import services as publishing
from ion.commons.publishing.services import Refused as PublishingRefused
from ion.commons.questions import services as questions
from ion.commons.questions.policies import Reader
from ion.core.portable import holder
from ion.core.unit_of_work import unit_of_work
from ion.models import AuditRow, Delivery, Item, Notice, QuestionState, Registration, User
from ion.privacy import tasks
from ion.privacy.services import holding, retaining
from ion.privacy.services.refusals import NotThere, Refused
from tests.conftest import NOW
from tests.factories import PostFactory, QuestionFactory, RegistrationFactory, WebinarFactory
from tests.factories.mail import DeliveryFactory

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]
BLANK: dict[str, Any] = {"person_id": None, "topic": "", "since": None, "until": None}
OLD = NOW - timedelta(days=400)


def hold(omar: User, **given: Any) -> int:
    with unit_of_work():
        return holding.place(**(BLANK | given), reason="A request", user_id=omar.id).id


def keep_for(omar: User, **days: int) -> list[str]:
    with unit_of_work():
        return retaining.change(days, user_id=omar.id)


def test_place_and_lift_are_written_into_the_log(omar: User) -> None:
    id = hold(omar, topic="youth")
    with unit_of_work():
        holding.lift(id, user_id=omar.id)
        holding.lift(id, user_id=omar.id)

    rows = db.session.scalars(select(AuditRow).where(AuditRow.subject_kind == "hold")).all()
    assert [(row.action, row.user_id, row.subject_id) for row in rows] == [
        ("hold placed", omar.id, id),
        ("hold lifted", omar.id, id),
    ]
    assert rows[0].after == {"topic": "youth", "reason": "A request"}


def test_place_refuses_what_keeps_nothing_or_everything(omar: User) -> None:
    for given in ({}, {"since": NOW, "until": NOW}):
        with pytest.raises(Refused), unit_of_work():
            holding.place(**(BLANK | given), reason="r", user_id=omar.id)
    with pytest.raises(NotThere), unit_of_work():
        holding.lift(12345, user_id=omar.id)


def test_a_comment_that_is_held_cannot_be_withdrawn(nora: User, omar: User) -> None:
    post = PostFactory(terms={"topic": ["youth"]}).item_id
    viewer = holder(nora.id)
    assert viewer is not None
    with unit_of_work():
        comment = discussion.write(viewer, post, "I said this.").id
    id = hold(omar, topic="youth")

    with pytest.raises(discussion.Refused, match="hold"), unit_of_work():
        discussion.withdraw(viewer, comment)

    with unit_of_work():
        holding.lift(id, user_id=omar.id)
        discussion.withdraw(viewer, comment)


def test_a_question_that_is_held_cannot_be_withdrawn(nora: User, omar: User) -> None:
    question = QuestionFactory(WebinarFactory().item_id, user=nora, state=QuestionState.OPEN).id
    reader = Reader(user_id=nora.id, person_id=nora.person_id, scopes=frozenset({"public", "members"}))
    hold(omar, person_id=nora.person_id)

    with pytest.raises(questions.Refused, match="hold"), unit_of_work():
        questions.withdraw(reader, question)


def test_files_and_drafts_that_are_held_cannot_be_removed(nora: User, omar: User) -> None:
    with unit_of_work():
        draft = publishing.start("post", title="A draft", user_id=nora.id).id
        taken = files.take_in("notes.txt", b"Words")
        attached = files.attach(draft, taken, title="", user_id=nora.id).id
    hold(omar, person_id=nora.person_id)

    with pytest.raises(files.StillShown, match="hold"), unit_of_work():
        files.remove_attachment(draft, attached, user_id=omar.id)
    with pytest.raises(files.StillShown, match="hold"), unit_of_work():
        files.replace(draft, attached, taken, user_id=omar.id)
    with pytest.raises(PublishingRefused, match="hold"), unit_of_work():
        publishing.discard(draft, user_id=omar.id)

    assert db.session.get(Item, draft) is not None


def test_night_forgets_what_is_older_than_staff_chose(omar: User) -> None:
    DeliveryFactory(created_at=OLD)
    young = DeliveryFactory(created_at=NOW - timedelta(days=20)).id
    assert keep_for(omar, mail=30) == ["Mail that was sent"]

    tasks.night()

    assert db.session.scalars(select(Delivery.id)).all() == [young]


def test_night_forgets_nothing_of_what_is_kept_forever(omar: User) -> None:
    old = DeliveryFactory(created_at=OLD).id
    keep_for(omar, mail=0)

    tasks.night()

    assert db.session.scalars(select(Delivery.id)).all() == [old]


@pytest.mark.parametrize(
    ("given", "stays"),
    [
        ({"person": True}, True),
        ({"since": OLD - timedelta(days=1), "until": OLD + timedelta(days=1)}, True),
        ({"until": OLD}, False),
        ({"topic": "youth"}, False),
    ],
)
def test_night_spares_what_a_hold_covers(nora: User, omar: User, given: dict[str, Any], stays: bool) -> None:
    hers = DeliveryFactory(created_at=OLD, user_id=nora.id).id
    covered = {name: value for name, value in given.items() if name != "person"}
    if "person" in given:
        DeliveryFactory(created_at=OLD, user_id=omar.id)
        covered["person_id"] = nora.person_id
    hold(omar, **covered)

    tasks.night()

    assert db.session.scalars(select(Delivery.id)).all() == ([hers] if stays else [])


def test_night_works_in_steps_until_all_of_it_is_forgotten(
    omar: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retaining, "AT_ONCE", 2)
    for _ in range(5):
        DeliveryFactory(created_at=OLD)

    tasks.night()

    assert db.session.scalars(select(Delivery.id)).all() == []


def test_night_forgets_read_notifications_and_answers_at_webinars(nora: User, omar: User) -> None:
    webinar = WebinarFactory("2025-01-10 14:00")
    member = RegistrationFactory(webinar, nora, answers={"role": "Planner"}, needs="A ramp").id
    guest = RegistrationFactory(webinar, email="guest@ion.example", name="A Guest").id
    with unit_of_work() as session:
        for number, read_at in enumerate((OLD, None)):
            session.add(
                Notice(
                    user_id=nora.id,
                    kind="comment",
                    subject_kind="post",
                    subject_id=number,
                    created_at=OLD,
                    read_at=read_at,
                )
            )
    keep_for(omar, registrations=365)

    tasks.night()

    kept = db.session.get_one(Registration, member)
    assert (kept.user_id, kept.answers, kept.needs) == (nora.id, {}, "")
    gone = db.session.get_one(Registration, guest)
    assert (gone.email, gone.name, gone.state) == (None, "Guest", "registered")
    assert db.session.scalars(select(Notice.read_at)).all() == [None]


def test_change_keeps_nothing_that_is_as_it_comes(omar: User) -> None:
    assert keep_for(omar, mail=30) == ["Mail that was sent"]
    assert keep_for(omar, mail=30) == []
    assert keep_for(omar, mail=90) == ["Mail that was sent"]

    rows = db.session.scalars(select(AuditRow).where(AuditRow.subject_kind == "setting")).all()
    assert [(row.before, row.after) for row in rows] == [
        ({"retention.mail": 90}, {"retention.mail": 30}),
        ({"retention.mail": 30}, {"retention.mail": 90}),
    ]
