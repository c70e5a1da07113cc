"""The editors' pages: writing, filling and choosing recipients of an issue."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, Newsletter, NewsletterState, PersonTerm
from ion.newsletters.queries.content import pieces
from ion.newsletters.queries.recipients import Audience
from tests.conftest import Browser
from tests.counting import questions
from tests.factories import PersonFactory, PostFactory, PracticeFactory, UserFactory, WebinarFactory, sign_in
from tests.newsletters.issues import IssueFactory, issue, readers, schedule, send, state, work
from tests.reading import visit

pytestmark = pytest.mark.usefixtures("app", "now")
HTMX = {"HX-Request": "true"}
LIST = "/staff/newsletters/"


@pytest.fixture
def desk(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    """The browser of an editor who gets no newsletters."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    browser = Browser(app)
    sign_in(browser, UserFactory(Grant.MEMBER, Grant.EDITOR, preferences={"channels": {"newsletter": "off"}}))
    yield browser


def one(id: int, page: str = "") -> str:
    return f"{LIST}{id}{page}"


def titles(id: int) -> list[str]:
    issue(id)
    return [piece.title for piece in pieces(id)]


def test_an_empty_list_says_what_will_be_here(desk: FlaskClient) -> None:
    page = visit(desk, LIST)

    assert page.text(".ion-empty h2") == "No issue yet"
    assert page.href("Write the first one") == "/staff/newsletters/new"


def test_the_list_names_every_issue_its_state_and_the_next_one_to_go_out(desk: FlaskClient) -> None:
    readers(2)
    IssueFactory(subject="Begun")
    schedule(IssueFactory(subject="To come"))
    send(IssueFactory(subject="Gone out"))
    work()

    page, drafts = visit(desk, LIST), visit(desk, f"{LIST}?state=draft")

    assert page.texts(".ion-result__title") == ["To come", "Gone out", "Begun"]
    assert "Next: To come goes out on Sun., Nov. 22, 2026, 9:00 a.m. ET." in page.text("main")
    assert "Sent Sat., Nov. 21, 2026, 10:00 a.m. ET 2 people" in page.text("main")
    assert drafts.texts(".ion-result__title") == ["Begun"]


def test_an_issue_begins_with_its_words_and_goes_on_with_its_contents(desk: FlaskClient) -> None:
    words = {"subject": "  News\tof  it ", "preview_text": "In short", "intro": "Hello **all**.", "head": "0"}

    refused = desk.post(f"{LIST}new", data=words | {"subject": " "})
    answer = desk.post(f"{LIST}new", data=words | {"state": "sent", "user_id": "1"})

    assert (
        refused.status_code == 422 and "Enter a subject" in refused.text and "Hello **all**." in refused.text
    )
    assert answer.status_code == 303
    id = int(answer.headers["Location"].removeprefix(LIST).removesuffix("/contents"))
    found = issue(id)
    assert (found.subject, found.preview_text, found.state) == (
        "News of it",
        "In short",
        NewsletterState.DRAFT,
    )
    assert found.intro_html == "<p>Hello <strong>all</strong>.</p>\n"


@pytest.mark.parametrize(
    ("intro", "words"),
    [
        ("![A chart](/files/0123456789012345678901)", "A newsletter holds no pictures"),
        ("x" * 10_001, "Keep the introduction under 10,000 characters."),
        ("|a" * 200 + "\n" + "|-" * 200 + "\n" + "|\n" * 3000, "This cannot be sent: the text is too long"),
    ],
    ids=["picture", "long", "a table that grows"],
)
def test_an_introduction_that_no_mail_can_hold_is_refused_in_words(
    desk: FlaskClient, intro: str, words: str
) -> None:
    answer = desk.post(f"{LIST}new", data={"subject": "News", "intro": intro, "head": "0"})

    assert answer.status_code == 422
    assert words in answer.text


def test_the_form_of_a_new_issue_is_empty_and_that_of_an_old_one_says_what_is_wrong(
    desk: FlaskClient,
) -> None:
    id = IssueFactory(subject="As it was")

    new = visit(desk, f"{LIST}new")
    answer = desk.post(one(id, "/words"), data={"subject": "", "head": str(issue(id).head)})

    (form,) = [form for form in new.forms() if form.action == f"{LIST}new"]
    assert {name: value for name, value in form.fields if name != "csrf_token"} == {
        "head": "0",
        "subject": "",
        "preview_text": "",
        "intro": "",
    }
    assert (answer.status_code, issue(id).subject) == (422, "As it was")


def test_a_stale_save_is_refused_and_both_texts_are_shown(desk: FlaskClient) -> None:
    id = IssueFactory(subject="As it was")
    head = str(issue(id).head)
    desk.post(one(id, "/words"), data={"subject": "Theirs", "intro": "Their words.", "head": head})

    answer = desk.post(one(id, "/words"), data={"subject": "Mine", "intro": "My words.", "head": head})
    saved = issue(id)
    again = desk.post(
        one(id, "/words"), data={"subject": "Mine", "intro": "My words.", "head": str(saved.head)}
    )

    assert (answer.status_code, saved.subject, saved.intro) == (409, "Theirs", "Their words.")
    for words in (
        "Mine",
        "My words.",
        "Theirs",
        "Their words.",
        "Somebody saved this issue after you opened it",
    ):
        assert words in answer.text
    assert f'name="head" type="hidden" value="{saved.head}"' in answer.text
    assert (again.status_code, issue(id).subject) == (303, "Mine")


def test_what_was_published_is_offered_newest_first_and_found_by_its_title(desk: FlaskClient) -> None:
    PostFactory(title="For ION staff", audience="staff")
    PostFactory(title="A draft", state="draft", published_at=None)
    for factory, title in ((PostFactory, "Of youth"), (PracticeFactory, "Of reentry")):
        factory(title=title)
    WebinarFactory(title="Youth, live", audience="members")
    id = IssueFactory()

    newest, found = visit(desk, one(id, "/contents")), visit(desk, one(id, "/contents?q=youth"))

    assert [
        words.rsplit(" Webinar", 1)[0].rsplit(" P", 1)[0] for words in newest.texts(".ion-choice__label")
    ] == [
        "Youth, live",
        "Of reentry",
        "Of youth",
    ]
    assert len(found.texts(".ion-choice__label")) == 2
    assert "For members" in found.html or "for members" in found.html


def test_things_are_added_ordered_and_taken_out_with_plain_forms_and_by_htmx(desk: FlaskClient) -> None:
    ids = [str(PostFactory(title=title).item_id) for title in ("One", "Two", "Three")]
    hidden = str(PostFactory(title="Hidden", audience="staff").item_id)
    id = IssueFactory()

    plain = desk.post(one(id, "/contents"), data={"item": [*ids, ids[0], hidden, "999999", "x", "9" * 30]})
    by_htmx = desk.post(one(id, f"/contents/{ids[2]}/up"), headers=HTMX)
    desk.post(one(id, f"/contents/{ids[0]}/up"))
    desk.post(one(id, f"/contents/{ids[1]}/down"))
    ordered = titles(id)
    desk.post(one(id, f"/contents/{ids[0]}/remove"))
    nothing = desk.post(one(id, f"/contents/{ids[0]}/sideways"))

    assert (plain.status_code, plain.headers["Location"]) == (303, one(id, "/contents"))
    assert by_htmx.text.strip().startswith('<div id="contents"')
    assert by_htmx.headers["HX-Trigger"] == "newsletter-changed"
    assert ordered == ["One", "Three", "Two"]
    assert titles(id) == ["Three", "Two"]
    assert nothing.status_code == 404


def test_more_than_anyone_reads_is_refused_in_words(desk: FlaskClient) -> None:
    ids = [str(PostFactory().item_id) for _ in range(31)]
    id = IssueFactory()

    answer = desk.post(one(id, "/contents"), data={"item": ids})

    assert (answer.status_code, titles(id)) == (409, [])
    assert "An issue holds at most 30 things" in answer.text


def test_recipients_are_counted_before_they_are_saved(desk: FlaskClient) -> None:
    readers(2)
    person = PersonFactory()
    UserFactory(person=person)
    with unit_of_work() as session:
        session.add(PersonTerm(person_id=person.id, facet="state", key="KY"))
    id = IssueFactory()
    chosen = one(id, "/recipients?chosen=1&states=KY&states=XX&topics=none")

    before = visit(desk, one(id, "/recipients"))
    part = visit(desk, chosen, HX_Request="true")
    nobody = visit(desk, one(id, "/recipients?chosen=1&states=CO"))
    (form,) = [
        form for form in visit(desk, chosen).forms() if form.method == "post" and "recipients" in form.action
    ]
    answer = desk.post(form.action, data=dict(form.fields))

    assert (before.text("#reach h2"), part.is_whole, part.text("h2")) == ("3 people", False, "1 person")
    assert nobody.text("#reach h2") == "Nobody" and "cannot be sent" in nobody.text("#reach")
    assert (answer.status_code, issue(id).audience) == (303, Audience(states=("KY",)).kept)
    everyone = visit(desk, one(id, "/recipients?chosen=1"))
    assert everyone.text("#reach h2") == "3 people"


def test_recipients_that_somebody_else_saved_meanwhile_are_not_overwritten_unseen(desk: FlaskClient) -> None:
    id = IssueFactory()
    head = issue(id).head
    desk.post(one(id, "/recipients"), data={"states": ["OH"], "head": str(head)})

    answers = [
        desk.post(one(id, "/recipients"), data={"states": ["KY"], "head": asked}) for asked in (str(head), "")
    ]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert "Ohio" in answers[0].text and "Kentucky" in answers[0].text
    assert issue(id).audience == Audience(states=("OH",)).kept


def test_what_was_sent_or_canceled_cannot_be_changed_any_more(desk: FlaskClient) -> None:
    readers(1)
    post = PostFactory()
    sent, canceled = IssueFactory(post.item), IssueFactory(post.item)
    send(sent)
    work()
    desk.post(one(canceled, "/cancel"))

    for id in (sent, canceled):
        head = str(issue(id).head)
        deeds: list[tuple[str, dict[str, Any]]] = [
            ("/words", {"subject": "Other"}),
            ("/contents", {"item": [str(PostFactory().item_id)]}),
            (f"/contents/{post.item_id}/remove", {}),
            ("/recipients", {"states": ["KY"]}),
            ("/schedule", {"day": "2026-11-30", "clock": "09:00", "zone": "America/New_York"}),
            ("/send", {}),
            ("/unschedule", {}),
            ("/cancel", {}),
        ]
        for deed, data in deeds:
            answer = desk.post(one(id, deed), data=data | {"head": head})
            assert answer.status_code == 409, deed
        assert (issue(id).subject, len(titles(id)), issue(id).audience) == (
            "News of the week",
            1,
            Audience().kept,
        )
    assert (state(sent), state(canceled)) == (NewsletterState.SENT, NewsletterState.CANCELED)


def test_the_overview_names_what_hinders_sending_and_offers_no_way_around_it(desk: FlaskClient) -> None:
    id = IssueFactory(intro="")

    page, ask = visit(desk, one(id)), visit(desk, one(id, "/send"))

    for each in (page, ask):
        assert "Nothing stands in it yet" in each.text("main") and "Nobody would get it" in each.text("main")
    assert [link.words for link in page.links("aside")] == []
    assert [form.action for form in ask.forms() if form.action.endswith("/send")] == []


def test_sending_now_asks_first_and_says_to_how_many(desk: FlaskClient) -> None:
    readers(2)
    id = IssueFactory()
    page = visit(desk, one(id, "/send"))
    (form,) = [form for form in page.forms() if form.action == one(id, "/send")]

    answer = desk.post(form.action, data=dict(form.fields))

    assert page.texts("main form button") == ["Send to 2 people now"]
    assert (answer.status_code, state(id)) == (303, NewsletterState.SENDING)


def test_a_duplicate_is_opened_to_be_written(desk: FlaskClient) -> None:
    id = IssueFactory(subject="Of old")

    answer = desk.post(one(id, "/duplicate"))

    new = visit(desk, answer.headers["Location"])
    assert (answer.status_code, new.heading) == (303, "Of old")
    assert answer.headers["Location"] != one(id, "/words")


def test_a_missing_issue_is_a_404_in_every_way(desk: FlaskClient) -> None:
    for page in ("", "/words", "/contents", "/recipients", "/preview", "/copy", "/send", "/mails/1/again"):
        assert desk.get(one(999, page)).status_code == 404, page
    for deed in (
        "/words",
        "/contents",
        "/contents/1/up",
        "/recipients",
        "/send",
        "/cancel",
        "/duplicate",
        "/test",
    ):
        assert desk.post(one(999, deed)).status_code == 404, deed


@pytest.mark.parametrize("page", ["", "/contents", "/preview"])
def test_a_page_asks_the_same_few_questions_however_much_stands_in_an_issue(
    desk: FlaskClient, page: str
) -> None:
    for _ in range(30):
        PostFactory()
    few = questions(desk, one(IssueFactory(PostFactory().item, WebinarFactory().item), page))
    items = [PostFactory().item for _ in range(28)]

    many = questions(desk, one(IssueFactory(WebinarFactory().item, *items), page))

    assert len(many) == len(few) <= 6


def test_the_list_asks_the_same_few_questions_however_many_issues_there_are(desk: FlaskClient) -> None:
    readers(1)
    send(IssueFactory())
    schedule(IssueFactory())
    few = questions(desk, LIST)
    with unit_of_work() as session:
        session.add_all(
            Newsletter(subject=f"Issue {number}", created_at=session.get_one(Newsletter, 1).created_at)
            for number in range(30)
        )

    many = questions(desk, LIST)

    assert len(many) == len(few) <= 6
