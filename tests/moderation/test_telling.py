"""Who is told of a report and of a decision, by notice and by mail; and that nobody else is."""

from datetime import timedelta

import pytest
from flask import Flask

from ion.core import clock
from ion.core.access import Viewer
from ion.core.ports.mail import sender
from ion.models import Grant, Post, User
from ion.notifications import queries
from tests.conftest import NOW, Browser
from tests.discussion.talk import CommentFactory, who
from tests.factories import PostFactory, UserFactory, sign_in
from tests.mailbox import read_mail
from tests.moderation.reports import HIDE, NONE, SUSPEND, Named, kept, reply, report, settle, user_now
from tests.notifications.telling import work
from tests.reading import Page, visit

pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture(autouse=True)
def without_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


@pytest.fixture
def post(app: Flask) -> Post:
    return PostFactory(title="Vans on the mountain")


def told(user: User) -> list[tuple[str, str, str]]:
    """What somebody finds among their notifications: the kind, the title, and where it leads."""
    work()
    viewer: Viewer = who(user)
    found = [each for row in queries.listed(viewer, offset=0, limit=50).rows for each in row.told]
    return [(each.kind, each.subject.title, each.subject.path) for each in found if each.subject]


def test_editors_are_told_that_a_report_waits_but_never_whom_it_concerns(post: Post) -> None:
    nadia, eve, plain = UserFactory(Grant.EDITOR), UserFactory(Grant.EDITOR), UserFactory(Grant.FACILITATOR)

    id = report(UserFactory(), "comment", CommentFactory(post.item_id, eve, "Rude."))

    waits = ("report.made", "Reported: Comment on Vans on the mountain", f"/staff/reports/{id}")
    assert (told(nadia), told(eve), told(plain)) == ([waits], [], [])


def test_both_sides_are_told_of_a_decision_and_the_reason(post: Post) -> None:
    ana, eve, staff = UserFactory(), UserFactory(), UserFactory(Grant.EDITOR)
    id = report(ana, "comment", CommentFactory(post.item_id, eve, "Rude."))

    settle(staff, id, HIDE)

    title = "Comment on Vans on the mountain"
    assert told(ana) == [("report.decided", title, f"/reports/#report-{id}")]
    assert told(eve) == [("report.about", f"Not shown any more: {title}", f"/reports/#about-{id}")]
    assert "not respectful" in " ".join(each.text for each in read_mail(user_now(eve).email))


def test_whom_a_report_without_a_consequence_concerns_never_hears_of_it(post: Post) -> None:
    ana, eve, staff = UserFactory(), UserFactory(), UserFactory(Grant.EDITOR)
    id = report(ana, "comment", CommentFactory(post.item_id, eve, "Fine."))

    settle(staff, id, NONE)

    assert ([kind for kind, _, _ in told(ana)], told(eve)) == (["report.decided"], [])


def test_a_reply_and_the_second_decision_are_told_once_more(post: Post) -> None:
    ana, eve, staff = UserFactory(), UserFactory(), UserFactory(Grant.EDITOR)
    id = report(ana, "comment", CommentFactory(post.item_id, eve, "Rude."))
    work()
    settle(staff, id, HIDE)
    work()

    reply(eve, id)
    again = told(staff)
    with clock.frozen(NOW + timedelta(hours=1)):
        settle(staff, id, NONE, look=2)
        second = told(eve)

    assert [kind for kind, _, _ in again] == ["report.made"] * 2
    assert [kind for kind, _, _ in second] == ["report.about"] * 2
    assert second[0][1].startswith("It stands: ")


def test_who_is_suspended_is_told_by_mail_and_answers_by_its_link_without_signing_in(
    app: Flask, client: Browser, post: Post
) -> None:
    eve, staff = Named("Eve Rude", email="eve@example.org"), UserFactory(Grant.EDITOR)
    id = report(UserFactory(), "comment", CommentFactory(post.item_id, eve, "Rude."))
    settle(staff, id, SUSPEND, days="7")

    (mail,) = read_mail("eve@example.org")
    way = mail.link("/reports/reply/")
    page = visit(client, way)
    empty = Page(client.post(way, data={"words": " "}))
    done = Page(client.post(way, data={"words": "I quoted."}))
    again = [Page(client.post(way, data={"words": "Once more."})), visit(client, way)]

    assert mail.subject == f"Your account on {sender().site_name} is suspended"
    assert "until Sat., Nov. 28, 2026, 10:00 a.m. ET" in mail.text and "not respectful" in mail.text
    assert page.heading == "Reply to a decision" and page.response.headers["Cache-Control"] == "no-store"
    assert (empty.status, done.status, [each.status for each in again]) == (422, 200, [404, 404])
    assert kept(id).reply == "I quoted."


def test_a_link_of_a_mail_is_wrong_for_everybody_else(client: Browser) -> None:
    for way in ("/reports/reply/nothing", "/reports/reply/" + "x" * 43):
        assert visit(client, way).status == 404
        assert client.post(way, data={"words": "x"}).status_code == 404


def test_the_pages_of_ion_staff_count_what_waits_but_for_whom_it_concerns(app: Flask, post: Post) -> None:
    nadia, eve = UserFactory(Grant.EDITOR), UserFactory(Grant.EDITOR)
    report(UserFactory(), "comment", CommentFactory(post.item_id, eve, "Rude."))
    seen = {}
    for user in (nadia, eve):
        browser = Browser(app)
        sign_in(browser, user)
        seen[user.id] = [visit(browser, "/").text("main"), visit(browser, "/staff/").text("main")]

    assert all("1 report waits" in text for text in seen[nadia.id])
    assert not any("report waits" in text for text in seen[eve.id])
