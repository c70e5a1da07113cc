"""The pages on which somebody asks a question, sees who fits, and asks; without script, and by htmx."""

from datetime import datetime

import pytest
from flask import Flask

from ion.base.extensions import db
from ion.models import (
    Dismissal,
    Exposure,
    MentoringNeed,
    MentoringRequest,
    MentorProfile,
    NeedState,
    RequestState,
    User,
)
from tests.conftest import Browser
from tests.counting import questions
from tests.factories import (
    MentorFactory,
    MentoringRequestFactory,
    NeedFactory,
    PersonFactory,
    PracticeFactory,
    TopicFactory,
    UserFactory,
    sign_in,
)
from tests.reading import BROWSER, visit

EMPLOYERS = ("topic", "employers")
NOWHERE = "We cannot find that page"
QUESTION = "Who brought employers back after the kick-off?"


@pytest.fixture(autouse=True)
def _no_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    TopicFactory("employers", "Working with employers")


def browser_of(app: Flask, user: User) -> Browser:
    browser = Browser(app)
    sign_in(browser, user)
    return browser


def named(name: str, **fields: object) -> MentorProfile:
    return MentorFactory(EMPLOYERS, user=UserFactory(person=PersonFactory(name=name)), **fields)


def only_need() -> MentoringNeed:
    db.session.rollback()
    return db.session.query(MentoringNeed).one()


def test_a_question_leads_to_who_fits_and_one_press_asks(app: Flask) -> None:
    mentor, browser = named("Maria Ortiz"), browser_of(app, UserFactory())
    typed = {
        "question": QUESTION,
        "criteria-0-what": "Working with employers (Topic)",
        "criteria-0-weight": "high",
    }

    sent = browser.post("/mentoring/ask", data=typed | {"client_id": "typed-here", "go": "find"})
    page = visit(browser, sent.location)
    asked = browser.post(f"{sent.location}/ask", data={"mentor": mentor.person_id})

    assert (sent.status_code, sent.location) == (303, only_need().path)
    assert page.texts(".ion-mentor__met") == ["2 of 2 needs met"]
    assert "Ask Maria Ortiz" in page.html
    assert asked.status_code == 303
    request = db.session.query(MentoringRequest).one()
    assert (asked.location, request.mentor_id, request.state) == (
        request.path,
        mentor.person_id,
        RequestState.ASKED,
    )
    assert [row["facet"] for row in request.reasons] == ["topic", "text"]


def test_a_wrong_form_keeps_what_was_typed_and_says_what_to_mend(app: Flask) -> None:
    typed = {
        "question": "",
        "note": "We tried breakfasts.",
        "criteria-0-what": "Breakfasts",
        "criteria-0-weight": "must",
    }

    answer = browser_of(app, UserFactory()).post("/mentoring/ask", data=typed)

    assert answer.status_code == 422
    assert "Write your question: one or two sentences are enough." in answer.text
    assert "ION does not know “Breakfasts”." in answer.text
    assert "We tried breakfasts." in answer.text
    assert '<option value="must" selected>' in answer.text


def test_another_row_is_drawn_without_losing_a_word(app: Flask) -> None:
    rows = {f"criteria-{n}-what": "Working with employers" for n in range(2)}
    typed = {"question": QUESTION, **rows, "add": "criteria"}

    answer = browser_of(app, UserFactory()).post("/mentoring/ask", data=typed)

    assert answer.status_code == 200
    assert QUESTION in answer.text
    assert 'name="criteria-3-what"' in answer.text
    assert db.session.query(MentoringNeed).count() == 0


def test_a_question_for_one_mentor_is_put_to_them_at_once(app: Flask) -> None:
    mentor, browser = named("Maria Ortiz"), browser_of(app, UserFactory())

    page = visit(browser, f"/mentoring/ask?mentor={mentor.person_id}")
    sent = browser.post(
        "/mentoring/ask", data={"question": QUESTION, "mentor": mentor.person_id, "go": "ask"}
    )

    assert "Ask Maria Ortiz" in page.html
    assert sent.location == db.session.query(MentoringRequest).one().path


def test_a_full_mentor_is_refused_in_words_and_nothing_is_written(app: Flask) -> None:
    mentor = named("Maria Ortiz", monthly_limit=1)
    MentoringRequestFactory(mentor=mentor, state=RequestState.ACCEPTED)
    before = db.session.query(MentoringNeed).count()

    sent = browser_of(app, UserFactory()).post(
        "/mentoring/ask", data={"question": QUESTION, "mentor": mentor.person_id, "go": "ask"}
    )

    assert sent.status_code == 409
    assert "Maria Ortiz has no openings this month." in sent.text
    assert QUESTION in sent.text
    assert db.session.query(MentoringNeed).count() == before


def test_details_of_people_who_are_served_are_stopped_once(app: Flask) -> None:
    browser = browser_of(app, UserFactory())
    typed = {"question": QUESTION, "note": "Her number is 219-09-9999.", "go": "find"}

    stopped = browser.post("/mentoring/ask", data=typed)
    sent = browser.post("/mentoring/ask", data=typed | {"participant_reason": "It is a made-up example."})

    assert stopped.status_code == 422
    assert "This looks like participant PII" in stopped.text
    assert sent.status_code == 303


def test_a_practice_lends_its_topics_to_the_question(app: Flask) -> None:
    practice = PracticeFactory(title="Employer breakfasts", terms={"topic": ["employers"]})
    browser = browser_of(app, UserFactory())

    page = visit(browser, f"/mentoring/ask?item={practice.item_id}")
    browser.post("/mentoring/ask", data={"question": "How often?", "item": practice.item_id, "go": "find"})

    assert "Employer breakfasts" in page.html
    assert "Working with employers (Topic)" in page.html
    assert only_need().item_id == practice.item_id


def test_topics_that_a_question_names_are_looked_for(app: Flask) -> None:
    browser_of(app, UserFactory()).post(
        "/mentoring/ask", data={"question": "Where does working with employers begin?", "go": "find"}
    )

    assert [(row.facet, row.key) for row in only_need().criteria] == [EMPLOYERS]


def test_a_need_of_somebody_else_is_not_there(app: Flask) -> None:
    need, browser = NeedFactory(EMPLOYERS), browser_of(app, UserFactory())
    mentor = named("Maria Ortiz")

    for path in ("", "/edit", "/why", f"/why/{mentor.person_id}"):
        theirs, missing = visit(browser, need.path + path), visit(browser, "/mentoring/needs/999999" + path)
        assert (theirs.status, theirs.heading) == (missing.status, missing.heading) == (404, NOWHERE)
    for deed in ("ask", "dismiss", "undismiss", "loosen", "wait", "withdraw", "edit"):
        answer = browser.post(f"{need.path}/{deed}", data={"mentor": mentor.person_id, "question": "Mine?"})
        assert answer.status_code == 404
    assert db.session.query(Dismissal).count() == 0


def test_putting_a_mentor_aside_answers_htmx_with_the_need_alone(app: Flask) -> None:
    user = UserFactory()
    need, mentor = NeedFactory(EMPLOYERS, mentee=user), named("Maria Ortiz")

    answer = browser_of(app, user).post(
        f"{need.path}/dismiss", data={"mentor": mentor.person_id}, headers={"HX-Request": "true"}
    )

    assert answer.text.strip().startswith('<div id="need">')
    assert answer.headers["HX-Trigger"] == "need-changed"
    assert "Ask Maria Ortiz" not in answer.text
    assert "Suggest again" in answer.text


def test_a_page_counts_whom_it_shows_below_the_first_rank_once(app: Flask) -> None:
    user = UserFactory()
    need = NeedFactory(EMPLOYERS, mentee=user)
    for name in ("Ada", "Ben", "Cem"):
        named(name)
    browser = browser_of(app, user)

    for _ in range(2):
        visit(browser, need.path, agent=BROWSER)

    db.session.rollback()
    assert db.session.query(Exposure).filter_by(need_id=need.id).count() == 2


def test_who_fits_but_is_full_is_shown_and_the_reader_may_wait(app: Flask) -> None:
    user, mentor = UserFactory(), named("Maria Ortiz", monthly_limit=1)
    MentoringRequestFactory(mentor=mentor, state=RequestState.ACCEPTED)
    need, browser = NeedFactory(EMPLOYERS, mentee=user), browser_of(app, user)
    full = visit(browser, need.path)

    answer = browser.post(f"{need.path}/wait", data={"on": "1"}, headers={"HX-Request": "true"})

    assert "1 mentor fits, but has no openings now." in full.text("main")
    assert "Maria Ortiz" in full.text("#best-heading ~ ol")
    assert full.html.count("Tell me when somebody has openings") == 1
    assert "You are told when somebody has openings. Stop" in answer.text


def test_why_not_is_asked_by_name_and_answered(app: Flask) -> None:
    user = UserFactory()
    need = NeedFactory(("state", "CO"), mentee=user)
    mentor, browser = named("Maria Ortiz", talks_about=""), browser_of(app, user)

    listed = visit(browser, f"{need.path}/why?name=ortiz")
    answer = visit(browser, f"{need.path}/why/{mentor.person_id}")

    assert f"{need.path}/why/{mentor.person_id}" in listed.html
    assert "None of what you ask for is on their profile." in answer.html


def test_a_closed_need_offers_to_be_asked_again(app: Flask) -> None:
    user = UserFactory()
    need = NeedFactory(EMPLOYERS, mentee=user, state=NeedState.WITHDRAWN)
    browser = browser_of(app, user)

    page, again = visit(browser, need.path), visit(browser, f"/mentoring/ask?again={need.id}")

    assert f"/mentoring/ask?again={need.id}" in page.html
    assert need.question.split("?")[0] in again.html
    assert "Working with employers (Topic)" in again.html


@pytest.mark.parametrize(("address", "most"), [("", 6), ("need", 24)])
def test_a_page_asks_the_same_of_the_database_however_many_there_are(
    app: Flask, address: str, most: int
) -> None:
    user = UserFactory()
    need = NeedFactory(EMPLOYERS, mentee=user)
    path, browser = need.path if address else "/mentoring/needs/", browser_of(app, user)
    for number in range(6):
        named(f"Mentor {number}")
        NeedFactory(mentee=user)
    few = questions(browser, path)

    for number in range(20):
        named(f"Another {number}")
        NeedFactory(mentee=user)

    assert questions(browser, path) == few
    assert len(few) <= most
