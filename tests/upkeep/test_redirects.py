"""Redirects: what may lead where, in words, and to whom the list is of use."""

import pytest
from flask import Flask
from sqlalchemy import select

from ion.base.extensions import db
from ion.core.unit_of_work import unit_of_work
from ion.models import AuditRow, Item, ItemState, OldAddress, User
from ion.upkeep.queries import redirects as queries
from ion.upkeep.services import redirects as services
from ion.upkeep.services.refusing import Refused
from tests.conftest import Browser
from tests.counting import questions
from tests.factories import OrganizationFactory, PersonFactory, PostFactory, UserFactory
from tests.racing import at_once
from tests.reading import visit

EVERYONE = frozenset({"public", "members", "staff"})


def moved(**targets: str) -> None:
    """Old addresses /a, /b … and where they lead."""
    with unit_of_work() as session:
        session.add_all(OldAddress(path=f"/{name}", target=target) for name, target in targets.items())


def kept() -> dict[str, tuple[int | None, str]]:
    db.session.rollback()
    return {row.path: (row.item_id, row.target) for row in db.session.scalars(select(OldAddress))}


def add(path: str, target: str) -> None:
    with unit_of_work():
        services.add(path, target, user_id=db.session.scalars(select(User.id)).first())


@pytest.fixture
def someone(app: Flask) -> User:
    return UserFactory()


@pytest.mark.database
@pytest.mark.usefixtures("someone")
def test_a_chain_is_pulled_straight_at_both_ends() -> None:
    moved(a="/old", b="/about", c="/old/")

    add("/old", "/b")

    assert kept() == {target: (None, "/about") for target in ("/a", "/b", "/c", "/old")}


@pytest.mark.database
@pytest.mark.usefixtures("someone")
def test_what_leads_to_the_page_of_an_item_follows_the_item() -> None:
    post = PostFactory(slug="now")
    moved(a="/older")

    add("/older", "/blog/now")
    with unit_of_work() as session:
        session.get_one(Item, post.item_id).slug = "moved-on"

    assert kept() == {path: (post.item_id, "") for path in ("/a", "/older")}
    rows = queries.rows("", EVERYONE, offset=0, limit=9)
    assert {row.path: row.target for row in rows} == {
        "/a": "/blog/moved-on",
        "/older": "/blog/moved-on",
    }


@pytest.mark.database
@pytest.mark.usefixtures("someone")
def test_an_address_with_a_part_or_a_search_stays_as_it_is_given() -> None:
    PostFactory(slug="now")

    add("/part", "/blog/now#steps")
    add("/search-of-old", "/search?q=youth")
    add("/away", "https://elsewhere.example/x?y=1")

    assert {path: target for path, (_, target) in kept().items()} == {
        "/part": "/blog/now#steps",
        "/search-of-old": "/search?q=youth",
        "/away": "https://elsewhere.example/x?y=1",
    }


@pytest.mark.database
@pytest.mark.usefixtures("someone")
@pytest.mark.parametrize(
    ("path", "target"), [("/x", "/x"), ("/x", "/x/"), ("/x", "/x#part"), ("/x", "/a"), ("/x/", "/b")]
)
def test_what_would_lead_round_in_a_circle_is_refused(path: str, target: str) -> None:
    moved(a="/b", b="/x")

    with pytest.raises(Refused):
        add(path, target)

    assert set(kept()) == {"/a", "/b"}


@pytest.mark.database
def test_two_that_would_make_a_circle_at_once_make_none(app: Flask, someone: User) -> None:
    user_id = someone.id

    def lead(number: int) -> str:
        pair = ("/a", "/b") if number % 2 else ("/b", "/a")
        with unit_of_work():
            services.add(*pair, user_id=user_id)
        return "added"

    answers = at_once(app, lead)

    assert answers.count("added") == 1
    assert len(kept()) == 1


@pytest.mark.database
def test_a_redirect_is_changed_and_removed_with_a_line_in_the_log(someone: User) -> None:
    moved(a="/about", b="/a")

    with unit_of_work():
        services.change("/a", "/help", user_id=someone.id)
    changed = kept()
    with unit_of_work():
        services.remove("/a", user_id=someone.id)

    assert changed == {"/a": (None, "/help"), "/b": (None, "/help")}
    assert set(kept()) == {"/b"}
    log = db.session.scalars(select(AuditRow).order_by(AuditRow.id)).all()
    assert [(row.action, row.user_id, row.before, row.after) for row in log] == [
        (
            "changed",
            someone.id,
            {"path": "/a", "target": "/about"},
            {"path": "/a", "target": "/help"},
        ),
        ("removed", someone.id, {"path": "/a", "target": "/help"}, None),
    ]


@pytest.mark.database
@pytest.mark.parametrize(("words", "found"), [("", 3), ("abo", 2), ("%", 0), ("OLD", 1), ("_", 0)])
def test_redirects_are_found_by_either_end(someone: User, words: str, found: int) -> None:
    moved(a="/about", b="/ABOUT-more", old="/help")

    assert queries.total(words) == len(queries.rows(words, EVERYONE, offset=0, limit=9)) == found


def test_what_is_added_works_at_once(editor: Browser) -> None:
    answer = editor.post("/staff/redirects", data={"path": "/news/caf%C3%A9/", "target": "/about"})

    followed = editor.get("/news/café/")

    assert answer.status_code == 303
    assert (followed.status_code, followed.headers["Location"]) == (301, "/about")


def test_full_addresses_of_this_site_are_taken_for_paths(editor: Browser) -> None:
    editor.post("/staff/redirects", data={"path": "http://localhost/old", "target": "http://localhost/help"})

    assert kept() == {"/old": (None, "/help")}


SAID = [
    ("old", "/about", "begins with one slash"),
    ("//evil.example", "/about", "begins with one slash"),
    ("/a b", "/about", "begins with one slash"),
    ("/old?page=2", "/about", "Leave out what follows"),
    ("/", "/about", "A page stands at this address"),
    ("/about", "/help", "A page stands at this address"),
    ("/blog", "/help", "A page stands at this address"),
    ("/blog/here", "/help", "A page stands at this address"),
    ("/blog/here/", "/help", ""),
    ("/blog/withdrawn", "/help", ""),
    ("/directory/ash", "/help", "A page stands at this address"),
    ("/static/app.css", "/help", "A page stands at this address"),
    ("/staff/topics/new", "/help", "A page stands at this address"),
    ("/old", "/no-such-page", "No page of this site"),
    ("/old", "//evil.example/", "one slash"),
    ("/old", "\\evil", "no spaces and no backslashes"),
    ("/old", "javascript:alert(1)", "Give a path"),
    ("/old", "https://user:secret@elsewhere.example/", "Give a path"),
    ("/old", "https://", "Give a path"),
    ("/old", "ftp://elsewhere.example/", "Give a path"),
    ("/old", "", "Say where it leads"),
    ("", "/about", "Give the old address"),
    ("/" + "a" * 400, "/about", "At most 400"),
]
"""Old address, new address, and the words that say what is wrong; none where nothing is."""


def test_what_cannot_be_a_redirect_is_said_in_words(editor: Browser) -> None:
    PostFactory(slug="here")
    PostFactory(slug="withdrawn", state=ItemState.WITHDRAWN)
    OrganizationFactory(slug="ash")

    wrong = []
    for path, target, words in SAID:
        answer = editor.post("/staff/redirects", data={"path": path, "target": target})
        if answer.status_code != (422 if words else 303) or words not in answer.text:
            wrong.append((path, target, answer.status_code))

    assert wrong == []
    assert set(kept()) == {path for path, _, words in SAID if not words}


def test_the_page_of_a_person_is_not_redirected(editor: Browser) -> None:
    person = PersonFactory()

    stands = editor.post("/staff/redirects", data={"path": f"/people/{person.id}", "target": "/about"})
    free = editor.post("/staff/redirects", data={"path": "/people/999999", "target": "/about"})

    assert (stands.status_code, free.status_code) == (422, 303)


def test_a_refused_redirect_keeps_what_was_typed(editor: Browser) -> None:
    moved(taken="/about")

    answer = editor.post("/staff/redirects", data={"path": "/taken", "target": "/help"})

    assert answer.status_code == 409
    assert "leads somewhere already" in answer.text
    assert 'value="/taken"' in answer.text


def test_one_redirect_is_changed_and_removed_from_its_page(editor: Browser) -> None:
    moved(a="/about")

    page = visit(editor, "/staff/redirects/change?path=/a")
    odd = editor.post("/staff/redirects/change", data={"path": "/a", "target": "nowhere"})
    circle = editor.post("/staff/redirects/change", data={"path": "/a", "target": "/a"})
    changed = editor.post("/staff/redirects/change", data={"path": "/a", "target": "/help"})
    then = kept()
    removed = editor.post("/staff/redirects/remove", data={"path": "/a"})

    assert [tag["value"] for tag in page.all("#target")] == ["/about"]
    assert (odd.status_code, circle.status_code, changed.status_code, removed.status_code) == (
        422,
        409,
        303,
        303,
    )
    assert (then, kept()) == ({"/a": (None, "/help")}, {})


@pytest.mark.parametrize("path", ["/staff/redirects/change", "/staff/redirects/change?path=/gone"])
def test_a_redirect_that_is_not_there_is_not_found(editor: Browser, path: str) -> None:
    assert editor.get(path).status_code == 404


def test_what_an_editor_may_not_know_is_not_named_in_the_list(editor: Browser) -> None:
    secret = PostFactory(title="Between two people", slug="between", audience="user:999")
    draft = PostFactory(title="Not yet", state=ItemState.DRAFT)
    with unit_of_work() as session:
        session.add(OldAddress(path="/secret", item_id=secret.item_id))
        session.add(OldAddress(path="/draft", item_id=draft.item_id))

    page = visit(editor, "/staff/redirects")

    assert "Between two people" not in page.text()
    assert "“Not yet”, which is not published" in page.text()


def test_the_list_asks_the_same_for_many(editor: Browser) -> None:
    asked = []
    for many in (3, 30):
        with unit_of_work() as session:
            for at in range(many):
                session.add(OldAddress(path=f"/{many}/{at}", item_id=None, target="/about"))
        asked.append(len(questions(editor, "/staff/redirects")))

    assert asked[0] == asked[1] <= 6
