"""What a list says of people and organizations is what their pages show; what ION staff made of it is theirs."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.importing import keeping, services
from ion.commons.importing.report import Report
from ion.core.unit_of_work import unit_of_work
from ion.directory.queries.content import content_of
from ion.directory.queries.profile import profile_of
from ion.directory.services import merging, organizations
from ion.directory.services.areas import plant_areas
from ion.library.services import plant_vocabulary
from ion.models import Organization, Person, User
from tests.conftest import Browser
from tests.factories import PersonFactory, UserFactory

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]

BOARD = {
    "slug": "bluegrass",
    "name": "Bluegrass Board",
    "roles": ["workforce-system", "intermediary"],
    "states": ["KY", "OH"],
    "areas": ["ky-bluegrass"],
    "sectors": ["62", "31-33"],
    "populations": ["businesses"],
    "site_url": "https://bluegrass.example.org/",
    "about": "A **board**.",
}
"""Everything an organization may say."""
PERSON = {
    "name": "Ana López",
    "job_title": "Career planner",
    "affiliation": "Corner Shop",
    "workplace": "local-board",
    "zone": "America/New_York",
    "ask_me_about": "The first week",
    "bio": "I *listen*.",
    "roles": ["workforce-system"],
    "states": ["OH", "KY"],
    "areas": ["ky-bluegrass"],
    "topics": ["funding"],
    "languages": ["es", "en"],
}
"""Everything a person may say."""
NEAR = "workforce-system (Workforce system)"
AREA = "areas 'ky-bluegrass' is in KY, which is not among the states"


@pytest.fixture(autouse=True)
def vocabulary(app: object) -> None:
    with unit_of_work():
        plant_vocabulary()
        plant_areas()


def taken(folder: Path, name: str, *entries: Mapping[str, Any], **options: bool) -> Report:
    file = folder / f"{name}.yaml"
    file.write_text(yaml.safe_dump([dict(entry) for entry in entries], allow_unicode=True), "utf-8")
    return services.import_records(file, name, **options)


def the_person() -> Person:
    return db.session.scalars(select(Person)).one()


def the_organization() -> Organization:
    return db.session.scalars(select(Organization)).one()


def left(report: Report) -> list[str]:
    return [row.why for row in report.about("left as it is here")]


def problems(report: Report) -> list[str]:
    return [row.why for row in report.about("refused")]


def test_an_organization_is_what_its_list_says(tmp_path: Path) -> None:
    taken(tmp_path, "organizations", BOARD)

    made = the_organization()
    told = content_of(made)
    assert (made.path, made.source) == (
        "/directory/bluegrass",
        f"{tmp_path.name}/organizations:organization/bluegrass",
    )
    assert (told.name, told.about, told.site_url) == (
        "Bluegrass Board",
        "A **board**.",
        "https://bluegrass.example.org/",
    )
    assert made.about_html.strip() == "<p>A <strong>board</strong>.</p>"
    assert told.terms == {
        "area": ("ky-bluegrass",),
        "population": ("businesses",),
        "role": ("intermediary", "workforce-system"),
        "sector": ("31-33", "62"),
        "state": ("KY", "OH"),
    }


def test_a_person_is_what_their_list_says(tmp_path: Path) -> None:
    taken(tmp_path, "people", PERSON)

    told = profile_of(the_person().id)
    assert {name: getattr(told, name) for name in PERSON if name != "affiliation"} == {
        name: tuple(sorted(value)) if isinstance(value, list) else value
        for name, value in PERSON.items()
        if name != "affiliation"
    }
    assert (told.organization, told.audience) == ("Corner Shop", "public")
    assert db.session.scalars(select(User)).all() == []


@pytest.mark.parametrize("called", ["bluegrass", "Bluegrass Board", "BLUEGRASS BOARD"])
def test_a_person_belongs_to_the_listed_organization_that_is_meant(tmp_path: Path, called: str) -> None:
    taken(tmp_path, "organizations", BOARD)

    taken(tmp_path, "people", {**PERSON, "affiliation": called})

    ana = the_person()
    assert (ana.organization_id, ana.affiliation) == (the_organization().id, "")
    assert taken(tmp_path, "people", {**PERSON, "affiliation": called}).counts == {"unchanged": 1}


def test_lists_may_name_their_entries_by_label(tmp_path: Path) -> None:
    labels = {
        "states": ["kentucky", "Ohio"],
        "workplace": "local Board",
        "languages": ["Spanish"],
    }

    report = taken(tmp_path, "people", {"name": "Ana", **labels})

    told = profile_of(the_person().id)
    assert (told.states, told.workplace, told.languages) == (("KY", "OH"), "local-board", ("es",)), (
        report.rows
    )


@pytest.mark.parametrize(
    ("name", "wrong", "why"),
    [
        ("people", {"roles": ["workforce"]}, "roles 'workforce' is not in the list; nearest: " + NEAR),
        ("people", {"workplace": "moon"}, "workplace 'moon' is not in the list"),
        ("people", {"topics": ["nonsense-xyz"]}, "topics 'nonsense-xyz' is not in the list"),
        ("people", {"areas": ["ky-bluegrass"]}, AREA),
        ("people", {"zone": "ET"}, "zone 'ET' is not known"),
        ("organizations", {"states": ["OH"], "areas": ["ky-bluegrass"]}, AREA),
        ("organizations", {"site_url": "javascript:alert(1)"}, "site_url is not a web address: 'javascript:alert(1)'"),
        ("organizations", {"site_url": "https://me@example.org"}, "site_url is not a web address: 'https://me@example.org'"),
        ("organizations", {"about": "*" * 20_001}, "about is longer than 20,000 characters"),
        ("organizations", {"about": ["a"]}, "about is not a text"),
    ],
)  # fmt: skip
def test_what_cannot_be_said_is_refused_in_words(
    tmp_path: Path, name: str, wrong: dict[str, Any], why: str
) -> None:
    report = taken(tmp_path, name, {"name": "Ana", **wrong})

    assert problems(report) == [why]
    assert (db.session.scalar(select(Person)), db.session.scalar(select(Organization))) == (None, None)


@pytest.mark.parametrize(("name", "entry"), [("people", PERSON), ("organizations", BOARD)])
def test_the_same_list_again_changes_nothing_and_another_day_s_changes_come_through(
    tmp_path: Path, name: str, entry: dict[str, Any]
) -> None:
    taken(tmp_path, name, entry)

    again = taken(tmp_path, name, entry)
    later = taken(tmp_path, name, {**entry, "states": ["KY"]})

    assert (dict(again.counts), dict(later.counts)) == ({"unchanged": 1}, {"changed": 1})
    thing: Person | Organization = the_person() if name == "people" else the_organization()
    assert [term.key for term in thing.terms if term.facet == "state"] == ["KY"]


def test_an_organization_that_staff_edited_stays_as_they_made_it(tmp_path: Path) -> None:
    taken(tmp_path, "organizations", BOARD)
    with unit_of_work():
        now = content_of(the_organization())
        words = organizations.Content(name="Bluegrass, as we say", terms=now.terms)
        organizations.edit(the_organization().id, words, version=now.version, user_id=None)

    report = taken(tmp_path, "organizations", BOARD)

    assert the_organization().name == "Bluegrass, as we say"
    assert left(report) == ["was added or changed here by ION staff"]
    taken(tmp_path, "organizations", BOARD, overwrite=True)
    assert the_organization().name == "Bluegrass Board"


def test_an_organization_that_staff_added_is_not_listed_twice(tmp_path: Path) -> None:
    with unit_of_work():
        content = organizations.Content(name="bluegrass board", terms={"state": ("KY", "OH")})
        organizations.add(content, user_id=None)

    report = taken(tmp_path, "organizations", BOARD)

    assert the_organization().name == "bluegrass board"
    assert left(report) == ["was added or changed here by ION staff"]


def test_one_of_the_same_name_in_another_state_is_another(tmp_path: Path) -> None:
    taken(tmp_path, "organizations", BOARD, {"slug": "another", "name": "Bluegrass Board", "states": ["TN"]})

    assert sorted(db.session.scalars(select(Organization.slug))) == ["another", "bluegrass"]


def test_an_organization_that_became_part_of_another_does_not_come_back(tmp_path: Path) -> None:
    other = {"slug": "river", "name": "River Board", "states": ["KY"], "about": "Old."}
    third = {"slug": "hill", "name": "Hill Board", "states": ["KY"]}
    taken(tmp_path, "organizations", BOARD, other, third)
    ids = {row.slug: row.id for row in db.session.execute(select(Organization.slug, Organization.id))}
    with unit_of_work():
        merging.merge(ids["river"], ids["hill"], user_id=None)
    with unit_of_work():
        merging.merge(ids["hill"], ids["bluegrass"], user_id=None)

    report = taken(tmp_path, "organizations", {**BOARD, "roles": []}, other, third)

    assert the_organization().slug == "bluegrass"
    assert {term.key for term in the_organization().terms if term.facet == "role"} == {
        "intermediary",
        "workforce-system",
    }
    assert left(report) == ["was added or changed here by ION staff"] * 3


def test_an_address_that_is_taken_or_led_here_once_is_not_taken_over(tmp_path: Path) -> None:
    with unit_of_work():
        organizations.add(organizations.Content(name="Bluegrass"), user_id=None)

    taken(tmp_path, "organizations", BOARD, {"name": "New"})

    assert sorted(db.session.scalars(select(Organization.slug))) == ["bluegrass", "bluegrass-2", "new-2"]


@pytest.mark.parametrize("at_once", [1, 100])
def test_two_people_of_one_name_in_one_list_are_two(
    tmp_path: Path, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "BATCH", at_once)
    PersonFactory(slug="sam-reed", name="Sam Reed", source="elsewhere:person/sam-reed")
    rows = [{"slug": slug, "name": "Sam Reed", "job_title": slug} for slug in ("sam-kentucky", "sam-ohio")]

    taken(tmp_path, "people", *rows)

    people = db.session.execute(select(Person.slug, Person.job_title).order_by(Person.slug)).all()
    assert [tuple(row) for row in people] == [("sam-reed", "sam-kentucky"), ("sam-reed-2", "sam-ohio")]
    assert taken(tmp_path, "people", *rows).counts == {"unchanged": 2}


def test_an_author_of_another_site_is_somebody_else(tmp_path: Path) -> None:
    PersonFactory(slug="ana-lopez", name="Ana López", source="site:authors/ana")

    taken(tmp_path, "people", PERSON)

    assert sorted(db.session.scalars(select(Person.slug))) == ["ana-lopez", "ana-lopez-2"]


def test_a_sample_person_is_never_taken_for_a_real_one(tmp_path: Path) -> None:
    PersonFactory(slug="ana-lopez-sample", name="Ana López (sample)")

    taken(tmp_path, "people", {**PERSON, "name": "Ana López (sample)"})

    people = db.session.execute(select(Person.slug, Person.is_sample).order_by(Person.slug)).all()
    assert [tuple(row) for row in people] == [("ana-lopez-sample", False), ("ana-lopez-sample-2", True)]


def test_the_pages_of_both_show_what_was_imported(tmp_path: Path, client: Browser) -> None:
    taken(tmp_path, "organizations", BOARD)
    taken(tmp_path, "people", {**PERSON, "affiliation": "bluegrass"})
    ana = the_person()

    page, board = client.get(ana.path).text, client.get("/directory/bluegrass").text

    assert "<em>listen</em>" in page and "Bluegrass Board" in page
    assert "Ana López" in board and "<strong>board</strong>" in board


def test_a_member_s_login_keeps_their_words_and_others_are_still_taken(tmp_path: Path) -> None:
    taken(tmp_path, "people", PERSON, {"name": "Bo"})
    UserFactory(person=db.session.scalars(select(Person).where(Person.name == "Ana López")).one())

    report = taken(tmp_path, "people", {**PERSON, "bio": "Other words"}, {"name": "Bo", "bio": "New"})

    assert {row.name: row.bio for row in db.session.execute(select(Person.name, Person.bio))} == {
        "Ana López": "I *listen*.",
        "Bo": "New",
    }
    assert (report.counts["changed"], left(report)) == (
        1,
        ["signs in here: what they say of themselves stays"],
    )
