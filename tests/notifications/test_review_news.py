"""Reviews: editors hear that one waits, whoever asked hears what was said, and nobody else hears of drafts."""

from datetime import timedelta

import pytest
from flask import Flask

from ion.commons.publishing import services as publishing
from ion.core import clock, site_settings
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, Notice, User
from ion.notifications import queries
from ion.notifications.schedule import Channel
from tests.conftest import NOW, Browser
from tests.counting import questions
from tests.factories import PersonFactory, UserFactory, sign_in
from tests.mailbox import Mail, read_mail
from tests.notifications.telling import choose, mails, notices, told, work
from tests.publishing.writing import act, draft
from tests.reading import visit

pytestmark = pytest.mark.usefixtures("app", "now")
LONG = "Which year? " * 60


def Named(name: str, *grants: Grant) -> User:
    return UserFactory(Grant.MEMBER, *grants, person=PersonFactory(name=name))


def browser_of(app: Flask, user: User) -> Browser:
    browser = Browser(app)
    sign_in(browser, user)
    return browser


def in_review(asker: User, title: str = "Vans on the mountain") -> int:
    item_id = draft(asker.id, title=title)
    act(publishing.ask_review, item_id, user_id=asker.id)
    work()
    return item_id


def mail_to(user: User) -> Mail:
    (mail,) = read_mail(user.email)
    return mail


def took(user: User, grant: Grant) -> None:
    with unit_of_work() as session:
        fresh = session.get_one(User, user.id)
        fresh.grants = [held for held in fresh.grants if held.grant is not grant]


@pytest.mark.database
def test_every_other_editor_is_told_of_a_review_and_nobody_else(app: Flask) -> None:
    ellen, oscar = Named("Ellen Park", Grant.EDITOR), Named("Oscar", Grant.EDITOR)
    admin, both = Named("Ada", Grant.ADMIN), Named("Bo", Grant.ADMIN, Grant.EDITOR)
    others = Named("Fay", Grant.FACILITATOR), Named("Mia"), UserFactory(Grant.EDITOR, suspended_at=NOW)

    item_id = in_review(ellen)

    for user in (oscar, admin, both):
        assert told(user) == [("review.asked", item_id, "Ellen Park asks for a review")]
    assert notices(ellen, *others) == []
    assert notices(oscar)[0].subject_kind == "edition"


def test_an_editor_and_a_facilitator_who_see_the_same_items_do_not_see_the_same_drafts(app: Flask) -> None:
    ellen, oscar = Named("Ellen Park", Grant.EDITOR), Named("Oscar", Grant.EDITOR)
    fay = Named("Fay", Grant.FACILITATOR)
    thing = ("edition", in_review(ellen), "")

    for some in ([oscar, fay], [fay, oscar]):
        assert queries.who_may_see(thing, [(user.id, "") for user in some]) == [(oscar.id, "")]


def test_a_notice_of_a_review_names_the_draft_and_leads_editors_to_its_release(app: Flask) -> None:
    ellen, oscar = Named("Ellen Park", Grant.EDITOR), Named("Oscar", Grant.EDITOR)
    item_id = in_review(ellen)

    browser = browser_of(app, oscar)
    page = visit(browser, "/notifications")
    mail = mail_to(oscar)

    (notice,) = notices(oscar)
    assert page.texts(".ion-notice__title") == ["New Vans on the mountain"]
    assert "Drafts that wait for your review: Ellen Park asks for a review" in page.text(".ion-notice")
    answer = browser.get(f"/notifications/{notice.id}")
    assert answer.headers["Location"] == f"/staff/publishing/{item_id}/release"
    assert "Vans on the mountain" in mail.subject
    assert mail.links[0] == f"/notifications/{notice.id}"


@pytest.mark.database
@pytest.mark.parametrize(
    ("deed", "note", "why"),
    [
        ("approve", "", "Approved by Oscar"),
        ("approve", "Good to go.", "Approved by Oscar: “Good to go.”"),
        ("request_changes", "Which year?\n\nAnd who?", "Changes requested by Oscar: “Which year? And who?”"),
    ],
)
def test_whoever_asked_is_mailed_at_once_what_the_reviewer_said(
    app: Flask, deed: str, note: str, why: str
) -> None:
    ellen, oscar = Named("Ellen Park", Grant.EDITOR), Named("Oscar", Grant.EDITOR)
    item_id = in_review(ellen)

    act(getattr(publishing, deed), item_id, user_id=oscar.id, note=note)
    work()

    assert told(ellen) == [("review.answered", item_id, why)]
    end = "" if note else "."
    assert f"What a reviewer says of your draft. {why}{end}\n" in mail_to(ellen).text
    assert [notice.kind for notice in notices(oscar)] == ["review.asked"]


def test_a_long_note_is_whole_in_the_mail_and_shortened_on_the_site(app: Flask) -> None:
    ellen, oscar = Named("Ellen Park", Grant.EDITOR), Named("Oscar", Grant.EDITOR)
    item_id = in_review(ellen)

    act(publishing.request_changes, item_id, user_id=oscar.id, note=LONG)
    work()

    (notice,) = notices(ellen)
    assert len(notice.why) <= 300 and notice.why.endswith("…")
    assert LONG.strip() in " ".join(mail_to(ellen).text.split())


def test_two_answers_about_one_item_are_two_notices_each_with_its_own_words(app: Flask) -> None:
    ellen, oscar = Named("Ellen Park", Grant.EDITOR), Named("Oscar", Grant.EDITOR)
    item_id = in_review(ellen)
    act(publishing.request_changes, item_id, user_id=oscar.id, note="First")

    with clock.frozen(NOW + timedelta(hours=1)):
        act(publishing.ask_review, item_id, user_id=ellen.id)
        act(publishing.request_changes, item_id, user_id=oscar.id, note="Second")
        work()
        mail = mail_to(ellen)

    assert [notice.why for notice in notices(ellen)] == [
        "Changes requested by Oscar: “First”",
        "Changes requested by Oscar: “Second”",
    ]
    assert "“First”" in mail.text and "“Second”" in mail.text
    assert len(notices(oscar)) == 2


def test_an_own_answer_is_told_to_nobody(app: Flask) -> None:
    ellen = Named("Ellen Park", Grant.EDITOR)
    with unit_of_work():
        site_settings.change(site_settings.SELF_APPROVAL, True)
    item_id = in_review(ellen)

    act(publishing.approve, item_id, user_id=ellen.id)
    work()

    assert notices() == []


def test_a_review_that_was_answered_is_mailed_to_nobody_any_more(app: Flask) -> None:
    ellen, oscar = Named("Ellen Park", Grant.EDITOR), Named("Oscar", Grant.EDITOR)
    late = Named("Lee", Grant.EDITOR)
    choose(late, Channel.DAILY, "review.asked")
    item_id = in_review(ellen)

    act(publishing.request_changes, item_id, user_id=oscar.id, note="Which year?")
    with clock.frozen(NOW + timedelta(days=1)):
        work()

    assert mails(late) == []
    assert "Vans on the mountain" in visit(browser_of(app, late), "/notifications").text(".ion-notice__title")


def test_who_lost_the_grant_sees_nothing_is_mailed_nothing_and_gets_nowhere(app: Flask) -> None:
    ellen, oscar = Named("Ellen Park", Grant.EDITOR), Named("Oscar", Grant.EDITOR, Grant.FACILITATOR)
    choose(oscar, Channel.DAILY, "review.asked")
    item_id = in_review(ellen)
    act(publishing.request_changes, item_id, user_id=oscar.id, note="Which year?")

    took(oscar, Grant.EDITOR)
    took(ellen, Grant.EDITOR)
    work()

    for user in (oscar, ellen):
        browser = browser_of(app, user)
        page = visit(browser, "/notifications")
        assert all("Vans" not in row and "Which year" not in row for row in page.texts("#notices"))
        for notice in notices(user):
            assert browser.get(f"/notifications/{notice.id}").status_code == 404
    assert mails(oscar, ellen) == []
    assert item_id


def test_notices_of_reviews_ask_the_same_of_few_and_of_many(app: Flask) -> None:
    ellen, oscar = Named("Ellen Park", Grant.EDITOR), Named("Oscar", Grant.EDITOR)
    browser, asked = browser_of(app, ellen), []
    for number in (2, 8):
        for n in range(number):
            item_id = in_review(ellen, f"Draft {number} {n}")
            act(publishing.request_changes, item_id, user_id=oscar.id, note="No.")
        work()
        asked.append(questions(browser, "/notifications"))

    assert asked[0] == asked[1]
    assert len(asked[0]) <= 6


def test_a_discarded_draft_leaves_no_notice_that_leads_anywhere(app: Flask) -> None:
    ellen, oscar = Named("Ellen Park", Grant.EDITOR), Named("Oscar", Grant.EDITOR)
    item_id = in_review(ellen)

    act(publishing.take_back, item_id, user_id=ellen.id)
    act(publishing.discard, item_id, user_id=ellen.id)
    work()

    left: list[Notice] = notices(oscar)
    browser = browser_of(app, oscar)
    assert [browser.get(f"/notifications/{notice.id}").status_code for notice in left] in ([], [404])
