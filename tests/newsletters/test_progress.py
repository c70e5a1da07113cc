"""How far an issue has got: told while it goes out, and what became of every mail afterward."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ion.core.ports.mail import Doubtful, Refused
from ion.models import Grant, NewsletterState
from tests.conftest import Browser
from tests.counting import questions
from tests.factories import UserFactory, sign_in
from tests.mailing.carriers import Pigeon
from tests.mailing.conftest import Use
from tests.newsletters.issues import OURS, IssueFactory, readers, send, state, work
from tests.reading import visit

pytestmark = pytest.mark.usefixtures("app", "now")
SENDING = {task: each for task, each in OURS.items() if task != "newsletters.finish"}


@pytest.fixture
def desk(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    """The browser of an editor who gets no newsletters."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    browser = Browser(app)
    sign_in(browser, UserFactory(Grant.MEMBER, Grant.EDITOR, preferences={"channels": {"newsletter": "off"}}))
    yield browser


@pytest.fixture
def pigeon(use: Use) -> Pigeon:
    bird = Pigeon()
    use(bird)
    return bird


def test_the_page_asks_again_by_itself_until_the_issue_is_through(desk: FlaskClient, pigeon: Pigeon) -> None:
    readers(3)
    id = IssueFactory()
    path = f"/staff/newsletters/{id}"
    send(id)

    begun = visit(desk, path)
    (poll,) = begun.all("#progress [hx-trigger]")
    quiet = visit(desk, str(poll["hx-get"]), HX_Request="true")
    plain = visit(desk, str(poll["href"]))
    work(handlers=SENDING)
    news = visit(desk, str(poll["hx-get"]), HX_Request="true")
    work()
    through = visit(desk, f"{path}?after=3", HX_Request="true")

    assert (poll["hx-get"], poll["hx-trigger"]) == (f"{path}?after=0", "every 3s")
    assert (quiet.status, quiet.html, plain.status) == (204, "", 200)
    assert begun.text("#bar-words") == "None of 3 mails are through."
    assert news.text("#bar-words") == "3 of 3 mails are through."
    bar = news.soup.select_one("progress")
    assert bar and (bar["max"], bar["value"]) == ("3", "3")
    assert (through.status, through.is_whole, through.all("[hx-trigger]")) == (200, False, [])
    assert through.facts("#progress .ion-facts") == {
        "Recipients": "3 peopleEvery member who wants newsletters",
        "Began": "Sat., Nov. 21, 2026, 10:00 a.m. ET",
        "Through": "Sat., Nov. 21, 2026, 10:00 a.m. ET",
        "Sent": "3 mailsThe mail server took them.",
    }


def test_sending_can_be_stopped_and_the_page_says_what_left(desk: FlaskClient, pigeon: Pigeon) -> None:
    readers(2)
    id = IssueFactory()
    send(id)

    answer = desk.post(f"/staff/newsletters/{id}/cancel")
    work()

    page = visit(desk, f"/staff/newsletters/{id}")
    assert (answer.status_code, state(id), pigeon.letters) == (303, NewsletterState.CANCELED, [])
    assert page.all("main [hx-trigger]") == []
    assert page.facts("#progress .ion-facts")["Not begun"] == "2 mails"


def test_mails_to_look_at_are_listed_with_their_address_and_sent_again_by_two_clicks(
    desk: FlaskClient, pigeon: Pigeon
) -> None:
    emails = sorted(user.email for user in readers(2))
    id = IssueFactory()
    pigeon.troubles = [Doubtful("the line went dead"), Refused("550 no such reader")]
    send(id)
    work()

    page = visit(desk, f"/staff/newsletters/{id}")
    links = [link.href for link in page.links("table")]
    asks = [visit(desk, href).text("main") for href in links]
    answers = [desk.post(href) for href in links]
    again = [desk.post(href).status_code for href in links]
    gone = visit(desk, links[0]).status
    work()

    assert page.texts("tbody td:first-child") == emails
    assert "the line went dead" in page.text("table") and "550 no such reader" in page.text("table")
    assert sum("If it did, this person gets it twice." in ask for ask in asks) == 1
    assert ([answer.status_code for answer in answers], again, gone) == ([303, 303], [409, 409], 404)
    assert len(pigeon.letters) == 2
    assert visit(desk, f"/staff/newsletters/{id}").all("table") == []


def test_the_page_asks_the_same_few_questions_however_many_people_there_are(
    desk: FlaskClient, pigeon: Pigeon
) -> None:
    pigeon.troubles = [Refused("550")] * 30
    counts = []
    for number in (2, 28):
        readers(number)
        id = IssueFactory()
        send(id)
        work()
        counts.append(len(questions(desk, f"/staff/newsletters/{id}")))

    assert counts[0] == counts[1] <= 6


def test_a_page_that_nobody_looks_at_does_not_ask(desk: FlaskClient) -> None:
    readers(1)
    id = IssueFactory()
    send(id)

    (poll,) = visit(desk, f"/staff/newsletters/{id}").all("#progress [hx-trigger]")

    assert poll.has_attr("data-pause-hidden")
