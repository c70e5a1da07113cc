"""Feedback: from the first minute, once each, and read without names from five answers on."""

from datetime import timedelta

import pytest
from flask import Flask

from ion.core import clock, tokens
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, Registration, Standing, User, Webinar
from ion.webinars.queries.feedback import own_feedback, results
from ion.webinars.services import NotThere, Refused
from ion.webinars.services.feedback import give_feedback
from tests.conftest import NOW, Browser
from tests.counting import questions as asked_of_the_database
from tests.factories import UserFactory, WebinarFactory, sign_in
from tests.factories.registrations import FeedbackFactory, RegistrationFactory
from tests.racing import THREADS, at_once
from tests.reading import Page, visit

pytestmark = pytest.mark.usefixtures("now")
LIVE = "2026-11-21 10:00"


@pytest.fixture
def webinar(app: Flask) -> Webinar:
    """It begins this minute."""
    return WebinarFactory(LIVE, title="Vans", webinar={"takes_registration": True})


@pytest.fixture
def without_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


def browser(app: Flask, user: User | None = None) -> Browser:
    made = Browser(app)
    sign_in(made, user or UserFactory())
    return made


def say(registration: Registration, rating: int = 4, useful: str = "") -> None:
    with unit_of_work():
        give_feedback(registration.id, rating=rating, useful=useful)


@pytest.mark.database
def test_feedback_opens_with_the_first_minute_and_is_one_each(webinar: Webinar) -> None:
    registration = RegistrationFactory(webinar)

    with clock.frozen(NOW - timedelta(seconds=1)), pytest.raises(Refused, match="opens when"):
        say(registration)
    say(registration, 2, "The van")
    say(registration, 5, "All of it")

    said = own_feedback(registration.id)
    assert said and (said.rating, said.useful) == (5, "All of it")
    assert results(webinar.item_id).numbers == {5: 1, 4: 0, 3: 0, 2: 0, 1: 0}


@pytest.mark.database
@pytest.mark.parametrize("state", [Standing.PENDING, Standing.WAITING, Standing.CANCELLED])
def test_only_who_was_registered_says_anything(webinar: Webinar, state: Standing) -> None:
    with pytest.raises(Refused, match="were registered"):
        say(RegistrationFactory(webinar, state=state))
    with pytest.raises(NotThere), unit_of_work():
        give_feedback(999, rating=4)


@pytest.mark.database
def test_eight_answers_of_one_person_at_once_are_one(app: Flask, webinar: Webinar) -> None:
    for _ in range(3):
        registration = RegistrationFactory(webinar)
        before = results(webinar.item_id).total

        assert at_once(app, lambda number, r=registration: say(r, 1 + number % 5)) == [None] * THREADS
        assert results(webinar.item_id).total == before + 1


@pytest.mark.database
def test_results_hold_ratings_and_words_and_nothing_of_who_or_when(webinar: Webinar) -> None:
    for rating, useful in ((5, "b"), (5, "a"), (2, "longer"), (1, "")):
        FeedbackFactory(RegistrationFactory(webinar), rating, useful=useful)

    found = results(webinar.item_id)

    assert (found.total, found.average, found.percent(5)) == (4, 3.25, 50)
    assert [remark._fields for remark in found.remarks[:1]] == [("useful", "better")]
    assert [remark.useful for remark in found.remarks] == ["longer", "a", "b"]


@pytest.mark.usefixtures("without_tokens")
def test_a_registrant_says_it_on_a_page_and_changes_it_there(app: Flask, webinar: Webinar) -> None:
    user = UserFactory()
    RegistrationFactory(webinar, user)
    page, path = browser(app, user), f"{webinar.path}/feedback"

    nothing = Page(page.post(path, data={"useful": "Typed"}))
    long = page.post(path, data={"rating": "5", "better": "y" * 2001})
    wrong = page.post(path, data={"rating": "6"})
    done = page.post(path, data={"rating": "4", "useful": "The van"})
    again = visit(page, path)

    assert (nothing.status, nothing.text("#useful")) == (422, "Typed")
    assert (long.status_code, wrong.status_code) == (422, 422)
    assert (done.status_code, done.headers["Location"]) == (303, path)
    assert [tag["value"] for tag in again.all("input[type=radio][checked]")] == ["4"]
    assert again.text("#useful") == "The van" and "is kept" in again.text(".usa-alert--success")
    assert "no-store" in again.response.headers["Cache-Control"]


@pytest.mark.usefixtures("without_tokens")
def test_who_was_not_registered_or_is_early_reads_why_there_is_no_form(app: Flask, webinar: Webinar) -> None:
    user, early = UserFactory(), WebinarFactory(webinar={"takes_registration": True})
    RegistrationFactory(early, user)
    cases = [
        (browser(app), webinar, "were registered"),
        (browser(app, user), early, "Dec. 1, 2026, 2:00 p.m. ET"),
    ]

    for page, about, words in cases:
        shown = visit(page, f"{about.path}/feedback")

        assert words in shown.text(".usa-alert") and shown.all("#rating") == []
        assert page.post(f"{about.path}/feedback", data={"rating": "5"}).status_code == 409
        assert results(about.item_id).total == 0


@pytest.mark.usefixtures("without_tokens")
def test_a_guest_says_it_by_the_own_link_and_by_no_other(app: Flask, webinar: Webinar) -> None:
    registration = RegistrationFactory(webinar, email="gil@example.org")
    with unit_of_work():
        token = tokens.issue(
            "registration", lasts=timedelta(days=9), kind="registration", id=registration.id, uses=None
        )
    path, page = f"/webinars/registration/{token}/feedback", Browser(app)

    assert visit(page, path).all("#rating")
    assert page.post(path, data={"rating": "3"}).headers["Location"] == path
    assert results(webinar.item_id).total == 1
    for method in (page.get, page.post):
        assert method("/webinars/registration/no-such/feedback").status_code == 404


def test_presenters_and_the_moderator_read_it_from_five_answers_on_and_ion_staff_always(app: Flask) -> None:
    author, moderator = UserFactory(), UserFactory()
    webinar = WebinarFactory(LIVE, authors=[author.person], webinar={"moderator_id": moderator.person_id})
    stranger, registrant = UserFactory(), UserFactory()
    registrations = [
        RegistrationFactory(webinar, registrant),
        *(RegistrationFactory(webinar) for _ in range(4)),
    ]
    path = f"{webinar.path}/feedback/results"
    hearers = [browser(app, user) for user in (author, moderator)]
    staff = browser(app, UserFactory(Grant.MEMBER, Grant.FACILITATOR))

    assert "Nobody has said anything yet" in visit(staff, path).text("main")
    for registration in registrations[:4]:
        FeedbackFactory(registration, 4, useful="The van")
    assert all("4 answers so far; shown from 5 on." in visit(each, path).text("main") for each in hearers)
    assert all("The van" not in visit(each, path).html for each in hearers)
    assert "Only ION staff see this yet" in visit(staff, path).text("main")
    FeedbackFactory(registrations[4], 4, better="Sound")

    for each in (*hearers, staff):
        page = visit(each, path)
        assert "4.0 of 5 on average, from 5 answers" in page.text("main")
        assert "Most useful: The van" in page.text(".ion-results") and "Sound" in page.html
        assert registrant.person.name not in page.html
    for each in (browser(app, stranger), browser(app, registrant)):
        assert each.get(path).status_code == 404


def test_results_ask_the_same_of_ten_and_of_many(app: Flask, webinar: Webinar) -> None:
    staff, asked = browser(app, UserFactory(Grant.MEMBER, Grant.EDITOR)), []
    for number in (10, 30):
        for _ in range(number):
            FeedbackFactory(RegistrationFactory(webinar), 4, useful="The van")
        asked.append(asked_of_the_database(staff, f"{webinar.path}/feedback/results"))

    assert asked[0] == asked[1]
    assert len(asked[0]) <= 7
