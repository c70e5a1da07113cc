"""Two people side by side who get to know each other, fall out, and a third who sees to it.

At a desk with script, and on a phone without it. axe finds nothing, and the tabs see to the content policy.
"""

import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from ion.base.extensions import db
from ion.models import Person, User
from tests.e2e.conftest import Network, Tab, expect
from tests.e2e.test_editors_day import DESK, PHONE
from tests.e2e.test_journeys import tab_to
from tests.e2e.test_webinar_day import has_script, look

pytestmark = pytest.mark.browser
PAIRS = {
    "desk": (DESK, "luis-arrieta@ion.example", "priya-raman@ion.example"),
    "phone without script": (PHONE, "noor-rahimi@ion.example", "kevin-nakamura@ion.example"),
}
BOTH = pytest.mark.parametrize(("options", "one", "other"), PAIRS.values(), ids=PAIRS.keys())
EDITOR, MEMBER = "editor@ion.example", "member@ion.example"
SOON = 12_000  # two looks for news


def person_id(network: Network, email: str) -> int:
    with network.app.app_context():
        id = db.session.scalars(
            select(Person.id).join(User, User.person_id == Person.id).where(User.email == email)
        ).one()
        db.session.remove()
    return id


def fresh(page: Any, options: dict[str, Any]) -> None:
    """Without script, what is new is asked for."""
    if not has_script(options):
        page.get_by_role("button", name="Look for new messages").click()


def send(page: Any, words: str, options: dict[str, Any]) -> None:
    page.locator("#markdown").fill(words)
    if has_script(options):
        page.locator("#markdown").press("Control+Enter")
    else:
        page.get_by_role("button", name="Send", exact=True).click()


@BOTH
def test_a_request_is_accepted_and_they_write_attach_edit_block_and_report(
    tab_of: Any, network: Network, tmp_path: Path, options: dict[str, Any], one: str, other: str
) -> None:
    asker: Tab = tab_of(member=one, **options)
    asked: Tab = tab_of(member=other, **options)
    asking = asker.open(f"/people/{person_id(network, other)}")
    asking.get_by_role("link", name="Write a message").first.click()
    look(asker, options)
    asking.locator("#markdown").fill("How do you number the agenda of a state plan meeting?")
    asking.get_by_role("button", name="Send", exact=True).click()
    expect(asking.locator("main")).to_contain_text("How do you number the agenda")

    answering = asked.open("/messages/?folder=requests")
    expect(answering.locator("#messages-badge")).to_contain_text("1")
    answering.locator(".ion-inbox__link").first.click()
    look(asked, options)
    answering.get_by_role("button", name="Accept").click()
    conversation = re.sub(r"[?#].*", "", answering.url)
    send(answering, "By the hour, with **names**. See /practices/one-caller-for-each-employer", options)
    expect(answering.locator("#lines")).to_contain_text("By the hour, with names.")

    asking.goto(conversation)
    notes = tmp_path / "agenda.csv"
    notes.write_text("time,who\n9:00,Everybody\n", encoding="utf-8")
    asking.locator("#files").set_input_files(str(notes))
    send(asking, "Here is ours.", options)
    expect(asking.locator("#lines")).to_contain_text("agenda.csv", timeout=SOON)
    look(asker, options)
    fresh(answering, options)
    expect(answering.locator("#lines")).to_contain_text("agenda.csv", timeout=SOON)

    asking.get_by_role("link", name="Edit").last.click()
    asking.get_by_label("Change your message").fill("Here is our second version.")
    asking.get_by_role("button", name="Save changes").click()
    expect(asking.locator("#lines")).to_contain_text("Here is our second version.")
    fresh(answering, options)
    expect(answering.locator("#lines")).to_contain_text("Here is our second version.", timeout=SOON)

    report(asked, answering, options)
    answering.goto(f"{network.url}/people/{person_id(network, one)}")
    answering.get_by_role("link", name="Block").click()
    look(asked, options)
    answering.get_by_role("button", name="Block").click()
    asking.goto(conversation)
    expect(asking.locator("#markdown")).to_have_count(0)
    look(asker, options)

    decide(tab_of(member=EDITOR, **options), options)
    answering.goto(f"{network.url}/reports/")
    expect(answering.locator("main")).to_contain_text("ION staff acted on it")
    asking.goto(conversation)
    expect(asking.locator("#lines")).not_to_contain_text("Here is our second version.")
    look(asker, options)


def report(tab: Tab, page: Any, options: dict[str, Any]) -> None:
    page.get_by_role("link", name="Report").last.click()
    look(tab, options)
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Send the report").click()
    expect(page.locator("main")).to_contain_text("It waits for ION staff")
    look(tab, options)


def decide(tab: Tab, options: dict[str, Any]) -> None:
    """ION staff claim the newest report, read it and take it down."""
    page = tab.open("/staff/reports")
    look(tab, options)
    page.locator(".ion-result__title a").last.click()
    expect(page.locator("main")).not_to_contain_text("Here is our second version.")
    page.get_by_role("button", name="Claim").click()
    page.get_by_role("button", name="Read it").click()
    expect(page.locator("main")).to_contain_text("Here is our second version.")
    look(tab, options)
    page.get_by_label("Take it down", exact=False).first.check()
    page.get_by_label("Reason").select_option(index=1)
    page.get_by_role("button", name="Decide, and tell both sides").click()
    expect(page.locator("main")).to_contain_text("Taken down")
    look(tab, options)


def test_news_shows_in_an_open_conversation_in_the_badge_and_in_the_title(
    tab_of: Any, network: Network
) -> None:
    reader: Tab = tab_of(member=MEMBER, **DESK)
    writer: Tab = tab_of(member=EDITOR, **DESK)
    writing = writer.open(f"/messages/new?to={person_id(network, MEMBER)}")
    writing.locator("#markdown").fill("Is the table of your practice ready?")
    writing.get_by_role("button", name="Send", exact=True).click()
    expect(writing.locator("#lines")).to_contain_text("Is the table of your practice ready?")
    page = reader.open("/messages/")
    page.locator(".ion-inbox__link", has_text="Is the table of your practice").click()
    page.locator("#markdown").fill("Half an answer that is not sent")
    page.locator("#markdown").focus()

    send(writing, "And a second question.", DESK)
    expect(page.locator("#lines")).to_contain_text("And a second question.", timeout=SOON)

    expect(page.locator("#markdown")).to_be_focused()
    expect(page.locator("#markdown")).to_have_value("Half an answer that is not sent")
    expect(page.locator("#draft-kept")).to_contain_text("saved", timeout=SOON, ignore_case=True)
    page.goto(f"{network.url}/blog/")
    send(writing, "A third one.", DESK)
    expect(page.locator("#messages-badge")).to_contain_text(re.compile("[1-9]"), timeout=20_000)
    expect(page).to_have_title(re.compile(r"^\(\d+\) "), timeout=20_000)
    page.go_back()
    expect(page.locator("#markdown")).to_have_value("Half an answer that is not sent")


def test_a_message_that_cannot_be_sent_keeps_its_words(tab_of: Any, network: Network) -> None:
    tab: Tab = tab_of(member=MEMBER, watched=False, **DESK)
    page = tab.open("/messages/")
    page.locator(".ion-inbox__link").first.click()
    page.route(
        "**/messages/*", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )

    send(page, "Words that the network swallows", DESK)

    expect(page.locator("[data-not-sent]").first).to_contain_text(re.compile("not sent", re.I))
    expect(page.locator("#markdown")).to_have_value("Words that the network swallows")
    page.unroute("**/messages/*")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#lines")).to_contain_text("Words that the network swallows")
    expect(page.locator("#lines").get_by_text("Words that the network swallows")).to_have_count(1)


def test_writing_by_keyboard_alone_on_a_phone(tab_of: Any, network: Network) -> None:
    tab: Tab = tab_of(member=MEMBER, viewport={"width": 390, "height": 844})
    page = tab.open("/messages/")
    page.locator("main").focus()
    tab_to(page, "TO", most=40)  # the initials, which stand before the name
    page.keyboard.press("Enter")
    expect(page.locator("#markdown")).to_be_visible()
    look(tab, {"viewport": {}})

    page.locator("#thread-lines").focus()
    tab_to(page, "Write to", most=60)
    page.keyboard.type("Sent without a mouse.")
    page.keyboard.press("Control+Enter")

    expect(page.locator("#lines")).to_contain_text("Sent without a mouse.")
    expect(page.locator("#markdown")).to_be_focused()
