"""Pages of mentors in a browser: the front page for each reader, the four answers, and the mentor in a person."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ion.core import clock, site_settings
from ion.core.unit_of_work import unit_of_work
from ion.mentoring.queries.profiles import mentoring_of
from ion.models import (
    CohortState,
    MentoringCohort,
    MentorshipState,
    RequestState,
    SiteSetting,
    User,
    WhoMayAsk,
)
from tests.conftest import Browser
from tests.directory.filling import send
from tests.factories import TopicFactory, sign_in
from tests.factories.mentoring import (
    HeldTermFactory,
    MentorFactory,
    MentoringRequestFactory,
    MentorshipFactory,
    NeedFactory,
)
from tests.factories.profiles import MemberFactory
from tests.reading import Page, visit

pytestmark = pytest.mark.usefixtures("now")
SELECTED_LIMIT = 'select[name="monthly_limit"] option[selected]'


@pytest.fixture(autouse=True)
def without_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


@pytest.fixture
def ana(app: Flask) -> User:
    TopicFactory("welding", "Welding")
    TopicFactory("rural", "Rural areas")
    return MemberFactory(name="Ana Reed", terms={"topic": ["welding"]})


@pytest.fixture
def browser(app: Flask, ana: User) -> FlaskClient:
    browser = Browser(app)
    sign_in(browser, ana)
    return browser


def deed(browser: FlaskClient, name: str, **typed: str) -> Page:
    return Page(browser.post(f"/mentoring/profile/{name}", data=typed, buffered=True))


def test_visitors_read_openings_in_counts_and_no_name_but_by_consent(app: Flask, ana: User) -> None:
    mentor = MentorFactory(("topic", "welding"), user=ana, is_shown_publicly=True)
    HeldTermFactory(mentor.person_id, ("role", "employers"))
    MentorFactory(("topic", "welding"), user=MemberFactory(name="Bo Private"))

    page = visit(Browser(app), "/mentoring/")

    assert page.status == 200
    assert page.texts(".ion-rooms__row") == ["Welding 4 openings with 2 mentors"]
    assert page.texts(".ion-card h3") == ["Ana"]
    assert "Reed" not in page.html and "Private" not in page.html
    assert not [
        link for link in page.links("main") if link.href.startswith(("/mentoring/mentors", "/people"))
    ]


def test_members_find_what_is_their_own_on_the_front_page(browser: FlaskClient, ana: User) -> None:
    NeedFactory(mentee=ana, question="How did you begin?")
    mentor = MentorFactory(user=ana)
    MentoringRequestFactory(need=NeedFactory(question="May I ask you?"), mentor=mentor)
    MentorshipFactory(
        mentor=ana,
        mentee=MemberFactory(name="Cy Pine"),
        state=MentorshipState.PROPOSED,
        mentor_agreed_at=None,
        began_at=None,
    )
    with unit_of_work() as session:
        at = clock.now()
        session.add(MentoringCohort(title="Spring", state=CohortState.OPEN, lot="1", created_at=at))
        session.add(MentoringCohort(title="Secret", state=CohortState.DRAFT, lot="2", created_at=at))

    page = visit(browser, "/mentoring/")

    titles = page.texts(".ion-result__title")
    assert {"How did you begin?", "May I ask you?", "You mentor Cy Pine"} <= set(titles)
    assert "Waits for you to agree" in page.text("main")
    assert "Spring" in page.section("Mentoring cohorts") and "Secret" not in page.html
    assert "2 openings this month" in page.section("You are a mentor")


def test_the_four_answers_are_prefilled_and_make_a_mentor(browser: FlaskClient, ana: User) -> None:
    begun = visit(browser, "/mentoring/join")

    page = send(browser, "/mentoring/join", talks_about="Foundries", monthly_limit="3", who_may_ask="region")

    assert [box["value"] for box in begun.all('input[name="topics"][checked]')] == ["welding"]
    assert (page.status, page.response.headers["Location"]) == (303, "/mentoring/")
    mentoring = mentoring_of(ana.person_id)
    assert mentoring is not None
    offer = mentoring.offer
    assert (offer.talks_about, offer.monthly_limit, offer.who_may_ask) == ("Foundries", 3, WhoMayAsk.REGION)
    assert (offer.terms["topic"], offer.is_shown_publicly, offer.shows_record) == (("welding",), False, False)


def test_an_invitation_begins_the_answers_with_what_it_names(browser: FlaskClient, ana: User) -> None:
    TopicFactory("carpentry", "Carpentry")

    begun = visit(browser, "/mentoring/join?topic=carpentry&topic=made-up&limit=4")
    careless = visit(browser, "/mentoring/join?topic=made-up&limit=900")

    assert [box["value"] for box in begun.all('input[name="topics"][checked]')] == ["carpentry"]
    assert [each["value"] for each in begun.all(SELECTED_LIMIT)] == ["4"]
    assert [box["value"] for box in careless.all('input[name="topics"][checked]')] == ["welding"]


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"topics": []}, "Choose at least one thing that you can talk about."),
        ({"topics": ["made-up"]}, "Topic: choose from the list."),
        ({"talks_about": "x" * 501}, "In your own words: write at most 500 characters."),
        ({"monthly_limit": "900"}, "Choose how many conversations a month."),
        ({"who_may_ask": "nobody"}, "Choose who may ask you from the list."),
        ({"talks_about": "SSN 219-09-9999"}, "This looks like participant PII"),
    ],
)
def test_answers_that_cannot_be_are_named_and_what_was_typed_stays(
    browser: FlaskClient, ana: User, typed: dict[str, str | list[str]], wrong: str
) -> None:
    page = send(browser, "/mentoring/join", **{"when_words": "Fridays", **typed})

    assert page.status == 422
    assert wrong in page.text(".usa-alert")
    assert page.all('input[name="when_words"]')[0]["value"] == "Fridays"
    assert mentoring_of(ana.person_id) is None


def test_words_that_ion_staff_hold_are_not_offered(browser: FlaskClient, ana: User) -> None:
    with unit_of_work() as session:
        session.add(SiteSetting(key=site_settings.HELD_WORDS, value=["miracle cure"]))

    page = send(browser, "/mentoring/join", talks_about="A Miracle  Cure for turnover")

    assert page.status == 422
    assert "miracle cure" in page.text(".usa-alert")
    assert mentoring_of(ana.person_id) is None


def test_a_mentor_is_away_pauses_comes_back_and_ends(browser: FlaskClient, ana: User) -> None:
    MentorFactory(user=ana)
    later = (clock.now() + timedelta(days=9)).date().isoformat()

    past = deed(browser, "away", until="2020-01-01")
    statuses = [deed(browser, "away", until=later).status]
    words = [visit(browser, "/mentoring/").section("You are a mentor")]
    for name in ("resume", "pause", "end", "resume"):
        statuses.append(deed(browser, name).status)
        words.append(visit(browser, "/mentoring/").text("aside"))

    assert past.status == 409 and "Choose a date after today" in past.text("main")
    assert statuses == [303, 303, 303, 303, 404]
    assert "Away until Nov. 30, 2026" in words[0]
    assert "2 openings this month" in words[1]
    assert "Paused" in words[2]
    assert "Become a mentor" in words[3]


def test_deeds_of_a_mentor_are_one_s_own_and_404_for_others(browser: FlaskClient) -> None:
    other = MentorFactory().person_id

    assert deed(browser, "end", person_id=str(other)).status == 404
    mentoring = mentoring_of(other)
    assert mentoring is not None and not mentoring.has_ended


def test_the_page_of_a_mentor_says_so_to_members_alone(app: Flask, browser: FlaskClient) -> None:
    other = MemberFactory(name="Bo Marsh")
    mentor = MentorFactory(("topic", "welding"), user=other, talks_about="Foundries", shows_record=True)
    MentoringRequestFactory(mentor=mentor, state=RequestState.ACCEPTED, held_at=clock.now())
    MentorshipFactory(mentor=other, state=MentorshipState.COMPLETED)
    path = f"/people/{mentor.person_id}"

    page = visit(browser, path)

    panel = page.section("Mentor")
    assert "Foundries" in panel and "1 opening this month" in panel
    assert "1 conversation held, 1 mentorship completed" in panel
    assert page.href("Ask for a conversation") == f"/mentoring/ask?mentor={mentor.person_id}"
    assert visit(Browser(app), path).section("Mentor") == ""


def test_the_record_of_a_mentor_is_shown_only_where_they_want_it(browser: FlaskClient) -> None:
    mentor = MentorFactory()
    MentoringRequestFactory(mentor=mentor, state=RequestState.ACCEPTED, held_at=clock.now())

    assert "held" not in visit(browser, f"/people/{mentor.person_id}").section("Mentor")


def test_the_list_offers_to_ask_only_who_can_be_asked(browser: FlaskClient, ana: User) -> None:
    able = MentorFactory(user=MemberFactory(name="Able")).person_id
    MentorFactory(user=MemberFactory(name="Busy"), paused_at=clock.now())
    far = MentorFactory(
        user=MemberFactory(name="Far", terms={"state": ["ME"]}), who_may_ask=WhoMayAsk.REGION
    ).person_id
    MentorFactory(user=ana)

    page = visit(browser, "/mentoring/mentors")

    asked = [link.href for link in page.links("#results") if "/mentoring/ask" in link.href]
    assert page.texts(".ion-mentor__name") == ["Able", "Ana Reed", "Busy", "Far"]
    assert asked == [f"/mentoring/ask?mentor={able}"]
    panel = visit(browser, f"/people/{far}").section("Mentor")
    assert "Takes requests from their own ETA Region" in panel and "Ask for" not in panel
    fragment = Page(browser.get("/mentoring/mentors?q=busy", headers={"HX-Request": "true"}))
    assert not fragment.is_whole and fragment.texts(".ion-mentor__name") == ["Busy"]


def test_how_matching_works_shows_the_weights_that_count_now_and_points_that_add_up(app: Flask) -> None:
    with unit_of_work() as session:
        session.add(SiteSetting(key=site_settings.WEIGHT_HIGH, value=9))

    page = visit(Browser(app), "/mentoring/how")

    assert page.texts("table tr")[2] == "HighCounts 9"
    for example in page.all(".ion-examples > li"):
        points = [
            int(each.get_text().split()[0])
            for each in example.select(".ion-reasons__item > span > span:last-child")
        ]
        heading = example.select_one("h3")
        assert heading is not None
        assert not points or f", {sum(points)} points" in " ".join(heading.get_text().split())


def test_somebody_who_ended_sees_their_old_answers_when_they_begin_again(
    browser: FlaskClient, ana: User
) -> None:
    MentorFactory(("topic", "rural"), user=ana, talks_about="As before", ended_at=clock.now())

    page = visit(browser, "/mentoring/join")

    assert page.heading == "Become a mentor"
    assert [box["value"] for box in page.all('input[name="topics"][checked]')] == ["rural"]
    assert page.text("textarea[name=talks_about]") == "As before"
