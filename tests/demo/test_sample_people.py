"""The people of the sample network fit together: what one file names, another file has, and every key exists."""

import re
from datetime import time
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml

from ion.base.vocabulary.languages import LANGUAGES
from ion.base.vocabulary.populations import POPULATIONS
from ion.base.vocabulary.roles import ROLES
from ion.base.vocabulary.sectors import SECTORS
from ion.base.vocabulary.workplaces import WORKPLACES
from ion.base.vocabulary.zones import ZONES
from ion.models import Grant
from ion.webinars.agenda import PARTS
from tests.demo.test_sample_content import BANNED, FACET_KEYS, HOME, SEED_AUTHORS, front_and_body

PRACTICES, POSTS, WEBINARS = (
    sorted((HOME / room).glob("*.md")) for room in ("practices", "posts", "webinars")
)
HOUSE_BYLINE = "ION staff (sample)"
EMAILS = {
    "admin@ion.example": ["admin"],
    "editor@ion.example": ["editor"],
    "facilitator@ion.example": ["facilitator"],
    "mentor@ion.example": [],
    "mentee@ion.example": [],
    "member@ion.example": [],
}
FORMS = {"post", "announcement", "spotlight"}
FOLLOWED = {"topic": FACET_KEYS["topics"], "state": FACET_KEYS["state"], "role": set(ROLES)}
INTERNAL_LINK = re.compile(r"\]\(/(practices|blog|webinars)/([^)#]+)\)")


def load(name: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = yaml.safe_load((HOME / name).read_text(encoding="utf-8"))
    return entries


SCENES = {scene["webinar"]: scene for scene in load("webinars.yaml")}
DECKS_ABOUT = {front_and_body(path)[0]["about"] for path in sorted((HOME / "decks").glob("*.md"))}


@cache
def people() -> tuple[dict[str, Any], ...]:
    return tuple(load("people.yaml"))


@cache
def organizations() -> tuple[dict[str, Any], ...]:
    return tuple(load("organizations.yaml"))


def by_slug(entry: dict[str, Any]) -> str:
    return str(entry["slug"])


def by_name(path: Path) -> str:
    return path.stem


def relative_posts() -> list[dict[str, Any]]:
    return [front["date"] for front in map(front_of, POSTS) if isinstance(front["date"], dict)]


def front_of(path: Path) -> dict[str, Any]:
    return front_and_body(path)[0]


def unknown_names(names: list[str]) -> set[str]:
    return set(names) - {person["name"] for person in people()} - SEED_AUTHORS - {HOUSE_BYLINE}


def words_to_check(entry: dict[str, Any]) -> str:
    return "\n".join(value for value in entry.values() if isinstance(value, str))


each_person = pytest.mark.parametrize("person", people(), ids=by_slug)
each_organization = pytest.mark.parametrize("organization", organizations(), ids=by_slug)
each_post = pytest.mark.parametrize("path", POSTS, ids=by_name)
each_webinar = pytest.mark.parametrize("path", WEBINARS, ids=by_name)
each_item = pytest.mark.parametrize("path", PRACTICES + POSTS + WEBINARS, ids=by_name)


def test_the_network_is_large_enough_to_look_around_in() -> None:
    assert len(people()) >= 40
    assert len(organizations()) >= 25
    assert len(POSTS) >= 20
    assert len(WEBINARS) == 13


@pytest.mark.parametrize("entries", [people(), organizations()], ids=["people", "organizations"])
@pytest.mark.parametrize("key", ["slug", "name"])
def test_slugs_and_names_are_unique(entries: tuple[dict[str, Any], ...], key: str) -> None:
    values = [entry[key] for entry in entries]

    assert len(values) == len(set(values))


@each_organization
def test_an_organization_is_a_sample_with_known_keys(organization: dict[str, Any]) -> None:
    assert organization.keys() == {"slug", "name", "roles", "states", "sectors", "populations", "about"}
    assert organization["name"].endswith(" (sample)")
    assert 1 <= len(organization["roles"]) <= 3
    assert 1 <= len(organization["states"]) <= 2
    assert set(organization["roles"]) <= set(ROLES)
    assert set(organization["states"]) <= FACET_KEYS["state"]
    assert set(organization["sectors"]) <= set(SECTORS)
    assert set(organization["populations"]) <= set(POPULATIONS)


def test_the_organizations_cover_every_role_many_states_and_a_state_line() -> None:
    roles = set(chain.from_iterable(organization["roles"] for organization in organizations()))
    states = set(chain.from_iterable(organization["states"] for organization in organizations()))

    assert roles == set(ROLES)
    assert len(states) >= 20
    assert sum(len(organization["states"]) == 2 for organization in organizations()) >= 2


@each_person
def test_a_person_has_the_known_fields(person: dict[str, Any]) -> None:
    required = {
        "slug", "name", "job_title", "organization", "roles", "workplace", "states", "topics", "zone",
        "languages", "bio", "ask_me_about", "audience", "follows",
    }  # fmt: skip

    assert required <= person.keys() <= required | {"email", "grants"}
    assert person["name"].endswith(" (sample)")
    assert person["name"] not in SEED_AUTHORS
    assert person["bio"].strip()
    assert 0 < len(person["ask_me_about"]) <= 140
    assert person["audience"] in {"public", "members"}


@each_person
def test_every_key_of_a_person_exists(person: dict[str, Any]) -> None:
    assert person["workplace"] in WORKPLACES
    assert person["zone"] in ZONES
    assert set(person["roles"]) <= set(ROLES)
    assert set(person["languages"]) <= set(LANGUAGES)
    assert set(person["topics"]) <= FACET_KEYS["topics"]
    assert 2 <= len(person["topics"]) <= 4


@each_person
def test_a_person_works_at_a_sample_organization_in_one_of_its_states(person: dict[str, Any]) -> None:
    employer = {organization["slug"]: organization for organization in organizations()}[
        person["organization"]
    ]

    assert person["states"]
    assert set(person["states"]) <= set(employer["states"])


@each_person
def test_a_person_follows_one_to_four_things_that_exist(person: dict[str, Any]) -> None:
    follows = [follow.split(":", 1) for follow in person["follows"]]

    assert 1 <= len(follows) <= 4
    assert [(kind, key) for kind, key in follows if key not in FOLLOWED.get(kind, set())] == []


def test_every_organization_has_somebody_to_call() -> None:
    assert {person["organization"] for person in people()} == {entry["slug"] for entry in organizations()}


def test_six_people_can_sign_in_and_only_staff_hold_a_grant() -> None:
    logins = {person["email"]: person.get("grants", []) for person in people() if "email" in person}

    assert logins == EMAILS
    assert {grant for grants in logins.values() for grant in grants} <= {grant.value for grant in Grant}
    assert [person["slug"] for person in people() if "grants" in person and "email" not in person] == []


def test_newcomers_meet_dana_whitcomb_first() -> None:
    member = next(person for person in people() if person.get("email") == "member@ion.example")

    assert (member["name"], member["states"]) == ("Dana Whitcomb (sample)", ["CO"])
    assert len(member["follows"]) == 4


def test_some_pages_of_people_are_public_and_most_are_for_members() -> None:
    audiences = [person["audience"] for person in people()]

    assert 10 <= audiences.count("public") < audiences.count("members")


@each_item
def test_everybody_named_in_an_item_is_in_the_network(path: Path) -> None:
    front = front_of(path)
    bylines = [front[field] for field in ("submitted_by", "posted_by") if field in front]

    assert unknown_names(bylines + front.get("presenters", [])) == set()


@each_post
def test_a_post_has_a_known_form_and_known_keys(path: Path) -> None:
    front, body = front_and_body(path)

    assert front.get("form", "post") in FORMS
    assert set(front.get("state", [])) <= FACET_KEYS["state"]
    assert set(front.get("role", [])) <= FACET_KEYS["role"]
    assert 350 <= len(body.split()) <= 700


@pytest.mark.parametrize("date", relative_posts(), ids=lambda date: f"{date['days_ago']} days ago")
def test_a_recent_post_tells_its_day_wall_time_and_zone(date: dict[str, Any]) -> None:
    assert date.keys() == {"days_ago", "at", "zone"}
    assert 1 <= date["days_ago"] <= 13
    assert time.fromisoformat(date["at"])
    assert date["zone"] in ZONES


def test_seven_posts_are_recent_and_the_forms_are_all_in_use() -> None:
    forms = [front_of(path).get("form", "post") for path in POSTS]

    assert len(relative_posts()) == 7
    assert forms.count("announcement") >= 3
    assert forms.count("spotlight") >= 3
    assert front_of(HOME / "posts/a-planning-collaborative-and-your-next-plan.md")["form"] == "announcement"


@each_webinar
def test_a_webinar_is_a_named_and_summed_up_sample(path: Path) -> None:
    front, body = front_and_body(path)

    assert front["is_sample"] is True
    assert front["slug"] == path.stem
    assert 0 < len(front["summary"]) <= 280
    assert body.strip().splitlines()[0].startswith("*This is a sample webinar.")
    assert front["presenters"]


@each_webinar
def test_every_key_of_a_webinar_exists(path: Path) -> None:
    front = front_of(path)
    facets = ("topics", "program", "role", "state", "sector")

    assert {
        facet: set(front[facet]) - FACET_KEYS[facet]
        for facet in facets
        if set(front[facet]) - FACET_KEYS[facet]
    } == {}
    assert all(front[facet] for facet in facets)


@each_webinar
def test_a_webinar_starts_at_a_wall_time_in_a_zone_and_its_agenda_fills_its_length(path: Path) -> None:
    front = front_of(path)
    starts, scene = front["starts"], SCENES[path.stem]

    assert starts.keys() == {"in_days", "at", "zone"}
    assert time.fromisoformat(starts["at"])
    assert starts["zone"] in ZONES
    assert front["length_minutes"] in {45, 60, 75, 90}
    assert sum(part["minutes"] for part in scene["agenda"]) == front["length_minutes"]
    assert {part["part"] for part in scene["agenda"]} <= set(PARTS)


def test_five_webinars_are_over_and_eight_are_to_come_in_many_zones() -> None:
    starts = [front_of(path)["starts"] for path in WEBINARS]

    assert sum(start["in_days"] < 0 for start in starts) == 5
    assert sum(2 <= start["in_days"] <= 60 for start in starts) == 8
    assert len({start["zone"] for start in starts}) >= 6


@each_webinar
def test_a_past_webinar_has_captions_and_slides_and_its_scene_names_samples_alone(path: Path) -> None:
    scene, is_past = SCENES[path.stem], front_of(path)["starts"]["in_days"] < 0
    people_named = {entry["slug"] for entry in people()}
    named = [*scene.get("registered", ()), *scene.get("waiting", ()), *scene.get("attended", ())]
    named += [question["by"] for question in scene.get("questions", ())]

    assert set(named) <= people_named
    assert set(scene.get("practices", ())) <= {sample.stem for sample in PRACTICES}
    assert (HOME / "captions" / f"{path.stem}.vtt").is_file() == is_past
    assert not is_past or f"/webinars/{path.stem}" in DECKS_ABOUT


@each_webinar
def test_a_webinar_promises_neither_a_recording_nor_services_that_may_not_come(path: Path) -> None:
    assert re.findall(r"recording|caption|\bASL\b", path.read_text(encoding="utf-8"), re.IGNORECASE) == []


@each_item
def test_a_link_inside_the_network_leads_to_a_sample(path: Path) -> None:
    rooms = {"practices": PRACTICES, "blog": POSTS, "webinars": WEBINARS}
    slugs = {room: {sample.stem for sample in samples} for room, samples in rooms.items()}
    links = INTERNAL_LINK.findall(path.read_text(encoding="utf-8"))

    assert [f"/{room}/{slug}" for room, slug in links if slug not in slugs[room]] == []


@pytest.mark.parametrize("entry", people() + organizations(), ids=by_slug)
def test_people_and_organizations_use_the_words_of_the_field(entry: dict[str, Any]) -> None:
    assert BANNED.findall(words_to_check(entry)) == []


@each_webinar
def test_webinars_use_the_words_of_the_field(path: Path) -> None:
    assert BANNED.findall(path.read_text(encoding="utf-8")) == []
