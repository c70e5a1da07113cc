"""The pages of requests: who sees what of them, what they offer, and how they answer what was sent."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from ion.base.extensions import db
from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import CallSlot, Grant, MentoringRequest, RequestState, User
from tests.conftest import Browser
from tests.counting import questions
from tests.factories import PersonFactory, UserFactory, sign_in
from tests.factories.mentoring import MentorFactory, MentoringRequestFactory, NeedFactory
from tests.mentoring.asking import ask, fresh, states

pytestmark = [pytest.mark.usefixtures("app", "now", "without_tokens")]


@pytest.fixture
def without_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


@pytest.fixture
def dana() -> User:
    return UserFactory(person=PersonFactory(name="Dana Ruiz", zone="America/New_York"))


@pytest.fixture
def lee() -> User:
    return UserFactory(person=PersonFactory(name="Lee Park", zone="America/Chicago"))


def browser(app: Flask, user: User) -> Browser:
    made = Browser(app)
    sign_in(made, user)
    return made


def between(dana: User, lee: User, state: RequestState = RequestState.ASKED) -> MentoringRequest:
    need = NeedFactory(mentee=dana, note="We lost eleven employers.")
    return MentoringRequestFactory(need, MentorFactory(user=lee), state=state)


def same_but_address(page: str) -> str:
    """The page without its own address and the number of the request."""
    return re.sub(r"<code>\w+</code>|/mentoring/requests/\d+", "", page)


def test_a_request_is_there_for_its_two_alone(app: Flask, dana: User, lee: User) -> None:
    request = between(dana, lee)

    for user in (dana, lee):
        assert "eleven employers" in browser(app, user).get(request.path).text
    for user in (UserFactory(), UserFactory(Grant.ADMIN), UserFactory(Grant.FACILITATOR)):
        there = browser(app, user)
        seen, missing = there.get(request.path), there.get("/mentoring/requests/999999")
        assert seen.status_code == 404
        assert same_but_address(seen.text) == same_but_address(missing.text)


def test_a_planned_mentor_knows_nothing_yet(app: Flask, dana: User, lee: User) -> None:
    need = NeedFactory(mentee=dana)
    ask(MentorFactory(), MentorFactory(user=lee), need=need)
    planned = db.session.query(MentoringRequest).filter_by(mentor_id=lee.person_id).one()

    assert browser(app, lee).get(planned.path).status_code == 404
    assert need.question not in browser(app, lee).get("/mentoring/requests/").text
    assert "does not know of it yet" in browser(app, dana).get(planned.path).text


def test_accept_on_the_site_leads_to_the_first_call_with_both_zones(
    app: Flask, dana: User, lee: User
) -> None:
    request = between(dana, lee)
    there = browser(app, lee)

    done = there.post(f"{request.path}/accept", data={"words": "Gladly."})
    page = browser(app, dana).get(request.path).text

    assert (done.status_code, done.location) == (303, request.path)
    assert "Three questions to prepare" in page
    assert "10:00 a.m. ET" in page
    assert "9:00 a.m. CT" in page
    assert "Gladly." in page


def test_an_answer_keeps_what_was_typed_when_something_is_wrong(app: Flask, dana: User, lee: User) -> None:
    request = between(dana, lee)
    there = browser(app, lee)

    nobody = there.post(f"{request.path}/suggest", data={"words": "Ask her.", "person": "Nobody Known"})
    long = there.post(f"{request.path}/decline", data={"words": "x" * 1_001})
    private = there.post(f"{request.path}/decline", data={"words": "Call Joe, SSN 123-45-6789."})

    assert [page.status_code for page in (nobody, long, private)] == [422, 422, 422]
    assert "Ask her." in nobody.text
    assert "Nobody of this name" in nobody.text
    assert fresh(request).state is RequestState.ASKED


def test_a_suggested_mentor_is_asked_by_one_button(app: Flask, dana: User, lee: User) -> None:
    request = between(dana, lee)
    robin = MentorFactory(user=UserFactory(person=PersonFactory(name="Robin Vale")))
    browser(app, lee).post(f"{request.path}/suggest", data={"words": "Ask Robin.", "person": "robin vale"})
    there = browser(app, dana)

    page = there.get(request.path).text
    done = there.post(f"{request.path}/ask-suggested")

    assert "Ask Robin Vale the same" in page
    assert done.status_code == 303
    assert states(request.need_id) == ["declined", "asked"]
    assert db.session.query(MentoringRequest).filter_by(mentor_id=robin.person_id).one().path == done.location


def test_times_are_proposed_chosen_and_put_into_a_calendar_without_script(
    app: Flask, dana: User, lee: User
) -> None:
    request = between(dana, lee, RequestState.ACCEPTED)
    typed = {
        "first-day": "2026-12-01",
        "first-clock": "09:00",
        "zone": "America/Chicago",
        "place": "Room 7, by phone",
    }

    empty = browser(app, lee).post(
        f"{request.path}/slots", data={"zone": "America/Chicago", "place": "Room 7"}
    )
    done = browser(app, lee).post(f"{request.path}/slots", data=typed)
    slot = db.session.query(CallSlot).one()
    browser(app, dana).post(f"{request.path}/slots/{slot.id}/choose")
    page = browser(app, dana).get(request.path).text
    file = browser(app, dana).get(f"{request.path}/call.ics")

    assert (empty.status_code, done.status_code) == (422, 303)
    assert "Give at least one time." in empty.text
    assert 'value="Room 7"' in empty.text
    assert "Tue., Dec. 1, 2026, 10:00 a.m. ET" in page
    assert "DTSTART;TZID=America/Chicago:20261201T090000" in file.text
    assert "Room 7" in file.text
    assert browser(app, UserFactory()).get(f"{request.path}/call.ics").status_code == 404


def test_a_refused_rule_is_told_on_the_page(app: Flask, dana: User, lee: User) -> None:
    request = between(dana, lee, RequestState.ACCEPTED)
    past = {"first-day": "2026-11-01", "first-clock": "09:00", "zone": "America/Chicago"}

    slots = browser(app, lee).post(f"{request.path}/slots", data=past)
    withdrawn = browser(app, dana).post(f"{request.path}/withdraw")

    assert (slots.status_code, withdrawn.status_code) == (409, 409)
    assert "Propose times that are still to come" in slots.text
    assert "answered already" in withdrawn.text


def test_after_the_call_one_says_how_it_was_and_may_go_on(app: Flask, dana: User, lee: User) -> None:
    request = between(dana, lee, RequestState.ACCEPTED)
    there = browser(app, dana)

    missing = there.post(f"{request.path}/held", data={"words": "Good."})
    there.post(f"{request.path}/held", data={"usefulness": "4", "words": "Good for us."})
    page = there.get(request.path).text

    assert missing.status_code == 422
    assert "Useful to you: 4 of 5" in page
    assert f"/mentoring/mentorships/new?request={request.id}" in page
    assert "Good for us." not in browser(app, lee).get(request.path).text


def test_a_group_call_is_offered_joined_and_called_off_by_plain_forms(
    app: Flask, dana: User, lee: User
) -> None:
    mentor = MentorFactory(user=lee, monthly_limit=3)
    one = ask(mentor, need=NeedFactory(mentee=dana))
    two = ask(mentor)
    there = browser(app, lee)
    typed = {
        "about": "Employers who come back",
        "day": "2026-12-01",
        "clock": "09:00",
        "zone": "America/Chicago",
    }

    few = there.post("/mentoring/group-calls/new", data={**typed, "request": one.id})
    done = there.post("/mentoring/group-calls/new", data={**typed, "request": [one.id, two.id]})
    invited = browser(app, dana).get(one.path).text
    joined = browser(app, dana).post(f"{one.path}/join")
    page = there.get(done.location).text
    off = there.post(f"{done.location}/cancel")

    assert few.status_code == 409
    assert "Lee Park invites you to a group call: Employers who come back" in invited
    assert (done.status_code, joined.status_code, off.status_code) == (303, 303, 303)
    assert "Joins" in page
    assert "Has not answered yet" in page
    assert browser(app, dana).get(done.location).status_code == 404


@pytest.mark.parametrize("number", [10, 40])
def test_the_list_asks_the_same_few_questions_for_few_and_many(app: Flask, lee: User, number: int) -> None:
    mentor = MentorFactory(user=lee)
    for _ in range(number):
        MentoringRequestFactory(NeedFactory(mentee=lee), MentorFactory())
        MentoringRequestFactory(mentor=mentor)

    assert len(questions(browser(app, lee), "/mentoring/requests/")) <= 5


def test_an_expired_request_shows_another_mentor_who_fits(app: Flask, dana: User) -> None:
    topic = ("topic", "employers")
    need = NeedFactory(topic, mentee=dana)
    request = MentoringRequestFactory(need, MentorFactory(topic), state=RequestState.EXPIRED)
    other = MentorFactory(topic, user=UserFactory(person=PersonFactory(name="Robin Vale")))

    page = browser(app, dana).get(request.path).text

    assert "Somebody else who fits" in page
    assert "Robin Vale" in page
    with unit_of_work() as session:
        session.get_one(type(other), other.person_id).paused_at = clock.now() - timedelta(days=1)
    assert "Somebody else who fits" not in browser(app, dana).get(request.path).text
