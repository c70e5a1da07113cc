"""What moderators do on pages: who they are, buttons in the list, the page of one question, polls, the desk."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, Question, User, Webinar
from tests.conftest import NOW, Browser
from tests.counting import questions as asked_of_the_database
from tests.factories import UserFactory, WebinarFactory
from tests.questions.asking import (
    ANSWERED,
    HELD,
    MERGED,
    OPEN,
    REFUSED,
    Asked,
    Named,
    ask,
    kept,
    seen_now,
)
from tests.questions.browsers import HTMX, LiveWebinar, browser, staff_browser
from tests.reading import Page, visit

pytestmark = pytest.mark.usefixtures("now", "without_tokens")


@pytest.fixture
def webinar(app: Flask) -> Webinar:
    return LiveWebinar()


def post(client: FlaskClient, id: int, verb: str, htmx: bool = False, **typed: object) -> Page:
    data = {"seen": seen_now(id)} | typed
    return Page(client.post(f"/question/{id}/{verb}", data=data, headers=HTMX if htmx else {}))


def deeds(id: int) -> dict[str, dict[str, str]]:
    """Everything that can be done with a question, and what is typed for it."""
    return {
        "approve": {},
        "hold": {},
        "reopen": {},
        "refuse": {"phrase": "It is not about this webinar."},
        "merge": {"into": str(id)},
        "live": {"minute": "1:00"},
        "answer": {"markdown": "Yes."},
        "owner": {"owner": ""},
    }


def test_only_moderators_of_the_item_and_the_owner_of_the_question_decide(app: Flask) -> None:
    author, moderator, owner, elsewhere = (UserFactory() for _ in range(4))
    webinar = LiveWebinar(authors=[author.person], webinar={"moderator_id": moderator.person_id})
    LiveWebinar(authors=[elsewhere.person])
    id = Asked(webinar.item_id, owner_id=owner.id)
    others, own = Asked(webinar.item_id, "Another", user=elsewhere), elsewhere

    for stranger in (own, UserFactory()):
        page = browser(app, stranger)
        assert page.get(f"/question/{others}/decide").status_code == 404
        for verb, typed in deeds(id).items():
            assert post(page, others, verb, **typed).status == 404, verb
    for user in (author, moderator, owner, UserFactory(Grant.MEMBER, Grant.FACILITATOR)):
        assert browser(app, user).get(f"/question/{id}/decide").status_code == 200
    assert browser(app, owner).get(f"/question/{others}/decide").status_code == 404
    assert kept(others).state is OPEN


def test_held_questions_stand_above_the_list_for_moderators_alone(app: Flask, webinar: Webinar) -> None:
    ana = Named("Ana Ruiz")
    id = Asked(webinar.item_id, "Held", user=ana, state=HELD)
    path = f"/questions/{webinar.item_id}"

    of_staff, of_member = visit(staff_browser(app), path), visit(browser(app), path)

    assert "1 question is held" in of_staff.text(".ion-questions__moderator")
    assert of_staff.text(f"#question-{id} .ion-question__about").startswith("Ana Ruiz")
    assert of_member.all(".ion-questions__moderator") == [] and "Held" not in of_member.text("#asked")


def test_buttons_in_the_list_approve_and_note_the_minute_of_now(app: Flask, webinar: Webinar) -> None:
    page, id = staff_browser(app), Asked(webinar.item_id, state=HELD)

    approved = post(page, id, "approve", htmx=True)
    assert (approved.status, kept(id).state) == (200, OPEN)
    assert approved.response.headers["HX-Trigger"] == "question-decided"
    assert approved.all("#asked")[0]["data-announce"] == "The question is shown."
    assert approved.all("[data-focus]")[0]["id"] == "moderator-heading"
    answered = post(page, id, "live", htmx=True)

    assert (kept(id).state, kept(id).second) == (ANSWERED, 1800)
    assert "Answered live at 30:00" in answered.text("#asked")
    assert answered.response.headers["HX-Trigger"] == "question-answered"


def test_the_minute_is_typed_where_the_webinar_is_not_on(app: Flask) -> None:
    over = WebinarFactory("2026-11-01 14:00")
    page, id = staff_browser(app), Asked(over.item_id)
    assert page.get(f"/questions/{over.item_id}").text.count("just now") == 0

    wrong = [post(page, id, "live", minute=typed).status for typed in ("", "soon", "12:99", "99:00:00")]
    done = post(page, id, "live", minute="1:02:03")

    assert wrong == [422] * 4
    assert (done.status, kept(id).second) == (303, 3723)


def test_a_question_is_answered_in_writing_on_its_own_page(app: Flask, webinar: Webinar) -> None:
    page, id = staff_browser(app), Asked(webinar.item_id)

    empty = post(page, id, "answer", markdown="")
    long = post(page, id, "answer", markdown="y" * 10_001)
    done = post(page, id, "answer", markdown="From **two** grants.")

    assert (empty.status, empty.text(".usa-alert--error li")) == (422, "Write the answer first.")
    assert long.status == 422 and long.text("#markdown") == "y" * 10_001
    assert done.response.headers["Location"] == f"{webinar.path}#question-{id}"
    shown = visit(Browser(app), f"/questions/{webinar.item_id}")
    assert shown.text(f"#question-{id} .ion-prose") == "From two grants."


def test_a_question_is_refused_with_a_reason_merged_held_and_opened_again(
    app: Flask, webinar: Webinar
) -> None:
    page = staff_browser(app)
    one, two, three = (Asked(webinar.item_id, words) for words in ("One", "Two", "Three"))

    assert post(page, one, "refuse", phrase="own", words="").status == 422
    assert post(page, two, "merge", into="").status == 422
    assert post(page, one, "refuse", phrase="own", words="Ask  at\nhome.").status == 303
    assert post(page, two, "merge", into=three).status == 303
    assert post(page, three, "hold").status == 303
    assert [kept(id).state for id in (one, two, three)] == [REFUSED, MERGED, HELD]
    assert kept(one).reason == "Ask at home."

    own = visit(page, f"/question/{three}/decide")
    assert own.text(".ion-columns li") == "Two Somebody who left. Take it out again: Two"
    assert post(page, two, "reopen").status == 303
    assert kept(two).state is OPEN


def test_who_decides_second_reads_who_was_first_in_the_list_and_on_the_page(
    app: Flask, webinar: Webinar
) -> None:
    id = Asked(webinar.item_id, state=HELD)
    seen = seen_now(id)
    post(browser(app, Named("Nadia First", Grant.EDITOR)), id, "approve")
    second = staff_browser(app)

    words = (
        "Nadia First opened this question on Sat., Nov. 21, 2026, 10:00 a.m. ET. Your decision was not kept."
    )
    late = [
        post(second, id, "approve", htmx=True, seen=seen),
        post(second, id, "answer", seen=seen, markdown="Yes."),
    ]

    assert [page.status for page in late] == [409, 409]
    assert [page.text(".usa-alert--warning") for page in late] == [words] * 2
    assert kept(id).state is OPEN


def test_an_owner_is_given_and_finds_the_question_in_the_own_list(app: Flask, webinar: Webinar) -> None:
    presenter = Named("Pat Presenter")
    webinar = WebinarFactory("2026-11-20 14:00", authors=[presenter.person], title="Vans")
    page, id = staff_browser(app), Asked(webinar.item_id, "Who drives?")

    stranger = post(page, id, "owner", owner=str(UserFactory().id))
    given = post(page, id, "owner", owner=str(presenter.id))
    own = visit(browser(app, presenter), "/questions/mine")

    assert stranger.status == 422
    assert given.response.headers["Location"] == f"/question/{id}/decide"
    assert own.texts("h3") == ["Who drives?"]
    assert own.href("Vans") == webinar.path
    assert "Nothing waits for you" in visit(browser(app), "/questions/mine").text("main")


def test_polls_are_written_opened_chosen_and_closed_on_pages(app: Flask, webinar: Webinar) -> None:
    page, member, path = staff_browser(app), browser(app), f"/questions/{webinar.item_id}"
    wrong = [
        Page(page.post(f"{path}/polls", data={"text": "Which?", "choices": choices}))
        for choices in ("Only one", "Same\nsame", "\n".join("abcdefghijk"), f"a\n{'b' * 201}")
    ]
    page.post(f"{path}/polls", data={"text": "Which?", "choices": "Vans\n\n Phones "})
    assert visit(member, path).all(".ion-poll") == []

    opened = page.post("/poll/1/open")
    form = visit(member, path)
    chosen = Page(member.post("/poll/1/choose", data={"choice": "1"}, headers=HTMX))
    twice = page.post("/poll/1/open")
    page.post("/poll/1/close")
    after = visit(browser(app), path)

    assert [each.status for each in wrong] == [422] * 4
    assert opened.headers["Location"] == f"{path}/polls"
    assert form.texts(".ion-poll button") == ["Vans", "Phones"]
    assert "You chose Phones" in chosen.text(".ion-poll") and "%" not in chosen.text(".ion-poll")
    assert twice.status_code == 409
    assert after.texts(".ion-poll td:nth-child(2)") == ["Nobody", "1 (100%)"]
    assert member.post("/poll/1/choose", data={"choice": "x"}).status_code == 400


def test_polls_are_for_moderators_to_write(app: Flask, webinar: Webinar) -> None:
    page = staff_browser(app)
    page.post(f"/questions/{webinar.item_id}/polls", data={"text": "Which?", "choices": "A\nB"})
    page.post(f"/questions/{webinar.item_id}/polls", data={"text": "Other?", "choices": "A\nB"})
    member = browser(app)

    assert member.get(f"/questions/{webinar.item_id}/polls").status_code == 404
    assert member.post(f"/questions/{webinar.item_id}/polls", data={}).status_code == 404
    assert [member.post(f"/poll/1/{verb}").status_code for verb in ("open", "close", "remove")] == [404] * 3
    assert page.post("/poll/2/remove").status_code == 303
    assert "Other?" not in page.get(f"/questions/{webinar.item_id}/polls").text


def owned(webinar: Webinar, user: User, number: int) -> None:
    for at in range(number):
        Asked(webinar.item_id, f"Number {at}", user=UserFactory(), owner_id=user.id, state=HELD)


def test_the_desk_lists_what_waits_with_its_age_and_who_looks_after_it(app: Flask) -> None:
    over = WebinarFactory("2026-11-20 14:00", title="Vans on the mountain")
    mo = Named("Mo Derator", Grant.EDITOR)
    held = ask(Named("Ana Ruiz"), over.item_id, "Held one")
    Asked(over.item_id, "Old one", owner_id=mo.id, asked_at=NOW - timedelta(days=3), votes=2)
    page = browser(app, mo)

    waiting, opened, mine, nobody = (
        visit(page, f"/staff/questions{query}") for query in ("", "?show=open", "?show=mine", "?show=nobody")
    )

    assert waiting.texts("main .ion-meta li") == [
        "Vans on the mountain",
        "Ana Ruiz",
        "less than a minute old",
        "Nobody yet looks after it",
    ]
    assert opened.texts("main .ion-meta li")[2:] == [
        "3 days old",
        "2 people ask this",
        "Mo Derator looks after it",
    ]
    assert mine.texts("main h3") == ["Old one"]
    assert nobody.texts("main h3") == ["Held one"]
    assert waiting.texts("aside li") == ["Held 1", "Open 1", "Nobody looks after 1", "Yours 1"]
    assert "2 questions wait" in visit(page, "/staff/").text("main")
    done = page.post(f"/question/{held}/approve", data={"seen": seen_now(held), "next": "desk"})
    assert done.headers["Location"] == "/staff/questions"


def test_the_desk_opens_at_the_first_list_that_holds_something(app: Flask, webinar: Webinar) -> None:
    Asked(webinar.item_id, "Open one")

    page = visit(staff_browser(app), "/staff/questions")

    assert page.texts("main h3") == ["Open one"]


def test_an_empty_desk_says_what_will_be_there(app: Flask) -> None:
    assert visit(staff_browser(app), "/staff/questions").text("main h2") == "Nothing is held"


def test_the_desk_asks_the_same_of_ten_and_of_many(app: Flask, webinar: Webinar) -> None:
    user = UserFactory(Grant.MEMBER, Grant.EDITOR)
    page, asked = browser(app, user), []
    for number in (10, 30):
        owned(webinar, user, number)
        asked.append([asked_of_the_database(page, path) for path in ("/staff/questions", "/questions/mine")])

    assert asked[0] == asked[1]
    assert all(len(each) <= 6 for each in asked[0])


def test_a_question_that_was_withdrawn_is_decided_by_nobody(app: Flask, webinar: Webinar) -> None:
    id = Asked(webinar.item_id)
    with unit_of_work() as session:
        session.get_one(Question, id).state = "withdrawn"  # type: ignore[assignment]

    assert staff_browser(app).get(f"/question/{id}/decide").status_code == 404
