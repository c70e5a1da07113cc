"""Guests ask, vote and choose by the link of their registration, and by that alone."""

from datetime import timedelta

import pytest
from flask import Flask

from ion.commons.questions import services
from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import Registration, Standing, Webinar
from tests.conftest import NOW, Browser
from tests.factories import UserFactory
from tests.factories.registrations import RegistrationFactory
from tests.questions.asking import Asked, guest, kept, voters
from tests.questions.browsers import HTMX, LiveWebinar, guest_path, staff_browser
from tests.reading import Page, visit

pytestmark = pytest.mark.usefixtures("now", "without_tokens")


@pytest.fixture
def webinar(app: Flask) -> Webinar:
    return LiveWebinar()


@pytest.fixture
def registration(webinar: Webinar) -> Registration:
    return RegistrationFactory(webinar, email="gil@example.org", name="Gil Guest")


def test_a_guest_asks_on_a_page_of_the_own_link_and_moderators_know_the_name(
    app: Flask, webinar: Webinar, registration: Registration
) -> None:
    path, page = guest_path(registration), Browser(app)
    form = visit(page, path)

    asked = page.post(path, data={"text": "Is it recorded?"})
    again = Page(page.post(path, data={"text": "And where?"}, headers=HTMX))

    assert [each.action for each in form.forms() if each.action.startswith("/questions")] == [path]
    assert (asked.status_code, asked.headers["Location"]) == (303, f"{path}#questions")
    assert again.texts("#asked .ion-question__text") == ["Is it recorded?", "And where?"]
    assert "Gil Guest" in visit(staff_browser(app), f"/questions/{webinar.item_id}").text("#asked")
    assert "Gil Guest" not in visit(Browser(app), f"/questions/{webinar.item_id}").html


def test_a_guest_votes_chooses_and_withdraws(
    app: Flask, webinar: Webinar, registration: Registration
) -> None:
    path, page = guest_path(registration), Browser(app)
    id, editor = Asked(webinar.item_id), UserFactory()
    with unit_of_work():
        own = services.ask(guest(registration.id), webinar.item_id, "Mine").id
        poll = services.add_poll(webinar.item_id, "Which?", ["A", "B"], user_id=editor.id)
        services.open_poll(poll.id, user_id=editor.id)

    voted = page.post(f"{path}/question/{id}/vote", data={"wish": "yes"})
    chosen = Page(page.post(f"{path}/poll/1/choose", data={"choice": "0"}, headers=HTMX))
    page.post(f"{path}/question/{own}/withdraw")

    assert voted.headers["Location"] == f"{path}#question-{id}"
    assert voters(id) == {f"registration:{registration.id}"}
    assert "You chose A" in chosen.text(".ion-poll")
    assert kept(own).text == ""


def test_the_page_of_a_guest_looks_for_news_at_its_own_address(
    app: Flask, webinar: Webinar, registration: Registration
) -> None:
    path, page = guest_path(registration), Browser(app)
    address = str(visit(page, path).all("#look-for-news")[0]["href"])

    assert address.startswith(f"{path}?after=")
    assert page.get(address, headers=HTMX).status_code == 204
    Asked(webinar.item_id)
    with clock.frozen(NOW + timedelta(seconds=2)):
        fresh = Page(page.get(address, headers=HTMX))
    assert fresh.all("#asked .ion-question") and not fresh.is_whole
    assert page.get(str(fresh.all("#look-for-news")[0]["href"]), headers=HTMX).status_code == 204


@pytest.mark.parametrize("state", [Standing.PENDING, Standing.CANCELLED])
def test_a_registration_that_does_not_count_asks_nothing(
    app: Flask, webinar: Webinar, state: Standing
) -> None:
    path = guest_path(RegistrationFactory(webinar, email="gil@example.org", state=state))

    assert visit(Browser(app), path).status == 404
    assert Browser(app).post(path, data={"text": "Hi?"}).status_code == 404


def test_a_link_that_is_none_opens_nothing(app: Flask, webinar: Webinar) -> None:
    page, id = Browser(app), Asked(webinar.item_id)
    path = "/questions/guest/no-such-token"

    assert page.get(path).status_code == 404
    for rest in ("", f"/question/{id}/vote", f"/question/{id}/withdraw", "/poll/1/choose"):
        assert page.post(path + rest, data={"wish": "yes", "text": "Hi?", "choice": "0"}).status_code == 404
