"""The front page of a member: what concerns this member, each thing with a true reason, in one order."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from ion.base.extensions import db
from ion.commons.reactions import services as reactions
from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import Delivery, Fate, Grant, LastVisit, PersonTerm, Post, RecentSearch, User, Webinar
from tests.conftest import NOW, Browser
from tests.counting import questions
from tests.factories import PersonFactory, PostFactory, PracticeFactory, TopicFactory, UserFactory, sign_in
from tests.factories.items import item
from tests.indexing import index
from tests.reading import visit

pytestmark = pytest.mark.database
HTML = "text/html"


@pytest.fixture
def browser(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Browser:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    return Browser(app)


def member(browser: Browser, *grants: Grant, zone: str = "", **terms: Sequence[str]) -> User:
    user = UserFactory(*grants, person=PersonFactory(zone=zone))
    with unit_of_work() as session:
        for facet, keys in terms.items():
            session.add_all(PersonTerm(person_id=user.person_id, facet=facet, key=key) for key in keys)
    sign_in(browser, user)
    return user


def webinar(title: str, starts_at: datetime) -> int:
    with unit_of_work() as session:
        made = Webinar(
            item=item("webinar", "Text.", {}, (), title=title, slug=title.lower()),
            starts_local=starts_at.replace(tzinfo=None),
            zone="America/Chicago",
            length_minutes=60,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
        )
        session.add(made)
        session.flush()
        return made.item_id


def part(browser: Browser, heading: str) -> str:
    return visit(browser, "/").text(f'section[aria-labelledby="{heading}-heading"]')


def has(browser: Browser, heading: str) -> bool:
    return bool(visit(browser, "/").all(f"#{heading}-heading"))


def test_an_empty_network_draws_no_empty_frame_for_a_member(browser: Browser) -> None:
    member(browser, topic=["youth"], role=["employers"], state=["CO"])

    page = visit(browser, "/")

    assert page.texts("main h2") == ["What are you working on?"]


def test_new_things_say_why_they_are_shown(browser: Browser, now: datetime) -> None:
    TopicFactory("youth", "Youth")
    user = member(browser, topic=["youth"], state=["CO"])
    author = PersonFactory(name="Ann Author")
    with unit_of_work():
        reactions.follow(user.id, "person", str(author.id), True)
        reactions.follow(user.id, "role", "employers", True)
    PostFactory(title="Noise", terms={"topic": ["other"], "state": ["OH"]})
    PostFactory(title="Topic", terms={"topic": ["youth"]})
    PracticeFactory(title="Near", terms={"state": ["UT"]})
    PostFactory(title="Both", terms={"topic": ["youth"], "state": ["CO"]})
    PostFactory(title="Hers", authors=[author])
    PostFactory(title="Role", terms={"role": ["employers"]})
    PostFactory(title="Mine", terms={"topic": ["youth"]}, authors=[user.person])

    shown = visit(browser, "/").texts('section[aria-labelledby="news-heading"] .ion-result')

    assert [line.split()[0] for line in shown] == ["Both", "Role", "Hers", "Topic", "Near"]
    for line, reason in zip(
        shown,
        (
            "Your state: Colorado",
            "You follow Employers",
            "You follow Ann Author",
            "Your topic: Youth",
            "ETA Region 4, like your state",
        ),
        strict=True,
    ):
        assert reason in line
    assert "ETA Region" not in shown[0]


def test_only_what_came_since_the_last_visit_is_new(browser: Browser, now: datetime) -> None:
    TopicFactory("youth", "Youth")
    user = member(browser, topic=["youth"])
    with unit_of_work() as session:
        session.add(LastVisit(user_id=user.id, seen_at=NOW, before_at=NOW - timedelta(days=2)))
    PostFactory(title="Fresh", terms={"topic": ["youth"]}, published_at=NOW - timedelta(days=1))
    PostFactory(title="Older", terms={"topic": ["youth"]}, published_at=NOW - timedelta(days=3))

    text = part(browser, "news")

    assert text.startswith("New since your last visit")
    assert "Fresh" in text
    assert "Older" not in text


def test_after_three_years_without_a_deed_nothing_stale_leads(browser: Browser) -> None:
    TopicFactory("youth", "Youth")
    with clock.frozen(NOW):
        user = member(browser, topic=["youth"])
        PostFactory(title="Old news", terms={"topic": ["youth"]})
        webinar("Old date", NOW + timedelta(days=3))
        announced = PostFactory(title="Old announcement")
        with unit_of_work() as session:
            session.get_one(Post, announced.item_id).form = "announcement"
    with clock.frozen(NOW + timedelta(days=3 * 365)):
        sign_in(browser, user)
        headings = visit(browser, "/").texts("main h2")

    assert headings == ["What are you working on?", "Two answers make this page better"]


def test_a_member_who_told_nothing_still_sees_what_is_new(browser: Browser, now: datetime) -> None:
    member(browser)
    PostFactory(title="Anything")

    text = part(browser, "news")

    assert "Anything" in text
    assert "New on ION" in text


def test_saved_webinars_come_first_and_in_the_own_zone(browser: Browser, now: datetime) -> None:
    user = member(browser, zone="America/Denver")
    webinar("Sooner", NOW + timedelta(days=1))
    saved = webinar("Saved", datetime(2026, 12, 1, 20, 0, tzinfo=NOW.tzinfo))
    with unit_of_work():
        reactions.save(user.id, saved, True)

    text = part(browser, "dates")

    assert text.startswith("Your dates")
    assert "1:00 p.m. MT" in text and "2:00 p.m. CT" in text
    assert "Sooner" not in text


def test_the_next_webinar_stands_in_where_none_is_saved(browser: Browser, now: datetime) -> None:
    member(browser)
    webinar("Past", NOW - timedelta(days=1))
    webinar("Later", NOW + timedelta(days=9))
    webinar("Next", NOW + timedelta(days=2))

    text = part(browser, "dates")

    assert text.startswith("Next webinar")
    assert "Next" in text.split("CT")[1]
    assert "Later" not in text and "Past" not in text


def test_a_saved_webinar_of_today_needs_the_member(browser: Browser, now: datetime) -> None:
    user = member(browser)
    soon = webinar("Soon", NOW + timedelta(hours=20))
    assert not has(browser, "needs")
    with unit_of_work():
        reactions.save(user.id, soon, True)

    assert "See the details of Soon" in part(browser, "needs")


def test_the_last_three_questions_are_the_member_s_own(browser: Browser, now: datetime) -> None:
    PracticeFactory(title="Employer champion")
    index()
    user, other = member(browser), UserFactory()
    with unit_of_work() as session:
        session.add(RecentSearch(user_id=other.id, words="secret", address="/search?q=secret", at=NOW))
    for at, words in enumerate(
        ("employer one", "employer two", "employer three", "employer champion", "zzzz")
    ):
        with clock.frozen(NOW + timedelta(seconds=at)):
            browser.get(f"/practices/?q={words}").close()

    told = visit(browser, "/").texts(".ion-own__searches a")
    kept = db.session.scalar(select(func.count()).where(RecentSearch.user_id == user.id))
    db.session.rollback()
    browser.post("/home/searches/forget")

    assert told == ["employer champion", "employer three", "employer two"]
    assert kept == 4
    assert visit(browser, "/").texts(".ion-own__searches a") == []
    assert db.session.scalar(select(func.count()).select_from(RecentSearch)) == 1


def test_what_is_typed_on_the_way_is_no_question_of_its_own(browser: Browser, now: datetime) -> None:
    PracticeFactory(title="Employer champion")
    index()
    member(browser)
    for at, words in enumerate(("champion", "emp", "employ", "employer", "employer champion")):
        with clock.frozen(NOW + timedelta(seconds=at)):
            browser.get(f"/search?q={words}").close()
    with clock.frozen(NOW + timedelta(hours=1)):
        browser.get("/search?q=employer champion call").close()

    kept = db.session.scalars(select(RecentSearch.words).order_by(RecentSearch.at)).all()

    assert kept == ["champion", "employer champion", "employer champion call"]


def test_an_announcement_is_put_away_by_one_member_alone(app: Flask, browser: Browser, now: datetime) -> None:
    post = PostFactory(title="The site moves")
    with unit_of_work() as session:
        session.get_one(Post, post.item_id).form = "announcement"
    member(browser)
    other = Browser(app)
    member(other)

    before = has(browser, "announcement")
    browser.post(f"/home/announcements/{post.item_id}/put-away")

    assert before
    assert not has(browser, "announcement")
    assert has(other, "announcement")


def test_unanswered_questions_are_asked_until_they_are_answered(app: Flask, browser: Browser) -> None:
    member(browser, role=["employers"])
    other = Browser(app)
    member(other, role=["employers"], topic=["youth"], state=["CO"])

    assert "Tell us your topics and state and local area" in part(browser, "missing")
    assert not has(other, "missing")


@pytest.mark.parametrize(
    ("grants", "shown"),
    [
        ((Grant.MEMBER,), None),
        ((Grant.EDITOR,), "For ION staff: ION staff pages"),
        ((Grant.ADMIN,), "For ION staff: 1 mail needs a look ION staff pages"),
    ],
)
def test_staff_see_what_waits_for_them(
    browser: Browser, now: datetime, grants: tuple[Grant, ...], shown: str | None
) -> None:
    member(browser, *grants)
    with unit_of_work() as session:
        for at, fate in enumerate((Fate.UNKNOWN, Fate.SENT)):
            session.add(
                Delivery(
                    message_id=f"{at}@x",
                    address="a@ion.example",
                    kind="x",
                    template="x",
                    fate=fate,
                    created_at=NOW,
                )
            )

    strip = visit(browser, "/").texts('section[aria-label="For ION staff"]')

    assert strip == ([shown] if shown else [])


@pytest.mark.parametrize("path", ["/home/searches/forget", "/home/announcements/1/put-away"])
def test_a_visitor_has_nothing_to_put_away(browser: Browser, path: str) -> None:
    assert browser.post(path).status_code == 401


def test_the_page_asks_the_same_for_many(browser: Browser, now: datetime) -> None:
    TopicFactory("youth", "Youth")
    member(browser, topic=["youth"], state=["CO"])
    asked = []
    for many in (10, 100):
        for _ in range(many):
            PostFactory(terms={"topic": ["youth"], "state": ["CO"]})
        visit(browser, "/")
        asked.append(questions(browser, "/"))

    assert asked[0] == asked[1]
    assert len(asked[0]) <= 8
