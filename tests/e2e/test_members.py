"""Journeys of a member: joining on a phone without script, reacting by keyboard, leaving nothing behind."""

import re
from typing import Any
from urllib.request import Request, urlopen

import pytest
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import working
from ion.models import Delivery
from ion.search.receivers import PUT
from ion.worker import HANDLERS
from tests.e2e.conftest import Network, Tab, expect
from tests.e2e.test_journeys import tab_to

pytestmark = pytest.mark.browser
MEMBER = "member@ion.example"
LINK = re.compile(r"https?://\S+")


def last_mail(network: Network, address: str) -> str:
    """The text of the mail that was written last to this address, after the worker did its work."""
    with network.app.app_context():
        working.run_due({task: each for task, each in HANDLERS.items() if task != PUT}, "e2e")
        asked = select(Delivery.text).where(Delivery.address == address).order_by(Delivery.id.desc()).limit(1)
        text = db.session.scalar(asked)
        db.session.remove()
    assert text
    return text


def follow_as_a_gateway(text: str) -> None:
    """What a mail gateway does before the person sees the mail: every link, twice, without any cookie."""
    for link in LINK.findall(text):
        for method in ("GET", "HEAD") * 2:
            with urlopen(Request(link, method=method)) as answer:
                assert answer.status == 200, link


@pytest.mark.parametrize("script", [True, False])
def test_joining_on_a_phone(tab_of: Any, network: Network, script: bool) -> None:
    email = f"new-{'with' if script else 'without'}@ion.example"
    tab: Tab = tab_of(viewport={"width": 390, "height": 844}, java_script_enabled=script)
    page = tab.open("/")
    page.get_by_role("link", name="Join", exact=True).click()
    page.get_by_label("Name").fill("Nova Reyes")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill("short")
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.get_by_label("Name")).to_have_value("Nova Reyes")
    expect(page.locator("main")).to_contain_text("12")
    page.get_by_label("Password", exact=True).fill("four plain words here")
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("mail")

    text = last_mail(network, email)
    follow_as_a_gateway(text)
    link = next(link for link in LINK.findall(text) if "/account/confirm/" in link)
    page.goto(link)
    page.get_by_role("button", name="Confirm and sign in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Three questions")
    page.get_by_label("Employers and industry").check()
    page.get_by_role("button", name="Save and go on").last.click()

    expect(page).to_have_url(network.url + "/")
    expect(page.get_by_role("heading", name="What are you working on?")).to_be_visible()
    expect(page.get_by_role("heading", name="Two answers make this page better")).to_be_visible()
    page.goto(link)
    assert page.get_by_role("button", name="Confirm and sign in").count() == 0


def test_liking_and_saving_by_keyboard_keeps_the_place(tab_of: Any, network: Network) -> None:
    tab: Tab = tab_of(member=MEMBER)
    path = network.pages["archived post"]  # to which no sample person has reacted
    page = tab.open(path)
    like = page.locator("#like-button")
    like.focus()
    page.keyboard.press("Enter")
    expect(like).to_have_attribute("aria-pressed", "true")
    expect(like).to_be_focused()
    expect(page).to_have_url(network.url + path)

    tab_to(page, "Save")
    page.keyboard.press("Space")
    expect(page.locator("#save-button")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name="Write a note").click()
    page.get_by_label("Your note").fill("Show this to the board")
    page.get_by_role("button", name="Save the note").click()
    expect(page.locator(".ion-note")).to_have_text("Show this to the board")

    title = page.get_by_role("heading", level=2).first.inner_text()
    remove = page.get_by_role("button", name=f"Remove {title}")
    remove.click()
    expect(page.get_by_role("dialog")).to_contain_text("Remove this and your note?")
    page.keyboard.press("Escape")
    expect(page.locator(".ion-note")).to_have_text("Show this to the board")
    remove.click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(remove).to_have_count(0)


def test_following_a_role_with_and_without_script(tab_of: Any, network: Network) -> None:
    tab: Tab = tab_of(member="mentee@ion.example")
    page = tab.open("/roles/foundations")
    page.get_by_role("button", name=re.compile("^Follow ")).click()
    expect(page.get_by_role("button", name=re.compile("^Following "))).to_be_focused()

    plain: Tab = tab_of(member="mentee@ion.example", java_script_enabled=False)
    page = plain.open("/roles/foundations")
    page.get_by_role("button", name=re.compile("^Following ")).click()
    expect(page).to_have_url(network.url + "/roles/foundations")
    expect(page.get_by_role("button", name=re.compile("^Follow "))).to_be_visible()


def test_a_notification_leads_to_its_subject_and_is_read(tab_of: Any, network: Network) -> None:
    tab: Tab = tab_of(member=MEMBER)
    page = tab.open("/")
    bell = page.get_by_role("link", name=re.compile("^Notifications"))
    before = int(bell.locator(".ion-badge").inner_text().split()[1])
    assert before > 1
    bell.click()
    first = page.locator("#notices li a").first
    title = first.inner_text()
    first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)

    page.goto(network.url + "/")

    expect(page.locator("#notifications-badge")).to_have_text(re.compile(rf"{before - 1}\s*unread"))


def test_after_signing_out_back_shows_nothing_private(tab_of: Any, network: Network) -> None:
    tab: Tab = tab_of(member="facilitator@ion.example")
    page = tab.open("/account/sign-ins")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(network.url + "/account/sign-out")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()

    page.go_back()
    page.go_back()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_being_a_sample_person_takes_one_click(tab: Tab, network: Network) -> None:
    page = tab.open("/demo")
    page.get_by_role("button", name="Be Dana Whitcomb").click()

    expect(page).to_have_url(network.url + "/")
    expect(page.get_by_role("link", name="Dana Whitcomb (sample)")).to_be_visible()
    expect(page.get_by_role("heading", name="New in the last two weeks")).to_be_visible()
