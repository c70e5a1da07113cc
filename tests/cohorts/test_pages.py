"""Pages of cohorts, for members and for ION staff: the whole way from a draft to a match, by plain forms."""

import io
import re

import pytest
from flask import Flask

from ion.base.extensions import db
from ion.cohorts.services import running
from ion.core import working
from ion.core.matching.record import verify
from ion.models import CohortState, Grant, MatchRun, MentoringBar, MentoringCohort, User
from ion.worker import HANDLERS
from tests.cohorts.scene import (
    EMPLOYERS,
    CohortFactory,
    facilitator,
    mentee_in,
    mentor_in,
    need_in,
    run_of,
)
from tests.conftest import Browser
from tests.counting import questions
from tests.factories import MentorFactory, PersonFactory, TopicFactory, UserFactory, sign_in

pytestmark = pytest.mark.usefixtures("now")
QUESTION = "Our employers stopped coming after the kick-off."


@pytest.fixture(autouse=True)
def without_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    TopicFactory(key="employers", name="Employer engagement")


def browser_of(app: Flask, user: User) -> Browser:
    browser = Browser(app)
    sign_in(browser, user)
    return browser


def named(name: str, *grants: Grant) -> User:
    return UserFactory(*grants, person=PersonFactory(name=name))


def work() -> None:
    """The worker makes the runs that were asked for."""
    working.run_due({running.RUN: HANDLERS[running.RUN]}, "worker")
    db.session.rollback()


def test_a_cohort_goes_from_a_draft_to_matches_that_both_sides_see_with_the_same_reasons(app: Flask) -> None:
    mentor, mentee = named("Ada Reyes"), named("Ben Ortiz")
    MentorFactory(EMPLOYERS, user=mentor)
    staff, of_mentor, of_mentee = (browser_of(app, user) for user in (facilitator(), mentor, mentee))
    made = staff.post("/staff/mentoring/cohorts/new", data={"title": "Spring cohort", "mode": "stable"})
    desk = made.headers["Location"]
    page = desk.replace("/staff", "")
    assert of_mentee.get(page).status_code == 404

    staff.post(f"{desk}/state", data={"deed": "open"})
    of_mentor.post(f"{page}/mentor", data={"openings": "2"})
    of_mentee.post(
        f"{page}/mentee", data={"question": QUESTION, "note": "We meet at noon.", "topic1": "employers"}
    )
    staff.post(f"{desk}/state", data={"deed": "match"})
    staff.post(f"{desk}/runs", data={"mode": "stable"})
    assert "Matching 1 mentee with 1 mentor" in staff.get(desk).text
    work()
    run = db.session.query(MatchRun).one()
    seen = staff.get(f"{desk}/runs/{run.id}").text
    unpublished = of_mentee.get(page).text
    staff.post(f"{desk}/runs/{run.id}/publish")

    assert "100 points" in seen and "We meet at noon." not in seen
    assert "Ada Reyes" not in unpublished
    for browser, other in ((of_mentor, "Ben Ortiz"), (of_mentee, "Ada Reyes")):
        text = browser.get(page).text
        assert other in text and "<strong>1</strong> of 1 need met" in text and "Employer engagement" in text
        assert "We meet at noon." in text and run.inputs_hash in text
    assert "Ada Reyes" not in browser_of(app, UserFactory()).get(page).text


def test_joining_without_anything_to_match_by_keeps_what_was_typed(app: Flask) -> None:
    cohort, me = CohortFactory(state=CohortState.OPEN), UserFactory()

    answer = browser_of(app, me).post(f"{cohort.path}/mentee", data={"question": QUESTION})

    assert answer.status_code == 422
    assert QUESTION in answer.text and "Choose at least one thing" in answer.text
    assert db.session.query(MentoringBar).count() == 0


def test_what_a_mentee_looks_for_is_filled_in_when_they_change_it(app: Flask) -> None:
    cohort, me = CohortFactory(state=CohortState.OPEN), UserFactory()
    browser = browser_of(app, me)
    browser.post(
        f"{cohort.path}/mentee",
        data={"question": QUESTION, "state": "CO", "state_weight": "must", "topic1": "employers"},
    )

    text = browser.get(f"{cohort.path}/mentee").text

    assert [(row.key, row.weight.value) for row in need_in(cohort, me.person_id).criteria] == [
        ("CO", "must"),
        ("employers", "medium"),
    ]
    assert '<option value="CO" selected>' in text and '<option value="must" selected>' in text


def test_ranking_by_buttons_answers_htmx_with_the_lists_alone(app: Flask) -> None:
    cohort, me = CohortFactory(state=CohortState.OPEN), UserFactory()
    mentor = mentor_in(cohort, user=named("Ada Reyes"))
    mentee_in(cohort, user=me)
    browser = browser_of(app, me)
    assert "Put on my list" in browser.get(f"{cohort.path}/ranking").text

    answer = browser.post(
        f"{cohort.path}/ranking", data={"other": mentor, "deed": "add"}, headers={"HX-Request": "true"}
    )

    assert answer.text.strip().startswith('<div id="ranking"')
    assert "Take off" in answer.text and "Put on my list" not in answer.text
    assert browser.post(f"{cohort.path}/ranking", data={"other": 999_999, "deed": "add"}).status_code == 404


def test_who_is_not_in_a_cohort_sees_neither_its_people_nor_their_questions(app: Flask) -> None:
    cohort = CohortFactory(state=CohortState.OPEN)
    mentor_in(cohort, user=named("Ada Reyes"))
    mentee_in(cohort, user=named("Ben Ortiz"))
    browser = browser_of(app, UserFactory())

    text = browser.get(cohort.path).text

    assert "Ada Reyes" not in text and "Ben Ortiz" not in text and QUESTION not in text
    assert browser.get(f"{cohort.path}/ranking").status_code == 404
    assert browser.post(f"{cohort.path}/leave").status_code == 404


def test_a_supervisor_is_named_by_somebody_whose_page_one_may_see(app: Flask) -> None:
    cohort, me = CohortFactory(state=CohortState.OPEN), UserFactory()
    mentee_in(cohort, user=me)
    boss = named("Ada Reyes")
    hidden = UserFactory(person=PersonFactory(name="Cal Moss", audience="staff"))
    browser = browser_of(app, me)

    answers = [
        browser.post(f"{cohort.path}/supervisor", data={"supervisor": typed}).status_code
        for typed in ("Ada Reyes", f"#{hidden.person_id}", "Nobody Here")
    ]

    assert answers == [303, 422, 422]
    assert "Ada Reyes" in browser.get(cohort.path).text
    assert [row.other_id for row in db.session.query(MentoringBar)] == [boss.person_id]
    browser.post(f"{cohort.path}/supervisor/{boss.person_id}/remove")
    assert db.session.query(MentoringBar).count() == 0


def test_ion_staff_take_the_record_and_the_pairs_away_ask_why_and_edit_by_hand(app: Flask) -> None:
    cohort = CohortFactory()
    mentor = mentor_in(cohort, user=named("=Ada Reyes"))
    mentee = mentee_in(cohort, user=named("Ben Ortiz"))
    run = run_of(cohort)
    path = f"/staff/mentoring/cohorts/{cohort.id}/runs/{run.id}"
    browser = browser_of(app, facilitator())

    record = browser.get(f"{path}/record.json")
    pairs = browser.get(f"{path}/pairs.csv").text
    why = browser.get(f"{path}/mentees/{mentee}?why={mentor}").text
    edited = browser.post(f"{path}/mentees/{mentee}", data={"mentor": "0"})

    assert verify(record.get_json()) == []
    assert "attachment" in record.headers["Content-Disposition"]
    assert "Ben Ortiz,'=Ada Reyes,100" in pairs
    assert "They are matched with each other." in why
    assert edited.status_code == 303
    assert "Out of date" in browser.get(path).text
    assert browser.post(f"{path}/publish").status_code == 409


def test_a_pair_is_fixed_by_name_and_refused_when_there_is_no_opening_left(app: Flask) -> None:
    cohort = CohortFactory()
    mentor_in(cohort, user=named("Ada Reyes"))
    mentee_in(cohort, user=named("Ben Ortiz"))
    mentee_in(cohort, user=named("Cal Moss"))
    browser, path = browser_of(app, facilitator()), f"/staff/mentoring/cohorts/{cohort.id}/pairs"

    answers = [
        browser.post(path, data={"mentee": who, "mentor": "Ada Reyes", "kind": "fixed"}).status_code
        for who in ("Ben Ortiz", "Cal Moss", "Ada Reyes")
    ]

    assert answers == [303, 409, 422]
    assert "Fixed" in browser.get(path).text


def test_people_from_a_file_that_were_not_taken_are_named_by_row(app: Flask) -> None:
    cohort, browser = CohortFactory(state=CohortState.OPEN), browser_of(app, facilitator())
    path = f"/staff/mentoring/cohorts/{cohort.id}/people"
    UserFactory(email="ben@ion.example")
    sheet = b"email,side\nben@ion.example,mentee\nwho@ion.example,mentor\n"

    answer = browser.post(path, data={"file": (io.BytesIO(sheet), "people.csv")})

    assert answer.status_code == 422
    assert "Row 3 (who@ion.example)" in re.sub(r"\s+", " ", answer.text)
    assert db.session.get_one(MentoringCohort, cohort.id).version == 1


def crowd(cohort: MentoringCohort, number: int) -> None:
    """So many mentors and mentees more, written at once."""
    for _ in range(number):
        mentor_in(cohort)
        mentee_in(cohort)


def test_lists_ask_the_database_as_much_for_many_as_for_few(app: Flask) -> None:
    """Ranking asks of everything that keeps two people apart, too."""
    me = UserFactory(Grant.MEMBER, Grant.FACILITATOR)
    cohort = CohortFactory()
    mentee_in(cohort, user=me)
    crowd(cohort, 2)
    browser, staff = browser_of(app, me), f"/staff/mentoring/cohorts/{cohort.id}"
    paths = {f"{cohort.path}/ranking": 14, staff: 6, f"{staff}/people": 6, f"{staff}/runs/": 6}

    def asked() -> dict[str, int]:
        run = run_of(cohort).id
        return {
            path: len(questions(browser, f"{path}{run}" if path.endswith("/") else path)) for path in paths
        }

    few = asked()
    crowd(cohort, 12)

    assert asked() == few
    assert all(few[path] <= most for path, most in paths.items())


def test_the_list_of_cohorts_asks_as_much_for_many_as_for_few(app: Flask) -> None:
    browser = browser_of(app, UserFactory())
    CohortFactory(state=CohortState.OPEN)
    few = questions(browser, "/mentoring/cohorts/")

    for number in range(12):
        CohortFactory(state=CohortState.OPEN, title=f"Cohort {number}")

    assert len(questions(browser, "/mentoring/cohorts/")) == len(few) <= 6
