"""From one question to a first call, and a cohort from its run to a mentorship.

At a desk with script, and on a phone without it. axe finds nothing, and the tabs see to the content policy.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock
from ion.core.times import us_date
from ion.core.unit_of_work import unit_of_work
from ion.models import Delivery, MentoringNeed, MentoringRequest, MentorProfile, OutboxRow, Person, User
from tests.e2e.conftest import Network, Tab, expect
from tests.e2e.test_editors_day import DESK, PHONE
from tests.e2e.test_journeys import tab_to
from tests.e2e.test_webinar_day import let_the_worker_work, look

pytestmark = pytest.mark.browser
MENTEES = {
    "desk": (DESK, "priya-raman@ion.example"),
    "phone without script": (PHONE, "noor-rahimi@ion.example"),
}
BOTH = pytest.mark.parametrize(("options", "mentee"), MENTEES.values(), ids=MENTEES.keys())
FACILITATOR, MENTEE = "facilitator@ion.example", "mentee@ion.example"
QUESTION = "How do you keep employers coming after the first meeting?"
ANSWER_LINK = re.compile(r"/mentoring/answer/[\w.~-]+/accept")
COHORT = "Sector partnerships, spring cohort (sample)"


def asked_of(network: Network, mentee: str) -> tuple[int, str]:
    """The request that this mentee made last, and the address of whom it was put to."""
    with network.app.app_context():
        theirs = select(Person.id).join(User, User.person_id == Person.id).where(User.email == mentee)
        row = db.session.execute(
            select(MentoringRequest.id, User.email)
            .join(MentoringNeed, MentoringNeed.id == MentoringRequest.need_id)
            .join(User, User.person_id == MentoringRequest.mentor_id)
            .where(MentoringNeed.mentee_id == theirs.scalar_subquery())
            .order_by(MentoringRequest.id.desc())
            .limit(1)
        ).one()
        db.session.remove()
    return row.id, row.email


def let_a_day_pass(network: Network) -> None:
    """Mentors get one mail a day, and other people ask them, too."""
    with network.app.app_context():
        with unit_of_work() as session:
            for mentor in session.scalars(select(MentorProfile)):
                mentor.mailed_at = None
            waits = select(OutboxRow).where(OutboxRow.task == "mentoring.mail")
            for row in session.scalars(waits):
                row.due_at = clock.now()
        db.session.remove()


def open_from_mail(tab: Tab, network: Network, address: str) -> Any:
    """The page of the link in the mail to that address that accepts the question."""
    with network.app.app_context():
        mails = select(Delivery.text).where(
            Delivery.address == address, Delivery.kind == "mentoring-requests"
        )
        text = db.session.scalars(mails.order_by(Delivery.id.desc()).limit(1)).one()
        db.session.remove()
    for path in ANSWER_LINK.findall(text):
        page = tab.open(path)
        if QUESTION in page.content():
            return page
    raise AssertionError(f"No link leads to the question:\n{text}")


def ask(tab: Tab, options: dict[str, Any]) -> Any:
    """Write the question with one need, and put it to who fits best."""
    page = tab.open("/mentoring/ask")
    look(tab, options)
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_label("What they should know or be").first.fill("Employer engagement")
    page.get_by_role("button", name="See who fits").click()
    expect(page.locator("main")).to_contain_text("needs met")
    look(tab, options)
    page.get_by_role("button", name=re.compile("^Ask (?!in this order)")).first.click()
    expect(page.locator("main")).to_contain_text("Your question to")
    look(tab, options)
    return page


@BOTH
def test_a_question_finds_a_mentor_who_answers_from_the_mail_and_both_meet(
    tab_of: Any, network: Network, options: dict[str, Any], mentee: str
) -> None:
    visitor: Tab = tab_of(**options)
    for path in ("/mentoring/", "/mentoring/how"):
        visitor.open(path)
        look(visitor, options)

    asker: Tab = tab_of(member=mentee, **options)
    asking = ask(asker, options)
    let_a_day_pass(network)
    let_the_worker_work(network)
    let_the_worker_work(network)  # what was asked for is sent
    request_id, mentor = asked_of(network, mentee)

    pocket: Tab = tab_of(**PHONE | {"java_script_enabled": options.get("java_script_enabled", True)})
    opened = open_from_mail(pocket, network, mentor)
    expect(opened.locator("main")).to_contain_text(QUESTION)
    look(pocket, options)
    opened.get_by_role("button", name="Yes, accept").click()
    expect(opened.locator("main")).to_contain_text("Thank you for answering")
    look(pocket, options)

    answerer: Tab = tab_of(member=mentor, **options)
    answering = answerer.open(f"/mentoring/requests/{request_id}")
    day = (datetime.now(UTC) + timedelta(days=7)).date()
    answering.locator("#first-day").fill(day.isoformat())
    answering.locator("#first-clock").fill("10:30")
    answering.get_by_label("Time zone").select_option("America/Chicago")
    look(answerer, options)
    answering.get_by_role("button", name="Propose", exact=True).click()
    expect(answering.locator("main")).to_contain_text(us_date(day))

    asking.goto(f"{network.url}/mentoring/requests/{request_id}")
    expect(asking.locator("main")).to_contain_text("Three questions to prepare")
    look(asker, options)
    asking.get_by_role("button", name="Choose this time").click()
    expect(asking.locator("#when-heading")).to_contain_text(us_date(day))
    expect(asking.get_by_role("link", name="Add to your calendar")).to_be_visible()
    look(asker, options)
    asking.get_by_role("link", name="Write in messages").click()
    expect(asking.locator("#lines")).to_contain_text(QUESTION)
    look(asker, options)


def test_a_cohort_is_run_published_and_becomes_a_mentorship(tab_of: Any, network: Network) -> None:
    staff: Tab = tab_of(member=FACILITATOR, **DESK)
    page = staff.open("/staff/mentoring/")
    look(staff, DESK)
    page.goto(f"{network.url}/staff/mentoring/cohorts/")
    page.get_by_role("link", name=COHORT).click()
    look(staff, DESK)
    page.get_by_role("button", name="Begin to match").click()
    page.get_by_role("button", name="Run the matching").click()
    let_the_worker_work(network)
    page.get_by_role("link", name=re.compile(r"\d+ pairs")).first.click()
    look(staff, DESK)
    expect(page.locator("main")).to_contain_text("would both rather have each other")
    page.get_by_role("button", name="Publish these matches").click()
    look(staff, DESK)

    mentee: Tab = tab_of(member=MENTEE, **PHONE | {"java_script_enabled": True})
    theirs = mentee.open("/mentoring/cohorts/")
    theirs.get_by_role("link", name=COHORT).click()
    expect(theirs.locator("main")).to_contain_text("Your mentor")
    look(mentee, {})
    theirs.get_by_role("link", name="Go to your mentorship").click()
    look(mentee, {})


def test_asking_works_by_keyboard_alone(tab_of: Any) -> None:
    tab: Tab = tab_of(member="gavin-mercer@ion.example", **PHONE | {"java_script_enabled": True})
    page = tab.open("/mentoring/ask")

    tab_to(page, "Your question", most=40)
    page.keyboard.type("Who chose the name of your partnership, and when?")
    tab_to(page, "See who fits", most=40)
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_contain_text("Who fits")
    tab_to(page, "Ask ", most=60)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Your question to")
