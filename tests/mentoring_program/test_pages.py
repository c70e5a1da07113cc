"""The pages of ION staff: what they say, and what their forms do and refuse."""

from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock
from ion.core.mentoring import apart_from
from ion.core.unit_of_work import unit_of_work
from ion.mentoring_program.services.inviting import KIND
from ion.models import Delivery, Grant, MentorProfile, Organization, Oversight
from tests.conftest import Browser
from tests.counting import questions
from tests.factories import PersonFactory, TopicFactory, UserFactory, sign_in
from tests.factories.mentoring import MentorFactory, MentoringRequestFactory, MentorshipFactory, NeedFactory
from tests.reading import visit

pytestmark = pytest.mark.usefixtures("now")
TOPIC = ("topic", "apprenticeship")
PAGES = ("", "unmatched", "unmatched?show=asked", "topics", "quiet", "mentors", "mentors/invite", "apart")


@pytest.fixture
def browser(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """ION staff who facilitate."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    made = Browser(app)
    sign_in(made, UserFactory(Grant.MEMBER, Grant.FACILITATOR))
    return made


@pytest.mark.parametrize("path", PAGES)
def test_an_empty_program_says_what_will_be_there(browser: Browser, path: str) -> None:
    page = visit(browser, f"/staff/mentoring/{path}")

    assert page.status == 200
    assert page.text("h1")


def test_a_program_with_people_in_it_is_shown(browser: Browser) -> None:
    TopicFactory("apprenticeship", "Apprenticeship")
    mentor = UserFactory(person=PersonFactory(name="Maria Lopez"))
    profile = MentorFactory(TOPIC, user=mentor)
    need = NeedFactory(TOPIC, question="What brought them back?")
    for _ in range(6):
        MentoringRequestFactory(NeedFactory(TOPIC), profile)
    MentorshipFactory(mentor)

    shown = {path: visit(browser, f"/staff/mentoring/{path}").html for path in PAGES}
    one = visit(browser, f"/staff/mentoring/unmatched/{need.id}")

    assert "Asked a mentor" in shown[""]
    assert "What brought them back?" in shown["unmatched"]
    assert "Apprenticeship" in shown["topics"]
    assert "Maria Lopez" in shown["mentors"]
    assert "Maria Lopez" in one.html


def test_suggesting_leads_back_to_the_question_and_says_who_is_told(browser: Browser) -> None:
    mentor, need = MentorFactory(TOPIC), NeedFactory(TOPIC)
    path = f"/staff/mentoring/unmatched/{need.id}"

    done = browser.post(f"{path}/suggest/{mentor.person_id}")
    refused = browser.post(f"{path}/suggest/{need.mentee_id}")

    assert (done.status_code, done.location) == (303, f"{path}?told={mentor.person_id}")
    assert refused.status_code == 409


def test_two_people_are_kept_apart_until_that_is_lifted(browser: Browser) -> None:
    one, other = UserFactory(), UserFactory()
    form = {"first": one.email.upper(), "second": other.email, "reason": "They asked for it."}

    kept = browser.post("/staff/mentoring/apart", data=form)
    before = apart_from(one.person_id)
    browser.post(f"/staff/mentoring/apart/{other.person_id}/{one.person_id}/lift")

    assert kept.status_code == 303
    assert (before, apart_from(one.person_id)) == ({other.person_id: "staff"}, {})


@pytest.mark.parametrize(
    ("second", "status", "said"),
    [("nobody@example.org", 422, "no member signs in"), ("same", 409, "one person")],
)
def test_who_cannot_be_kept_apart_is_said_and_what_was_typed_stays(
    browser: Browser, second: str, status: int, said: str
) -> None:
    one = UserFactory()
    form = {"first": one.email, "second": one.email if second == "same" else second, "reason": "A reason."}

    answer = browser.post("/staff/mentoring/apart", data=form)

    assert answer.status_code == status
    assert said in answer.text
    assert "A reason." in answer.text


def test_oversight_keeps_the_people_of_two_organizations_apart_until_it_ends(browser: Browser) -> None:
    with unit_of_work() as session:
        state = Organization(slug="state", name="State agency")
        board = Organization(slug="board", name="Local board")
        session.add_all((state, board))
    one = UserFactory(person=PersonFactory(organization_id=state.id))
    other = UserFactory(person=PersonFactory(organization_id=board.id))

    noted = browser.post(
        "/staff/mentoring/oversight", data={"grantor": "state agency", "grantee": "Local board"}
    )
    before = apart_from(one.person_id)
    browser.post(f"/staff/mentoring/oversight/{state.id}/{board.id}/end")

    assert noted.status_code == 303
    assert (before, apart_from(one.person_id)) == ({other.person_id: "oversight"}, {})
    assert db.session.scalars(select(Oversight.grantor_id)).all() == []


def upload(browser: Browser, text: str) -> tuple[int, str]:
    data = {"file": (BytesIO(text.encode()), "mentors.csv")}
    answer = browser.post("/staff/mentoring/mentors/invite", data=data, content_type="multipart/form-data")
    return answer.status_code, answer.text


def invitations() -> list[Delivery]:
    db.session.rollback()
    return list(db.session.scalars(select(Delivery).where(Delivery.kind == KIND).order_by(Delivery.id)))


def test_people_in_a_table_are_invited_by_mail_and_mentor_only_by_themselves(browser: Browser) -> None:
    TopicFactory("apprenticeship", "Apprenticeship")
    one, other = UserFactory(), UserFactory()

    status, _ = upload(
        browser, f"e-mail;topics;limit\n{one.email.upper()};apprenticeship;2\n{other.email};;\n"
    )

    assert status == 303
    assert [(mail.user_id, mail.context["topics"], mail.context["path"]) for mail in invitations()] == [
        (one.id, ["Apprenticeship"], "/mentoring/join?topic=apprenticeship&limit=2"),
        (other.id, [], "/mentoring/join"),
    ]
    assert db.session.scalars(select(MentorProfile.person_id)).all() == []


def test_a_table_with_a_wrong_row_invites_nobody_and_names_the_rows(browser: Browser) -> None:
    known, mentor = UserFactory(), UserFactory()
    MentorFactory(user=mentor)
    rows = (
        "nobody@example.org,,",
        f"{mentor.email},,",
        f"{known.email},Basket weaving,",
        f"{known.email},,99",
    )

    status, text = upload(browser, "E-mail,Topics,Limit\n" + "\n".join(rows))

    assert status == 409
    for said in ("Row 2", "Row 3", "mentors already", "Basket weaving", "twice", "a number from 1"):
        assert said in text
    assert invitations() == []


@pytest.mark.parametrize("text", ["", "name,limit\nAna,2\n", "e-mail\n", 'e-mail\n"broken\n'])
def test_a_file_that_is_no_such_table_is_refused_in_words(browser: Browser, text: str) -> None:
    status, page = upload(browser, text)

    assert status == 422
    assert "Please look at this again" in page


def test_spreadsheets_hold_what_the_pages_show(browser: Browser) -> None:
    MentorFactory(TOPIC, user=UserFactory(person=PersonFactory(name="=Maria Lopez")))

    mentors = browser.get("/staff/mentoring/mentors.csv").text
    figures = browser.get("/staff/mentoring/figures.csv").text

    assert "'=Maria Lopez" in mentors
    assert "Funnel,Asked a mentor,Questions,0" in figures


def test_the_desk_and_the_front_page_say_what_waits_to_facilitators_alone(
    app: Flask, browser: Browser
) -> None:
    NeedFactory(TOPIC)
    MentorshipFactory(active_at=clock.now() - timedelta(days=40))
    editor = Browser(app)
    sign_in(editor, UserFactory(Grant.MEMBER, Grant.EDITOR))

    assert "2 questions or mentorships need you" in visit(browser, "/staff/").html
    assert "1 mentoring question needs you" in visit(browser, "/").html
    assert "/staff/mentoring" not in visit(editor, "/staff/").html + visit(editor, "/").html


def test_the_list_of_mentors_asks_the_same_for_many_as_for_few(browser: Browser) -> None:
    MentorFactory(TOPIC)
    few = questions(browser, "/staff/mentoring/mentors")
    for _ in range(12):
        MentorFactory(TOPIC)

    assert questions(browser, "/staff/mentoring/mentors") == few


def test_the_list_of_mentors_finds_names_and_counts_each_state(browser: Browser) -> None:
    MentorFactory(user=UserFactory(person=PersonFactory(name="Maria Lopez")))
    MentorFactory(user=UserFactory(person=PersonFactory(name="Omar Haddad")))
    MentorFactory(paused_at=clock.now())

    page = visit(browser, "/staff/mentoring/mentors?q=lopez")

    assert [link.words for link in page.links("tbody th")] == ["Maria Lopez"]
    assert len(visit(browser, "/staff/mentoring/mentors?show=paused").links("tbody th")) == 1
