"""An issue as its readers get it, before it goes: on the page, as sent, as a copy for another sender."""

import re
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from ion.models import Grant
from tests.conftest import Browser
from tests.factories import PostFactory, UserFactory, WebinarFactory, sign_in
from tests.mailbox import read_mail
from tests.newsletters.issues import IssueFactory, readers, send, work
from tests.reading import visit

pytestmark = pytest.mark.usefixtures("app", "now")
HOSTILE = '<img src=x onerror=alert(1)> [x](javascript:alert(1)) {{ 7 * 7 }} "><script>alert(1)</script>'


@pytest.fixture
def desk(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    """The browser of an editor."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    browser = Browser(app)
    sign_in(browser, UserFactory(Grant.MEMBER, Grant.EDITOR, email="me@ion.example"))
    yield browser


def made() -> int:
    post = PostFactory(title="A post", summary="What it says")
    return IssueFactory(
        post.item,
        WebinarFactory(title="A webinar").item,
        subject="News",
        preview_text="In short",
        intro="See [the blog](/blog/) and [them](https://elsewhere.example/).",
    )


def addresses(html: str) -> list[str]:
    soup = BeautifulSoup(html, "html.parser")
    return [str(tag[name]) for name in ("href", "src") for tag in soup.select(f"[{name}]")]


def test_the_preview_shows_both_forms_and_what_is_sent_is_the_same(desk: FlaskClient) -> None:
    readers(1)
    id = made()

    page = visit(desk, f"/staff/newsletters/{id}/preview")
    shown = desk.get(f"/staff/newsletters/{id}/preview/as-sent")
    send(id)
    work()

    sent = read_mail()[0]
    text = page.soup.select_one("pre")
    own = re.compile(r"/mail/unsubscribe/[\w-]+")
    assert text and own.sub("/notifications/settings", sent.text).strip() == text.get_text().strip()
    assert own.sub("/notifications/settings", sent.html) == shown.text
    assert page.texts(".ion-issue__mail .ion-issue__title") == ["A post", "A webinar"]
    assert visit(desk, f"/staff/newsletters/{id}/preview").texts(".ion-issue__mail .ion-issue__title") == [
        "A post",
        "A webinar",
    ]


def test_the_mail_as_it_is_comes_as_a_file_and_no_page_has_its_looks(desk: FlaskClient) -> None:
    answer = desk.get(f"/staff/newsletters/{made()}/preview/as-sent")

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_a_copy_stands_by_itself_leads_only_by_full_addresses_and_tells_nobody_who_opened_it(
    desk: FlaskClient,
) -> None:
    id = made()

    page = visit(desk, f"/staff/newsletters/{id}/copy")
    html, text = (desk.get(f"/staff/newsletters/{id}/copy.{end}") for end in ("html", "txt"))

    assert [box.get_text().strip() for box in page.all("textarea")] == [html.text.strip(), text.text.strip()]
    assert addresses(html.text) and set(addresses(html.text)) == {
        "http://localhost",
        "http://localhost/blog/",
        "https://elsewhere.example/",
        *(
            address
            for address in addresses(html.text)
            if re.match(r"http://localhost/(blog|webinars)/[\w-]+$", address)
        ),
    }
    assert not re.search(r"<(?:script|img|link|style|iframe|object|form)\b|@import|url\(", html.text)
    assert "unsubscribe" not in html.text + text.text
    assert re.findall(r"https?://\S+", text.text)
    for answer, kind in ((html, "text/html"), (text, "text/plain")):
        assert answer.mimetype == kind
        assert answer.headers["Content-Disposition"].startswith(f'attachment; filename="newsletter-{id}.')


def test_what_people_typed_runs_in_no_form_of_an_issue(desk: FlaskClient) -> None:
    post = PostFactory(title=HOSTILE, summary=HOSTILE)
    id = IssueFactory(post.item, subject=HOSTILE[:140], preview_text=HOSTILE[:140], intro=HOSTILE)

    for path in ("", "/words", "/contents", "/preview", "/preview/as-sent", "/copy.html"):
        html = desk.get(f"/staff/newsletters/{id}{path}").text

        soup = BeautifulSoup(html, "html.parser")
        assert soup.select("[onerror], [href^=javascript], img[src=x]") == []
        assert [tag for tag in soup.select("script") if not tag.get("src")] == []
        assert "{{ 7 * 7 }}" in html or path == "/words" or "49" not in html


def test_a_test_is_asked_for_with_one_button_and_ten_of_them_are_enough(desk: FlaskClient) -> None:
    id = made()
    path = f"/staff/newsletters/{id}/test"

    answers = [desk.post(path) for _ in range(11)]

    assert [answer.status_code for answer in answers] == [303] * 10 + [429]
    assert "Wait 60 minutes before the next one." in answers[-1].text
    assert "A test is on its way to you." in visit(desk, answers[0].headers["Location"]).text("main")
    assert {mail.subject for mail in read_mail("me@ion.example")} == {"[Test] News"}
