"""Three questions after joining: answered, skipped, asked again; and who is worth a conversation by the answers."""

from collections.abc import Sequence

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert

from ion.base.extensions import db
from ion.core.unit_of_work import unit_of_work
from ion.directory.queries import people
from ion.directory.queries.profile import Profile, profile_of
from ion.models import Grant, LocalArea, Organization, Person, PersonTerm, User
from tests.conftest import Browser
from tests.counting import questions, statements
from tests.directory.filling import filled, send
from tests.factories import PersonFactory, TopicFactory, UserFactory, sign_in
from tests.factories.profiles import MemberFactory, hidden
from tests.reading import Page, visit

PATH = "/people/welcome"
ANSWERS: dict[str, Sequence[str]] = {
    "roles": ["employers"],
    "topics": ["youth"],
    "states": ["KY"],
    "areas": ["ky-bluegrass"],
}
MEMBER = frozenset({"public", "members"})


@pytest.fixture
def lists(app: Flask) -> None:
    for key, name in (
        ("youth", "Youth"),
        ("reentry", "Reentry"),
        ("sector-partnerships", "Sector partnerships"),
    ):
        TopicFactory(key, name)
    with unit_of_work() as session:
        session.add(LocalArea(key="ky-bluegrass", state="KY", name="Bluegrass"))


@pytest.fixture
def member(client: FlaskClient, lists: None) -> User:
    user = MemberFactory(name="Dana", bio="Kept.", job_title="Kept")
    sign_in(client, user)
    return user


def stands(user: User) -> Profile:
    db.session.rollback()
    return profile_of(user.person_id)


def test_answers_are_kept_and_lead_on(client: FlaskClient, member: User) -> None:
    answer = send(client, f"{PATH}?next=/blog/?page=2", **ANSWERS)

    assert (answer.status, answer.response.headers["Location"]) == (303, "/blog/?page=2")
    assert stands(member) == Profile(
        name="Dana",
        bio="Kept.",
        job_title="Kept",
        roles=("employers",),
        topics=("youth",),
        states=("KY",),
        areas=("ky-bluegrass",),
    )


def test_any_question_can_be_skipped(client: FlaskClient, member: User) -> None:
    answer = send(client, PATH, topics=["youth"])

    assert (answer.status, answer.response.headers["Location"]) == (303, "/")
    assert stands(member).terms == {("topic", "youth")}
    assert people.missing_answers(member.person_id) == ["role", "area"]


def test_all_of_it_can_be_skipped_by_a_link(client: FlaskClient, member: User) -> None:
    page = visit(client, f"{PATH}?next=/practices/")

    assert page.href("Skip for now") == "/practices/"
    assert visit(client, PATH).href("Skip for now") == "/"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x", "evil", "/a\nb"],
)
def test_it_never_leads_off_the_site(client: FlaskClient, member: User, elsewhere: str) -> None:
    page = visit(client, PATH)

    sent = Page(client.post(PATH, data=filled(page, {"next": elsewhere})))
    asked = Page(client.get(PATH, query_string={"next": elsewhere}))

    assert sent.response.headers["Location"] == "/"
    assert asked.href("Skip for now") == "/"


def test_what_was_answered_before_is_filled_in(client: FlaskClient, member: User) -> None:
    send(client, PATH, **ANSWERS)
    before = stands(member)

    drawn = filled(visit(client, PATH), {})
    answer = send(client, PATH)

    assert {name: drawn.getlist(name) for name in ANSWERS} == {
        name: [*keys] for name, keys in ANSWERS.items()
    }
    assert answer.status == 303
    assert stands(member) == before


def test_local_areas_are_shown_for_the_states_chosen(client: FlaskClient, member: User) -> None:
    shown = send(client, f"{PATH}?next=/blog/", states=["KY"], roles=["employers"], deed="areas")

    assert (shown.status, shown.texts("#areas label")) == (200, ["Bluegrass (KY)"])
    kept = filled(shown, {})
    assert (kept["roles"], kept["next"]) == ("employers", "/blog/")
    assert stands(member).terms == set()


@pytest.mark.parametrize("typed", [{"topics": ["nothing"]}, {"roles": ["admin"]}, {"states": ["ZZ"]}])
def test_an_answer_that_nobody_offered_is_refused(
    client: FlaskClient, member: User, typed: dict[str, Sequence[str]]
) -> None:
    answer = send(client, PATH, **ANSWERS | typed)

    assert answer.status == 422
    assert "choose from the list." in answer.text("[data-error-summary] li")
    assert stands(member).terms == set()


def test_answers_change_nothing_else_and_nobody_else(client: FlaskClient, member: User) -> None:
    other = MemberFactory(name="Other")

    send(
        client,
        PATH,
        **ANSWERS,
        name="Taken",
        audience="staff",
        workplace="federal",
        person_id=str(other.person_id),
        zone="UTC",
    )

    now = stands(member)
    assert (now.name, now.audience, now.workplace, now.zone) == ("Dana", "public", "", "")
    assert stands(other).terms == set()


@pytest.mark.parametrize("grant", [Grant.MEMBER, Grant.EDITOR, Grant.ADMIN])
def test_the_questions_are_everyones_own(app: Flask, lists: None, grant: Grant) -> None:
    user, browser = MemberFactory(grant), Browser(app)
    sign_in(browser, user)

    assert send(browser, PATH, **ANSWERS).status == 303
    assert stands(user).roles == ("employers",)


@pytest.mark.parametrize("how", ["nobody", "suspended", "unconfirmed"])
def test_who_is_not_signed_in_is_asked_to(client: FlaskClient, how: str) -> None:
    if how != "nobody":
        sign_in(client, UserFactory(**hidden(how)))

    page = visit(client, f"{PATH}?next=/blog/")

    assert page.status == 303
    assert page.response.headers["Location"].startswith("/account/sign-in?next=")


def test_a_form_without_its_token_is_refused(client: FlaskClient, member: User) -> None:
    assert send(client, PATH, csrf_token="", **ANSWERS).status == 400
    assert stands(member).terms == set()


def test_the_questions_ask_little(client: FlaskClient, member: User) -> None:
    assert len(questions(client, PATH)) <= 6


@pytest.mark.parametrize(
    ("terms", "missing"),
    [
        ({}, ["role", "topics", "area"]),
        ({"state": ["KY"]}, ["role", "topics"]),
        ({"state": ["KY"], "area": ["ky-bluegrass"], "language": ["en"]}, ["role", "topics"]),
        ({"role": ["colleges"], "topic": ["youth"]}, ["area"]),
        ({"role": ["colleges"], "topic": ["youth"], "state": ["KY"]}, []),
    ],
)
def test_what_is_not_answered_yet_is_known(
    app: Flask, terms: dict[str, Sequence[str]], missing: list[str]
) -> None:
    MemberFactory(terms={"role": ["colleges"], "topic": ["youth"], "state": ["KY"]})

    assert people.missing_answers(MemberFactory(terms=terms).person_id) == missing


def test_who_shares_most_is_named_first_with_true_reasons(app: Flask, lists: None) -> None:
    with unit_of_work() as session:
        board = Organization(slug="prairie", name="Prairie Board")
        session.add(board)
        session.flush()
        place = board.id
    mine = {
        "topic": ["youth", "sector-partnerships"],
        "role": ["economic-development"],
        "state": ["KY", "CO"],
    }
    me = MemberFactory(terms=mine | {"area": ["ky-bluegrass"]})
    MemberFactory(terms={"topic": ["reentry"], "language": ["en"], "workplace": ["employer"]})
    two = MemberFactory(terms={"topic": ["youth"], "state": ["CO"]})
    twin = MemberFactory(terms={"topic": ["sector-partnerships"], "role": ["economic-development"]})
    near = MemberFactory(
        name="Near",
        job_title="Director",
        organization_id=place,
        ask_me_about="Boats",
        terms={"topic": [*mine["topic"], "reentry"], "state": ["KY", "CO"], "area": ["ky-bluegrass"]},
    )

    found = people.worth_a_conversation(me.person_id, MEMBER, limit=3)

    assert [peer.id for peer in found] == [near.person_id, two.person_id, twin.person_id]
    assert [peer.reasons for peer in found] == [
        ("Also works on Sector partnerships and Youth", "Also in Bluegrass (Kentucky) and Colorado"),
        ("Also works on Youth", "Also in Colorado"),
        ("Also works on Sector partnerships", "Same partner role: Economic development"),
    ]
    first = found[0]
    assert (first.path, first.name, first.job_title, first.organization, first.ask_me_about) == (
        near.person.path,
        "Near",
        "Director",
        "Prairie Board",
        "Boats",
    )


def test_only_members_who_may_be_seen_are_worth_a_conversation(app: Flask, lists: None) -> None:
    terms = {"topic": ["youth"]}
    me = MemberFactory(terms=terms)
    PersonFactory(terms=[PersonTerm(facet="topic", key="youth")])  # an author without a login
    for how in ("suspended", "unconfirmed"):
        UserFactory(person=PersonFactory(terms=[PersonTerm(facet="topic", key="youth")]), **hidden(how))
    MemberFactory(terms=terms, audience="staff")
    private = MemberFactory(terms=terms, audience="members")

    assert [peer.id for peer in people.worth_a_conversation(me.person_id, MEMBER)] == [private.person_id]
    assert people.worth_a_conversation(me.person_id, frozenset({"public"})) == []


def test_who_has_told_nothing_is_given_nobody(app: Flask, lists: None) -> None:
    MemberFactory(terms={"topic": ["youth"]})

    assert people.worth_a_conversation(MemberFactory(terms={"language": ["en"]}).person_id, MEMBER) == []


def test_among_thousands_it_takes_two_questions(app: Flask, lists: None) -> None:
    me = MemberFactory(terms={"topic": ["youth"], "state": ["KY"], "role": ["employers"]})
    first = 1_000_000
    with unit_of_work() as session:
        ids = range(first, first + 2_000)
        session.execute(insert(Person), [{"id": n, "slug": f"p{n}", "name": f"P {n}"} for n in ids])
        session.execute(
            insert(User),
            [
                {
                    "email": f"{n}@ion.example",
                    "person_id": n,
                    "created_at": me.created_at,
                    "confirmed_at": me.created_at,
                }
                for n in ids
            ],
        )
        pairs = [("topic", "youth"), ("state", "KY"), ("role", "employers")]
        session.execute(
            insert(PersonTerm),
            [{"person_id": n, "facet": f, "key": k} for n in ids for f, k in pairs[: 1 + n % 3]],
        )

    with statements() as told:
        found = people.worth_a_conversation(me.person_id, MEMBER)
    with statements() as again:
        people.worth_a_conversation(me.person_id, MEMBER)

    assert [peer.id for peer in found] == [first + 1, first + 4]
    assert len([line for line in told if "person_term" in line]) == 2
    assert [line for line in again if "person_term" in line] == []


def test_somebody_is_found_behind_many_who_are_hidden(app: Flask, lists: None) -> None:
    me = MemberFactory(terms={"topic": ["youth"], "state": ["KY"]})
    with unit_of_work() as session:
        ids = range(1_000_000, 1_000_000 + people.CANDIDATES)
        session.execute(insert(Person), [{"id": n, "slug": f"p{n}", "name": f"P {n}"} for n in ids])
        terms = [{"person_id": n, "facet": "topic", "key": "youth"} for n in ids]
        terms += [term | {"facet": "state", "key": "KY"} for term in terms]
        session.execute(insert(PersonTerm), terms)
    peer = MemberFactory(terms={"topic": ["youth"]})

    assert [found.id for found in people.worth_a_conversation(me.person_id, MEMBER)] == [peer.person_id]


def test_what_is_remembered_of_peers_follows_them_at_once(app: Flask, lists: None) -> None:
    me, other = MemberFactory(terms={"topic": ["youth"]}), MemberFactory(terms={"topic": ["youth"]})
    seen = [people.worth_a_conversation(me.person_id, MEMBER)]

    for fields in ({"suspended_at": other.created_at}, {"suspended_at": None}):
        with unit_of_work() as session:
            session.get_one(User, other.id).suspended_at = fields["suspended_at"]
        seen.append(people.worth_a_conversation(me.person_id, MEMBER))

    assert [len(found) for found in seen] == [1, 0, 1]
