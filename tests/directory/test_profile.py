"""Editing one's own profile: every field kept and shown, nobody else's touched, nothing overwritten unseen."""

import re
from collections.abc import Sequence
from datetime import datetime
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from ion.base.extensions import db
from ion.core.unit_of_work import unit_of_work
from ion.directory.forms import profile as forms
from ion.directory.queries.profile import Profile, profile_of
from ion.directory.services import profile as services
from ion.models import (
    AuditRow,
    Delivery,
    Grant,
    LocalArea,
    Notice,
    Organization,
    OutboxRow,
    Person,
    User,
    UserGrant,
)
from tests.conftest import Browser
from tests.counting import questions, statements
from tests.directory.filling import filled, send
from tests.factories import PersonFactory, TopicFactory, UserFactory, sign_in
from tests.factories.profiles import MemberFactory, hidden
from tests.reading import Page, visit
from tests.samples.hostile import HOSTILE

pytestmark = pytest.mark.database
PATH = "/people/profile"
TEN = [f"topic-of-many-{n:02}" for n in range(10)]
EVERYTHING: dict[str, str | Sequence[str]] = {
    "name": "Dana Whit",
    "job_title": "Coordinator",
    "organization": "Prairie Board",
    "roles": ["employers", "colleges"],
    "workplace": "education",
    "states": ["KY", "CO"],
    "areas": ["ky-bluegrass"],
    "topics": ["youth"],
    "zone": "America/Boise",
    "languages": ["es", "en"],
    "bio": "I keep *minutes*.",
    "ask_me_about": "The first call",
    "audience": "members",
}


@pytest.fixture
def lists(app: Flask) -> None:
    """The tables that a profile chooses from."""
    for key in ("youth", "reentry", *TEN):
        TopicFactory(key)
    with unit_of_work() as session:
        session.add(LocalArea(key="ky-bluegrass", state="KY", name="Bluegrass"))
        session.add(LocalArea(key="ct-capital", state="CT", name="Capital"))
        session.add(Organization(slug="prairie", name="Prairie Board"))
        session.add(Organization(slug="first", name="Twin Board"))
        session.add(Organization(slug="second", name="twin board"))


@pytest.fixture
def member(client: FlaskClient, lists: None) -> User:
    user = MemberFactory(name="Dana", terms={"role": ["employers"], "topic": ["youth"]})
    sign_in(client, user)
    return user


def stands(user: User) -> Profile:
    db.session.rollback()
    return profile_of(user.person_id)


def row_of(user: User) -> Person:
    db.session.rollback()
    return db.session.get_one(Person, user.person_id)


def problems(page: Page) -> list[str]:
    return page.texts("[data-error-summary] li")


def test_everything_typed_is_kept_and_leads_to_ones_page(client: FlaskClient, member: User) -> None:
    answer = send(client, PATH, **EVERYTHING)

    assert (answer.status, answer.response.headers["Location"]) == (303, member.person.path)
    assert stands(member) == Profile(
        name="Dana Whit",
        job_title="Coordinator",
        organization="Prairie Board",
        roles=("colleges", "employers"),
        workplace="education",
        states=("CO", "KY"),
        areas=("ky-bluegrass",),
        topics=("youth",),
        zone="America/Boise",
        languages=("en", "es"),
        bio="I keep *minutes*.",
        ask_me_about="The first call",
        audience="members",
    )
    assert row_of(member).bio_html.strip() == "<p>I keep <em>minutes</em>.</p>"


def test_the_form_shows_what_stands(client: FlaskClient, member: User) -> None:
    send(client, PATH, **EVERYTHING)
    before = stands(member)

    answer = send(client, PATH)

    assert answer.status == 303
    assert stands(member) == before


def test_what_is_emptied_is_gone(client: FlaskClient, member: User) -> None:
    send(client, PATH, **EVERYTHING)

    emptied = dict.fromkeys(EVERYTHING, "") | {"name": "Dana", "audience": "public"}
    lists = {name: () for name in ("roles", "states", "areas", "topics", "languages")}
    send(client, PATH, **emptied | lists)

    assert stands(member) == Profile(name="Dana")
    assert row_of(member).bio_html == ""


def test_a_listed_organization_is_meant_however_it_is_written(client: FlaskClient, member: User) -> None:
    send(client, PATH, organization="  prairie   BOARD ")

    person = row_of(member)
    assert person.organization and person.organization.slug == "prairie"
    assert person.affiliation == ""


def test_an_organization_that_is_not_listed_stands_as_written(client: FlaskClient, member: User) -> None:
    send(client, PATH, organization="Prairie Board")
    send(client, PATH, organization="A board of our own")

    person = row_of(member)
    assert (person.organization_id, person.affiliation) == (None, "A board of our own")


def test_organizations_of_one_name_can_be_told_apart(client: FlaskClient, member: User) -> None:
    offered = [str(tag["value"]) for tag in visit(client, PATH).all("datalist option")]
    send(client, PATH, organization=offered[-1])

    assert offered == ["Prairie Board", "Twin Board", "twin board (second)"]
    person = row_of(member)
    assert person.organization and person.organization.slug == "second"
    assert stands(member).organization == "twin board (second)"


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"name": "  "}, "Enter the name that others see."),
        ({"name": "\u202e\u200b"}, "Enter the name that others see."),
        ({"name": "x" * 201}, "Display name: write at most 200 characters."),
        ({"job_title": "x" * 201}, "Job title: write at most 200 characters."),
        ({"organization": "x" * 201}, "Organization: write at most 200 characters."),
        ({"bio": "x" * 3001}, "About you: write at most 3,000 characters."),
        ({"ask_me_about": "x" * 141}, "Ask me about: write at most 140 characters."),
        (
            {"topics": [f"topic-of-many-{n:02}" for n in range(10)] + ["youth"]},
            "Topics you work on: choose at most 10.",
        ),
        ({"topics": ["no-such-topic"]}, "Topics you work on: choose from the list."),
        ({"roles": ["admin"]}, "Partner role: choose from the list."),
        ({"states": ["ZZ"]}, "State or territory: choose from the list."),
        ({"languages": ["tlh"]}, "Languages you work in: choose from the list."),
        ({"zone": "Mars/Olympus"}, "Choose a time zone from the list."),
        ({"zone": "../../etc/passwd"}, "Choose a time zone from the list."),
    ],
)
def test_what_cannot_be_kept_is_said_in_words_with_all_that_was_typed(
    client: FlaskClient, member: User, typed: dict[str, Any], problem: str
) -> None:
    before = stands(member)

    answer = send(client, PATH, **{"job_title": "Typed before", **typed})

    assert answer.status == 422
    assert problems(answer) == [problem]
    assert stands(member) == before
    kept = filled(answer, {})
    assert kept["job_title"] == typed.get("job_title", "Typed before")
    for name in ("bio", "ask_me_about", "organization"):
        assert kept[name] == typed.get(name, "")


@pytest.mark.parametrize("typed", [{"audience": "user:1"}, {"audience": "everyone"}, {"workplace": "moon"}])
def test_a_choice_that_nobody_offered_is_refused(
    client: FlaskClient, member: User, typed: dict[str, str]
) -> None:
    before = stands(member)

    assert send(client, PATH, **typed).status == 422
    assert stands(member) == before


def test_at_the_limits_everything_is_kept(client: FlaskClient, member: User) -> None:
    bio = "line\r\n" * 599 + "x" * 5

    answer = send(
        client,
        PATH,
        name="x" * 200,
        bio=bio,
        ask_me_about="x" * 140,
        topics=TEN,
    )

    assert answer.status == 303
    now = stands(member)
    assert (len(now.name), len(now.bio), len(now.ask_me_about), len(now.topics)) == (200, 3000, 140, 10)


@pytest.mark.parametrize(
    "zone", ["America/Boise", "Pacific/Guam", "Europe/Paris", "America/Argentina/Ushuaia", "UTC"]
)
def test_any_zone_of_the_world_is_kept_and_offered_again(
    client: FlaskClient, member: User, zone: str
) -> None:
    send(client, PATH, zone=zone)

    assert stands(member).zone == zone
    assert filled(visit(client, PATH), {})["zone"] == zone


def test_local_areas_follow_from_the_states(client: FlaskClient, member: User) -> None:
    before = stands(member)
    none = visit(client, PATH).texts("#areas label")

    shown = send(client, PATH, states=["KY", "CO"], name="Typed", deed="areas")
    listed = shown.texts("#areas label")
    nowhere = send(client, PATH, states=["CO"], deed="areas")

    assert (none, listed) == ([], ["Bluegrass (KY)"])
    assert shown.status == 200
    assert filled(shown, {})["name"] == "Typed"
    assert stands(member) == before
    assert "No local areas are listed" in nowhere.text("main")


def test_a_local_area_goes_with_its_state(client: FlaskClient, member: User) -> None:
    send(client, PATH, states=["KY"], areas=["ky-bluegrass", "ct-capital", "no-such-area"])
    kept = stands(member).areas
    send(client, PATH, states=["CO"], areas=["ky-bluegrass"])

    assert kept == ("ky-bluegrass",)
    assert stands(member).areas == ()


def test_chosen_states_stand_on_top_of_the_list(client: FlaskClient, member: User) -> None:
    send(client, PATH, states=["WY", "KY"])

    assert visit(client, PATH).texts("#states label")[:3] == ["Kentucky", "Wyoming", "Alabama"]


def test_a_topic_that_is_no_longer_listed_stays_until_it_is_taken_away(
    client: FlaskClient, lists: None
) -> None:
    user = MemberFactory(name="Dana", terms={"topic": ["merged-away", "youth"]})
    sign_in(client, user)

    assert send(client, PATH, job_title="New").status == 303
    assert stands(user).topics == ("merged-away", "youth")


def test_nothing_but_ones_own_profile_can_be_changed(client: FlaskClient, member: User) -> None:
    other = MemberFactory(name="Other")
    before, email = stands(other), member.email
    sent = {
        "id": str(other.person_id),
        "person_id": str(other.person_id),
        "user_id": str(other.id),
        "slug": "taken",
        "email": "taken@ion.example",
        "grants": "admin",
        "role": "admin",
        "is_sample": "1",
        "source": "taken",
        "organization_id": "1",
        "bio_html": "<script>1</script>",
        "suspended_at": "",
    }

    answer = send(client, f"{PATH}?person_id={other.person_id}", **EVERYTHING, **sent)

    assert answer.status == 303
    person = row_of(member)
    assert (person.name, person.source, person.is_sample) == ("Dana Whit", None, False)
    assert person.slug != "taken" and "script" not in person.bio_html
    assert stands(other) == before
    assert db.session.scalars(select(UserGrant.grant).where(UserGrant.user_id == member.id)).all() == [
        Grant.MEMBER
    ]
    assert db.session.scalar(select(User.email).where(User.id == member.id)) == email


def test_saving_sends_and_reports_nothing(client: FlaskClient, member: User) -> None:
    send(client, PATH, **EVERYTHING)

    db.session.rollback()
    for rows in (OutboxRow, Notice, Delivery, AuditRow):
        assert db.session.scalar(select(func.count()).select_from(rows)) == 0


def test_a_form_older_than_the_profile_is_refused_with_both_texts(client: FlaskClient, member: User) -> None:
    old = visit(client, PATH)
    send(client, PATH, job_title="From another window", states=["KY"])

    answer = Page(client.post(PATH, data=filled(old, {"job_title": "Typed here", "name": "New name"})))

    assert answer.status == 409
    assert "saved somewhere else" in problems(answer)[0]
    assert answer.facts(".ion-form__standing") == {
        "Display name": "Dana",
        "Job title": "From another window",
        "State or territory": "Kentucky",
    }
    assert stands(member).job_title == "From another window"
    kept = filled(answer, {})
    assert (kept["job_title"], kept["name"]) == ("Typed here", "New name")

    again = Page(client.post(PATH, data=kept))

    assert again.status == 303
    assert (stands(member).job_title, stands(member).states) == ("Typed here", ())


def test_the_same_form_twice_is_no_conflict(client: FlaskClient, member: User) -> None:
    sent = filled(visit(client, PATH), EVERYTHING)

    answers = [client.post(PATH, data=sent).status_code for _ in range(2)]

    assert answers == [303, 303]


@pytest.mark.parametrize("mark", ["", "x" * 20])
def test_a_form_without_its_mark_overwrites_nothing(client: FlaskClient, member: User, mark: str) -> None:
    assert send(client, PATH, mark=mark, name="Taken").status == 409
    assert stands(member).name == "Dana"


def test_saves_at_once_do_not_overwrite_each_other(app: Flask, member: User) -> None:
    begun = stands(member)
    barrier, refused, failed = Barrier(6), [], []

    def save(number: int) -> None:
        with app.app_context():
            barrier.wait()
            try:
                with unit_of_work():
                    wanted = Profile(name=f"Name {number}", states=("KY",), topics=("youth",))
                    services.save(member.person_id, wanted, mark=begun.mark)
            except services.ProfileChanged:
                refused.append(number)
            except Exception as error:  # noqa: BLE001 - a thread's error must reach the test
                failed.append(error)
            db.session.remove()

    threads = [Thread(target=save, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert len(refused) == 5
    assert stands(member).name in {f"Name {n}" for n in range(6) if n not in refused}


@pytest.mark.parametrize("payload", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_typed_into_the_form_does_nothing(client: FlaskClient, member: User, payload: str) -> None:
    line = payload[:140]
    typed = {"job_title": line, "organization": line, "bio": payload, "ask_me_about": line}
    page = visit(client, PATH)

    refused = Page(client.post(PATH, data=filled(page, typed | {"name": "x" * 201, "zone": line})))
    saved = Page(client.post(PATH, data=filled(page, typed | {"name": line})))

    assert (refused.status, saved.status) == (422, 303)
    assert {tag.name for tag in refused.all("main *")} <= {tag.name for tag in page.all("main *")} | {"ul"}
    assert not re.search(r"<(script|img|svg|iframe|style|form)", row_of(member).bio_html, re.IGNORECASE)
    assert row_of(member).name == forms.one_line(line.replace("\x00", ""))


def test_a_name_stays_in_one_line_and_holds_no_letter_that_nobody_sees(
    client: FlaskClient, member: User
) -> None:
    send(client, PATH, name="Dana\r\nBcc: all@example.org \u202eevil\u200b\x07 \t Whit")

    assert stands(member).name == "Dana Bcc: all@example.org evil Whit"


def test_a_text_too_long_is_refused_before_it_is_drawn(
    client: FlaskClient, member: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(forms, "safe_html", lambda text: drawn.append(text) or "")

    answer = send(client, PATH, bio="a " * 500_000)

    assert answer.status == 422
    assert problems(answer) == ["About you: write at most 3,000 characters."]
    assert drawn == []


def test_more_than_a_form_may_hold_is_refused_in_words(client: FlaskClient, member: User) -> None:
    answer = send(client, PATH, bio="x" * 3_000_000)

    assert answer.status == 413
    assert "That is too large" in answer.text()


def test_a_short_text_that_would_draw_a_huge_table_is_refused_in_words(
    client: FlaskClient, member: User
) -> None:
    wide = "|a" * 350 + "|\n" + "|-" * 350 + "|\n" + "|\n" * 700

    answer = send(client, PATH, bio=wide)

    assert answer.status == 422
    assert "too much formatting" in problems(answer)[0]
    assert row_of(member).bio_html == ""


def test_the_form_is_for_who_is_signed_in_and_about_themselves(app: Flask, lists: None) -> None:
    for name, grant in (("Ann", Grant.MEMBER), ("Ed", Grant.EDITOR), ("Ada", Grant.ADMIN)):
        user = MemberFactory(grant, name=name)
        browser = Browser(app)
        sign_in(browser, user)

        assert filled(visit(browser, PATH), {})["name"] == name
        assert send(browser, PATH, name=f"{name} again").status == 303
        assert stands(user).name == f"{name} again"


@pytest.mark.parametrize("how", ["nobody", "suspended", "unconfirmed"])
def test_who_is_not_signed_in_is_asked_to(client: FlaskClient, lists: None, how: str) -> None:
    if how != "nobody":
        sign_in(client, UserFactory(person=PersonFactory(name="Gone"), **hidden(how)))
    token = visit(client, "/account/sign-in").all('[name="csrf_token"]')

    page = visit(client, PATH)

    assert (page.status, page.response.headers["Location"]) == (
        303,
        "/account/sign-in?next=%2Fpeople%2Fprofile",
    )
    sent = {"name": "Taken", "csrf_token": str(token[0]["value"]) if token else ""}
    assert client.post(PATH, data=sent).status_code in (400, 401)


def test_a_form_without_its_token_is_refused(client: FlaskClient, member: User) -> None:
    assert send(client, PATH, csrf_token="", name="Taken").status == 400
    assert stands(member).name == "Dana"


def test_every_field_has_a_label_and_every_problem_its_field(client: FlaskClient, member: User) -> None:
    page = send(client, PATH, name="", zone="x", bio="x" * 3001, topics=["x"])

    labels = {str(tag["for"]) for tag in page.all("main label")}
    fields = {
        str(tag["id"])
        for tag in page.all("main :is(input, select, textarea)")
        if tag.get("type") not in ("hidden",)
    }
    assert fields <= labels
    links = [link.href for link in page.links("[data-error-summary]")]
    assert len(links) == 4
    assert all(page.all(href) for href in links)


def test_the_form_asks_little_however_many_organizations_there_are(
    client: FlaskClient, member: User, now: datetime
) -> None:
    few = questions(client, PATH)
    with unit_of_work() as session:
        session.add_all(Organization(slug=f"o{n}", name=f"Organization {n}") for n in range(40))
    many = questions(client, PATH)

    assert len(few) <= 6, few
    assert few == many


def test_saving_is_one_transaction_of_few_statements(client: FlaskClient, member: User) -> None:
    sent = filled(visit(client, PATH), EVERYTHING)

    with statements() as told:
        client.post(PATH, data=sent)

    assert sum(statement.startswith("BEGIN IMMEDIATE") for statement in told) <= 1
    assert len(told) <= 25, told
