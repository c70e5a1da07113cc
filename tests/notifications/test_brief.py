"""The Monday brief: few lines, each true, nothing twice, silence where nothing is worth it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.mailing import services as mailing
from ion.core import clock, tokens
from ion.core.unit_of_work import unit_of_work
from ion.models import BriefLine, Delivery, Grant, ItemState, PersonTerm, Standing, User
from ion.notifications import services, tasks
from ion.notifications.schedule import Channel
from tests.conftest import NOW
from tests.counting import statements
from tests.factories import (
    GroupFactory,
    PersonFactory,
    PostFactory,
    RegistrationFactory,
    TopicFactory,
    UserFactory,
    WebinarFactory,
)
from tests.mailbox import Mail, read_mail
from tests.notifications.telling import Follower, choose, follow, mails, notices, publish, waiting, work

pytestmark = pytest.mark.usefixtures("app", "now")

MONDAY = datetime.fromisoformat("2026-11-23T13:00Z")
"""8:00 on the next Monday in the east."""
WEEK = timedelta(weeks=1)


def Member(*terms: tuple[str, str], zone: str = "", **fields: Any) -> User:
    """A member who said these things of themselves."""
    person = PersonFactory(zone=zone)
    with unit_of_work() as session:
        session.add_all(PersonTerm(person_id=person.id, facet=facet, key=key) for facet, key in terms)
    return UserFactory(Grant.MEMBER, person=person, **fields)


def brief_at(at: datetime = MONDAY) -> None:
    """Let the night's plan and the worker do what they do by then."""
    with clock.frozen(at - timedelta(hours=2)), unit_of_work():
        services.plan_briefs()
    with clock.frozen(at):
        work()


def briefs(user: User) -> list[Delivery]:
    return [mail for mail in mails(user) if mail.kind == "brief"]


def letter(user: User) -> Mail:
    """The newest brief as the user has it."""
    with clock.frozen(MONDAY + timedelta(days=8)):
        return read_mail(user.email)[-1]


def lines(user: User) -> list[list[tuple[str, str]]]:
    """What each brief of the user named, and why."""
    return [[(line["title"], line["why"]) for line in mail.context["lines"]] for mail in briefs(user)]


@pytest.mark.database
def test_what_is_new_and_fits_is_told_with_why_and_what_does_not_fit_is_not() -> None:
    TopicFactory("youth", "Youth")
    user = Member(("topic", "youth"), ("state", "CO"), ("role", "employers"))
    for title, terms in (
        ("By topic", {"topic": ["youth"]}),
        ("By state", {"state": ["CO"]}),
        ("By role", {"role": ["employers"]}),
        ("By state and topic", {"state": ["CO"], "topic": ["youth"]}),
        ("Of the same ETA Region alone", {"state": ["UT"]}),
        ("Of nobody", {}),
    ):
        PostFactory(title=title, terms=terms)

    brief_at()

    (told,) = lines(user)
    assert told[0] == ("By state and topic", "Your topic: Youth")
    assert dict(told[1:]) == {
        "By topic": "Your topic: Youth",
        "By state": "Your state: Colorado",
        "By role": "Your partner role: Employers and industry",
    }


@pytest.mark.database
def test_what_is_told_weekly_comes_first_then_the_rest_and_never_more_than_seven() -> None:
    user = Follower(("state", "KY"))
    with unit_of_work() as session:
        session.add(PersonTerm(person_id=user.person_id, facet="state", key="CO"))
    for number in range(8):
        PostFactory(title=f"New {number}", terms={"state": ["CO"]})
    publish(*(PostFactory(title=f"Told {number}", terms={"state": ["KY"]}).item for number in range(2)))
    work()

    brief_at()
    brief_at(MONDAY + WEEK)
    brief_at(MONDAY + 2 * WEEK)

    first, second = lines(user)
    assert {title for title, _ in first[:2]} == {"Told 0", "Told 1"}
    assert len(first) == 7
    assert len(second) == 3
    assert len({title for title, _ in first + second}) == 10


def test_of_more_than_seven_that_are_told_weekly_the_rest_is_a_number() -> None:
    user = Follower(("state", "KY"))
    publish(*(PostFactory(terms={"state": ["KY"]}).item for _ in range(9)))
    work()

    brief_at()
    brief_at(MONDAY + WEEK)

    (mail,) = briefs(user)
    assert (len(mail.context["lines"]), mail.context["more"]) == (7, 2)
    assert "2 more among your notifications" in letter(user).text


@pytest.mark.database
def test_webinars_that_come_soon_are_told_with_their_start_in_the_reader_s_zone() -> None:
    TopicFactory("youth", "Youth")
    user = Member(("topic", "youth"), zone="America/Denver")
    old = NOW - timedelta(days=60)
    soon = {"terms": {"topic": ["youth"]}, "published_at": old}
    WebinarFactory("2026-12-01 14:00", title="Soon", **soon)
    WebinarFactory("2026-12-20 14:00", title="Later", **soon)
    WebinarFactory("2026-11-22 14:00", title="Over by then", terms={"topic": ["youth"]})
    WebinarFactory("2026-12-01 15:00", title="Called off", webinar={"cancelled_at": NOW}, **soon)
    registered = WebinarFactory("2026-12-01 16:00", title="Registered for", **soon)
    RegistrationFactory(registered, user, state=Standing.REGISTERED)

    brief_at(MONDAY + timedelta(hours=2))

    assert lines(user) == [[("Soon", "Your topic: Youth")]]
    text = letter(user).text
    assert "Coming. Your topic: Youth." in text
    assert "Starts Tue., Dec. 1, 2026, 12:00 p.m. MT" in text or "Starts Tue., Dec. 1, 2026, noon MT" in text


@pytest.mark.parametrize(
    "fields",
    [
        {"state": ItemState.WITHDRAWN},
        {"state": ItemState.DRAFT},
        {"audience": "staff"},
        {"audience": "group:77"},
        {"expires_at": NOW},
        {"published_at": NOW - timedelta(days=20)},
    ],
)
def test_what_the_reader_may_not_open_or_is_old_is_not_told(fields: dict[str, Any]) -> None:
    user = Member(("state", "CO"))
    PostFactory(terms={"state": ["CO"]}, **fields)

    brief_at()

    assert briefs(user) == []


def test_what_is_for_members_leads_by_way_of_signing_in() -> None:
    user = Member(("state", "CO"))
    post = PostFactory(title="For members", audience="members", terms={"state": ["CO"]})

    brief_at()

    (mail,) = briefs(user)
    assert mail.context["lines"][0]["path"] == f"/account/sign-in?next={post.path.replace('/', '%2F')}"


def test_one_s_own_and_what_one_was_told_otherwise_is_not_told_again() -> None:
    user = Follower(("state", "CO"), channel=Channel.OFF)
    mine = PostFactory(title="Hers", terms={"topic": ["youth"], "state": ["CO"]}, authors=(user.person,))
    publish(mine.item, PostFactory(title="Told on the site", terms={"state": ["CO"]}).item)
    work()

    brief_at()

    assert briefs(user) == []
    assert len(notices(user)) == 2


def test_who_follows_a_group_or_a_person_is_told_so_by_name_and_can_stop_there() -> None:
    author = PersonFactory(name="Ruth Okonkwo")
    group = GroupFactory(title="Data leads", series="Data")
    published = {"published_at": NOW - timedelta(days=3)}
    PostFactory(title="By Ruth", authors=(author,), **published)
    WebinarFactory(title="A call", webinar={"series": "Data"}, **published)
    user = follow(UserFactory(), ("person", author.id), ("group", group.item_id))

    brief_at()

    assert sorted(lines(user)[0]) == [
        ("A call", "You follow Data leads"),
        ("By Ruth", "You follow Ruth Okonkwo"),
    ]
    assert "Stop following Ruth Okonkwo: http" in letter(user).text


def test_who_said_and_follows_nothing_hears_nothing() -> None:
    user = UserFactory()
    PostFactory(terms={"state": ["CO"]})

    brief_at()

    assert mails(user) == []


@pytest.mark.parametrize("how", ["setting", "link", "all"])
def test_who_stops_the_brief_gets_none_and_what_was_weekly_stays_on_the_site(how: str) -> None:
    user = Follower(("state", "CO"))
    publish(PostFactory(terms={"state": ["CO"]}).item)
    work()
    if how == "setting":
        with unit_of_work():
            services.choose(user.id, {"brief": Channel.OFF})
    else:
        with unit_of_work():
            kind = "brief" if how == "link" else "all"
            payload = {"kind": kind}
            lasts = timedelta(days=1)
            secret = tokens.issue(
                mailing.UNSUBSCRIBE, lasts=lasts, kind="user", id=user.id, uses=None, payload=payload
            )
            mailing.unsubscribe(secret)
    publish(PostFactory(terms={"state": ["CO"]}).item)
    work()

    brief_at()
    brief_at(MONDAY + WEEK)

    assert mails(user) == []
    assert len(notices(user)) == 2


@pytest.mark.database
def test_choosing_the_brief_again_brings_only_what_is_new_by_then() -> None:
    user = Follower(("state", "CO"))
    publish(PostFactory(title="Before", terms={"state": ["CO"]}).item)
    work()

    for channel in (Channel.OFF, Channel.INSTANT):
        with unit_of_work():
            services.choose(user.id, {"brief": channel})
    publish(PostFactory(title="After", terms={"state": ["CO"]}).item)
    work()
    brief_at()

    assert [[title for title, _ in told] for told in lines(user)] == [["After"]]


@pytest.mark.database
def test_on_a_monday_what_is_due_daily_comes_in_the_same_mail() -> None:
    user = Follower(("state", "CO"))
    choose(user, Channel.DAILY, "own.published")
    with clock.frozen(MONDAY - timedelta(hours=5)):
        publish(PostFactory(title="Hers", authors=(user.person,)).item)
        publish(PostFactory(title="Followed", terms={"state": ["CO"]}).item)
        work()

    brief_at()

    (mail,) = mails(user)
    assert {line["title"] for line in mail.context["lines"]} == {"Hers", "Followed"}
    assert waiting() == []


@pytest.mark.parametrize(
    ("zone", "at"),
    [("", "13:00"), ("America/Denver", "15:00"), ("America/Puerto_Rico", "12:00"), ("Not/AZone", "13:00")],
)
def test_the_brief_comes_at_eight_by_the_reader_s_own_clock(zone: str, at: str) -> None:
    user = Member(("state", "CO"), zone=zone)
    PostFactory(terms={"state": ["CO"]})
    due = datetime.fromisoformat(f"2026-11-23T{at}Z")

    brief_at(due - timedelta(minutes=1))
    before = len(mails(user))
    with clock.frozen(due):
        work()

    assert (before, len(briefs(user))) == (0, 1)


@pytest.mark.parametrize(
    ("late", "told_at"),
    [
        (timedelta(hours=6), timedelta(hours=6)),
        (timedelta(hours=14), timedelta(days=1)),
        (timedelta(days=2), timedelta(days=2)),
        (timedelta(days=4), WEEK),
    ],
    ids=["the same day", "at night: the next morning", "Wednesday", "Friday: the next Monday"],
)
def test_a_late_worker_briefs_by_day_early_in_the_week_or_the_next_time(
    late: timedelta, told_at: timedelta
) -> None:
    user = Follower(("state", "CO"))
    publish(PostFactory(terms={"state": ["CO"]}).item)
    work()

    for wait in sorted({late, timedelta(days=1), WEEK, told_at}):
        if wait >= late:
            with clock.frozen(MONDAY + wait):
                work()
                with unit_of_work():
                    services.plan_briefs()

    assert [mail.created_at - MONDAY for mail in briefs(user)] == [told_at]


@pytest.mark.database
def test_work_that_is_done_again_briefs_nobody_twice_and_forgets_nobody() -> None:
    first, second = (Member(("state", "CO")) for _ in range(2))
    for number in range(9):
        PostFactory(title=f"New {number}", terms={"state": ["CO"]})
    with clock.frozen(MONDAY):
        found = tasks.queries.candidates(MONDAY)
        (reader, _), _ = tasks.queries.readers("America/New_York", found, after=0, limit=9)
        offers = tasks.offers_for(reader, found)
        tasks.brief_one(first.id, offers)  # and the worker dies

    brief_at()
    brief_at(MONDAY + timedelta(hours=1))

    assert [len(briefs(user)) for user in (first, second)] == [1, 1]


@pytest.mark.parametrize("field", [{"suspended_at": NOW}, {"confirmed_at": None}])
def test_who_cannot_sign_in_is_not_briefed(field: dict[str, Any]) -> None:
    user = Member(("state", "CO"), **field)
    PostFactory(terms={"state": ["CO"]})

    brief_at()

    assert mails(user) == []


def test_a_bad_address_keeps_nobody_else_from_their_brief() -> None:
    bad, good = Member(("state", "CO"), email="no address"), Member(("state", "CO"))
    PostFactory(terms={"state": ["CO"]})

    brief_at()

    assert [len(briefs(user)) for user in (bad, good)] == [0, 1]
    assert waiting(services.BRIEF) == []


@pytest.mark.database
def test_what_a_brief_named_is_kept_and_is_not_told_weekly_later() -> None:
    user = Member(("state", "CO"))
    post = PostFactory(title="Once", terms={"state": ["CO"], "program": ["wioa-youth"]})
    brief_at()
    follow(user, ("program", "wioa-youth"))
    with clock.frozen(MONDAY + timedelta(hours=1)):
        publish(post.item)
        work()

    brief_at(MONDAY + WEEK)

    db.session.rollback()
    rows = db.session.execute(select(BriefLine.kind, BriefLine.subject_id, BriefLine.at)).all()
    assert [tuple(row) for row in rows] == [("post", post.item_id, MONDAY)]
    assert len(briefs(user)) == 1
    assert [notice.mail_at for notice in notices(user)] == [None]


def test_reading_for_many_asks_as_much_as_for_few(app: Flask) -> None:
    asked = []
    for number in (2, 20):
        for _ in range(number):
            Member(("state", "CO"))
        PostFactory(terms={"state": ["CO"]})
        with statements() as told:
            found = tasks.queries.candidates(NOW)
            tasks.queries.readers("America/New_York", found, after=0, limit=500)
        asked.append(len(told))

    assert asked[0] == asked[1] <= 11


def test_a_brief_says_in_both_forms_what_it_says(app: Flask) -> None:
    user = Follower(("state", "CO"))
    publish(*(PostFactory(title=f"Told {n}", terms={"state": ["CO"]}, is_sample=n == 1).item for n in (1, 2)))
    work()

    brief_at()

    mail = letter(user)
    assert mail.subject == "Your Monday brief: Told 2 and 1 more | Innovation and Opportunity Network"
    for text in (mail.text, mail.html):
        assert "New in what you follow. You follow Colorado." in text
        assert "Stop following Colorado" in text
        assert "/mail/unsubscribe/" in text
        assert "top the Monday brief" in text
    assert "Told 1 (sample)" in mail.text
