"""The index follows the database: work asked for in the outbox, done by the task, compared and mended."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ion.adapters.memory_search import MemorySearch
from ion.adapters.whoosh_search.engine import WhooshSearch
from ion.base.extensions import db
from ion.core import clock, outbox, signals
from ion.core.ports import engine
from ion.core.ports.query import parse
from ion.core.ports.search import Document, Key, Results, Search, SearchUnavailable
from ion.core.unit_of_work import unit_of_work
from ion.models import Item, ItemState, OutboxRow, Post, Practice
from ion.search import services, tasks
from ion.search.receivers import PUT
from tests.factories import PersonFactory, PostFactory, PracticeFactory, ToolFactory
from tests.indexing import index
from tests.reading import visit

pytestmark = pytest.mark.database

EVERYONE = frozenset({"public"})


def work() -> list[tuple[str, str, int | None, int]]:
    db.session.rollback()
    rows = db.session.scalars(select(OutboxRow).where(OutboxRow.task == PUT).order_by(OutboxRow.id))
    return [(row.task, row.key, row.subject_id, row.generation) for row in rows]


def change(id: int, **fields: object) -> None:
    with unit_of_work() as session:
        item = session.get_one(Item, id)
        for name, value in fields.items():
            setattr(item, name, value)
        signals.item_changed.send(item)


def keys() -> set[Key]:
    return set(engine.engine().fingerprints())


def found(words: str) -> list[int]:
    results: Results = engine.engine().search(Search(parse(words), EVERYONE))
    return [hit.id for hit in results.hits]


def test_a_change_asks_for_one_piece_of_work_however_often(app: Flask, now: datetime) -> None:
    post = PostFactory()

    change(post.item_id, title="Changed")

    assert work() == [(PUT, f"post:{post.item_id}", post.item_id, 2)]


def test_a_change_that_is_rolled_back_asks_for_nothing(app: Flask, now: datetime) -> None:
    with pytest.raises(RuntimeError), unit_of_work() as session:
        item = Item(kind="post", slug="never", title="Never")
        session.add(item)
        session.flush()
        signals.item_changed.send(item)
        raise RuntimeError

    assert work() == []


def test_kinds_that_nobody_offers_to_search_ask_for_nothing(app: Flask, now: datetime) -> None:
    with unit_of_work() as session:
        item = Item(kind="sermon", slug="later", title="Later")
        session.add(item)
        session.flush()
        signals.item_changed.send(item)

    assert work() == []


def test_put_makes_documents_of_what_is_published_and_leaves_no_work(app: Flask, now: datetime) -> None:
    post, practice = PostFactory(title="Quartz post"), PracticeFactory(title="Quartz practice")
    tool = ToolFactory(practice, title="Quartz tool")
    PostFactory(state=ItemState.DRAFT)

    done = index()

    assert done == 4 and work() == []
    assert keys() == {("post", post.item_id), ("practice", practice.item_id), ("tool", tool.item_id)}


def test_put_takes_the_row_as_it_is_now_whenever_it_was_asked(app: Flask, now: datetime) -> None:
    post = PostFactory(title="Quartz")
    with unit_of_work():
        works = outbox.claim("test", [PUT], 10)
    change(post.item_id, title="Zirconium")

    tasks.put(works)
    tasks.put(works)

    assert found("zirconium") == [post.item_id] and found("quartz") == []


def test_work_asked_for_meanwhile_is_not_lost(app: Flask, now: datetime) -> None:
    post = PostFactory(title="Quartz")
    with unit_of_work():
        works = outbox.claim("test", [PUT], 10)
    tasks.put(works)
    change(post.item_id, title="Zirconium")
    with unit_of_work():
        outbox.finish(works)

    index()

    assert found("zirconium") == [post.item_id]


def test_what_is_withdrawn_or_removed_leaves_the_index(app: Flask, now: datetime) -> None:
    withdrawn, removed = PostFactory(title="Quartz one"), PostFactory(title="Quartz two")
    index()
    change(withdrawn.item_id, state=ItemState.WITHDRAWN)
    with unit_of_work() as session:
        post = session.get_one(Post, removed.item_id)
        signals.item_removed.send(post.item)
        session.delete(post)
        session.delete(post.item)

    index()

    assert keys() == set() and found("quartz") == []


def test_a_tool_leaves_with_its_practice_and_returns_with_it(app: Flask, now: datetime) -> None:
    practice = PracticeFactory()
    tool = ToolFactory(practice)
    index()

    change(practice.item_id, state=ItemState.WITHDRAWN)
    index()
    gone = keys()
    change(practice.item_id, state=ItemState.PUBLISHED)
    index()

    assert gone == set()
    assert keys() == {("practice", practice.item_id), ("tool", tool.item_id)}


def test_a_failing_engine_keeps_the_work_for_later(app: Flask, now: datetime) -> None:
    class Busy(MemorySearch):
        def put(self, documents: Sequence[Document]) -> None:  # type: ignore[override]
            raise SearchUnavailable("busy")

    post = PostFactory()
    engine.use(Busy(), MemorySearch)

    assert index() == 0
    assert [key for _, key, _, _ in work()] == [f"post:{post.item_id}"]


def test_rebuild_makes_the_index_equal_to_the_database(app: Flask, now: datetime) -> None:
    practice = PracticeFactory()
    expected = {
        ("practice", practice.item_id),
        ("tool", ToolFactory(practice).item_id),
        ("post", PostFactory().item_id),
    }
    PostFactory(state=ItemState.WITHDRAWN)
    engine.engine().put(
        [Document(kind="post", id=999_999, path="/blog/ghost", title="Ghost", audience="public")]
    )
    told: list[int] = []

    number = services.rebuild(told.append)

    assert number == 3 == told[-1]
    assert keys() == expected
    assert services.check().is_equal and services.check().documents == 3


def test_check_names_what_is_missing_stale_and_too_much(app: Flask, now: datetime) -> None:
    missing, stale, same = PostFactory(), PostFactory(), PostFactory()
    services.rebuild()
    engine.engine().remove([("post", missing.item_id)])
    engine.engine().put([Document(kind="tool", id=7, path="/x", title="Ghost", audience="public")])
    change(stale.item_id, summary="Another")

    told = services.check()

    assert (told.missing, told.stale, told.extra) == (
        [("post", missing.item_id)],
        [("post", stale.item_id)],
        [("tool", 7)],
    )
    assert not told.is_equal and told.documents == 3 and same.item_id


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Another"},
        {"summary": "Another"},
        {"audience": "members"},
        {"slug": "another"},
        {"is_sample": True},
        {"expires_at": datetime(2030, 1, 1, tzinfo=clock.now().tzinfo)},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_check_sees_every_fact_that_a_document_tells(
    app: Flask, now: datetime, fields: dict[str, object]
) -> None:
    practice = PracticeFactory()
    services.rebuild()

    change(practice.item_id, **fields)

    assert services.check().stale == [("practice", practice.item_id)]


def test_mend_rebuilds_a_lost_index_and_leaves_a_good_one_alone(
    app: Flask, now: datetime, tmp_path: Path
) -> None:
    PostFactory(title="Quartz post")
    engine.use(WhooshSearch(tmp_path / "index", clock=clock.now), MemorySearch)

    first, second = services.mend(), services.mend()

    assert (first, second) == (True, False)
    assert services.check().is_equal and len(found("quartz")) == 1


def test_ask_tells_what_a_holder_of_the_scopes_would_find(app: Flask, now: datetime) -> None:
    PostFactory(title="Quartz post")
    PracticeFactory(title="Quartz practice")
    PostFactory(title="Quartz hidden", audience="staff")
    index()

    told = services.ask("quartz", "", 10, EVERYONE)
    posts = services.ask("quartz", "post", 10, EVERYONE)

    assert (told.total, {row.title for row in told.rows}) == (2, {"Quartz post", "Quartz practice"})
    assert [row.path.split("/")[1] for row in posts.rows] == ["blog"]


def test_from_a_saved_practice_to_a_hit_on_disk_and_after_a_restart(
    client: FlaskClient, now: datetime, tmp_path: Path
) -> None:
    engine.use(WhooshSearch(tmp_path / "index", clock=clock.now), MemorySearch)
    services.mend()
    practice = PracticeFactory(
        {"problem": "Champions were rare."},
        title="Employer champions",
        terms={"state": ["CO"]},
        authors=[PersonFactory()],
    )
    ToolFactory(practice, title="Champion letter", anchor="letter")
    index()

    engine.engine().close()
    engine.use(WhooshSearch(tmp_path / "index", clock=clock.now), MemorySearch)
    page = visit(client, "/search?q=champion&state=CO")

    assert set(page.texts(".ion-result__title")) == {"Employer champions", "Champion letter"}
    assert page.href("The problem", ".ion-result__part") == f"{practice.path}#section-problem"
    assert not page.all(".usa-alert--warning")
    change(practice.item_id, state=ItemState.WITHDRAWN)
    index()
    assert not visit(client, "/search?q=champion").texts(".ion-result__title")
    assert db.session.get_one(Practice, practice.item_id)
