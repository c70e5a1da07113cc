"""What the front page asks of editors, and how a member could help: absent when there is nothing to do."""

from datetime import date, timedelta

import pytest
from flask import Flask

from ion.commons.publishing import services as publishing
from ion.core import clock, site_settings
from ion.core.unit_of_work import unit_of_work
from ion.models import CommentState, Edition, Grant, Item, User
from tests.conftest import NOW, Browser
from tests.counting import questions
from tests.discussion.talk import CommentFactory
from tests.factories import PersonFactory, PostFactory, PracticeFactory, UserFactory, sign_in
from tests.publishing.writing import act, draft, live, write
from tests.reading import Page, visit

pytestmark = pytest.mark.usefixtures("app", "now")
NEEDS, HELP = ("section[aria-labelledby='needs-heading']", "section[aria-labelledby='help-heading']")


def Named(name: str, *grants: Grant) -> User:
    return UserFactory(Grant.MEMBER, *grants, person=PersonFactory(name=name))


def home(app: Flask, user: User) -> Page:
    browser = Browser(app)
    sign_in(browser, user)
    return visit(browser, "/")


def lines(page: Page) -> list[tuple[str, str]]:
    return [(link.words, link.href) for link in page.links(NEEDS)]


def in_review(user: User, title: str) -> int:
    item_id = draft(user.id, title)
    act(publishing.ask_review, item_id, user_id=user.id)
    return item_id


@pytest.mark.database
def test_reviews_returned_and_approved_drafts_and_drafts_to_finish_need_an_editor(app: Flask) -> None:
    ellen, oscar = Named("Ellen", Grant.EDITOR), Named("Oscar", Grant.EDITOR)
    for title in ("First", "Second"):
        in_review(oscar, title)
    in_review(ellen, "Own")
    returned, approved = in_review(ellen, "Returned"), in_review(ellen, "Approved")
    act(publishing.request_changes, returned, user_id=oscar.id, note="Which year?")
    act(publishing.approve, approved, user_id=oscar.id)
    drafts = []
    for minute in range(4):
        with clock.frozen(NOW + timedelta(minutes=minute)):
            drafts.append(draft(ellen.id, f"Draft {minute}"))
    draft(oscar.id, "Of another")

    page = home(app, ellen)

    assert lines(page)[0] == ("2 posts wait for review", "/staff/?tab=in_review&kind=post")
    assert set(lines(page)[1:3]) == {
        ("Changes requested on Returned", f"/staff/publishing/{returned}"),
        ("Approved, ready to publish: Approved", f"/staff/publishing/{approved}/release"),
    }
    assert lines(page)[3:] == [(f"Finish Draft {n}", f"/staff/publishing/{drafts[n]}") for n in (3, 2, 1)]
    assert ("1 post waits for review", "/staff/?tab=in_review&kind=post") in lines(home(app, oscar))


def test_a_returned_draft_that_was_changed_since_is_a_draft_again_under_its_new_title(app: Flask) -> None:
    ellen, oscar = Named("Ellen", Grant.EDITOR), Named("Oscar", Grant.EDITOR)
    item_id = live(ellen.id, "Old title")
    write(item_id, ellen.id, title="New title")
    act(publishing.ask_review, item_id, user_id=ellen.id)
    act(publishing.request_changes, item_id, user_id=oscar.id, note="No.")
    before = lines(home(app, ellen))

    write(item_id, ellen.id, title="Newer title")

    assert before == [("Changes requested on New title", f"/staff/publishing/{item_id}")]
    assert lines(home(app, ellen)) == [("Finish Newer title", f"/staff/publishing/{item_id}")]


@pytest.mark.parametrize(
    ("grants", "shown"),
    [((), []), ((Grant.FACILITATOR,), ["2 comments wait"]), ((Grant.EDITOR,), ["2 comments wait"])],
)
def test_held_comments_need_ion_staff_and_nobody_else(
    app: Flask, grants: tuple[Grant, ...], shown: list[str]
) -> None:
    post, ana = PostFactory(), Named("Ana")
    for state in (CommentState.HELD, CommentState.HELD, CommentState.SHOWN):
        CommentFactory(post.item_id, ana, state=state)

    page = home(app, Named("Somebody", *grants))

    assert [words for words, _ in lines(page)] == shown
    assert all(href == "/staff/comments" for _, href in lines(page))


def test_what_is_only_for_editors_is_asked_for_them_alone_and_in_one_small_question(app: Flask) -> None:
    ellen = Named("Ellen", Grant.EDITOR)
    asked = {}
    for name, user in (
        ("member", Named("Mia")),
        ("facilitator", Named("Fay", Grant.FACILITATOR)),
        ("editor", ellen),
    ):
        browser = Browser(app)
        sign_in(browser, user)
        asked[name] = questions(browser, "/")
    in_editions = {name: [q for q in told if Edition.__tablename__ in q] for name, told in asked.items()}
    for n in range(30):
        draft(ellen.id, f"Draft {n}")
    browser = Browser(app)
    sign_in(browser, ellen)

    assert {name: len(told) for name, told in in_editions.items()} == {
        "member": 0,
        "facilitator": 0,
        "editor": 1,
    }
    assert len(asked["editor"]) == len(asked["facilitator"]) + 1
    assert questions(browser, "/") == asked["editor"]


def old(user: User, title: str, **fields: object) -> int:
    usual = {"published_at": NOW - timedelta(days=400), "title": title, "slug": title.lower()}
    return PracticeFactory(authors=(user.person,), **usual | fields).item_id


def test_a_member_is_asked_whether_the_practice_that_waits_longest_is_still_current(app: Flask) -> None:
    ana = Named("Ana")
    old(ana, "Newer")
    old(ana, "Calls", published_at=NOW - timedelta(days=500), reviewed_on=date(2025, 8, 1))
    old(Named("Ben"), "Ben's", published_at=NOW - timedelta(days=600))

    page = home(app, ana)

    assert "Is Calls still current? It was last looked at on Aug. 1, 2025." in page.text(HELP)
    assert page.href("Calls", within=HELP) == "/practices/calls"
    assert page.href("tell ION staff", within=HELP) == "/contact"


def test_an_editor_is_led_to_the_page_where_it_is_written(app: Flask) -> None:
    ellen = Named("Ellen", Grant.EDITOR)
    item_id = old(ellen, "Calls")

    assert home(app, ellen).href("Bring it up to date", within=HELP) == f"/staff/publishing/{item_id}"


@pytest.mark.parametrize(
    "fields",
    [
        {"published_at": NOW - timedelta(days=364)},
        {"reviewed_on": date(2026, 1, 1)},
        {"expires_at": NOW - timedelta(days=1)},
        {"audience": "staff"},
    ],
)
def test_nobody_is_asked_about_what_is_fresh_archived_or_not_theirs_to_see(
    app: Flask, fields: dict[str, object]
) -> None:
    ana = Named("Ana")
    old(ana, "Calls", **fields)

    assert home(app, ana).text(HELP) == ""


def test_the_setting_says_after_how_many_days_and_a_review_ends_the_asking(app: Flask) -> None:
    ana = Named("Ana")
    item_id = old(ana, "Calls", published_at=NOW - timedelta(days=40))
    with unit_of_work():
        site_settings.change(site_settings.STALE_AFTER, 30)
    before = home(app, ana).text(HELP)

    with unit_of_work() as session:
        session.get_one(Item, item_id).reviewed_on = NOW.date()

    assert "Calls" in before
    assert home(app, ana).text(HELP) == ""
