"""The small things that everything stands on: the clock, the record, the registry, inserting once."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import audit, clock, reading
from ion.core.ports import engine
from ion.core.ports.registry import Registry
from ion.core.unit_of_work import unit_of_work
from ion.core.upsert import add_if_absent
from ion.models import AuditRow, Topic
from tests.conftest import NOW
from tests.factories import TopicFactory


def test_the_clock_tells_the_present_instant_in_utc() -> None:
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)
    assert clock.now().tzinfo is UTC


def test_a_frozen_clock_stands_still_inside_its_block_and_thread() -> None:
    elsewhere: list[datetime] = []
    with clock.frozen(NOW):
        with clock.frozen(NOW + timedelta(days=1)):
            assert clock.now() == NOW + timedelta(days=1)
        assert clock.now() == NOW
        thread = Thread(target=lambda: elsewhere.append(clock.now()))
        thread.start()
        thread.join()

    assert elsewhere[0] != NOW
    assert clock.now() != NOW


@dataclass(frozen=True)
class Offer:
    kind: str
    word: str = ""


def test_a_registry_holds_one_offer_per_kind_in_the_order_of_plugging() -> None:
    registry: Registry[Offer] = Registry()

    registry.plug(Offer("post", "first"), Offer("practice"))
    registry.plug(Offer("post", "second"))

    assert registry.kinds() == ("post", "practice")
    assert [offer.word for offer in registry] == ["second", ""]
    assert registry["post"].word == "second"
    assert ("post" in registry, "webinar" in registry) == (True, False)


def test_a_kind_that_nobody_speaks_for_is_an_error() -> None:
    with pytest.raises(KeyError):
        Registry[Offer]()["webinar"]


def test_search_before_an_engine_is_plugged_in_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_in_use", engine._InUse())

    with pytest.raises(engine.NoSearchEngine):
        engine.engine()
    with pytest.raises(engine.NoSearchEngine):
        engine.spare()


@pytest.mark.database
@pytest.mark.usefixtures("app")
def test_add_if_absent_adds_once_and_leaves_what_is_there() -> None:
    with unit_of_work() as session:
        added = [
            add_if_absent(session, Topic, key="once", name=name, summary="") for name in ("First", "Second")
        ]

    assert added == [True, False]
    assert db.session.scalars(select(Topic.name)).all() == ["First"]


@pytest.mark.database
@pytest.mark.usefixtures("app", "now")
def test_the_record_is_kept_with_the_deed_and_undone_with_it() -> None:
    with unit_of_work():
        audit.record("imported", kind="post", id=7, after={"title": "New"})
    with pytest.raises(ZeroDivisionError), unit_of_work():
        audit.record("withdrawn", kind="post", id=7)
        raise ZeroDivisionError

    [row] = db.session.scalars(select(AuditRow))
    assert (row.at, row.action, row.subject_kind, row.subject_id) == (NOW, "imported", "post", 7)
    assert (row.user_id, row.before, row.after) == (None, None, {"title": "New"})


@pytest.mark.database
@pytest.mark.usefixtures("app")
def test_columns_read_past_the_orm_are_those_of_the_open_unit() -> None:
    TopicFactory("kept", "Kept")
    names = select(Topic.name).order_by(Topic.name)

    with unit_of_work() as session:
        session.add(Topic(key="mine", name="Mine"))
        session.flush()
        inside = reading.rows(names).scalars().all()
        session.rollback()

    assert inside == ["Kept", "Mine"]
    assert reading.rows(names).scalars().all() == ["Kept"]
