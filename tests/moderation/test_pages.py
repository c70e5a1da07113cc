"""Pages of reports: the form, the queue, one report and what is private in it, one's own, and blocks."""

from typing import Any

import pytest
from flask import Flask

from ion.base.extensions import db
from ion.core import blocking
from ion.core.unit_of_work import unit_of_work
from ion.models import AuditRow, Grant, Person, Post, User
from tests.conftest import Browser
from tests.counting import questions
from tests.discussion.talk import CommentFactory
from tests.factories import PostFactory, UserFactory, sign_in
from tests.factories.conversations import ConversationFactory, MessageFactory
from tests.moderation.reports import (
    HIDE,
    REASON,
    WARN,
    Named,
    claim,
    deeds,
    kept,
    latest,
    report,
    report_total,
    settle,
    voices,
)
from tests.reading import Page, visit

HTMX = {"HX-Request": "true"}
QUEUE = "/staff/reports"
pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture(autouse=True)
def without_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


@pytest.fixture
def post(app: Flask) -> Post:
    return PostFactory(title="Vans on the mountain", slug="vans")


def browser_of(app: Flask, user: User) -> Browser:
    browser = Browser(app)
    sign_in(browser, user)
    return browser


def private_report(words: str = "You fool.") -> tuple[int, User, User]:
    """A reported message: the report, who reported it, and who wrote it."""
    ana, eve = Named("Ana Ruiz"), Named("Eve Rude")
    conversation = ConversationFactory(ana, eve)
    MessageFactory(conversation, ana, "Good morning.")
    id = report(ana, "message", MessageFactory(conversation, eve, words), "unkind", "It says fool.")
    return id, ana, eve


def test_the_form_keeps_what_was_typed_until_it_says_what_is_wrong(app: Flask, post: Post) -> None:
    rude, ana = CommentFactory(post.item_id, UserFactory(), "**Rude** words."), UserFactory()
    browser, thing = browser_of(app, ana), {"kind": "comment", "id": str(rude)}

    page = visit(browser, f"/reports/new?kind=comment&id={rude}")
    unsaid = Page(browser.post("/reports/new", data=thing | {"words": "Look."}))
    other = Page(browser.post("/reports/new", data=thing | {"cause": "other", "words": " "}))
    before = report_total()
    sent = browser.post("/reports/new", data=thing | {"cause": "spam", "words": "Look.", "user_id": "1"})

    assert page.text("blockquote p") == "Rude words."
    assert (unsaid.status, other.status, before) == (422, 422, 0)
    assert unsaid.text("textarea") == "Look."
    assert (sent.status_code, sent.headers["Location"]) == (303, "/reports/")
    assert voices(latest()) == [(ana.id, "spam")]


@pytest.mark.parametrize(
    "query", ["", "?kind=comment", "?kind=user&id=1", "?kind=comment&id=9x", "?kind=comment&id=999"]
)
def test_what_cannot_be_reported_is_not_found(app: Flask, query: str) -> None:
    browser = browser_of(app, UserFactory())

    assert visit(browser, f"/reports/new{query}").status == 404
    assert browser.post(f"/reports/new{query}", data={"cause": "spam"}).status_code == 404


def test_a_message_is_not_there_to_report_for_who_is_not_in_the_conversation(app: Flask) -> None:
    ana = UserFactory()
    message = MessageFactory(ConversationFactory(ana, UserFactory()), ana)
    admin = browser_of(app, UserFactory(Grant.ADMIN))

    seen, missing = (visit(admin, f"/reports/new?kind=message&id={id}") for id in (message, 999))

    assert (seen.status, seen.text("main h1")) == (404, missing.text("main h1"))


def test_the_twenty_first_report_in_an_hour_waits(app: Flask, post: Post) -> None:
    browser = browser_of(app, UserFactory())
    ids = [CommentFactory(post.item_id, UserFactory(), f"Number {n}") for n in range(21)]

    answers = [
        browser.post("/reports/new", data={"kind": "comment", "id": id, "cause": "spam"}) for id in ids
    ]

    assert [each.status_code for each in answers] == [303] * 20 + [429]
    assert answers[-1].headers["Retry-After"] == "3600"
    assert report_total() == 20


def test_report_links_stand_at_what_others_wrote_for_who_is_signed_in(
    app: Flask, client: Browser, post: Post
) -> None:
    ana, ben = Named("Ana Ruiz"), Named("Ben Hill")
    own, other = (CommentFactory(post.item_id, user, "Words.") for user in (ana, ben))
    hers = browser_of(app, ana)

    found = {link.href for link in visit(hers, "/blog/vans").links() if "/reports/new" in link.href}
    profile = {link.href for link in visit(hers, f"/people/{ben.person_id}").links("article")}
    mine = {link.href for link in visit(hers, f"/people/{ana.person_id}").links("article")}
    visitors = visit(client, "/blog/vans").links()

    assert found == {f"/reports/new?kind=comment&id={other}", f"/reports/new?kind=post&id={post.item_id}"}
    assert {f"/reports/new?kind=person&id={ben.person_id}", f"/people/{ben.person_id}/block"} <= profile
    assert not any("/block" in href or "/reports" in href for href in mine)
    assert not any("/reports/new" in link.href for link in visitors)
    assert own != other


def test_the_queue_tells_what_waits_and_nothing_of_what_is_private(app: Flask, post: Post) -> None:
    report(UserFactory(), "comment", CommentFactory(post.item_id, UserFactory(), "Rude."), "unkind")
    id, *_ = private_report()
    nadia = Named("Nadia Staff", Grant.EDITOR)
    claim(nadia, id)

    page = visit(browser_of(app, UserFactory(Grant.EDITOR)), QUEUE)
    hers = visit(browser_of(app, nadia), f"{QUEUE}?show=mine")

    assert page.texts(".ion-result__title") == ["Comment on Vans on the mountain", "A private message"]
    assert "Claimed by Nadia Staff" in page.texts(".ion-result")[1]
    assert not any(words in page.html for words in ("Eve Rude", "Ana Ruiz", "fool"))
    assert hers.texts(".ion-result__title") == ["A private message"]


def test_what_is_private_is_read_by_who_claimed_it_alone_and_each_reading_is_written_down(app: Flask) -> None:
    id, _, eve = private_report()
    nadia, omar = Named("Nadia Staff", Grant.EDITOR), UserFactory(Grant.ADMIN)
    hers, his = browser_of(app, nadia), browser_of(app, omar)

    unclaimed = Page(hers.post(f"{QUEUE}/{id}/read"))
    hers.post(f"{QUEUE}/{id}/claim")
    before = [visit(each, f"{QUEUE}/{id}") for each in (hers, his)]
    refused = Page(his.post(f"{QUEUE}/{id}/read"))
    read = Page(hers.post(f"{QUEUE}/{id}/read"))
    hers.post(f"{QUEUE}/{id}/read", headers=HTMX)

    for page in (unclaimed, *before, refused):
        assert not any(
            words in page.html for words in ("You fool", "It says fool", "Good morning", "Eve Rude")
        )
    assert (unclaimed.status, refused.status) == (409, 409)
    assert read.texts(".ion-said__text")[:2] == ["Good morning.", "You fool."]
    assert "It says fool." in read.html and read.response.headers["Cache-Control"] == "no-store"
    assert deeds(id) == ["claimed", "read what was reported", "read what was reported"]
    assert (
        db.session.query(AuditRow).filter_by(action="read what was reported", user_id=nadia.id).count() == 2
    )
    assert kept(id).about_id == eve.id


def test_whom_a_report_concerns_finds_neither_it_nor_its_number(app: Flask, post: Post) -> None:
    eve = UserFactory(Grant.ADMIN)
    id = report(UserFactory(), "comment", CommentFactory(post.item_id, eve, "Rude."))
    hers = browser_of(app, eve)

    assert visit(hers, QUEUE).text("#reports h2") == "Nothing waits"
    assert [visit(hers, f"{QUEUE}/{number}").status for number in (id, 999)] == [404, 404]
    for verb in ("claim", "give-back", "read", "decide"):
        assert hers.post(f"{QUEUE}/{id}/{verb}", data={"decision": "none"}).status_code == 404
    assert kept(id).decided_at is None


def test_a_decision_needs_a_reason_and_keeps_what_was_typed(app: Flask, post: Post) -> None:
    id = report(UserFactory(), "comment", CommentFactory(post.item_id, Named("Eve Rude"), "Rude."))
    nadia = Named("Nadia Staff", Grant.EDITOR)
    hers = browser_of(app, nadia)
    early = Page(hers.post(f"{QUEUE}/{id}/decide", data={"decision": "hide", "phrase": REASON, "look": "1"}))
    hers.post(f"{QUEUE}/{id}/claim")

    typed = {"decision": "warn", "phrase": "own", "note": "Second time.", "look": "1"}
    unsaid = Page(hers.post(f"{QUEUE}/{id}/decide", data=typed))
    done = hers.post(f"{QUEUE}/{id}/decide", data=typed | {"words": "Not  so."}, headers=HTMX)

    assert (early.status, unsaid.status) == (409, 422)
    assert unsaid.all("input[value=warn][checked]") and unsaid.texts("textarea")[-1] == "Second time."
    assert done.headers["HX-Trigger"] == "report-decided" and not Page(done).is_whole
    assert (kept(id).decision, kept(id).reason, kept(id).note) == (WARN, "Not so.", "Second time.")


def test_the_page_of_a_report_tells_what_was_decided_about_the_same_person_before(
    app: Flask, post: Post
) -> None:
    eve, nadia = Named("Eve Rude"), UserFactory(Grant.EDITOR)
    first, second = (
        report(UserFactory(), "comment", CommentFactory(post.item_id, eve, words)) for words in "ab"
    )
    settle(nadia, first, WARN)

    page = visit(browser_of(app, nadia), f"{QUEUE}/{second}")
    decided = visit(browser_of(app, nadia), f"{QUEUE}/{first}")

    assert page.facts("aside .ion-facts")["Before"] == "1 warning"
    assert page.href("See it where it stands").startswith("/comments/")
    assert "See it where it stands" not in decided.html  # it does not stand there any more


def test_both_sides_find_their_part_and_not_the_other_s(app: Flask, post: Post) -> None:
    ana, eve, nadia = Named("Ana Ruiz"), Named("Eve Rude"), Named("Nadia Staff", Grant.EDITOR)
    id = report(ana, "comment", CommentFactory(post.item_id, eve, "Rude."), "unkind", "It hurts.")
    settle(nadia, id, WARN, note="Keep an eye on this.")

    hers, theirs = (visit(browser_of(app, user), "/reports/") for user in (ana, eve))

    assert "ION staff acted on it: it is not shown any more." in hers.text(f"#report-{id}")
    assert REASON in hers.text("main") and "warning" not in hers.text("main")
    assert "It is not shown, and this is a warning." in theirs.text(f"#about-{id}")
    for page in (hers, theirs):
        assert not any(words in page.text("main") for words in ("Nadia", "Keep an eye"))
    assert not any(words in theirs.text("main") for words in ("Ana", "It hurts"))


def test_a_reply_is_sent_once_and_only_by_whom_it_concerns(app: Flask, post: Post) -> None:
    eve, nadia = UserFactory(), UserFactory(Grant.EDITOR)
    id = report(UserFactory(), "comment", CommentFactory(post.item_id, eve, "Rude."))
    settle(nadia, id, HIDE)
    hers, strangers = browser_of(app, eve), browser_of(app, UserFactory())

    way = f"/reports/{id}/reply"
    answers: list[Any] = [
        strangers.post(way, data={"words": "x"}).status_code,
        hers.post(way, data={"words": "  "}).status_code,
        hers.post(way, data={"words": "I quoted.\r\nTwice."}).status_code,
        hers.post(way, data={"words": "Again."}).status_code,
    ]

    assert answers == [404, 422, 303, 409]
    assert kept(id).reply == "I quoted.\nTwice."
    assert "looking at it once more" in visit(hers, "/reports/").text(f"#about-{id}")


def test_a_block_is_silent_listed_and_taken_back(app: Flask) -> None:
    ana, eve = Named("Ana Ruiz"), Named("Eve Rude")
    hers, theirs = browser_of(app, ana), browser_of(app, eve)
    way = f"/people/{eve.person_id}"

    asked = visit(hers, f"{way}/block")
    done = hers.post(f"{way}/block")
    again = hers.post(f"{way}/block")
    listed = visit(hers, "/account/blocks")
    apart = blocking.are_apart(ana.id, eve.id)
    db.session.rollback()
    hers.post(f"{way}/unblock")

    assert asked.heading == "Block Eve Rude?"
    assert [each.headers["Location"] for each in (done, again)] == ["/account/blocks"] * 2
    assert (listed.texts(".ion-settings__name"), apart) == (["Eve Rude"], True)
    assert "Ana" not in visit(theirs, "/notifications").text("main")
    assert visit(theirs, "/account/blocks").text("main h2") == "Nobody is blocked"
    assert not blocking.are_apart(ana.id, eve.id)


def test_who_may_not_be_known_is_not_blocked_but_who_wrote_to_one_is(app: Flask) -> None:
    ana, unseen, hidden, suspended = (Named(name) for name in ("Ana Ruiz", "No One", "Eve Rude", "Al Gone"))
    ConversationFactory(ana, hidden)
    with unit_of_work() as session:
        for user in (unseen, hidden):
            session.get_one(Person, user.person_id).audience = "staff"
        session.get_one(User, suspended.id).suspended_at = session.get_one(User, ana.id).created_at
    hers = browser_of(app, ana)

    ways = [each.person_id for each in (unseen, hidden, suspended, ana)] + [999]
    statuses = [
        (hers.get(f"/people/{id}/block").status_code, hers.post(f"/people/{id}/block").status_code)
        for id in ways
    ]

    assert statuses == [(404, 404), (200, 303), (404, 404), (404, 404), (404, 404)]
    assert blocking.blocked_by(ana.id) == {hidden.id}


def test_the_queue_and_one_s_own_reports_ask_the_same_of_ten_and_of_many(app: Flask, post: Post) -> None:
    ana, eve, nadia = UserFactory(), UserFactory(), UserFactory(Grant.EDITOR)
    hers, staffs, theirs = (browser_of(app, user) for user in (ana, nadia, eve))
    asked = []
    for _ in range(2):
        for number in range(10):
            id = report(ana, "comment", CommentFactory(post.item_id, eve, f"Rude {number}"))
            if number % 2:
                settle(nadia, id, HIDE)
        asked.append([questions(staffs, QUEUE), questions(hers, "/reports/"), questions(theirs, "/reports/")])

    assert asked[0] == asked[1]
    assert all(len(each) <= 6 for each in asked[0])
