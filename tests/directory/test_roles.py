"""The ten partner roles: what each takes on, what is tagged with it, and who has it."""

import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ion.base.vocabulary.responsibilities import MINIMUM, MINIMUM_ROLES, RESPONSIBILITIES
from ion.base.vocabulary.roles import ROLES
from ion.core import clock
from tests.directory.filling import moved
from tests.factories import OrganizationFactory, PostFactory, PracticeFactory, UserFactory
from tests.factories.people import PersonFactory
from tests.factories.profiles import MemberFactory, terms_of
from tests.reading import visit
from tests.test_templates import BANNED_WORDS
from tests.viewers import viewers


def test_every_role_takes_on_five_to_eight_things_told_in_whole_sentences() -> None:
    assert list(RESPONSIBILITIES) == list(ROLES)
    for lines in RESPONSIBILITIES.values():
        assert 5 <= len(lines) <= 8
        assert len(set(lines)) == len(lines)
        assert all(line.endswith(".") and line[0].isupper() for line in lines)


def test_three_partners_are_the_least_and_real_roles_fill_their_places() -> None:
    assert len(MINIMUM) == len(MINIMUM_ROLES) == 3
    assert {role for roles in MINIMUM_ROLES for role in roles} <= set(ROLES)


@pytest.mark.parametrize("pattern", BANNED_WORDS)
def test_responsibilities_are_told_in_the_words_of_the_field(pattern: str) -> None:
    told = " ".join(line for lines in RESPONSIBILITIES.values() for line in lines)

    assert re.findall(rf"(?<![\w-])(?:{pattern})(?![\w-])", told, flags=re.I) == []


def test_the_index_leads_to_all_ten_and_names_the_three_to_begin_with(client: FlaskClient) -> None:
    page = visit(client, "/roles/")

    assert [link.href for link in page.links("main li h2")] == [f"/roles/{key}" for key in ROLES]
    assert [text.split(":")[0] for text in page.texts("aside ol li")] == [partner for partner, _ in MINIMUM]
    assert "tailored to the situation" in page.text("main")


@pytest.mark.parametrize("key", ROLES)
def test_each_role_has_a_page_with_its_duty_and_numbered_responsibilities(
    client: FlaskClient, key: str
) -> None:
    page = visit(client, f"/roles/{key}")

    assert page.heading == ROLES[key].label
    assert page.text(".ion-lead") == ROLES[key].note
    assert page.texts("#responsibilities ol li") == list(RESPONSIBILITIES[key])
    assert {link.href for link in page.links("aside")} == {
        f"/roles/{other}" for other in ROLES if other != key
    }


@pytest.mark.parametrize(
    ("key", "says"),
    [("colleges", "one of them"), ("workforce-system", "one of them"), ("foundations", "joins them")],
)
def test_a_role_says_whether_it_is_among_the_three(client: FlaskClient, key: str, says: str) -> None:
    assert says in visit(client, f"/roles/{key}").text("aside section")


@pytest.mark.parametrize("path", ["/roles/backbone", "/roles/Colleges", "/roles/backbone/people"])
def test_an_unknown_role_answers_404(client: FlaskClient, path: str) -> None:
    assert visit(client, path).status == 404


def test_the_newest_five_with_the_role_stand_on_its_page(client: FlaskClient, now: datetime) -> None:
    for number in range(7):
        PracticeFactory(
            title=f"Practice {number}",
            terms={"role": ["colleges"]},
            published_at=now - timedelta(days=number),
        )
    PracticeFactory(title="Of another role", terms={"role": ["employers"]})
    PracticeFactory(title="A topic of that name", terms={"topic": ["colleges"]})
    PracticeFactory(title="Archived", terms={"role": ["colleges"]}, expires_at=now - timedelta(days=1))
    PostFactory(title="A post", terms={"role": ["colleges"]})

    page = visit(client, "/roles/colleges")

    assert page.texts("#practices li > a") == [f"Practice {number}" for number in range(5)]
    assert page.href("All 7 practices") == "/practices/?role=colleges"
    assert page.texts("#posts li > a") == ["A post"]


def test_what_is_tagged_is_shown_to_those_who_may_see_it(app: Flask, now: datetime) -> None:
    for audience in ("public", "members", "staff"):
        PracticeFactory(title=f"For {audience}", terms={"role": ["colleges"]}, audience=audience)

    told = {
        name: len(visit(browser, "/roles/colleges").texts("#practices li"))
        for name, browser in viewers(app).items()
    }

    assert told == {"visitor": 1, "member": 2, "staff": 3}


def test_organizations_with_the_role_stand_on_its_page(client: FlaskClient) -> None:
    for number in range(8):
        OrganizationFactory(f"College {number}", {"role": ["colleges"], "state": ["KY"]})
    OrganizationFactory("Employer", {"role": ["employers"]})

    page = visit(client, "/roles/colleges")

    assert page.texts("#organizations h3") == [f"College {number}" for number in range(6)]
    assert page.href("All 8 organizations") == "/directory/?role=colleges"


def test_people_with_the_role_are_shown_to_those_who_may_see_them(app: Flask) -> None:
    role = {"role": ["colleges"]}
    MemberFactory(name="Seen", terms=role)
    MemberFactory(name="For members", terms=role, audience="members")
    MemberFactory(name="Other role", terms={"role": ["employers"]})
    for name, fields in (
        ("Suspended", {"suspended_at": clock.now()}),
        ("Unconfirmed", {"confirmed_at": None}),
    ):
        UserFactory(person=PersonFactory(name=name, terms=terms_of(role)), **fields)

    told = {
        name: visit(browser, "/roles/colleges").texts(".ion-person-row a")
        for name, browser in viewers(app).items()
    }

    assert told == {
        "visitor": ["Seen"],
        "member": ["For members", "Seen"],
        "staff": ["For members", "Seen"],
    }


def test_a_role_leads_to_its_people_in_the_list(client: FlaskClient) -> None:
    MemberFactory(name="Ann", terms={"role": ["colleges"]})

    assert visit(client, "/roles/colleges").href("All people") == "/people/?role=colleges"
    assert moved(client, "/roles/colleges/people") == (301, "/people/?role=colleges")


def test_a_role_of_which_there_is_nothing_says_what_will_be_here(client: FlaskClient) -> None:
    page = visit(client, "/roles/foundations")

    assert page.all("#practices, #posts, #organizations, #people") == []
    assert "will stand here" in page.text("article")
    assert " 0 " not in page.text("main")
