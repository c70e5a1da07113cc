"""A sign-in that ends while somebody writes: they are warned, may stay, and lose nothing of what they typed."""

import re
from itertools import count
from typing import Any

import pytest

from tests.e2e.conftest import Network, Tab, expect, signed_in

pytestmark = pytest.mark.browser
MEMBER = "member@ion.example"
PASSWORD = "peer-learning"
_numbers = count(1)


def at_desk(tab_of: Any) -> Any:
    """A member who has begun to write, in a browser whose clock the test sets."""
    page = tab_of(watched=False, member=MEMBER).page
    page.clock.install()
    return page


def begin_to_write(page: Any, network: Network) -> tuple[Any, str]:
    """The field of a long form, and what was typed into it: each time something that was never saved."""
    page.goto(network.url + "/people/profile")
    box, typed = page.get_by_label("Ask me about"), f"Calling an employer for time number {next(_numbers)}"
    box.fill(typed)
    return box, typed


def end_sign_in(page: Any) -> None:
    page.context.clear_cookies(name="ion")


def sign_in(page: Any, path: str = "") -> None:
    if path:
        page.goto(path)
    page.get_by_label("Email").fill(MEMBER)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="Sign in", exact=True)).to_have_count(0)


def drafts(page: Any) -> str | None:
    found: str | None = page.evaluate("sessionStorage.getItem('ion-drafts')")
    return found


def test_two_minutes_before_idleness_ends_it_one_may_stay_and_nothing_typed_is_lost(
    tab_of: Any, network: Network
) -> None:
    page = at_desk(tab_of)
    box, typed = begin_to_write(page, network)
    dialog = page.get_by_role("dialog")

    page.clock.fast_forward("07:57:00")
    expect(dialog).to_have_count(0)
    page.clock.fast_forward("01:30")
    expect(dialog).to_contain_text("Do you want to stay signed in?")
    expect(dialog).to_contain_text(re.compile("signed out in (two minutes|one minute)"))
    with page.expect_response(network.url + "/account/stay") as told:
        page.get_by_role("button", name="Stay signed in").click()

    assert told.value.status == 204
    expect(dialog).to_have_count(0)
    expect(box).to_have_value(typed)
    page.clock.fast_forward("07:57:00")
    expect(dialog).to_have_count(0)


def test_who_closes_the_warning_is_warned_no_more_but_told_when_it_is_over(
    tab_of: Any, network: Network
) -> None:
    page = at_desk(tab_of)
    begin_to_write(page, network)
    page.clock.fast_forward("07:58:30")
    expect(page.get_by_role("dialog")).to_be_visible()

    page.keyboard.press("Escape")
    page.clock.fast_forward("00:30")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.clock.fast_forward("05:00")

    expect(page.get_by_role("dialog")).to_contain_text("You are signed out")


def test_after_the_end_one_signs_in_in_another_tab_and_sends_what_was_typed(
    tab_of: Any, network: Network
) -> None:
    page = at_desk(tab_of)
    box, typed = begin_to_write(page, network)
    end_sign_in(page)
    page.clock.fast_forward("08:00:30")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("What you typed is still on this page.")

    page.get_by_role("button", name="I have signed in").click()
    expect(dialog).to_contain_text("You are not signed in yet.")
    with page.context.expect_page() as opened:
        dialog.get_by_role("link", name="Sign in in another tab").click()
    sign_in(opened.value)
    page.get_by_role("button", name="I have signed in").click()
    expect(dialog).to_have_count(0)
    expect(box).to_have_value(typed)
    with page.expect_response(network.url + "/people/profile") as sent:
        page.get_by_role("button", name="Save profile").last.click()

    assert sent.value.status == 303


def test_another_person_s_sign_in_is_not_taken_for_one_s_own(tab_of: Any, network: Network) -> None:
    page = at_desk(tab_of)
    begin_to_write(page, network)
    page.clock.fast_forward("08:00:30")
    page.context.add_cookies(
        [{"name": "ion", "value": signed_in(network, "mentor@ion.example"), "url": network.url}]
    )

    page.get_by_role("button", name="I have signed in").click()

    expect(page.get_by_role("dialog")).to_contain_text("You are signed in as somebody else now.")


def test_at_the_end_of_the_week_one_is_told_and_cannot_stay(tab_of: Any, network: Network) -> None:
    page = at_desk(tab_of)
    box, typed = begin_to_write(page, network)
    page.evaluate("localStorage.setItem('ion-idle-until', String(Date.now() + 1e12))")

    page.clock.fast_forward((7 * 24 * 3600 - 90) * 1000)
    expect(page.get_by_role("dialog")).to_contain_text("You will be signed out soon")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.clock.fast_forward("02:00")

    expect(page.get_by_role("dialog")).to_contain_text("You are signed out")
    expect(box).to_have_value(typed)


def test_text_sent_after_the_end_waits_for_its_writer(tab_of: Any, network: Network) -> None:
    page = tab_of(watched=False, member=MEMBER).page
    _, typed = begin_to_write(page, network)
    end_sign_in(page)

    page.get_by_role("button", name="Save profile").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in to go on")
    sign_in(page, network.url + "/account/sign-in?next=/people/profile")

    expect(page.get_by_label("Ask me about")).to_have_value(typed)
    expect(page.locator("#toasts")).to_contain_text("What you typed before is here again.")
    assert drafts(page) is None


def test_text_that_was_taken_is_kept_no_longer(tab_of: Any, network: Network) -> None:
    page = tab_of(watched=False, member=MEMBER).page
    begin_to_write(page, network)

    page.get_by_role("button", name="Save profile").last.click()
    expect(page).to_have_url(re.compile(r"/people/\d+$"))

    assert drafts(page) is None


def test_text_of_one_person_is_never_put_back_for_another(tab_of: Any, network: Network) -> None:
    page = tab_of(watched=False, member=MEMBER).page
    _, typed = begin_to_write(page, network)
    end_sign_in(page)
    page.get_by_role("button", name="Save profile").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in to go on")

    page.context.add_cookies(
        [{"name": "ion", "value": signed_in(network, "mentor@ion.example"), "url": network.url}]
    )
    page.goto(network.url + "/people/profile")

    expect(page.get_by_label("Ask me about")).not_to_have_value(typed)


def test_signing_out_forgets_what_waits(tab_of: Any, network: Network) -> None:
    page = tab_of(watched=False, member=MEMBER).page
    begin_to_write(page, network)
    page.evaluate("sessionStorage.setItem('ion-drafts', '{\"/x /x\": {}}')")

    page.goto(network.url + "/account/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()

    assert drafts(page) is None


def test_a_password_is_shown_on_request_hidden_when_sent_and_never_kept(tab: Tab, network: Network) -> None:
    page = tab.open("/account/sign-in")
    password = page.get_by_label("Password", exact=True)
    page.get_by_label("Email").fill(MEMBER)
    password.fill("not the right one")

    page.get_by_role("button", name="Show password").click()
    assert password.get_attribute("type") == "text"
    page.evaluate("document.querySelector('.ion-form').addEventListener('submit', (e) => e.preventDefault())")
    page.get_by_role("button", name="Sign in").click()

    assert password.get_attribute("type") == "password"
    assert "not the right one" not in (drafts(page) or "")
