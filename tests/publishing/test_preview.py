"""Previews: the page as readers will get it; nothing stays of it, and no link shows more or longer than it should."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from ion.base.extensions import db
from ion.commons.publishing import services
from ion.core import clock, tokens
from ion.core.unit_of_work import unit_of_work
from ion.models import AuditRow, ItemView, OutboxRow, User
from tests.conftest import NOW, Browser
from tests.factories import PersonFactory, PracticeFactory, TopicFactory
from tests.publishing.desks import page
from tests.publishing.writing import act, draft, live, row, seen, write
from tests.reading import BROWSER, visit

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("now")]


def link(item_id: int, user: User, days: int = 7) -> str:
    secret = act(services.new_preview_link, item_id, user_id=user.id, lasts=timedelta(days=days))
    return f"/preview/{secret}"


def test_preview_shows_the_draft_as_readers_will_get_it(
    browser: Browser, editor: User, client: Browser
) -> None:
    item_id = draft(editor.id, markdown="## What we **tried**")

    shown = visit(browser, page(item_id, "/preview"))
    public = visit(client, "/blog/riding-the-wave")

    assert (shown.status, public.status) == (200, 404)
    assert shown.heading == "Riding the wave"
    assert shown.all(".ion-prose h2 strong")
    assert "Preview of version 1, not public." in shown.text("[aria-label=Preview]")
    assert "Apprenticeship" in shown.text("article")
    robots = [str(tag["content"]) for tag in shown.all("meta[name=robots]")]
    assert robots == ["noindex"]
    assert "noindex" in shown.response.headers["X-Robots-Tag"]


def test_preview_of_a_live_page_shows_the_new_version_and_changes_nothing(
    browser: Browser, editor: User, client: Browser
) -> None:
    item_id = live(editor.id)
    TopicFactory("data", "Data and reports")
    ann = PersonFactory(name="Ann Smith")
    write(item_id, editor.id, title="Another title", markdown="New words.", topics=["data"], authors=[ann.id])
    before = seen(item_id), work(), deeds()

    shown = visit(browser, page(item_id, "/preview"))
    readers = visit(client, "/blog/riding-the-wave")

    assert shown.heading == "Another title"
    assert "New words." in shown.text("article") and "Ann Smith" in shown.text("article")
    assert readers.heading == "Riding the wave" and "A paragraph." in readers.text("article")
    assert (seen(item_id), work(), deeds()) == before
    assert row(item_id).live_revision == 1


def work() -> int:
    return db.session.scalar(select(func.count()).select_from(OutboxRow)) or 0


def deeds() -> int:
    return db.session.scalar(select(func.count()).select_from(AuditRow)) or 0


def test_preview_shows_any_version_that_there_is(browser: Browser, editor: User) -> None:
    item_id = draft(editor.id, markdown="First.")
    write(item_id, editor.id, markdown="Second.")

    old = visit(browser, page(item_id, "/preview?version=1"))

    assert "First." in old.text("article") and "Preview of version 1" in old.text("[aria-label=Preview]")
    assert visit(browser, page(item_id, "/preview?version=9")).status == 404


def test_preview_shows_a_practice_for_members_alone(browser: Browser, editor: User) -> None:
    practice = PracticeFactory(title="A wave of employers", audience="members")
    assert practice.item_id

    shown = visit(browser, page(practice.item_id, "/preview"))

    assert shown.heading == "A wave of employers"


def test_a_shared_link_shows_the_newest_version_without_signing_in(editor: User, client: Browser) -> None:
    """Row "Shared preview": signed, noindex, no view counted, not kept by anything between."""
    item_id = draft(editor.id)
    path = link(item_id, editor)
    write(item_id, editor.id, markdown="Newer words.")

    shown = visit(client, path, agent=BROWSER)

    assert shown.status == 200
    assert "Newer words." in shown.text("article")
    assert not shown.links("[aria-label=Preview]")
    assert shown.response.headers["Cache-Control"] == "no-store"
    assert "noindex" in shown.response.headers["X-Robots-Tag"]
    assert db.session.scalar(select(func.count()).select_from(ItemView)) == 0


def test_wrong_expired_and_ended_links_are_not_found(app: Flask, editor: User, client: Browser) -> None:
    item_id = draft(editor.id)
    day, week = link(item_id, editor, 1), link(item_id, editor, 7)
    with unit_of_work():
        other = tokens.issue("reset", lasts=timedelta(days=1), kind="item", id=item_id)

    wrong = [visit(client, f"/preview/{secret}").status for secret in ("nothing", other, "x" * 300)]
    with clock.frozen(NOW + timedelta(days=2)):
        later = [visit(client, path).status for path in (day, week)]
    act(services.end_preview_links, item_id, user_id=editor.id)

    assert wrong == [404, 404, 404]
    assert later == [404, 200]
    assert visit(client, week).status == 404


def test_a_link_shows_one_item_alone(editor: User, client: Browser) -> None:
    one = draft(editor.id, "One of ours")
    draft(editor.id, "Another of ours")

    assert visit(client, link(one, editor)).heading == "One of ours"
    assert visit(client, page(one, "/preview")).status == 303


def test_a_preview_is_not_remembered_for_readers(browser: Browser, editor: User, client: Browser) -> None:
    item_id = live(editor.id)
    write(item_id, editor.id, markdown="Not yet.")
    visit(client, "/blog/riding-the-wave")

    visit(browser, page(item_id, "/preview"))

    assert "Not yet." not in visit(client, "/blog/riding-the-wave").text("article")
    assert "Not yet." not in visit(client, "/blog/").text("main")


@pytest.mark.parametrize("kind", ["post", "practice"])
def test_preview_offers_nothing_that_needs_the_page_to_be_out(
    browser: Browser, editor: User, kind: str
) -> None:
    item_id = draft(editor.id)
    if kind == "practice":
        with unit_of_work():
            item_id = services.start("practice", title="Calls", user_id=editor.id).id

    shown = visit(browser, page(item_id, "/preview"))

    assert shown.status == 200
    found = seen(item_id)
    assert not [each for each in shown.links("main") if found.path in each.href]
    assert [form.action for form in shown.forms() if "/reactions/" in form.action] == []
