"""Stale content: what is listed, in which order, and what is decided about it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock, site_settings
from ion.core.site_settings import STALE_AFTER
from ion.core.unit_of_work import unit_of_work
from ion.models import AuditRow, Item, ItemState, OutboxRow, Revision, User
from ion.models.revision import IMPORTED
from ion.search.receivers import PUT
from ion.upkeep.queries import stale as queries
from ion.upkeep.services import stale as services
from ion.upkeep.services.refusing import Refused
from tests.conftest import NOW, Browser
from tests.counting import questions
from tests.factories import (
    PersonFactory,
    PostFactory,
    PracticeFactory,
    ToolFactory,
    UserFactory,
    WebinarFactory,
)
from tests.reading import visit

EVERYONE = frozenset({"public", "members", "staff"})
TODAY = date(2026, 11, 21)


def ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


def old(days: int = 400, **fields: Any) -> int:
    """A post published so many days ago."""
    return PostFactory(published_at=ago(days), **fields).item_id


def changed(item_id: int, days: int, note: str = "", *, live: bool = True) -> None:
    """The live text of an item was saved so many days ago."""
    with unit_of_work() as session:
        session.add(Revision(item_id=item_id, number=7, at=ago(days), note=note, content={}))
        session.get_one(Item, item_id).live_revision = 7 if live else None


def listed(kind: str = "", scopes: frozenset[str] = EVERYONE) -> list[tuple[int, date]]:
    return [(row.thing.id, row.last_on) for row in queries.rows(scopes, kind, offset=0, limit=50)]


@pytest.mark.database
@pytest.mark.usefixtures("app", "now")
def test_what_nobody_looked_at_for_long_is_listed_oldest_first() -> None:
    younger, eldest = old(370), old(900)
    reviewed = old(800, reviewed_on=TODAY - timedelta(days=380))
    edited = old(700)
    changed(edited, 390)
    practice = PracticeFactory(published_at=ago(500)).item_id

    assert listed() == [
        (eldest, TODAY - timedelta(days=900)),
        (practice, TODAY - timedelta(days=500)),
        (edited, TODAY - timedelta(days=390)),
        (reviewed, TODAY - timedelta(days=380)),
        (younger, TODAY - timedelta(days=370)),
    ]
    assert queries.totals(EVERYONE) == {"post": 4, "practice": 1}
    assert [id for id, _ in listed("practice")] == [practice]


@pytest.mark.database
@pytest.mark.usefixtures("app", "now")
def test_what_was_seen_to_or_is_no_reader_s_is_not_listed() -> None:
    old(364)
    old(900, reviewed_on=TODAY - timedelta(days=10))
    changed(old(900), 10)
    old(900, expires_at=ago(1))
    old(900, state=ItemState.WITHDRAWN)
    old(900, audience="user:999")
    WebinarFactory(published_at=ago(900))
    ToolFactory(PracticeFactory(), published_at=ago(900))
    imported, waiting = old(366), old(367)
    changed(imported, 10, IMPORTED)  # no person looked at it
    changed(waiting, 10, live=False)  # nobody reads it yet

    assert [id for id, _ in listed()] == [waiting, imported]


@pytest.mark.database
@pytest.mark.usefixtures("app", "now")
def test_how_long_is_long_is_a_setting() -> None:
    id = old(40)
    before = listed()

    with unit_of_work():
        site_settings.change(STALE_AFTER, 30)

    assert (before, [found for found, _ in listed()]) == ([], [id])


@pytest.mark.database
def test_confirmed_current_is_reviewed_today_where_the_site_is(app: Flask) -> None:
    id, user = old(), UserFactory()

    with clock.frozen(datetime(2026, 11, 22, 2, tzinfo=UTC)), unit_of_work():  # still the 21st in the east
        services.confirm_current(id, user_id=user.id)

    db.session.rollback()
    assert db.session.get_one(Item, id).reviewed_on == TODAY
    row = db.session.scalars(select(AuditRow)).one()
    assert (row.action, row.subject_kind, row.subject_id, row.user_id) == (
        "confirmed current",
        "post",
        id,
        user.id,
    )
    assert (row.before, row.after) == (None, {"reviewed_on": "2026-11-21"})
    assert id in set(db.session.scalars(select(OutboxRow.subject_id).where(OutboxRow.task == PUT)))


@pytest.mark.database
@pytest.mark.usefixtures("now")
def test_what_is_archived_leaves_lists_and_keeps_its_page(app: Flask) -> None:
    id, user_id = old(slug="old", title="The old one"), UserFactory().id
    browser = Browser(app)
    before = visit(browser, "/blog/").text("main")

    with unit_of_work():
        services.archive(id, user_id=user_id)

    assert "The old one" in before
    assert "The old one" not in visit(browser, "/blog/").text("main")
    assert "Archived" in visit(browser, "/blog/old").text("main")
    assert db.session.scalars(select(AuditRow.action)).all() == ["archived"]


@pytest.mark.database
@pytest.mark.parametrize(
    "fields", [{"state": ItemState.DRAFT}, {"state": ItemState.WITHDRAWN}, {"expires_at": NOW}], ids=str
)
@pytest.mark.parametrize("deed", [services.confirm_current, services.archive])
def test_what_is_not_live_is_not_decided_about(app: Flask, fields: dict[str, Any], deed: Any) -> None:
    id, user_id = PostFactory(**fields).item_id, UserFactory().id

    with pytest.raises(Refused), clock.frozen(NOW), unit_of_work():
        deed(id, user_id=user_id)

    assert db.session.scalars(select(AuditRow)).all() == []


def test_the_list_says_how_old_and_whom_to_ask(editor: Browser, user: User) -> None:
    poster = PersonFactory(name="Pat Poster")
    id = old(500, title="Old advice", owner_id=user.id, posted_by_id=poster.id, slug="old-advice")

    page = visit(editor, "/staff/stale")

    told = page.text(".ion-result")
    assert page.href("Old advice", "h2") == "/blog/old-advice"
    assert page.href("Write", "main") == f"/staff/publishing/{id}"
    assert "Posted by Pat Poster" in told
    assert f"Owner: {user.person.name}" in told
    assert "Last seen to" in told


def test_a_deed_answers_with_the_list_alone_to_htmx_and_with_the_page_to_a_browser(editor: Browser) -> None:
    first, second = old(500, title="First"), old(500, title="Second")

    plain = editor.post(f"/staff/stale/{first}/confirm", data={"kind": "post", "page": "3"})
    part = editor.post(f"/staff/stale/{second}/archive", headers={"HX-Request": "true"})
    again = editor.post(f"/staff/stale/{second}/archive")

    assert (plain.status_code, plain.headers["Location"]) == (303, "/staff/stale?kind=post")
    assert part.text.strip().startswith('<section id="stale"')
    assert part.headers["HX-Trigger"] == "stale-changed"
    assert "Nothing is stale" in part.text
    assert (again.status_code, "It is archived already." in again.text) == (409, True)


def test_the_list_of_stale_items_asks_the_same_for_many(editor: Browser) -> None:
    asked = []
    for many in (3, 30):
        for _ in range(many):
            old(500)
            PracticeFactory(published_at=ago(500))
        asked.append(len(questions(editor, "/staff/stale")))

    assert asked[0] == asked[1] <= 6
