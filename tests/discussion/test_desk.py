"""The desk of comments: what waits, who decides, and what two who decide at once are told."""

from datetime import timedelta

import pytest
from flask import Flask

from ion.commons.discussion.forms import PHRASES
from ion.commons.discussion.queries import held_total
from ion.core.unit_of_work import unit_of_work
from ion.models import CommentState, Grant, Item, ItemState, Post, User
from tests.conftest import NOW, Browser
from tests.counting import questions
from tests.discussion.talk import CommentFactory, counted, kept, refuse, seen_now, write
from tests.factories import PersonFactory, PostFactory, UserFactory, sign_in
from tests.reading import Page, visit

HTMX = {"HX-Request": "true"}
HELD, SHOWN, REFUSED, WITHDRAWN = CommentState
DESK = "/staff/comments"
pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture(autouse=True)
def without_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


@pytest.fixture
def post(app: Flask) -> Post:
    return PostFactory(slug="vans", title="Vans on the mountain")


def Named(name: str, *grants: Grant) -> User:
    return UserFactory(Grant.MEMBER, *grants, person=PersonFactory(name=name))


def staff(app: Flask, grant: Grant = Grant.EDITOR, name: str = "Nadia Staff") -> Browser:
    browser = Browser(app)
    sign_in(browser, Named(name, grant))
    return browser


def rows(page: Page) -> list[str]:
    return page.texts("#comments .ion-result .ion-meta")


def refusal(id: int, **typed: str) -> dict[str, str]:
    """A refusal as the desk's form sends it."""
    return {f"on-{id}-{name}": words for name, words in ({"version": seen_now(id)} | typed).items()}


def test_what_waits_is_listed_oldest_first_with_its_page_its_writer_and_what_it_answers(
    app: Flask, post: Post
) -> None:
    ruth, ana = Named("Ruth Okonkwo"), Named("Ana Ruiz")
    asked = CommentFactory(post.item_id, ruth, "asked")
    CommentFactory(post.item_id, ana, "later", state=HELD, parent_id=asked, created_at=NOW)
    CommentFactory(post.item_id, ana, "**sooner**", state=HELD, created_at=NOW - timedelta(hours=1))
    withdrawn = PostFactory(state=ItemState.WITHDRAWN)
    CommentFactory(withdrawn.item_id, ana, "of no page", state=HELD)

    page = visit(staff(app), DESK)

    assert page.text("#comments h2") == "2 comments wait"
    assert rows(page) == [
        "Ana Ruiz Sat., Nov. 21, 2026, 9:00 a.m. ET",
        "Ana Ruiz, answering Ruth Okonkwo Sat., Nov. 21, 2026, 10:00 a.m. ET",
    ]
    assert page.texts("#comments .ion-prose strong") == ["sooner"]
    assert page.href("Vans on the mountain") == "/blog/vans"
    assert page.href("Ruth Okonkwo") == f"/comments/{asked}"
    assert held_total() == 2


def test_an_empty_desk_says_what_will_be_there(app: Flask) -> None:
    assert visit(staff(app), DESK).text("#comments h2") == "Nothing waits"


@pytest.mark.parametrize("grant", [Grant.EDITOR, Grant.FACILITATOR, Grant.ADMIN])
def test_every_grant_of_ion_staff_approves_and_refuses(app: Flask, post: Post, grant: Grant) -> None:
    good, bad = (CommentFactory(post.item_id, Named("Ana"), state=HELD) for _ in range(2))
    browser = staff(app, grant)

    approved = browser.post(f"{DESK}/{good}/approve", data={"version": seen_now(good)})
    refused = browser.post(
        f"{DESK}/{bad}/refuse", data=refusal(bad, phrase=PHRASES[1], words="Ask  at\r\nhome.")
    )

    assert [(each.status_code, each.headers["Location"]) for each in (approved, refused)] == [(303, DESK)] * 2
    assert [kept(id).state for id in (good, bad)] == [SHOWN, REFUSED]
    assert kept(bad).reason == f"{PHRASES[1]} Ask at home."  # one line
    assert counted(post.item_id) == (1, 1)


def test_a_decision_by_htmx_answers_with_the_list_as_it_is_now(app: Flask, post: Post) -> None:
    first, second = (CommentFactory(post.item_id, Named("Ana"), f"Number {n}", state=HELD) for n in (1, 2))

    answer = staff(app).post(f"{DESK}/{first}/approve", data={"version": seen_now(first)}, headers=HTMX)
    page = Page(answer)

    assert not page.is_whole
    assert answer.headers["HX-Trigger"] == "comment-decided"
    assert page.text("#comments h2") == "1 comment waits"
    assert [tag["id"] for tag in page.all("li.ion-result")] == [f"comment-{second}"]


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({}, "Say why: choose a reason. The writer reads it."),
        ({"phrase": "own"}, "Write the reason in your own words."),
        ({"phrase": "own", "words": "y" * 301}, "Keep your own words within 300 characters."),
    ],
)
def test_a_refusal_without_a_reason_is_refused_itself_and_keeps_what_was_typed(
    app: Flask, post: Post, typed: dict[str, str], problem: str
) -> None:
    id, other = (CommentFactory(post.item_id, Named("Ana"), state=HELD) for _ in range(2))

    page = Page(staff(app).post(f"{DESK}/{id}/refuse", data=refusal(id, **typed)))

    assert page.status == 422
    assert page.text(f"#comment-{id} .usa-alert--error li") == problem
    assert page.all(f"#refusal-{id}[open]") and not page.all(f"#refusal-{other}[open]")
    assert page.all(f"#on-{id}-words")[0].get_text().strip() == typed.get("words", "")
    assert kept(id).state is HELD


def test_who_decides_second_gets_a_page_that_says_who_was_first(app: Flask, post: Post) -> None:
    id = CommentFactory(post.item_id, Named("Ana"), state=HELD)
    seen = seen_now(id)
    staff(app, name="Nadia First").post(f"{DESK}/{id}/approve", data={"version": seen})

    second = staff(app, name="Ben Second")
    for headers in ({}, HTMX):
        page = Page(second.post(f"{DESK}/{id}/approve", data={"version": seen}, headers=headers))
        late = second.post(
            f"{DESK}/{id}/refuse", data=refusal(id, version=seen, phrase=PHRASES[0]), headers=headers
        )

        assert page.status == 409
        assert page.text(".usa-alert").startswith("Nadia First approved this comment on Sat., Nov. 21, 2026")
        assert "Nothing waits" in page.text("#comments")
        assert late.status_code == 409
    assert kept(id).state is SHOWN
    assert counted(post.item_id) == (1, 1)


def test_what_was_decided_is_listed_apart_with_who_and_why(app: Flask, post: Post) -> None:
    nadia = Named("Nadia Staff", Grant.EDITOR)
    CommentFactory(post.item_id, Named("Eve Old"), "at once")
    bad = write(Named("Ana Ruiz"), post.item_id, "bad words")
    refuse(bad, nadia, "It is not about this page.")

    shown, refused = (visit(staff(app), f"{DESK}?show={state}") for state in ("shown", "refused"))

    assert rows(shown) == ["Eve Old Sat., Nov. 21, 2026, 10:00 a.m. ET See it on the page"]
    assert rows(refused) == [
        "Ana Ruiz Sat., Nov. 21, 2026, 10:00 a.m. ET Decided by Nadia Staff Sat., Nov. 21, 2026, 10:00 a.m. ET"
    ]
    assert "Reason: It is not about this page." in refused.text("#comments")
    assert refused.all("#comments form") == []
    assert refused.texts("aside li") == ["Waiting", "Shown 1", "Not shown 1"]


def test_what_is_shown_can_be_taken_down_with_a_reason(app: Flask, post: Post) -> None:
    id = CommentFactory(post.item_id, Named("Eve Old"), "at once")
    browser = staff(app)
    page = visit(browser, f"{DESK}?show=shown")

    answer = browser.post(
        f"{DESK}/{id}/refuse", data=refusal(id, phrase="own", words="Because.") | {"show": "shown"}
    )

    assert [form.action for form in page.forms() if form.action.startswith(DESK)] == [f"{DESK}/{id}/refuse"]
    assert answer.headers["Location"] == f"{DESK}?show=shown"
    assert (kept(id).state, kept(id).reason) == (REFUSED, "Because.")
    assert counted(post.item_id) == (0, 0)


def test_a_comment_that_does_not_exist_is_not_decided(app: Flask) -> None:
    assert staff(app).post(f"{DESK}/999/approve", data={"version": "held."}).status_code == 404


def test_what_all_ion_staff_may_not_see_is_neither_counted_nor_listed(app: Flask, post: Post) -> None:
    with unit_of_work() as session:
        session.get_one(Item, post.item_id).audience = "user:7"
    CommentFactory(post.item_id, Named("Ana"), state=HELD)

    assert held_total() == 0
    assert visit(staff(app), DESK).text("#comments h2") == "Nothing waits"


def test_the_desk_asks_the_same_of_ten_and_of_many(app: Flask, post: Post) -> None:
    browser = staff(app)
    asked = []
    for number in (10, 30):
        for _ in range(number):
            CommentFactory(post.item_id, Named("Ana"), state=HELD)
        asked.append(questions(browser, DESK))

    assert asked[0] == asked[1]
    assert len(asked[0]) <= 6
