"""ION staff add, edit and merge organizations: who may, what is kept, and what two who do it at once meet."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from ion.base.extensions import db
from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.directory.queries.content import Content, content_of
from ion.directory.services import merging, organizations
from ion.models import (
    AuditRow,
    Follow,
    Grant,
    OldAddress,
    Organization,
    Person,
    User,
)
from tests.conftest import Browser
from tests.directory.filling import filled
from tests.factories import (
    LocalAreaFactory,
    OrganizationFactory,
    PersonFactory,
    UserFactory,
    sign_in,
)
from tests.racing import THREADS, at_once
from tests.reading import Page, visit

pytestmark = pytest.mark.database


@pytest.fixture
def editor(app: Flask) -> User:
    return UserFactory(Grant.EDITOR)


@pytest.fixture
def browser(app: Flask, editor: User) -> Browser:
    """ION staff who may edit."""
    made = Browser(app)
    sign_in(made, editor)
    return made


def send(client: FlaskClient, path: str, **typed: str | Sequence[str]) -> Page:
    """Open the page, type into its form, and send it."""
    return post(client, path, filled(visit(client, path), typed))


def post(client: FlaskClient, path: str, sent: MultiDict[str, str]) -> Page:
    return Page(client.post(path, data=sent))


def organization(slug: str) -> Organization:
    db.session.expire_all()
    return db.session.scalars(select(Organization).where(Organization.slug == slug)).one()


def slugs() -> list[str]:
    return sorted(db.session.scalars(select(Organization.slug)))


def terms(slug: str) -> dict[str, tuple[str, ...]]:
    return dict(content_of(organization(slug)).terms)  # type: ignore[arg-type]


def deeds() -> list[tuple[str, int | None]]:
    db.session.expire_all()
    rows = db.session.scalars(select(AuditRow).where(AuditRow.subject_kind == "organization"))
    return [(row.action, row.user_id) for row in rows]


ROUTES = {
    "/directory/new": ("GET", "POST"),
    "/directory/ash/edit": ("GET", "POST"),
    "/directory/ash/merge": ("GET", "POST"),
}
VIEWERS: Mapping[str, Sequence[Grant] | None] = {
    "nobody": None,
    "suspended": (Grant.EDITOR,),
    "member": (Grant.MEMBER,),
    "facilitator": (Grant.FACILITATOR,),
    "editor": (Grant.EDITOR,),
    "admin": (Grant.ADMIN,),
}


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("fragment", [False, True])
def test_only_editors_and_admins_come_in(
    app: Flask, monkeypatch: pytest.MonkeyPatch, path: str, method: str, fragment: bool
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    OrganizationFactory("Ash", slug="ash")
    before = content_of(organization("ash"))

    answers = {}
    for name, grants in VIEWERS.items():
        client = Browser(app)
        if grants:
            sign_in(client, UserFactory(*grants, suspended_at=clock.now() if name == "suspended" else None))
        headers = {"HX-Request": "true"} if fragment else {}
        answers[name] = client.open(path, method=method, headers=headers).status_code

    asked = 303 if method == "GET" and not fragment else 401
    inside = 200 if method == "GET" else 422
    assert answers == {
        "nobody": asked,
        "suspended": asked,
        "member": 403,
        "facilitator": 403,
        "editor": inside,
        "admin": inside,
    }
    assert content_of(organization("ash")) == before
    assert slugs() == ["ash"]


def test_an_added_organization_stands_at_an_address_made_of_its_name(browser: Browser, editor: User) -> None:
    LocalAreaFactory("ky-tenco")

    answer = send(
        browser,
        "/directory/new",
        name="  Ash   Board (LWDB)  ",
        role=["workforce-system"],
        state=["KY", "OH"],
        area=["ky-tenco"],
        sector=["62"],
        population=["veterans"],
        about="We **meet**.\r\n\r\nOften.",
        site_url="https://ash.example",
        confirmed_on="2026-10-03",
    )

    assert (answer.status, answer.response.headers["Location"]) == (303, "/directory/ash-board-lwdb")
    made = organization("ash-board-lwdb")
    assert content_of(made) == Content(
        name="Ash Board (LWDB)",
        about="We **meet**.\n\nOften.",
        site_url="https://ash.example",
        confirmed_on=date(2026, 10, 3),
        terms={
            "area": ("ky-tenco",),
            "population": ("veterans",),
            "role": ("workforce-system",),
            "sector": ("62",),
            "state": ("KY", "OH"),
        },
    )
    assert "<strong>meet</strong>" in made.about_html
    assert deeds() == [("added", editor.id)]


@pytest.mark.parametrize(
    ("name", "slug"), [("Ash", "ash-2"), ("New", "new-2"), ("Gone", "gone-2"), ("数字", "untitled")]
)
def test_an_address_is_never_given_twice(browser: Browser, name: str, slug: str) -> None:
    OrganizationFactory("Another Ash", slug="ash")
    with unit_of_work() as session:
        session.add(OldAddress(path="/directory/gone", target="/directory/ash"))

    answer = send(browser, "/directory/new", name=name)

    assert answer.response.headers["Location"] == f"/directory/{slug}"
    assert visit(browser, f"/directory/{slug}").heading == name


def test_the_same_organization_is_not_listed_twice(browser: Browser) -> None:
    OrganizationFactory("Department of Labor", {"state": ["KY"]}, slug="ky-labor")

    twin = send(browser, "/directory/new", name="department of labor", state=["KY"], about="Typed.")
    other = send(browser, "/directory/new", name="Department of Labor", state=["OH"])

    assert twin.status == 409
    assert twin.href("open it") == "/directory/ky-labor"
    assert twin.text("textarea") == "Typed."
    assert other.response.headers["Location"] == "/directory/department-of-labor"
    assert slugs() == ["department-of-labor", "ky-labor"]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"name": "   "}, "Enter the name"),
        ({"name": "x" * 201}, "under 200 characters"),
        ({"site_url": "javascript:alert(1)"}, "begins with https://"),
        ({"site_url": "https://user:pass@bank.example"}, "begins with https://"),
        ({"site_url": "https://[broken"}, "begins with https://"),
        ({"site_url": "https://a.example/" + "x" * 400}, "under 400 characters"),
        ({"about": "x" * 20_001}, "under 20,000 characters"),
        ({"about": ("- " * 9 + "a\n") * 650}, "too long"),
        ({"confirmed_on": "2999-01-01"}, "has not come yet"),
        ({"confirmed_on": "yesterday"}, "date"),
        ({"state": ["XX"]}, "not"),
        ({"role": ["admin"]}, "not"),
        ({"state": ["OH"], "area": ["ky-tenco"]}, "choose Kentucky too"),
    ],
    ids=lambda value: re.sub(r"\W+", " ", str(value))[:40],
)
def test_what_cannot_be_right_is_refused_and_kept_in_the_form(
    browser: Browser, typed: dict[str, str | list[str]], says: str
) -> None:
    LocalAreaFactory("ky-tenco")

    answer = send(browser, "/directory/new", **{"name": "Ash", "about": "Typed before.", **typed})

    assert answer.status == 422
    assert says in answer.text("[data-error-summary]")
    assert answer.text("textarea") == " ".join(str(typed.get("about", "Typed before.")).split())
    assert slugs() == []


def test_fields_that_the_form_does_not_have_change_nothing(browser: Browser) -> None:
    sent = filled(visit(browser, "/directory/new"), {"name": "Ash"})
    for name, value in (
        ("slug", "taken"),
        ("is_sample", "1"),
        ("source", "x"),
        ("id", "7"),
        ("about_html", "<b>"),
    ):
        sent.add(name, value)

    post(browser, "/directory/new", sent)

    made = organization("ash")
    assert (made.is_sample, made.source, made.about_html) == (False, None, "")


def test_an_edit_changes_what_is_said_and_keeps_the_address(browser: Browser, editor: User) -> None:
    OrganizationFactory("Ash", {"state": ["KY"], "role": ["employers"]}, "Old.", slug="ash")

    answer = send(browser, "/directory/ash/edit", name="Birch", state=["KY", "OH"], role=[], about="New.")

    assert (answer.status, answer.response.headers["Location"]) == (303, "/directory/ash")
    assert visit(browser, "/directory/ash").heading == "Birch"
    assert terms("ash") == {"state": ("KY", "OH")}
    row = db.session.scalars(select(AuditRow)).one()
    assert (row.action, row.user_id, row.subject_id) == ("edited", editor.id, organization("ash").id)
    assert row.before and row.after
    assert (row.before["name"], row.before["terms"]) == ("Ash", {"role": ["employers"], "state": ["KY"]})
    assert (row.after["name"], row.after["about"]) == ("Birch", "New.")


def test_saving_what_was_not_changed_writes_nothing(browser: Browser) -> None:
    OrganizationFactory(
        "Ash", {"state": ["KY"]}, "Two\n\nparagraphs.", slug="ash", confirmed_on=date(2026, 1, 2)
    )

    answer = send(browser, "/directory/ash/edit")

    assert answer.status == 303
    assert deeds() == []


def test_a_stale_edit_overwrites_nothing_and_keeps_both_texts(app: Flask, browser: Browser) -> None:
    OrganizationFactory("Ash", {"state": ["KY"]}, "First.", slug="ash")
    other = Browser(app)
    sign_in(other, UserFactory(Grant.ADMIN))
    stale = filled(visit(browser, "/directory/ash/edit"), {"about": "Mine.", "state": ["KY", "OH"]})
    send(other, "/directory/ash/edit", about="Theirs.", role=["colleges"])

    refused = post(browser, "/directory/ash/edit", stale)

    assert refused.status == 409
    assert organization("ash").about == "Theirs."
    assert refused.text("textarea") == "Mine."
    assert dict(zip(refused.texts(".ion-versions dt"), refused.texts(".ion-versions dd"), strict=True)) == {
        "About": "Theirs.",
        "Partner roles": "Community and technical colleges",
        "States and territories": "Kentucky",
    }
    again = post(browser, "/directory/ash/edit", filled(refused, {}))
    assert again.status == 303
    assert (organization("ash").about, terms("ash")) == ("Mine.", {"state": ("KY", "OH")})


@pytest.mark.parametrize("path", ["/directory/nowhere/edit", "/directory/nowhere/merge"])
def test_what_is_not_there_cannot_be_edited(browser: Browser, path: str) -> None:
    assert visit(browser, path).status == 404


@pytest.fixture
def pair(app: Flask) -> tuple[Organization, Organization]:
    """Ash, to become part of Birch; and noise."""
    ash = OrganizationFactory(
        "Ash Board", {"state": ["KY", "OH"], "role": ["employers"]}, "Of Ash.", slug="ash", source="ash.csv"
    )
    birch = OrganizationFactory("Birch Board", {"state": ["KY"], "sector": ["62"]}, slug="birch")
    other = OrganizationFactory("Other", {"state": ["CO"]}, slug="other")
    for name, home in (("Ann", ash), ("Bob", ash), ("Cy", birch), ("Di", other)):
        PersonFactory(name=name, organization_id=home.id)
    return ash, birch


def test_the_page_of_merging_finds_the_one_that_stays(
    browser: Browser, pair: tuple[Organization, ...]
) -> None:
    empty = visit(browser, "/directory/ash/merge")
    page = visit(browser, "/directory/ash/merge?q=board")
    nothing = visit(browser, "/directory/ash/merge?q=%3Cb%3E")

    assert "2 people move" in empty.text(".ion-lead")
    assert empty.all('input[type="radio"]') == []
    assert [text.split("  ")[0] for text in page.texts(".ion-choice__label")] == ["Birch Board Kentucky"]
    assert "No other organization has “<b>” in its name" in nothing.text("main")


def merged(browser: FlaskClient, into: object) -> Page:
    page = visit(browser, "/directory/ash/merge?q=board")
    return post(browser, "/directory/ash/merge", filled(page, {"into": str(into)}))


def test_merging_moves_people_terms_followers_and_the_address(
    browser: Browser, editor: User, pair: tuple[Organization, Organization], now: object
) -> None:
    ash, birch = (each.id for each in pair)
    both, one = UserFactory(), UserFactory()
    with unit_of_work() as session:
        session.add(OldAddress(path="/directory/older", target="/directory/ash"))
        for user, id in ((both, ash), (both, birch), (one, ash)):
            session.add(Follow(user_id=user.id, kind="organization", key=str(id), at=clock.now()))
        session.add(Follow(user_id=one.id, kind="practice", key=str(ash), at=clock.now()))

    answer = merged(browser, birch)

    assert (answer.status, answer.response.headers["Location"]) == (303, "/directory/birch")
    assert slugs() == ["birch", "other"]
    assert terms("birch") == {"role": ("employers",), "sector": ("62",), "state": ("KY", "OH")}
    assert (organization("birch").about, organization("birch").source) == ("Of Ash.", "ash.csv")
    assert visit(browser, "/directory/birch").texts(".ion-person-row a") == ["Ann", "Bob", "Cy"]
    for old in ("/directory/ash", "/directory/older"):
        moved = visit(browser, old).response
        assert (moved.status_code, moved.headers["Location"]) == (301, "/directory/birch")
    follows = db.session.scalars(select(Follow))
    assert sorted((each.user_id, each.kind, each.key) for each in follows) == sorted(
        [
            (both.id, "organization", str(birch)),
            (one.id, "organization", str(birch)),
            (one.id, "practice", str(ash)),
        ]
    )


def test_merging_is_written_down_with_what_was_merged_away(
    browser: Browser, editor: User, pair: tuple[Organization, Organization]
) -> None:
    ash, birch = (each.id for each in pair)
    people = sorted(db.session.scalars(select(Person.id).where(Person.organization_id == ash)))

    merged(browser, birch)

    row = db.session.scalars(select(AuditRow)).one()
    assert (row.action, row.subject_id, row.user_id, row.after) == ("merged", ash, editor.id, {"into": birch})
    assert row.before == {
        "name": "Ash Board",
        "about": "Of Ash.",
        "site_url": "",
        "confirmed_on": None,
        "terms": {"role": ["employers"], "state": ["KY", "OH"]},
        "slug": "ash",
        "source": "ash.csv",
        "people": people,
    }


def test_the_one_that_stays_keeps_its_own_words(
    browser: Browser, pair: tuple[Organization, Organization]
) -> None:
    kept = OrganizationFactory("Elm Board", about="Of Elm.", site_url="https://elm.example", source="elm.csv")

    merged(browser, kept.id)

    after = organization(kept.slug)
    assert (after.name, after.about, after.site_url, after.source) == (
        "Elm Board",
        "Of Elm.",
        "https://elm.example",
        "elm.csv",
    )


@pytest.mark.parametrize(
    ("into", "status", "says"),
    [
        ("", 422, "Choose the organization"),
        ("0", 409, "not there any more"),
        ("999999", 409, "not there any more"),
    ]
    + [(odd, 409, "not there any more") for odd in ("x", "-1", "9" * 30, "٣")]
    + [("itself", 409, "the same organization"), ("sample", 409, "sample content")],
)
def test_a_merge_that_cannot_be_is_refused_in_words(
    browser: Browser, pair: tuple[Organization, Organization], into: str, status: int, says: str
) -> None:
    ids = {"itself": pair[0].id, "sample": OrganizationFactory("Sample Board", is_sample=True, slug="s").id}

    answer = merged(browser, ids.get(into, into))

    assert answer.status == status
    assert says in answer.text("[data-error-summary]")
    assert slugs() == ["ash", "birch", "other", "s"]
    assert deeds() == []


def test_a_form_of_an_organization_that_was_merged_meanwhile_answers_404(
    browser: Browser, pair: tuple[Organization, Organization]
) -> None:
    edit = filled(visit(browser, "/directory/ash/edit"), {"about": "Late."})
    merged(browser, pair[1].id)

    assert visit(browser, "/directory/ash/edit").status == 404
    assert post(browser, "/directory/ash/edit", edit).status == 404
    assert organization("birch").about == "Of Ash."


def test_a_chain_of_merges_leads_to_the_last(
    browser: Browser, pair: tuple[Organization, Organization]
) -> None:
    merged(browser, pair[1].id)
    page = visit(browser, "/directory/birch/merge?q=other")
    post(browser, "/directory/birch/merge", filled(page, {"into": str(organization("other").id)}))

    for old in ("/directory/ash", "/directory/birch"):
        assert visit(browser, old).response.headers["Location"] == "/directory/other"


ROUNDS = [3, pytest.param(20, marks=pytest.mark.soak)]


@pytest.mark.parametrize("rounds", ROUNDS)
def test_of_many_merges_at_once_into_two_exactly_one_is_done(app: Flask, rounds: int) -> None:
    for number in range(rounds):
        ash = OrganizationFactory("Ash", slug=f"ash-{number}")
        kept = [OrganizationFactory(f"Kept {each}", slug=f"kept-{number}-{each}") for each in range(2)]
        ids, ann = [each.id for each in kept], PersonFactory(organization_id=ash.id).id
        gone = ash.id

        def merge(thread: int, gone: int = gone, ids: Sequence[int] = tuple(ids)) -> str:
            try:
                with unit_of_work():
                    merging.merge(gone, ids[thread % 2], user_id=None)
            except organizations.OrganizationGone:
                return "gone"
            return "merged"

        answers = at_once(app, merge)

        db.session.rollback()
        home = db.session.scalar(select(Person.organization_id).where(Person.id == ann))
        target = db.session.scalar(
            select(OldAddress.target).where(OldAddress.path == f"/directory/ash-{number}")
        )
        assert sorted(answers) == ["gone"] * (THREADS - 1) + ["merged"]
        assert target == db.session.get(Organization, home).path  # type: ignore[union-attr]


@pytest.mark.parametrize("rounds", ROUNDS)
def test_two_that_are_merged_into_each_other_at_once_leave_one(app: Flask, rounds: int) -> None:
    for number in range(rounds):
        pair = [OrganizationFactory(f"One {each}", slug=f"one-{number}-{each}").id for each in range(2)]

        def merge(thread: int, pair: Sequence[int] = tuple(pair)) -> str:
            try:
                with unit_of_work():
                    merging.merge(pair[thread % 2], pair[1 - thread % 2], user_id=None)
            except organizations.OrganizationGone:
                return "gone"
            return "merged"

        answers = at_once(app, merge)

        db.session.rollback()
        left = db.session.scalars(select(Organization.id).where(Organization.id.in_(pair))).all()
        assert sorted(answers) == ["gone"] * (THREADS - 1) + ["merged"]
        assert len(left) == 1


@pytest.mark.parametrize("rounds", ROUNDS)
def test_one_form_sent_many_times_at_once_lists_one_organization(app: Flask, rounds: int) -> None:
    for number in range(rounds):
        content = Content(f"Ash {number}", terms={"state": ("KY",)})

        def add(_thread: int, content: Content = content) -> str:
            try:
                with unit_of_work():
                    organizations.add(content, user_id=None)
            except organizations.AlreadyListed as twin:
                return twin.path
            return "added"

        answers = at_once(app, add)

        assert sorted(answers) == [f"/directory/ash-{number}"] * (THREADS - 1) + ["added"]


def test_of_many_edits_of_one_version_at_once_one_is_kept(app: Flask) -> None:
    ash = OrganizationFactory("Ash", slug="ash")
    id, version = ash.id, content_of(ash).version

    def edit(thread: int) -> str:
        content = Content(f"Ash {thread}", terms={"state": ("KY", "OH")})
        try:
            with unit_of_work():
                organizations.edit(id, content, version=version, user_id=None)
        except organizations.OrganizationChanged:
            return "changed"
        return content.name

    answers = at_once(app, edit)

    assert sorted(answers)[:-THREADS:-1] == ["changed"] * (THREADS - 1)
    assert organization("ash").name in answers
    assert len(deeds()) == 1
