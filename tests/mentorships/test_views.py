"""The pages of mentorships: for the two alone, as plain forms and as fragments."""

from datetime import datetime

import pytest
from flask import Flask

from ion.base.extensions import db
from ion.core.unit_of_work import unit_of_work
from ion.mentorships.services import notes, paths, sessions
from ion.mentorships.services.sessions import Plan
from ion.models import (
    Grant,
    MentoringNeed,
    MentoringPath,
    Mentorship,
    MentorshipGoal,
    MentorshipSession,
    MentorshipState,
    MentorshipStep,
    MentorshipTask,
    SessionNote,
    User,
)
from tests.counting import questions
from tests.factories import PostFactory, UserFactory
from tests.mentorships.scene import (
    STEPS,
    accepted_request,
    at,
    browser_of,
    one,
    pair,
    path,
    proposed,
    sessions_of,
    under_way,
)

HTMX = {"HX-Request": "true"}
AGREEMENT = {
    "goals-0-words": "Lead an employer meeting",
    "goals-0-before": "2",
    "goals-0-place": "1",
    "cadence": "Every week",
    "path_name": "First year",
}


@pytest.fixture(autouse=True)
def without_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


def with_session(now: datetime, mentor: User, mentee: User) -> tuple[int, int]:
    """A mentorship with a session tomorrow."""
    id = under_way(mentor, mentee)
    with unit_of_work():
        plan = Plan(place="https://meet.example/x")
        session_id = sessions.propose(id, mentor.person_id, [at(now, days=1)], plan)[0].id
    with unit_of_work():
        sessions.choose(id, mentee.person_id, session_id)
    return id, session_id


def test_two_agree_on_a_mentorship_page_by_page(app: Flask, now: datetime) -> None:
    mentor, mentee = pair()
    path()
    request_id = accepted_request(mentor, mentee)
    ana, ben = browser_of(app, mentor), browser_of(app, mentee)

    form = ben.get(f"/mentoring/mentorships/new?request={request_id}")
    sent = ben.post("/mentoring/mentorships/", data=AGREEMENT | {"request": request_id, "words": "Shall we?"})
    asked = ana.get(sent.location)
    version = one(Mentorship).version
    agreed = ana.post(f"{sent.location}/agree", data={"version": version})

    assert "Our employers stopped coming" in form.text and "Where you stand today" in form.text
    assert "Ben Cole agreed. Do you?" in asked.text and "Shall we?" in asked.text
    assert (sent.status_code, agreed.status_code) == (303, 303)
    assert one(Mentorship).state is MentorshipState.ACTIVE
    shown = ben.get(sent.location).text
    assert "0 of 6 steps taken" in shown and "Lead an employer meeting" in shown
    assert "Ana Ruiz" in ben.get("/mentoring/mentorships/").text


def test_an_agreement_without_a_goal_comes_back_with_what_was_typed(app: Flask, now: datetime) -> None:
    mentor, mentee = pair()
    request_id = accepted_request(mentor, mentee)

    answer = browser_of(app, mentee).post(
        "/mentoring/mentorships/", data={"request": request_id, "words": "Typed once.", "cadence": ""}
    )

    assert answer.status_code == 422
    assert "Typed once." in answer.text and "Write one goal at least." in answer.text
    assert db.session.query(Mentorship).count() == 0


def test_an_agreement_changed_meanwhile_is_looked_at_again(app: Flask, now: datetime) -> None:
    mentor, mentee = pair()
    made = proposed(mentor, mentee)
    goal_id, ana, ben = one(MentorshipGoal).id, browser_of(app, mentor), browser_of(app, mentee)
    changed = {"goals-0-words": "Quite another", "goals-0-place": "1", "cadence": "Once a month"}
    ana.post(f"{made.path}/agreement", data=changed | {"version": "1"})

    answer = ben.post(f"{made.path}/agree", data={"version": "1", f"rating_{goal_id}": "3"})

    assert answer.status_code in (409, 422)
    assert one(Mentorship).state is MentorshipState.PROPOSED
    assert "Quite another" in answer.text


def test_a_mentorship_is_there_for_the_two_alone(app: Flask, now: datetime) -> None:
    mentor, mentee = pair()
    id, session_id = with_session(now, mentor, mentee)
    with unit_of_work():
        notes.write_own(id, mentor.person_id, session_id, "Of the mentor alone.")
        notes.write_shared(id, mentor.person_id, session_id, "Of both.", version=0)
    base = f"/mentoring/mentorships/{id}"
    insiders = [browser_of(app, mentor), browser_of(app, mentee)]
    outsiders = [browser_of(app, UserFactory(*grants)) for grants in ((), (Grant.MEMBER, Grant.ADMIN))]

    pages = [browser.get(f"{base}/sessions/{session_id}").text for browser in insiders]

    assert ["Of both." in text for text in pages] == [True, True]
    assert ["Of the mentor alone." in text for text in pages] == [True, False]
    for browser in outsiders:
        for end in ("", "/agreement", "/end", f"/sessions/{session_id}", f"/sessions/{session_id}.ics"):
            assert browser.get(base + end).status_code == 404
        for end in ("/goals", "/tasks", "/complete", "/stuck", f"/sessions/{session_id}/notes"):
            assert browser.post(base + end, data={}).status_code == 404
    assert insiders[0].get(f"{base}/sessions/{session_id + 1}").status_code == 404


def test_both_see_a_session_by_both_clocks_and_take_it_into_their_calendars(
    app: Flask, now: datetime
) -> None:
    mentor, mentee = pair()
    id, session_id = with_session(now, mentor, mentee)
    page = browser_of(app, mentee).get(f"/mentoring/mentorships/{id}").text
    file = browser_of(app, mentee).get(f"/mentoring/mentorships/{id}/sessions/{session_id}.ics")

    assert "12:00 p.m. PT" in page and "(Sun., Nov. 22, 2026, 3:00 p.m. ET for Ana Ruiz)" in page
    assert file.mimetype == "text/calendar"
    assert "SUMMARY:Mentoring session with Ana Ruiz" in file.text and "https://meet.example/x" in file.text


def test_times_are_proposed_and_chosen_by_plain_forms(app: Flask, now: datetime) -> None:
    mentor, mentee = pair()
    id = under_way(mentor, mentee)
    base, ana, ben = f"/mentoring/mentorships/{id}", browser_of(app, mentor), browser_of(app, mentee)
    data = {"zone": "America/New_York", "length": "30", "place": "Room 2"}

    empty = ana.post(f"{base}/sessions", data=data)
    past = ana.post(f"{base}/sessions", data=data | {"first-day": "2026-11-01", "first-clock": "09:00"})
    skipped = ana.post(f"{base}/sessions", data=data | {"first-day": "2027-03-14", "first-clock": "02:30"})
    sent = ana.post(f"{base}/sessions", data=data | {"first-day": "2026-11-24", "first-clock": "09:00"})
    session_id = one(MentorshipSession).id
    own = ana.post(f"{base}/sessions/{session_id}/choose")
    chosen = ben.post(f"{base}/sessions/{session_id}/choose")

    assert [each.status_code for each in (empty, past, skipped, sent, own, chosen)] == [
        422,
        409,
        422,
        303,
        409,
        303,
    ]
    assert "Room 2" in empty.text and "does not exist" in skipped.text
    assert sessions_of(id)[0].confirmed_at == now


def test_notes_saved_meanwhile_show_both_texts(app: Flask, now: datetime) -> None:
    mentor, mentee = pair()
    id, session_id = with_session(now, mentor, mentee)
    address = f"/mentoring/mentorships/{id}/sessions/{session_id}/notes"
    browser_of(app, mentor).post(address, data={"notes": "Theirs.", "version": "0"})
    ben = browser_of(app, mentee)

    stale = ben.post(address, data={"notes": "Mine.", "version": "0"})
    merged = ben.post(address, data={"notes": "Theirs. Mine.", "version": "1"})

    assert (stale.status_code, merged.status_code) == (409, 303)
    assert "Theirs." in stale.text and "Mine." in stale.text and 'value="1"' in stale.text
    assert one(MentorshipSession).shared_notes == "Theirs. Mine."
    ben.post(f"/mentoring/mentorships/{id}/sessions/{session_id}/cancel")
    assert f'/sessions/{session_id}"' in ben.get(f"/mentoring/mentorships/{id}").text


def test_participant_data_in_notes_stops_once(app: Flask, now: datetime) -> None:
    mentor, mentee = pair()
    id, session_id = with_session(now, mentor, mentee)
    address = f"/mentoring/mentorships/{id}/sessions/{session_id}/own-notes"
    ben = browser_of(app, mentee)
    typed = {"own": "Client SSN 524-71-3308 asked again."}

    stopped = ben.post(address, data=typed)
    sent = ben.post(address, data=typed | {"participant_reason": "It is a made-up number."})

    assert (stopped.status_code, sent.status_code) == (422, 303)
    assert one(SessionNote).words == typed["own"]


def test_goals_tasks_and_steps_answer_htmx_with_their_block(app: Flask, now: datetime) -> None:
    mentor, mentee = pair()
    id = under_way(mentor, mentee)
    with unit_of_work() as session:
        session.add(MentorshipStep(mentorship_id=id, position=1, title="Meet", agenda=""))
    base, ben = f"/mentoring/mentorships/{id}", browser_of(app, mentee)
    goal_id, step_id = one(MentorshipGoal).id, one(MentorshipStep).id

    moved = ben.post(f"{base}/goals/{goal_id}", data={"progress": "100"}, headers=HTMX)
    added = ben.post(f"{base}/tasks", data={"words": "Call the board", "who": "other"}, headers=HTMX)
    unsaid = ben.post(f"{base}/steps/{step_id}", data={"deed": "skip"}, headers=HTMX)
    skipped = ben.post(f"{base}/steps/{step_id}", data={"deed": "skip", "why": "We know."}, headers=HTMX)
    empty = ben.post(f"{base}/tasks", data={"words": "", "who": "me"}, headers=HTMX)
    plain = ben.post(f"{base}/tasks/{one(MentorshipTask).id}", data={"deed": "done"})

    assert moved.text.strip().startswith('<section id="goals"') and "Reached" in moved.text
    assert moved.text.count("data-focus") == 1
    assert added.headers["HX-Trigger"] == "mentorship-changed" and "Call the board" in added.text
    assert (unsaid.status_code, "Say in a few words" in unsaid.text) == (409, True)
    assert "Why: We know." in skipped.text and "1 of 1 steps taken" in skipped.text
    assert (empty.status_code, plain.status_code) == (422, 303)
    task = one(MentorshipTask)
    assert (task.person_id, task.done_at) == (mentor.person_id, now)


def test_a_completed_mentorship_shows_the_other_s_thanks_and_leads_on(app: Flask, now: datetime) -> None:
    mentor, mentee = pair()
    id = under_way(mentor, mentee)
    base, ana, ben = f"/mentoring/mentorships/{id}", browser_of(app, mentor), browser_of(app, mentee)
    answers = {"usefulness": "5", "goals_reached": "4", "words": "For staff.", "thanks": "Stay curious."}

    done = ana.post(f"{base}/complete")
    ana.post(f"{base}/survey", data=answers)
    missing = ben.post(f"{base}/survey", data=answers | {"thanks": "Thank you."})
    rated = {f"rating_{one(MentorshipGoal).id}": "4"}
    ben.post(f"{base}/survey", data=answers | rated | {"thanks": "Thank you."})

    assert done.location == f"{base}/survey"
    assert missing.status_code == 422
    assert "Thank you." in ana.get(base).text
    page = ben.get(base).text
    assert "Stay curious." in page and "For staff." not in page and "/mentoring/join" in page
    assert one(MentorshipGoal).after_rating == 4


def test_a_mentee_who_ends_it_goes_on_to_their_question(app: Flask, now: datetime) -> None:
    mentor, mentee = pair()
    id = under_way(mentor, mentee)
    base, ben = f"/mentoring/mentorships/{id}", browser_of(app, mentee)

    unsaid = ben.post(f"{base}/end", data={"words": "Typed once."})
    ended = ben.post(f"{base}/end", data={"why": "fit", "words": "Private.", "wants_other": "y"})

    assert (unsaid.status_code, "Typed once." in unsaid.text) == (422, True)
    assert ended.location == one(MentoringNeed).path
    other = under_way(UserFactory(), mentee)
    unwished = ben.post(f"/mentoring/mentorships/{other}/end", data={"why": "fit"})
    assert unwished.location == f"/mentoring/mentorships/{other}"
    assert one(MentoringNeed).has_priority
    page = browser_of(app, mentor).get(base).text
    assert "nobody is rated" in page and "Private." not in page


def test_ion_staff_write_a_path_and_put_it_away(app: Flask, now: datetime) -> None:
    staff, post = browser_of(app, UserFactory(Grant.MEMBER, Grant.FACILITATOR)), PostFactory()
    rows = {
        f"steps-{at}-{name}": value
        for at, step in enumerate(STEPS)
        for name, value in (("title", step.title), ("agenda", step.agenda), ("place", str(at + 1)))
    }
    data = {"name": "First year", "summary": "For new conveners.", "steps-0-item": post.item.title} | rows

    short = staff.post("/staff/mentoring/paths", data={"name": "Short", "steps-0-title": "One"})
    made = staff.post("/staff/mentoring/paths", data=data)
    kept = one(MentoringPath)
    step_item, address = kept.steps[0].item_id, f"/staff/mentoring/paths/{kept.id}"
    stale = staff.post(address, data=data | {"version": "0"})
    form = staff.get(address)
    archived = staff.post(f"{address}/archive")

    assert [each.status_code for each in (short, made, stale, archived)] == [422, 303, 409, 303]
    assert step_item == post.item_id
    assert f"/blog/{post.item.slug}" in form.text
    assert one(MentoringPath).archived_at == now
    assert "Archived" in staff.get("/staff/mentoring/paths").text


def test_lists_and_pages_ask_the_database_as_much_for_many_rows_as_for_few(app: Flask, now: datetime) -> None:
    mentor, mentee = pair()
    id = under_way(mentor, mentee)
    path()
    ben = browser_of(app, mentee)
    staff = browser_of(app, UserFactory(Grant.MEMBER, Grant.FACILITATOR))

    def asked() -> list[int]:
        found = (
            questions(ben, "/mentoring/mentorships/"),
            questions(ben, f"/mentoring/mentorships/{id}"),
            questions(staff, "/staff/mentoring/paths"),
        )
        return [len(each) for each in found]

    few = asked()
    for _ in range(4):
        under_way(UserFactory(), mentee)
    with unit_of_work() as session:
        for at_ in range(2, 9):
            session.add(MentorshipStep(mentorship_id=id, position=at_, title="Meet", agenda=""))
            session.add(MentorshipTask(mentorship_id=id, words="Call", created_at=now))
        paths.keep("Second", "", STEPS)
        paths.keep("Third", "", STEPS)

    assert asked() == few
    assert few[0] <= 6 and few[1] <= 12 and few[2] <= 6
