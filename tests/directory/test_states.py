"""States and territories: each of the 57 has a page; who is there stands by local area."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ion.base.extensions import db
from ion.base.vocabulary.areas import area_seeds, rows_of
from ion.base.vocabulary.places import ETA_REGIONS, STATES
from ion.core import clock
from ion.core.labels import label
from ion.core.unit_of_work import unit_of_work
from ion.directory.services.areas import plant_areas
from ion.models import LocalArea, Webinar
from tests.directory.filling import moved
from tests.factories import LocalAreaFactory, OrganizationFactory, PostFactory, PracticeFactory
from tests.factories.items import item
from tests.factories.profiles import MemberFactory
from tests.reading import Page, visit
from tests.viewers import viewers


def localities(page: Page) -> dict[str, list[str]]:
    """The names that stand under each local area."""
    return {
        section.select_one("h3").get_text(): [link.get_text() for link in section.select("li a")]  # type: ignore[union-attr]
        for section in page.all(".ion-locality")
    }


@pytest.mark.parametrize("code", STATES)
def test_each_place_has_a_page_even_when_nothing_is_there(client: FlaskClient, code: str) -> None:
    page = visit(client, f"/states/{code}")
    region = STATES[code].eta_region

    assert (page.status, page.heading) == (200, STATES[code].label)
    assert page.text(".ion-eyebrow") == ETA_REGIONS[str(region)].label
    assert {link.href for link in page.links("aside")} == {
        f"/states/{place.key}" for place in STATES.terms if place.eta_region == region and place.key != code
    }
    assert "will stand here" in page.text("article")
    assert "add themselves" in page.text("article")


def test_the_index_holds_all_57_places_by_region_and_no_bare_zero(client: FlaskClient) -> None:
    PracticeFactory(terms={"state": ["KY", "OH"]})
    PracticeFactory(terms={"state": ["KY"]}, audience="members")
    OrganizationFactory("Ash", {"state": ["KY"]})

    page = visit(client, "/states/")

    assert sorted(link.href for link in page.links(".ion-states")) == sorted(
        f"/states/{code}" for code in STATES
    )
    assert page.texts("main h2") == [region.label for region in ETA_REGIONS.terms]
    assert [text for text in page.texts(".ion-states li") if " " in text and text[-1] == "n"] == [
        "Kentucky 1 practice, 1 organization"
    ]
    assert "Ohio 1 practice" in page.texts(".ion-states li")
    assert "0" not in page.text("main")


@pytest.mark.parametrize("asked", ["ky", "Ky", "kY"])
def test_a_code_in_small_letters_leads_to_the_page(client: FlaskClient, asked: str) -> None:
    answer = visit(client, f"/states/{asked}").response

    assert (answer.status_code, answer.headers["Location"]) == (301, "/states/KY")


@pytest.mark.parametrize(
    "path", ["/states/XX", "/states/xx", "/states/Kentucky", "/states/XX/people", "/states/%00"]
)
def test_an_unknown_place_answers_404(client: FlaskClient, path: str) -> None:
    assert visit(client, path).status == 404


def test_a_state_shows_its_newest_practices_and_leads_to_all(client: FlaskClient, now: datetime) -> None:
    for number in range(6):
        PracticeFactory(
            title=f"Practice {number}", terms={"state": ["KY"]}, published_at=now - timedelta(days=number)
        )
    PracticeFactory(title="In Ohio", terms={"state": ["OH"]})
    PostFactory(title="A post", terms={"state": ["KY", "OH"]})

    page = visit(client, "/states/KY")

    assert page.texts("#practices li > a") == [f"Practice {number}" for number in range(5)]
    assert page.href("All 6 practices") == "/practices/?state=KY"
    assert page.texts("#posts li > a") == ["A post"]
    assert "will stand here" not in page.text("article")


def test_organizations_and_people_stand_by_local_area(client: FlaskClient) -> None:
    for key in ("ky-bluegrass", "ky-tenco", "ky-west", "oh-central"):
        LocalAreaFactory(key)
    OrganizationFactory("Two Areas", {"state": ["KY"], "area": ["ky-bluegrass", "ky-tenco"]})
    OrganizationFactory("Two States", {"state": ["KY", "OH"], "area": ["oh-central"]})
    OrganizationFactory("In Ohio", {"state": ["OH"], "area": ["oh-central"]})
    OrganizationFactory("A Lost Area", {"state": ["KY"], "area": ["ky-of-old"]})
    MemberFactory(name="Ann", terms={"state": ["KY"], "area": ["ky-tenco"]})
    MemberFactory(name="Bob", terms={"state": ["KY"]})
    MemberFactory(name="Cy", terms={"state": ["OH"], "area": ["ky-tenco"]})

    told = localities(visit(client, "/states/KY"))

    assert told == {
        "Bluegrass": ["Two Areas"],
        "Tenco": ["Two Areas", "Ann"],
        "Across Kentucky": ["A Lost Area", "Two States", "Bob"],
    }
    assert localities(visit(client, "/states/OH")) == {
        "Central": ["In Ohio", "Two States"],
        "Across Ohio": ["Cy"],
    }


def test_a_state_without_local_areas_shows_who_is_there_all_the_same(client: FlaskClient) -> None:
    OrganizationFactory("Ash", {"state": ["WY"]})
    MemberFactory(name="Ann", terms={"state": ["WY"]})

    page = visit(client, "/states/WY")

    assert page.texts(".ion-locality a") == ["Ash", "Ann"]
    assert "local area" not in page.text("article")


def test_a_crowded_local_area_leads_to_everything_in_it(client: FlaskClient) -> None:
    LocalAreaFactory("ky-tenco")
    place = {"state": ["KY"], "area": ["ky-tenco"]}
    for number in range(7):
        OrganizationFactory(f"Board {number}", place)
        MemberFactory(name=f"Person {number}", terms=place)
    MemberFactory(name="Elsewhere", terms={"state": ["KY"]})

    page = visit(client, "/states/KY")

    assert localities(page)["Tenco"][:6] == [f"Board {number}" for number in range(6)]
    assert page.href("All 7 organizations here") == "/directory/?state=KY&area=ky-tenco"
    assert len(visit(client, page.href("All 7 organizations here")).texts(".ion-result__title")) == 7
    everyone = visit(client, page.href("All 7 people here"))
    assert everyone.texts(".ion-result__title") == [f"Person {number}" for number in range(7)]
    assert page.href("All 8 people") == "/people/?state=KY"
    assert visit(client, "/people/?state=KY&area=none").texts(".ion-result__title") == ["Elsewhere"]


@pytest.mark.parametrize(
    ("asked", "led"),
    [("", ""), ("?area=ky-tenco", "&area=ky-tenco"), ("?area=none", "&area=none"), ("?area=x", "")],
)
def test_the_old_address_of_the_people_of_a_state_leads_to_the_list(
    client: FlaskClient, asked: str, led: str
) -> None:
    LocalAreaFactory("ky-tenco")

    assert moved(client, f"/states/KY/people{asked}") == (301, f"/people/?state=KY{led}")


def test_people_of_a_state_are_shown_to_those_who_may_see_them(app: Flask) -> None:
    place = {"state": ["KY"]}
    for audience in ("public", "members", "staff"):
        MemberFactory(name=f"For {audience}", terms=place, audience=audience)

    told = {
        name: len(visit(browser, "/states/KY").texts(".ion-person-row"))
        for name, browser in viewers(app).items()
    }

    assert told == {"visitor": 1, "member": 2, "staff": 3}


def webinar(title: str, now: datetime, in_hours: float, states: list[str], **fields: object) -> None:
    cancelled_at = fields.pop("cancelled_at", None)
    starts = now + timedelta(hours=in_hours)
    with unit_of_work() as session:
        session.add(
            Webinar(
                item=item("webinar", "About.", {"state": states}, (), title=title, **fields),
                starts_local=starts.replace(tzinfo=None),
                zone="UTC",
                length_minutes=60,
                starts_at=starts,
                ends_at=starts + timedelta(hours=1),
                cancelled_at=cancelled_at,
            )
        )


def test_upcoming_webinars_of_a_state_stand_soonest_first_with_their_zone(
    client: FlaskClient, now: datetime
) -> None:
    webinar("Later", now, 48, ["KY"])
    webinar("Sooner", now, 24, ["KY", "OH"])
    webinar("Running", now, -0.5, ["KY"])
    webinar("Over", now, -3, ["KY"])
    webinar("Cancelled", now, 24, ["KY"], cancelled_at=now)
    webinar("In Ohio", now, 24, ["OH"])
    webinar("For members", now, 24, ["KY"], audience="members")

    page = visit(client, "/states/KY")

    assert page.texts("#webinars li > a") == ["Running", "Sooner", "Later"]
    assert page.texts("#webinars time")[1] == "Sun., Nov. 22, 2026, 10:00 a.m. ET"


def test_a_webinar_leaves_the_page_once_it_is_over(client: FlaskClient, now: datetime) -> None:
    webinar("Soon", now, 1, ["KY"])
    assert visit(client, "/states/KY").texts("#webinars li > a") == ["Soon"]

    with clock.frozen(now + timedelta(hours=2, minutes=1)):
        assert visit(client, "/states/KY").texts("#webinars li > a") == []


def areas() -> dict[str, str]:
    return {area.key: area.name for area in db.session.scalars(select(LocalArea))}


def test_the_local_areas_that_ship_are_planted_once(app: Flask) -> None:
    for _ in range(2):
        with unit_of_work():
            plant_areas()

    assert areas() == {seed.key: seed.name for seeds in area_seeds().values() for seed in seeds}
    assert {state: len(seeds) for state, seeds in area_seeds().items()} == {
        "CT": 5,
        "KY": 10,
        "MA": 16,
        "MD": 13,
        "ME": 3,
        "OR": 9,
    }
    assert label("area", "ky-bluegrass") == "Bluegrass"


def test_planting_leaves_alone_what_was_made_of_a_state(app: Flask) -> None:
    LocalAreaFactory("ky-one-area", "One area for all of Kentucky")

    with unit_of_work():
        plant_areas()

    assert [key for key in areas() if key.startswith("ky-")] == ["ky-one-area"]
    assert "me-northeastern" in areas()


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("KY.csv", "key,name\noh-central,Central\n"),
        ("KY.csv", "key,name\nky-one,\n"),
        ("KY.csv", "key,name\nky-one,One\nky-one,Another\n"),
        ("XX.csv", "key,name\nxx-one,One\n"),
    ],
)
def test_a_file_of_areas_that_cannot_be_right_is_refused(tmp_path: Path, file: str, text: str) -> None:
    path = tmp_path / file
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ValueError, match=file):
        rows_of(path)
