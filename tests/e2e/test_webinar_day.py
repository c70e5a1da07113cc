"""The life of a webinar as people live it: registrant, guest, presenter, moderator, editor.

At a desk with script, and on a phone without it. axe finds nothing, and the tabs see to the content policy.
"""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.questions import services as questions
from ion.core import working
from ion.core.unit_of_work import unit_of_work
from ion.models import Delivery, Question, QuestionState
from ion.worker import HANDLERS
from tests.e2e.conftest import Network, Tab, expect
from tests.e2e.test_editors_day import DESK, PHONE, axe
from tests.e2e.test_journeys import tab_to

pytestmark = pytest.mark.browser
EDITOR, FACILITATOR = "editor@ion.example", "facilitator@ion.example"
MEMBER, MENTEE = "member@ion.example", "mentee@ion.example"
REPORTS = Path(__file__).parents[1] / "samples" / "reports"
BOTH = pytest.mark.parametrize("options", [DESK, PHONE], ids=["desk", "phone without script"])


def has_script(options: dict[str, Any]) -> bool:
    return bool(options.get("java_script_enabled", True))


def look(tab: Tab, options: dict[str, Any]) -> None:
    """Nothing is wrong with the page as it stands, and nothing hangs over its side."""
    if has_script(options):
        assert axe(tab.page) == []
        assert tab.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def let_the_worker_work(network: Network) -> None:
    """Do what is due, as the worker would; search too."""
    with network.app.app_context():
        working.run_due(HANDLERS, "e2e")
        db.session.remove()


def mail_to(network: Network, address: str) -> str:
    """The text of the newest mail to that address."""
    with network.app.app_context():
        asked = select(Delivery).where(Delivery.address == address).order_by(Delivery.id.desc()).limit(1)
        text = db.session.scalars(asked).one().text
        db.session.remove()
    return text


def link_in_mail(network: Network, address: str) -> str:
    """The path of the secret link in it."""
    found = re.search(r"/webinars/registration/[\w-]+", mail_to(network, address))
    assert found
    return found[0]


@BOTH
def test_a_member_registers_asks_cancels_and_comes_back(
    tab_of: Any, network: Network, options: dict[str, Any]
) -> None:
    tab: Tab = tab_of(member=MEMBER if has_script(options) else MENTEE, **options)
    page = tab.open("/webinars/after-the-storm")
    seat = page.locator("#seat")
    look(tab, options)

    seat.get_by_role("button", name="Register").click()
    expect(seat).to_contain_text("You are registered")
    look(tab, options)

    page.get_by_label("Your question").fill("Who answers the phone on day one?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("#questions")).to_contain_text("Who answers the phone on day one?")

    page.goto(f"{network.url}/webinars/after-the-storm")
    seat.get_by_role("link", name="Cancel my registration").click()
    page.get_by_role("button", name="Cancel my registration").click()
    expect(seat).to_contain_text("You canceled your registration.")
    page.get_by_role("button", name="Register again").click()
    expect(seat).to_contain_text("You are registered")

    tab.open("/webinars/mine")
    expect(page.locator("main")).to_contain_text("After the storm")
    look(tab, options)


@BOTH
def test_a_guest_registers_by_a_confirmed_address(
    tab_of: Any, network: Network, options: dict[str, Any]
) -> None:
    address = f"guest-{'desk' if has_script(options) else 'phone'}@agency.example"
    tab: Tab = tab_of(**options)
    page = tab.open("/webinars/infrastructure-funding-without-tears")
    page.locator("#seat").get_by_role("link", name="Register as a guest").click()
    page.get_by_label("Name").fill("Gale Guest")
    page.get_by_label("Email").fill(address)
    look(tab, options)
    page.get_by_role("button", name="Register", exact=True).click()
    expect(page.locator("#seat")).to_contain_text(f"We wrote to {address}")

    let_the_worker_work(network)
    tab.open(link_in_mail(network, address))
    page.get_by_role("button", name="Confirm and register").click()
    expect(page.locator("#seat")).to_contain_text("You are registered")
    look(tab, options)

    page.get_by_role("link", name="Cancel my registration").click()
    page.get_by_role("button", name="Cancel my registration").click()
    expect(page.locator("#seat")).to_contain_text("You canceled your registration.")


@pytest.fixture
def question_id(network: Network) -> int:
    """A question at the webinar that Dana Whitcomb presents and Simone Baptiste moderates; held."""
    with network.app.app_context():
        with unit_of_work() as session:
            known = session.scalars(
                select(Question).where(Question.text.like("What did you ask of the champion%"))
            ).one()
            made = Question(
                item_id=known.item_id,
                user_id=known.user_id,
                text="How long is the first call?",
                state=QuestionState.HELD,
                asked_at=datetime.now(UTC) - timedelta(hours=1),
            )
            session.add(made)
            session.flush()
            questions.raise_version(made.item_id)
        id = made.id
        db.session.remove()
    return id


@BOTH
def test_a_moderator_approves_and_a_presenter_answers(
    tab_of: Any, network: Network, question_id: int, options: dict[str, Any]
) -> None:
    moderator: Tab = tab_of(member=FACILITATOR, **options)
    page = moderator.open("/webinars/launch-a-sector-partnership")
    row = page.locator(f"#question-{question_id}")
    look(moderator, options)
    row.get_by_role("button", name="Approve").click()
    expect(page.locator("#asked")).to_contain_text("How long is the first call?")

    presenter: Tab = tab_of(member=MEMBER, **options)
    page = presenter.open("/webinars/launch-a-sector-partnership")
    page.locator(f"#question-{question_id}").get_by_role("link", name=re.compile("Answer, merge")).click()
    look(presenter, options)
    page.get_by_label("Answer", exact=True).fill("Twenty minutes, and *never* more.")
    page.get_by_role("button", name="Answer", exact=True).click()

    visitor: Tab = tab_of(**options)
    page = visitor.open("/webinars/launch-a-sector-partnership")
    expect(page.locator(f"#question-{question_id}")).to_contain_text("Twenty minutes, and never more.")
    expect(page.locator("#questions")).not_to_contain_text("Denise Hartwell")


@BOTH
def test_an_editor_announces_a_webinar_and_moves_it(
    tab_of: Any, network: Network, options: dict[str, Any]
) -> None:
    title = f"Minutes that are read {'at a desk' if has_script(options) else 'on a phone'}"
    tab: Tab = tab_of(member=EDITOR, **options)
    page = tab.open("/staff/publishing/new/webinar")
    page.get_by_label("Title").fill(title)
    page.get_by_role("button", name="Begin the draft").click()
    page.get_by_label("Summary").fill("One page, with names.")
    page.get_by_label("Presenters").fill("Denise Hartwell (sample)")
    page.get_by_label("Employer engagement", exact=True).check()
    start = page.get_by_role("group", name=re.compile("^(Starts|Start|When it starts|Begins)"))
    start.get_by_label("Date").fill("2031-02-03")
    start.get_by_label("Time", exact=True).fill("14:00")
    start.get_by_label("Time zone").select_option("America/New_York")
    page.get_by_label("Length").fill("60")
    page.get_by_label("People register here").check()
    look(tab, options)
    release(page)
    expect(page.locator("main")).to_contain_text("Live")
    writing = page.url.removeprefix(network.url).removesuffix("/release")
    path = page.get_by_role("link", name="See what readers have").get_attribute("href")

    attendee: Tab = tab_of(member=FACILITATOR, **options)
    attendee.open(path).get_by_role("button", name="Register").click()
    expect(attendee.page.locator("#seat")).to_contain_text("You are registered")
    tab.open(writing)
    start.get_by_label("Time", exact=True).fill("15:00")
    release(page)
    let_the_worker_work(network)

    expect(attendee.open(path).locator("main")).to_contain_text("3:00 to 4:00 p.m. ET")
    assert "2:00" in mail_to(network, FACILITATOR) and "3:00" in mail_to(network, FACILITATOR)


def release(page: Any) -> None:
    page.get_by_role("button", name="Save and continue to release").click()
    page.get_by_role("button", name=re.compile("^Publish version")).click()


def test_afterwards_takes_three_steps_and_a_phrase_is_found_at_its_minute(
    tab_of: Any, network: Network, tmp_path: Path
) -> None:
    tab: Tab = tab_of(member=EDITOR)
    page = tab.open("/webinars/what-stopped-us")
    page.get_by_role("link", name="Desk of this webinar").click()
    page.get_by_role("link", name=re.compile("Afterwards|report", re.IGNORECASE)).first.click()
    look(tab, DESK)
    page.get_by_label("Attendance", exact=True).check()
    page.get_by_label("Report (CSV)").set_input_files(REPORTS / "zoom-attendance.csv")
    page.get_by_role("button", name="Load the report").click()
    look(tab, DESK)
    page.get_by_role("button", name="Read the report").click()
    expect(page.locator("main")).to_contain_text("by phone")

    file = tmp_path / "captions.srt"
    file.write_text(
        "1\n00:12:40,000 --> 00:12:44,000\nGavin Mercer: A purple giraffe in the board room.\n", "utf-8"
    )
    page.goto(page.url.split("/reports/")[0] + "/afterwards")
    page.locator("summary", has_text="recording").first.click()
    page.get_by_label("Address", exact=False).first.fill("https://www.youtube.com/watch?v=abcdefghijk")
    page.locator("input[type=file][accept*=vtt]").first.set_input_files(file)
    page.get_by_role("button", name="Add the recording").click()
    page.locator("label", has_text=re.compile("^Yes")).first.click()
    page.get_by_role("button", name="Save the recording").click()
    look(tab, DESK)
    page.get_by_role("button", name="Publish the recording").click()
    let_the_worker_work(network)

    visitor: Tab = tab_of()
    page = visitor.open("/search?q=purple+giraffe")
    page.get_by_role("link", name=re.compile("12:40")).first.click()
    assert "/transcript#t" in page.url
    passage = page.locator(f"[id='{page.url.split('#')[1]}']")
    expect(passage).to_contain_text("purple giraffe")
    expect(passage).to_be_in_viewport()
    look(visitor, DESK)


def test_registering_and_asking_by_keyboard_alone_on_a_phone(tab_of: Any, network: Network) -> None:
    tab: Tab = tab_of(member=MENTEE, viewport={"width": 390, "height": 844})
    page = tab.open("/webinars/second-chance-hiring-from-the-shop-floor")
    keys = page.keyboard
    look(tab, {})

    tab_to(page, "Register", 60)
    keys.press("Enter")
    expect(page.locator("#seat-heading")).to_be_focused()
    expect(page.locator("#seat")).to_contain_text("You are registered")
    tab_to(page, "Cancel my registration")
    keys.press("Enter")
    expect(page.locator("#seat-heading")).to_be_focused()
    tab_to(page, "Keep it")
    keys.press("Enter")
    expect(page.locator("#seat")).to_contain_text("You are registered")
    tab_to(page, "Your question", 80)
    keys.type("Who pays for the first month?")
    tab_to(page, "Ask")
    keys.press("Enter")

    expect(page.locator("#asked")).to_contain_text("Who pays for the first month?")
    look(tab, {})


def test_a_visitor_without_script_reads_a_transcript_and_turns_slides(tab_of: Any) -> None:
    tab: Tab = tab_of(**PHONE)
    page = tab.open("/webinars/measurable-skill-gains-in-plain-words")
    page.get_by_role("link", name=re.compile("transcript", re.IGNORECASE)).first.click()
    page.get_by_role("link", name="A milestone, written down").click()
    expect(page.locator("#t-760")).to_be_in_viewport()
    page.get_by_role("link", name=re.compile("^Slide 4")).first.click()
    expect(page.locator("#slide")).to_contain_text("Slide 4 of 6")
    page.get_by_role("link", name=re.compile("^Next")).click()
    expect(page.locator("#slide")).to_contain_text("Slide 5 of 6")
