"""The questions on a page: what each reader sees of them, and asking, voting and withdrawing with and without htmx."""

import pytest
from flask import Flask

from ion.commons.questions.policies import FLOOD
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, Recording, TranscriptPassage
from tests.conftest import Browser
from tests.counting import questions as asked_of_the_database
from tests.factories import PersonFactory, UserFactory, WebinarFactory
from tests.questions.asking import HELD, REFUSED, Asked, Named, ask, decide, kept, sheet_version, voters
from tests.questions.browsers import HTMX, LiveWebinar, browser, staff_browser
from tests.reading import Page, visit

pytestmark = pytest.mark.usefixtures("now", "without_tokens")


def listed(page: Page) -> list[str]:
    return page.texts("#asked .ion-question__text")


def test_everyone_reads_open_questions_by_votes_then_time_and_answered_ones_below(app: Flask) -> None:
    item = WebinarFactory().item_id
    Asked(item, "Second", votes=1)
    Asked(item, "First", votes=3)
    Asked(item, "Third", votes=1)
    Asked(item, "Answered", votes=9, answer="With **grants**.", second=760)
    Asked(item, "Held", state=HELD)
    Asked(item, "Refused", state=REFUSED)

    page = visit(Browser(app), f"/questions/{item}")

    assert listed(page) == ["First", "Second", "Third", "Answered"]
    assert page.texts("#asked h3") == ["Waiting for an answer (3)", "Answered (1)"]
    assert page.text(".ion-question__answer strong + *, .ion-question__answer .ion-prose") == "With grants."
    assert page.text(".ion-question__live") == "Answered live at 12:40 from the start"
    assert page.href("Sign in to ask").startswith("/account/sign-in?next=/webinars/")
    assert [form.action for form in page.forms() if "question" in form.action] == []


def test_where_nothing_was_asked_the_page_says_what_will_be_there(app: Flask) -> None:
    page = visit(Browser(app), f"/questions/{WebinarFactory().item_id}")

    assert "No questions yet" in page.text("#asked")
    assert page.text("#questions h2") == "Questions for the presenters"


def test_the_minute_leads_to_the_transcript_once_a_recording_is_out(app: Flask) -> None:
    webinar = WebinarFactory(
        "2026-11-01 14:00", recordings=[{"url": "https://v.example/1", "title": "Part 1"}]
    )
    Asked(webinar.item_id, answer="Yes.", second=760)
    path = f"/questions/{webinar.item_id}"

    before = visit(Browser(app), path)
    with unit_of_work() as session:
        recording = session.query(Recording).one()
        recording.published_at = webinar.starts_at
        recording.passages = [TranscriptPassage(position=0, seconds=750, text="So, who pays?")]
    after = visit(Browser(app), path)

    assert before.all(".ion-question__live a") == []
    assert after.href("12:40") == f"{webinar.path}/transcript#t-750"  # where the passage begins


def test_peers_never_learn_who_asked_and_moderators_do(app: Flask) -> None:
    asker = Named("Ana Telltale")
    author, moderator = UserFactory(), UserFactory()
    webinar = LiveWebinar(authors=[author.person], webinar={"moderator_id": moderator.person_id})
    id = Asked(webinar.item_id, user=asker)
    path = f"/questions/{webinar.item_id}"
    knowing = [browser(app, user) for user in (author, moderator)] + [staff_browser(app)]

    for blind in (Browser(app), browser(app), browser(app, asker)):
        html = visit(blind, path).html.replace("Ana Telltale</", "")  # her own name stands in her own header
        assert "Ana Telltale" not in Page(blind.get(path, headers=HTMX)).html
        assert f"/people/{asker.person_id}" not in Page(blind.get(path, headers=HTMX)).html
        assert f"user:{asker.id}" not in html
    for each in knowing:
        assert "Ana Telltale" in visit(each, path).text(f"#question-{id}")
    assert "Your question" in visit(browser(app, asker), path).text(f"#question-{id}")


def test_own_questions_that_the_others_do_not_see_stand_apart_with_what_became_of_them(app: Flask) -> None:
    ana, editor = UserFactory(), UserFactory(Grant.MEMBER, Grant.EDITOR)
    item = WebinarFactory().item_id
    root = Asked(item, "Root")
    _, refused, merged = (ask(ana, item, words) for words in ("One", "Two", "Three"))
    decide("refuse", refused, editor, "It is not about this webinar.")
    decide("merge", merged, editor, root)

    mine, others = (visit(each, f"/questions/{item}") for each in (browser(app, ana), browser(app)))

    assert listed(mine) == ["One", "Two", "Three", "Root"]
    assert mine.texts("#asked .ion-question--own .ion-question__about")[:3] == [
        "Waiting for a moderator.",
        "Not shown. The moderators say: It is not about this webinar.",
        "Put together with a question that asks the same. It is marked as yours below.",
    ]
    assert "Your question" in mine.text(f"#question-{root}")
    assert listed(others) == ["Root"]


def test_a_member_asks_without_script_and_goes_on_to_the_question(app: Flask) -> None:
    webinar, ana = WebinarFactory(), UserFactory()
    page = browser(app, ana)

    first = page.post(f"/questions/{webinar.item_id}", data={"text": "  Who pays?\r\nAnd when? "})
    held = sheet_version(webinar.item_id)
    id = int(visit(page, f"/questions/{webinar.item_id}").all("#asked .ion-question")[0]["id"].split("-")[1])
    decide("approve", id, UserFactory(Grant.MEMBER, Grant.EDITOR))
    second = page.post(f"/questions/{webinar.item_id}", data={"text": "Another?"})

    assert (first.status_code, first.headers["Location"]) == (303, f"{webinar.path}#questions")
    assert held and kept(id).text == "Who pays?\nAnd when?"
    assert second.headers["Location"] == f"{webinar.path}#question-{id + 1}"


def test_asking_by_htmx_answers_with_the_panel_says_what_happens_and_empties_the_form(app: Flask) -> None:
    item = WebinarFactory().item_id

    answer = browser(app).post(f"/questions/{item}", data={"text": "Who pays?"}, headers=HTMX)
    page = Page(answer)

    assert answer.headers["HX-Trigger"] == "question-asked"
    assert not page.is_whole and page.text("#questions .usa-alert--success").startswith("Your question waits")
    assert page.text("#text") == ""


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", "Write your question first."),
        ("\u200b", "Nothing would be seen of that. Write some words."),
        ("y" * 1001, "Keep a question within 1,000 characters. This one has 1,001."),
    ],
)
def test_what_cannot_be_asked_comes_back_with_what_was_typed(app: Flask, typed: str, problem: str) -> None:
    item = WebinarFactory().item_id

    for headers in ({}, HTMX):
        page = Page(browser(app).post(f"/questions/{item}", data={"text": typed}, headers=headers))

        assert page.status == 422
        assert page.text("#questions .usa-alert--error li") == problem
        assert page.text("#text") == typed
    assert sheet_version(item) == 0


def test_what_is_asked_too_fast_is_kept_in_the_form(app: Flask) -> None:
    item, page = WebinarFactory().item_id, browser(app)
    for number in range(FLOOD.most):
        page.post(f"/questions/{item}", data={"text": f"Number {number}"})

    refused = Page(page.post(f"/questions/{item}", data={"text": "One more"}))

    assert (refused.status, refused.response.headers["Retry-After"]) == (429, "600")
    assert refused.text("#text") == "One more"


def test_a_canceled_webinar_says_that_it_takes_no_questions(app: Flask) -> None:
    webinar = WebinarFactory()
    with unit_of_work() as session:
        session.merge(webinar).cancelled_at = webinar.starts_at
    page = browser(app)

    refused = Page(page.post(f"/questions/{webinar.item_id}", data={"text": "Why?"}))

    assert refused.status == 409
    assert "canceled" in refused.text("#questions .usa-alert")
    assert visit(page, f"/questions/{webinar.item_id}").all("#ask-form") == []


def test_a_vote_is_given_and_taken_with_and_without_htmx(app: Flask) -> None:
    webinar, ana = WebinarFactory(), UserFactory()
    id, page = Asked(webinar.item_id, votes=1), browser(app, ana)
    path = f"/question/{id}/vote"

    plain = page.post(path, data={"wish": "yes"})
    pressed = visit(page, f"/questions/{webinar.item_id}").all(f"#vote-{id}")[0]
    fragment = Page(page.post(path, data={"wish": "no"}, headers=HTMX))

    assert (plain.status_code, plain.headers["Location"]) == (303, f"{webinar.path}#question-{id}")
    assert pressed["aria-pressed"] == "true" and "(2)" in pressed.get_text()
    assert fragment.all("#asked") and not fragment.all("#ask-form")  # what is typed there stays
    assert fragment.all(f"#vote-{id}")[0]["aria-pressed"] == "false"
    assert f"user:{ana.id}" not in voters(id)
    assert page.post(path, data={"wish": "maybe"}).status_code == 400


def test_a_vote_that_comes_too_late_is_refused_in_words(app: Flask) -> None:
    id, page = Asked(WebinarFactory().item_id, answer="Yes."), browser(app)

    for headers in ({}, HTMX):
        refused = Page(page.post(f"/question/{id}/vote", data={"wish": "yes"}, headers=headers))

        assert (refused.status, refused.text("#asked .usa-alert")) == (
            409,
            "This question is answered already.",
        )


def test_the_asker_withdraws_a_question_and_no_other_member_does(app: Flask) -> None:
    webinar, ana = WebinarFactory(), UserFactory()
    id = ask(ana, webinar.item_id)

    stranger = browser(app).post(f"/question/{id}/withdraw")
    done = browser(app, ana).post(f"/question/{id}/withdraw")

    assert stranger.status_code == 404
    assert (done.status_code, done.headers["Location"]) == (303, f"{webinar.path}#questions")
    assert kept(id).text == ""


def test_twenty_questions_stand_on_a_page_and_each_knows_its_own(app: Flask) -> None:
    webinar = WebinarFactory()
    ids = [Asked(webinar.item_id, f"Number {number}") for number in range(45)]
    page, path = browser(app), f"/questions/{webinar.item_id}"

    lengths = [len(listed(visit(page, f"{path}?page={number}"))) for number in (1, 2, 3, 9)]
    to_first, to_last = (page.get(f"/question/{ids[at]}").headers["Location"] for at in (0, -1))

    assert lengths == [20, 20, 5, 5]
    assert to_first == f"{webinar.path}#question-{ids[0]}"
    assert to_last == f"{path}?page=3#question-{ids[-1]}"
    voted = Page(page.post(f"/question/{ids[-1]}/vote", data={"wish": "yes", "page": "3"}, headers=HTMX))
    assert len(listed(voted)) == 5


def test_the_address_of_a_question_leads_only_those_on_who_may_see_it(app: Flask) -> None:
    webinar, ana = WebinarFactory(), UserFactory()
    held, root = ask(ana, webinar.item_id), Asked(webinar.item_id, "Root")
    merged = Asked(webinar.item_id, "Merged")
    decide("merge", merged, UserFactory(Grant.MEMBER, Grant.EDITOR), root)
    unseen = Asked(WebinarFactory(audience="staff").item_id)
    stranger = browser(app)

    assert [stranger.get(f"/question/{id}").status_code for id in (held, unseen, 999)] == [404] * 3
    for each in (browser(app, ana), staff_browser(app)):
        assert each.get(f"/question/{held}").headers["Location"] == f"{webinar.path}#questions"
    assert stranger.get(f"/question/{merged}").headers["Location"] == f"{webinar.path}#question-{root}"


def test_what_one_may_not_see_is_not_there(app: Flask) -> None:
    hidden = [WebinarFactory(audience="members"), WebinarFactory(audience="staff")]
    id, page = Asked(hidden[1].item_id), browser(app)

    assert [Browser(app).get(f"/questions/{each.item_id}").status_code for each in hidden] == [404, 404]
    assert [page.get(f"/questions/{each.item_id}").status_code for each in hidden] == [200, 404]
    assert page.post(f"/questions/{hidden[1].item_id}", data={"text": "Hi?"}).status_code == 404
    assert page.post(f"/question/{id}/vote", data={"wish": "yes"}).status_code == 404
    assert page.get(f"/questions/{WebinarFactory().item_id + 999}").status_code == 404


@pytest.mark.parametrize("is_staff", [False, True])
def test_a_page_asks_the_same_of_ten_and_of_many_questions(app: Flask, is_staff: bool) -> None:
    grants = (Grant.MEMBER, Grant.EDITOR) if is_staff else (Grant.MEMBER,)
    webinar, user = LiveWebinar(), UserFactory(*grants)
    page, asked = browser(app, user), []
    for number in (10, 30):
        for _ in range(number):
            asker = UserFactory(person=PersonFactory())
            Asked(webinar.item_id, user=asker)
        asked.append(asked_of_the_database(page, f"/questions/{webinar.item_id}"))

    assert asked[0] == asked[1]
    assert len(asked[0]) <= 6
