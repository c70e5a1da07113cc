"""The desk: where everything stands, in words, and what comes next."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert

from ion.commons.publishing import services
from ion.core import clock
from ion.core.tallies import raise_version
from ion.core.unit_of_work import unit_of_work
from ion.models import Edition, Grant, ItemState
from tests.bulk import FIRST, many
from tests.conftest import NOW
from tests.counting import questions
from tests.factories import PostFactory, PracticeFactory, UserFactory
from tests.publishing.desks import an_editor, desk_of
from tests.publishing.writing import act, draft, live, local
from tests.reading import visit

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("now")]


def words_of(browser: Any, path: str = "/staff/") -> str:
    return " ".join(visit(browser, path).text("main").split())


def test_desk_of_nobody_s_work_says_what_will_be_here(app: Flask) -> None:
    browser = desk_of(app, an_editor())

    assert "Nothing of yours yet" in words_of(browser)
    assert "Nothing is scheduled" in words_of(browser, "/staff/?tab=scheduled")


def test_list_shows_state_and_next_change_time(app: Flask) -> None:
    """Row "States": the list shows state and next change time."""
    user = an_editor("Ellen Editor", "America/Denver")
    item_id = draft(user.id)
    act(services.schedule, item_id, local("2026-11-24 09:00"), user_id=user.id)
    act(services.set_expiry, item_id, local("2027-01-01 09:00"), user_id=user.id)

    words = words_of(desk_of(app, user), "/staff/?tab=scheduled")

    assert (
        "Scheduled for Tue., Nov. 24, 2026, 9:00 a.m. ET (Tue., Nov. 24, 2026, 7:00 a.m. MT in your zone)"
        in words
    )
    assert "Will be archived Fri., Jan. 1, 2027, 9:00 a.m. ET" in words
    assert "Ellen Editor, Sat., Nov. 21, 2026, 8:00 a.m. MT" in words


def test_list_says_who_asked_for_a_review_and_that_a_live_page_has_changes(app: Flask) -> None:
    user = an_editor("Ellen Editor")
    item_id = live(user.id)
    act(services.save, item_id, {"markdown": "New."}, base=1, user_id=user.id)
    browser = desk_of(app, user)

    before = words_of(browser)
    act(services.ask_review, item_id, user_id=user.id)

    assert "Live; changes wait" in before
    assert "Live; changes are in review since Nov. 21, 2026, asked by Ellen Editor" in words_of(
        browser, "/staff/?tab=in_review"
    )


def test_desk_warns_of_what_should_be_out_for_more_than_fifteen_minutes(app: Flask) -> None:
    user = an_editor()
    item_id = draft(user.id)
    act(services.schedule, item_id, local("2026-11-21 11:00"), user_id=user.id)
    browser = desk_of(app, user)

    with clock.frozen(NOW + timedelta(hours=1, minutes=14)):
        in_time = words_of(browser, "/staff/?tab=scheduled")
    with clock.frozen(NOW + timedelta(hours=1, minutes=16)):
        late = words_of(browser, "/staff/?tab=scheduled")

    assert "Late" not in in_time
    assert "Late: it should be out by now." in late


def test_each_tab_holds_what_it_says(app: Flask) -> None:
    user, other = an_editor(), an_editor("Olga Other")
    draft(user.id, "Of mine")
    draft(other.id, "Of another")
    PostFactory(title="Out now")
    PostFactory(title="Of old", expires_at=NOW - timedelta(days=1))
    PostFactory(title="Untouched", published_at=NOW - timedelta(days=400))
    gone = live(other.id, "Taken down")
    act(services.withdraw, gone, reason="mistake", user_id=other.id)
    browser = desk_of(app, user)

    def titles(tab: str) -> list[str]:
        return sorted(
            tag.get_text() for tag in visit(browser, f"/staff/?tab={tab}").all("h2.ion-result__title")
        )

    assert titles("mine") == ["Of mine"]
    assert titles("drafts") == ["Of another", "Of mine"]
    assert titles("published") == ["Out now", "Untouched"]
    assert titles("archived") == ["Of old"]
    assert titles("stale") == ["Untouched"]
    assert titles("withdrawn") == ["Taken down"]
    assert "Withdrawn: published by mistake" in words_of(browser, "/staff/?tab=withdrawn")


def test_search_and_kind_narrow_the_list_and_the_counts(app: Flask) -> None:
    PostFactory(title="Riding the wave")
    PostFactory(title="Standing still")
    PracticeFactory(title="A wave of employers")
    browser = desk_of(app, an_editor())

    both = words_of(browser, "/staff/?tab=published&q=WAVE")
    posts = words_of(browser, "/staff/?tab=published&q=wave&kind=post")
    none = words_of(browser, "/staff/?tab=published&q=100%25")

    assert "Published 2" in both and "Standing still" not in both
    assert "Published 1" in posts and "A wave of employers" not in posts
    assert "Nothing found" in none


def test_editors_begin_what_can_be_published_and_facilitators_see_their_pages_alone(app: Flask) -> None:
    editor, facilitator = an_editor(), UserFactory(Grant.MEMBER, Grant.FACILITATOR)
    PostFactory(title="Out now")

    desk, pages = words_of(desk_of(app, editor)), words_of(desk_of(app, facilitator))

    assert "New post" in desk and "New practice" in desk
    assert "New post" not in pages and "Published" not in pages
    assert "Work" in pages


def test_links_of_the_desk_are_for_whoever_may_open_them(app: Flask) -> None:
    for grants in ((Grant.EDITOR,), (Grant.FACILITATOR,), (Grant.ADMIN,)):
        browser = desk_of(app, UserFactory(Grant.MEMBER, *grants))

        doors = [str(link["href"]) for link in visit(browser, "/staff/").all("ul.ion-doors a")]

        assert doors
        assert {path: browser.get(path).status_code for path in doors} == dict.fromkeys(doors, 200)


def test_desk_asks_the_same_of_many_items_as_of_ten(app: Flask) -> None:
    browser = desk_of(app, an_editor())
    many("post", 10, {})
    wait_for_readers(10)
    few = questions(browser, "/staff/?tab=scheduled")

    many("post", 300, {}, start=10)
    wait_for_readers(300, start=10)
    lots = questions(browser, "/staff/?tab=scheduled")

    assert few == lots
    assert len(lots) <= 6


def wait_for_readers(number: int, start: int = 0) -> None:
    at = datetime(2026, 11, 25, 14, tzinfo=UTC)
    rows = [
        {
            "item_id": FIRST + start + n,
            "state": ItemState.SCHEDULED,
            "revision": 1,
            "changed_at": NOW,
            "publish_at": at,
        }
        for n in range(number)
    ]
    with unit_of_work() as session:
        session.execute(insert(Edition), rows)
        raise_version(session, "post")
