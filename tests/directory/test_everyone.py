"""The list of people: found by what they say, counted by facet, shown to whom each may be shown."""

from collections import Counter
from collections.abc import Mapping
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.directory.test_organizations import counts, names
from tests.factories import LocalAreaFactory, OrganizationFactory, PersonFactory, TopicFactory, UserFactory
from tests.factories.profiles import MemberFactory, hidden, terms_of
from tests.reading import visit
from tests.viewers import viewers

pytestmark = pytest.mark.database

WHO = {
    "Ann": {"role": ["colleges"], "state": ["KY"], "topic": ["welding"], "workplace": ["education"]},
    "Bea": {"role": ["colleges", "employers"], "state": ["KY", "OH"], "workplace": ["employer"]},
    "Cy": {"role": ["employers"], "state": ["OH"], "topic": ["welding"], "workplace": ["employer"]},
    "Di": {},
}
WORKS_AT = {"Ann": "ash", "Bea": "ash", "Cy": "birch"}
FACETS = ("state", "role", "topic", "workplace", "organization")


@pytest.fixture
def listed(client: FlaskClient) -> FlaskClient:
    """Four members, and noise: organizations with the same places and roles, who are no people."""
    TopicFactory("welding", "Welding and metalwork")
    places = {
        slug: OrganizationFactory(f"{slug.title()} Works", {"state": ["KY"]}, slug=slug)
        for slug in ("ash", "birch")
    }
    for name, terms in WHO.items():
        place = places[WORKS_AT[name]].id if name in WORKS_AT else None
        MemberFactory(name=name, terms=terms, organization_id=place)
    return client


def matching(wanted: Mapping[str, set[str]], besides: str = "") -> list[str]:
    """The names that a filter leaves: any value of a facet, every facet."""
    return [
        name
        for name in WHO
        if all(keys & told(name, facet) for facet, keys in wanted.items() if keys and facet != besides)
    ]


def told(name: str, facet: str) -> set[str]:
    if facet == "organization":
        return {WORKS_AT[name]} if name in WORKS_AT else set()
    return set(WHO[name].get(facet, ()))


@pytest.mark.parametrize("states", [set(), {"KY", "OH"}])
@pytest.mark.parametrize("roles", [set(), {"employers"}])
@pytest.mark.parametrize("organizations", [set(), {"ash"}, {"ash", "birch"}])
def test_values_of_one_facet_widen_and_facets_narrow(
    listed: FlaskClient, states: set[str], roles: set[str], organizations: set[str]
) -> None:
    wanted = {"state": states, "role": roles, "organization": organizations}
    pairs = [(facet, key) for facet, keys in wanted.items() for key in sorted(keys)]

    page = visit(listed, f"/people/?{urlencode(pairs)}")

    assert names(page) == matching(wanted)
    for facet in FACETS:
        left = matching(wanted, besides=facet)
        assert counts(page, facet) == Counter(key for name in left for key in told(name, facet))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ANN", ["Ann"]),
        ("metal", ["Ann", "Cy"]),
        ("kentucky", ["Ann", "Bea"]),
        ("birch", ["Cy"]),
        ("welding ohio", ["Cy"]),
        ("loans", ["Eva"]),
        ("%", []),
        ("' OR 1=1 --", []),
    ],
)
def test_words_find_people_by_name_work_topic_place_and_what_to_ask_about(
    listed: FlaskClient, typed: str, found: list[str]
) -> None:
    MemberFactory(name="Eva", job_title="Director", ask_me_about="Forgivable loans")

    assert names(visit(listed, f"/people/?{urlencode({'q': typed})}")) == found


def test_only_people_whom_the_reader_may_see_are_listed_and_counted(app: Flask) -> None:
    board = OrganizationFactory("Ash", slug="ash")
    fields = {"terms": {"state": ["KY"]}, "organization_id": board.id}
    for audience in ("public", "members", "staff"):
        MemberFactory(name=f"For {audience}", audience=audience, **fields)
    for how in ("suspended", "unconfirmed"):
        person = PersonFactory(name=how, terms=terms_of({"state": ["KY"]}), organization_id=board.id)
        UserFactory(person=person, **hidden(how))

    told = {}
    for who, browser in viewers(app).items():
        page = visit(browser, "/people/?state=KY")
        told[who] = (names(page), counts(page, "state"), counts(page, "organization"))

    seen = ["For members", "For public", "For staff"]
    assert told["visitor"] == (["For public"], {"KY": 1}, {"ash": 1})
    assert told["member"] == (seen[:2], {"KY": 2}, {"ash": 2})
    assert told["staff"] == (seen, {"KY": 3}, {"ash": 3})


def test_who_is_no_member_stands_after_the_members_and_is_asked_nothing(client: FlaskClient) -> None:
    PersonFactory(name="Author", ask_me_about="Old words")
    MemberFactory(name="Member", ask_me_about="New words")

    page = visit(client, "/people/")

    assert names(page) == ["Member", "Author"]
    assert "New words" in page.text("#results") and "Old words" not in page.text("#results")
    assert page.texts(".ion-meta") == ["Author; not a member of ION yet"]


def test_a_local_area_narrows_the_list_and_so_does_naming_none(client: FlaskClient) -> None:
    LocalAreaFactory("ky-tenco", "Tenco")
    MemberFactory(name="In Tenco", terms={"state": ["KY"], "area": ["ky-tenco"]})
    MemberFactory(name="Of no area", terms={"state": ["KY"]})
    MemberFactory(name="Of an area of Ohio", terms={"state": ["KY", "OH"], "area": ["oh-central"]})

    page = visit(client, "/people/?state=KY&area=ky-tenco")

    assert names(page) == ["In Tenco"]
    assert ("area", "ky-tenco") in page.forms()[0].fields
    assert page.href("Remove filter:Tenco") == "/people/?state=KY"
    assert names(visit(client, "/people/?state=KY&area=none")) == ["Of an area of Ohio", "Of no area"]
    assert names(visit(client, "/people/?area=none")) == ["Of no area"]


def test_of_many_organizations_the_largest_and_the_chosen_can_be_filtered_by(client: FlaskClient) -> None:
    for number in range(15):
        board = OrganizationFactory(f"Board {number:02}", slug=f"board-{number:02}")
        for _ in range(2 if number == 7 else 1):
            MemberFactory(name=f"Of board {number:02}", organization_id=board.id)

    page = visit(client, "/people/?organization=board-14&organization=nowhere")

    shown = counts(page, "organization")
    assert len(shown) == 13
    assert (shown["board-07"], shown["board-14"]) == (2, 1)
    assert names(page) == ["Of board 14"]


def test_where_filters_leave_nobody_the_page_says_which_to_drop(listed: FlaskClient) -> None:
    page = visit(listed, "/people/?organization=birch&state=KY")

    assert page.text("#found-heading") == "Nobody found"
    assert page.href("Search without “Organization”") == "/people/?state=KY"
    assert page.href("Search without “State or territory”") == "/people/?organization=birch"


def test_the_lists_of_the_directory_lead_to_each_other(listed: FlaskClient) -> None:
    here, there = visit(listed, "/people/"), visit(listed, "/directory/")

    assert here.href("Organizations", 'nav[aria-label="Directory"]') == "/directory/"
    assert there.href("People", 'nav[aria-label="Directory"]') == "/people/"
    assert here.texts(".ion-tabs [aria-current]") == ["People"]


def test_an_empty_list_says_who_will_stand_there(client: FlaskClient) -> None:
    page = visit(client, "/people/")

    assert "Members stand here" in page.text("#results")
    assert page.all(".ion-facets, #found-heading") == []


def test_a_change_of_a_profile_shows_at_once(listed: FlaskClient) -> None:
    visit(listed, "/people/?state=OH")

    MemberFactory(name="Abe", terms={"state": ["OH"]})

    page = visit(listed, "/people/?state=OH")
    assert names(page) == ["Abe", "Bea", "Cy"]
    assert counts(page, "state") == {"KY": 2, "OH": 3}


QUERIES = st.lists(
    st.tuples(
        st.sampled_from(["q", *FACETS, "area", "page", "sort"]),
        st.one_of(
            st.text(max_size=30), st.sampled_from(["KY", "ash", "none", "2", '"a', "%_\\", "-x", "\x00"])
        ),
    ),
    max_size=8,
)


@given(query=QUERIES)
@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_address_breaks_the_list(listed: FlaskClient, query: list[tuple[str, str]]) -> None:
    page = visit(listed, f"/people/?{urlencode(query, errors='surrogatepass')}")

    assert page.status == 200
    assert page.text("#found-heading").split()[0] in ("Nobody", str(len(names(page))))


def test_lists_of_a_topic_role_or_state_lead_to_its_people(listed: FlaskClient) -> None:
    assert visit(listed, "/search?topic=welding").href("2 people to ask") == "/people/?topic=welding"
    assert visit(listed, "/practices/?role=colleges&state=OH").href("1 person to ask") == (
        "/people/?role=colleges&state=OH"
    )
    for path in ("/search", "/practices/?role=foundations"):
        assert [link for link in visit(listed, path).links("main") if "to ask" in link.words] == []
