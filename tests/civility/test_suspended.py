"""Who is suspended is offered nowhere: nothing leads to them or to writing to them, and no mail reaches them."""

import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock, signals, working
from ion.core.unit_of_work import unit_of_work
from ion.groups import services as groups
from ion.mentoring_program.queries.supply import supply
from ion.messaging import services as messages
from ion.models import Delivery, Fate, Grant, Item, MentoringRequest, Notice, RequestState
from ion.worker import HANDLERS
from tests.civility.crawling import crawled
from tests.civility.network import ASK, BIO, EMAIL, NAME, TERMS, Network, NetworkFactory
from tests.conftest import Browser
from tests.discussion.talk import trusted, who, write
from tests.factories import PostFactory, QuestionFactory, UserFactory, sign_in
from tests.newsletters.issues import IssueFactory, send
from tests.notifications.telling import notices, publish
from tests.reading import visit

STARTS = (
    "/",
    "/people/",
    "/people/?q=sam",
    "/search?q=forge",
    "/groups/",
    "/states/KY",
    "/roles/colleges",
    "/directory/forge",
    "/sitemap.xml",
    "/saved/following",
    "/messages/",
    "/messages/new",
    "/messages/new?find=sam",
    "/notifications",
    "/webinars/calendar.ics",
    "/mentoring/",
    "/mentoring/mentors",
    "/mentoring/needs/",
    "/mentoring/requests/",
    "/blog/feed.atom",
    "/practices/feed.atom",
    "/webinars/feed.atom",
)

RECORD = re.compile(r"/staff/webinars/[0-9]+/registrations(/[0-9]+/remove)?")
"""Where ION staff read with which address somebody registered."""


@pytest.fixture
def network(app: Flask, now: datetime) -> Network:
    made = NetworkFactory(now)
    work()
    return made


def work() -> None:
    """Let the worker do all that is due."""
    while working.run_due(HANDLERS, "worker"):
        pass
    db.session.rollback()


def browser_of(app: Flask, viewer: str, network: Network) -> Browser:
    browser = Browser(app)
    if viewer == "friend":
        sign_in(browser, network.friend)
    elif viewer == "editor":
        sign_in(browser, UserFactory(Grant.MEMBER, Grant.EDITOR))
    return browser


def offers(text: str, network: Network) -> list[str]:
    """What in a page leads to Sam, or tells more of Sam than a name under what was done before."""
    id = network.sam.person_id
    leads = {
        "page": rf"/people/{id}(?![0-9])",
        "writing": rf"/messages/new\?[^\"]*to={id}(?![0-9])",
        "following": rf'name="kind" value="person"><input type="hidden" name="key" value="{id}"',
        "address": re.escape(EMAIL),
        "asking": re.escape(ASK),
        "about": re.escape(BIO),
    }
    return [what for what, pattern in leads.items() if re.search(pattern, text)]


def found(app: Flask, viewer: str, network: Network) -> dict[str, list[str]]:
    """Every address that offers Sam to a viewer, and how."""
    pages = crawled(browser_of(app, viewer, network), STARTS)
    told = {path: offers(text, network) for path, text in pages.items()}
    records = {path: {"address"} if RECORD.fullmatch(path) else set() for path in pages}
    return {
        path: left
        for path, what in told.items()
        if (left := [one for one in what if one not in records[path]])
    }


def test_no_page_feed_or_calendar_offers_who_is_suspended(app: Flask, network: Network) -> None:
    before = found(app, "friend", network)

    network.suspend()
    work()

    assert {what for told in before.values() for what in told} == {
        *("page", "writing", "following", "asking", "about")
    }
    assert {viewer: found(app, viewer, network) for viewer in ("visitor", "friend", "editor")} == {
        "visitor": {},
        "friend": {},
        "editor": {},
    }


def test_a_suspended_mentor_is_no_opening_and_nobody_waits_for_their_answer(
    app: Flask, network: Network
) -> None:
    mentor_id = network.sam.person_id
    before = supply()

    network.suspend()
    work()

    request, after = db.session.get_one(MentoringRequest, network.request.id), supply()
    assert (before.openings, after.openings) == ({mentor_id: 2}, {})
    assert (request.state, request.closed_why) == (RequestState.CLOSED, "left")
    assert [notice.kind for notice in notices(network.friend)][-1] == "mentoring.ended"


def test_no_suggestion_of_names_offers_who_is_suspended(app: Flask, network: Network) -> None:
    lists = (("editor", "/staff/publishing/people?q=sam"), ("friend", "/messages/new?find=sam"))
    before = [visit(browser_of(app, viewer, network), path).html for viewer, path in lists]

    network.suspend()

    after = [visit(browser_of(app, viewer, network), path).html for viewer, path in lists]
    assert [NAME in page for page in before] == [True] * len(lists)
    assert [NAME in page for page in after] == [False] * len(lists)


def test_the_name_stays_under_what_was_done_as_words_that_lead_nowhere(app: Flask, network: Network) -> None:
    practice = db.session.get_one(Item, network.practice_id)
    path = f"/practices/{practice.slug}"

    network.suspend()

    page = visit(browser_of(app, "friend", network), path)
    assert page.text("#information-heading + dl dd:last-of-type") == "Sam Everywhere and Fran Friend"
    assert NAME not in [link.words for link in page.links("main")]


def test_a_group_whose_facilitator_is_suspended_names_nobody_and_leaves_its_roster_to_ion_staff(
    app: Flask, network: Network
) -> None:
    path = f"/groups/{network.group.item.slug}"
    stranger = Browser(app)
    sign_in(stranger, UserFactory())
    before = visit(stranger, path)

    network.suspend()

    page, roster = visit(stranger, path), visit(browser_of(app, "friend", network), f"{path}/roster")
    assert (before.facts("aside")["Facilitator"], before.facts("aside")["On the roster"]) == (
        f"{NAME}, Smith",
        "2 people",
    )
    assert "Facilitator" not in page.facts("aside")
    assert page.facts("aside")["On the roster"] == "1 person"
    assert "ION staff decide." in page.text("aside")
    assert NAME not in roster.text("main") and "Fran Friend" in roster.text("main")


def happen(network: Network) -> None:
    """What others do later, each of which would have been told to Sam, and some of it with Sam's name on it."""
    stranger = UserFactory()
    write(trusted(stranger, network.practice_id), network.practice_id, "Here is more of it.")
    post = PostFactory(title="Later post", authors=[network.sam.person], terms=TERMS)
    publish(post.item)
    question = QuestionFactory(network.ahead.item_id, network.friend)
    with unit_of_work() as session:
        signals.question_asked.send(session.merge(question))
        groups.join(network.group.item_id, user_id=stranger.id, note="Let me in.")
        messages.send(who(network.friend), network.circle.id, markdown="Still at it?", client_id="later")
    send(IssueFactory(post.item))


def mails() -> list[Delivery]:
    return list(db.session.scalars(select(Delivery).order_by(Delivery.id)))


def test_no_mail_reaches_who_is_suspended_and_none_leads_to_them(app: Flask, network: Network) -> None:
    network.suspend()
    work()
    earlier = len(mails())

    happen(network)
    for day in range(1, 22):
        with clock.frozen(clock.now() + timedelta(days=day)):
            work()

    later = mails()[earlier:]
    theirs = "".join(mail.text for mail in later if mail.address == network.friend.email)
    assert "Later post" in theirs and "Here is more of it" in theirs
    assert [mail.kind for mail in later if mail.address == EMAIL and mail.fate is not Fate.DROPPED] == []
    assert [mail.kind for mail in later if offers(mail.text + mail.html, network)] == []
    assert list(db.session.scalars(select(Notice).where(Notice.user_id == network.sam.id))) == []
