"""A person's page: who may see it, and that it shows what was told and nothing else."""

import random
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ion.core import clock
from ion.core.ports.subjects import SUBJECTS
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, LocalArea, Organization, Webinar
from tests.conftest import Browser
from tests.counting import questions
from tests.factories import PersonFactory, PostFactory, PracticeFactory, TopicFactory, UserFactory, sign_in
from tests.factories.items import item
from tests.factories.profiles import MemberFactory, hidden
from tests.reading import Page, visit
from tests.samples.hostile import HOSTILE

pytestmark = pytest.mark.database

SEEN_BY = {
    "public": {"visitor", "member", "owner", "editor", "admin"},
    "members": {"member", "owner", "editor", "admin"},
    "staff": {"owner", "editor", "admin"},
}
TAGS = (
    "div nav ol li a span article header h1 h2 h3 h4 p section ul svg use em strong code pre hr br sup blockquote "
    "table thead tbody tr th td del s"
)
HARMLESS = set(TAGS.split())
ESCAPING = re.compile(r"(javascript|data|vbscript):|//|/\\\\", re.IGNORECASE)
TERMS = {
    "role": ["economic-development", "workforce-system"],
    "workplace": ["local-board"],
    "state": ["CO", "KY"],
    "area": ["ky-bluegrass"],
    "topic": ["youth", "reentry"],
    "language": ["en", "ase"],
}


def everyone(app: Flask, owner: Any) -> dict[str, FlaskClient]:
    """A browser for each who may come by; `owner` is whose page it is."""
    users = {
        "member": UserFactory(),
        "owner": owner,
        "editor": UserFactory(Grant.MEMBER, Grant.EDITOR),
        "admin": UserFactory(Grant.ADMIN),
    }
    browsers: dict[str, FlaskClient] = {name: Browser(app) for name in ("visitor", *users)}
    for name, user in users.items():
        sign_in(browsers[name], user)
    return browsers


def without_number(page: Page) -> str:
    """The page without what differs from request to request."""
    return re.sub(r'<code>\w+</code>|content="[\w.-]+"|/people/\d+|next=[%\w]+', "", page.html)


def organization(name: str = "Prairie Board") -> int:
    with unit_of_work() as session:
        made = Organization(slug="prairie-board", name=name)
        session.add(made)
        session.flush()
        return made.id


def lists() -> None:
    """The tables that terms of people point to."""
    TopicFactory("youth", "Youth")
    TopicFactory("reentry", "Reentry")
    with unit_of_work() as session:
        session.add(LocalArea(key="ky-bluegrass", state="KY", name="Bluegrass"))


class Webinars:
    """Where webinars stand, as their room tells."""

    kind, label, plural = "webinar", "webinar", "webinars"

    def paths(self, slugs: Mapping[int, str], scopes: frozenset[str]) -> Mapping[int, str]:
        return {id: f"/webinars/{slug}" for id, slug in slugs.items()}


def webinar_by(person: Any, starts_at: datetime, zone: str = "America/Denver", **fields: Any) -> None:
    with unit_of_work() as session:
        session.add(
            Webinar(
                item=item("webinar", "Text.", {}, [person], **fields),
                starts_local=starts_at.replace(tzinfo=None),
                zone=zone,
                length_minutes=60,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(hours=1),
            )
        )


@pytest.mark.parametrize("audience", SEEN_BY)
def test_a_page_is_seen_by_its_audience_and_by_its_owner(app: Flask, audience: str) -> None:
    owner = MemberFactory(name="Dana Whit", audience=audience)

    answers = {name: visit(b, owner.person.path) for name, b in everyone(app, owner).items()}

    assert {name for name, page in answers.items() if page.status == 200} == SEEN_BY[audience]
    assert {page.status for page in answers.values()} <= {200, 404}
    assert all(("Dana Whit" in page.text("main")) == (page.status == 200) for page in answers.values())


@pytest.mark.parametrize("how", ["suspended", "unconfirmed"])
@pytest.mark.parametrize("audience", SEEN_BY)
def test_who_cannot_sign_in_is_shown_to_nobody(app: Flask, audience: str, how: str) -> None:
    owner = UserFactory(person=PersonFactory(audience=audience), **hidden(how))

    for browser in everyone(app, owner).values():
        assert visit(browser, owner.person.path).status == 404


@pytest.mark.parametrize("audience", ["members", "staff", "group:7", "user:1"])
def test_what_may_not_be_seen_answers_as_what_is_not_there(client: FlaskClient, audience: str) -> None:
    person = PersonFactory(audience=audience)

    there, missing = visit(client, person.path), visit(client, f"/people/{person.id + 1000}")

    assert (there.status, missing.status) == (404, 404)
    assert without_number(there) == without_number(missing)


@pytest.mark.parametrize("id", ["0", "99999999999999999999", "2147483648", "-1", "x", "1.5", "%00"])
def test_an_address_without_a_person_is_not_found(client: FlaskClient, id: str) -> None:
    assert visit(client, f"/people/{id}").status == 404


def test_a_page_tells_what_the_person_told(client: FlaskClient, now: datetime) -> None:
    lists()
    user = MemberFactory(
        name="Dana Whit",
        job_title="Coordinator",
        organization_id=organization(),
        affiliation="An older employer",
        bio="I keep *minutes*.\n\n# Before\n\nNine years.",
        ask_me_about="The first call",
        zone="America/Denver",
        terms=TERMS,
    )

    page = visit(client, user.person.path)

    assert (page.heading, page.title) == ("Dana Whit", "Dana Whit | Innovation and Opportunity Network")
    assert page.text(".ion-lead") == "Coordinator, Prairie Board"
    assert page.facts("aside") == {
        "Partner role": "Workforce system; Economic development",
        "Kind of organization": "Local board",
        "State or territory": "Colorado; Kentucky",
        "Local area": "Bluegrass",
        "Topics": "Reentry; Youth",
        "Languages": "English; American Sign Language",
        "Local time": "8:00 a.m. MT there now",
    }
    assert page.section("Ask me about") == "Ask me about The first call"
    assert page.section("About") == "About I keep minutes. Before Nine years."
    assert page.texts("main h1, main h2, main h3") == ["Dana Whit", "Ask me about", "About", "Before"]
    assert page.all('meta[name="robots"]') == []


def test_what_leads_on_leads_to_its_place(client: FlaskClient) -> None:
    lists()
    page = visit(client, MemberFactory(organization_id=organization(), terms=TERMS).person.path)

    assert page.href("Prairie Board") == "/directory/prairie-board"
    assert page.href("Economic development", "aside") == "/roles/economic-development"
    assert page.href("Kentucky", "aside") == "/states/KY"
    assert page.href("Bluegrass", "aside") == "/states/KY#area-ky-bluegrass"
    assert page.href("Youth", "aside") == "/search?topic=youth"


def test_who_works_at_a_place_that_is_not_listed_says_so_in_words(client: FlaskClient) -> None:
    page = visit(client, MemberFactory(affiliation="A new board").person.path)

    assert page.text(".ion-lead") == "A new board"
    assert page.links(".ion-lead") == []


def test_nothing_empty_is_drawn(client: FlaskClient) -> None:
    lists()
    place = organization()
    told: dict[str, Any] = {
        "job_title": "Coordinator",
        "organization_id": place,
        "bio": "I keep minutes.",
        "ask_me_about": "The first call",
        "zone": "America/Denver",
        "is_sample": True,
    }
    dice = random.Random(26)

    for _ in range(30):
        fields = {name: value for name, value in told.items() if dice.random() < 0.5}
        terms = {facet: keys for facet, keys in TERMS.items() if dice.random() < 0.5}
        page = visit(client, MemberFactory(terms=terms, **fields).person.path)

        assert page.status == 200
        assert len(page.all("aside dt")) == len(terms) + ("zone" in fields)
        assert bool(page.all("main aside")) == bool(terms or "zone" in fields)
        assert bool(page.section("About")) == ("bio" in fields)
        assert bool(page.section("Ask me about")) == ("ask_me_about" in fields)
        assert bool(page.all(".ion-lead")) == bool({"job_title", "organization_id"} & fields.keys())
        assert [
            tag
            for tag in page.all("main :is(p, dt, dd, dl, ul, li, section, a, div)")
            if not tag.get_text(strip=True)
        ] == []


def test_what_is_no_longer_listed_is_not_shown(client: FlaskClient) -> None:
    user = MemberFactory(terms={"topic": ["gone"], "area": ["gone"], "role": ["gone"]}, zone="Mars/Olympus")

    page = visit(client, user.person.path)

    assert page.status == 200
    assert page.all("main aside") == []


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("America/New_York", "10:00 a.m. ET there now"),
        ("America/Phoenix", "8:00 a.m. MST there now"),
        ("America/Puerto_Rico", "11:00 a.m. AST there now"),
        ("Pacific/Honolulu", "5:00 a.m. HT there now"),
        ("Pacific/Guam", "Sun., 1:00 a.m. ChST there now"),
        ("Pacific/Palau", "Sun., 12:00 a.m. UTC+09 there now"),
        ("Asia/Tokyo", "Sun., 12:00 a.m. JST there now"),
    ],
)
def test_the_time_there_has_its_zone_and_its_day(
    client: FlaskClient, now: datetime, zone: str, told: str
) -> None:
    page = visit(client, MemberFactory(zone=zone).person.path)

    assert page.facts("aside") == {"Local time": told}


def test_an_author_without_a_login_is_no_one_to_ask(client: FlaskClient) -> None:
    author = PersonFactory(name="Maria Fieth", ask_me_about="Anything", audience="public")
    member = MemberFactory(ask_me_about="Anything")

    page = visit(client, author.path)

    assert "Author; not a member of ION yet." in page.text("main")
    assert "Ask me about" not in page.text("main")
    assert "not a member" not in visit(client, member.person.path).text("main")


def test_sample_people_are_marked_and_kept_out_of_search_engines(client: FlaskClient) -> None:
    page = visit(client, MemberFactory(is_sample=True).person.path)

    assert "This profile is sample content" in page.text("main")
    assert page.all('meta[name="robots"]')[0]["content"] == "noindex"


@pytest.mark.parametrize(
    ("audience", "words"),
    [
        ("public", "Everyone can see this page."),
        ("members", "Members of ION can see this page. Visitors cannot."),
        ("staff", "Only you and ION staff can see this page."),
    ],
)
def test_ones_own_page_says_who_sees_it_and_leads_to_the_form(app: Flask, audience: str, words: str) -> None:
    owner = MemberFactory(audience=audience)

    for name, browser in everyone(app, owner).items():
        page = visit(browser, owner.person.path)
        assert (words in page.text("main")) == (name == "owner"), name
        assert ("Edit your profile" in page.text("main")) == (name == "owner"), name
        assert bool(page.all('form[action="/reactions/follow"]')) == (
            name not in ("owner", "visitor") and page.status == 200
        )


def test_what_a_person_wrote_is_listed_newest_first(
    client: FlaskClient, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SUBJECTS._offers, "webinar", Webinars())
    person, other = PersonFactory(name="Ann"), PersonFactory()
    day = timedelta(days=1)
    PostFactory(title="A post", authors=[other, person], published_at=now - 2 * day)
    PracticeFactory(title="A try", authors=[person], published_at=now - 3 * day, practice={"form": "attempt"})
    PracticeFactory(title="A practice", authors=[person], published_at=now - day, is_sample=True)
    webinar_by(
        person, datetime(2026, 12, 1, 18, 0, tzinfo=UTC), title="A webinar", published_at=now - 9 * day
    )
    PostFactory(title="Old", authors=[person], published_at=now - 9 * day, expires_at=now - day)
    PostFactory(title="By another", authors=[other], posted_by_id=person.id, published_at=now - 4 * day)
    PostFactory(title="By nobody else", posted_by_id=person.id, published_at=now - 5 * day)
    PracticeFactory(title="A practice by another", authors=[other], posted_by_id=person.id)
    PostFactory(title="For ION staff", authors=[person], audience="staff")

    page = visit(client, person.path)

    rows = page.texts("#written li.ion-result")
    assert rows == [
        "A webinar Webinar Tue., Dec. 1, 2026, 11:00 a.m. MT",
        "A practice Practice Sample Nov. 20, 2026",
        "A post Post Nov. 19, 2026",
        "A try Practice Tried, did not work Nov. 18, 2026",
        "By another Post Posted for its authors Nov. 17, 2026",
        "By nobody else Post Nov. 16, 2026",
        "Old Post Archived Nov. 12, 2026",
    ]
    assert page.heading == "Ann"


def test_a_long_list_of_what_a_person_wrote_has_pages(client: FlaskClient, now: datetime) -> None:
    person = PersonFactory()
    for n in range(12):
        PostFactory(title=f"Post number {n:02}", authors=[person], published_at=now - timedelta(hours=n))

    first, second, beyond = (visit(client, f"{person.path}{page}") for page in ("", "?page=2", "?page=99"))

    assert len(first.all("#written li.ion-result")) == 10
    assert second.texts("#written h3") == beyond.texts("#written h3") == ["Post number 10", "Post number 11"]


def test_a_person_without_anything_here_has_no_list(client: FlaskClient) -> None:
    assert visit(client, PersonFactory().path).all("#written") == []


@pytest.mark.parametrize("payload", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_someone_typed_about_themselves_does_nothing(client: FlaskClient, payload: str) -> None:
    payload = payload.replace("\x00", "")  # no form lets one in, and PostgreSQL holds none
    line = payload[:200]
    texts = {"name": line, "job_title": line, "affiliation": line, "ask_me_about": line}

    page = visit(client, MemberFactory(bio=payload, **texts).person.path)

    assert page.status == 200
    drawn = page.all("main *")
    assert {tag.name for tag in drawn} <= HARMLESS
    names = {name for tag in page.all("main .ion-prose *") for name in tag.attrs}
    assert names <= {"href", "rel", "id", "class", "align", "scope", "role", "tabindex", "aria-label"}
    ids = [str(tag["id"]) for tag in page.all("main .ion-prose [id]")]
    assert [id for id in ids if not re.match(r"h-bio-|fn", id)] == []
    classes = {name for tag in page.all("main .ion-prose [class]") for name in tag["class"]}
    assert classes <= {"ion-table-scroll"} | {name for name in classes if name.startswith("footnote")}
    assert [tag for tag in drawn if any(str(name).startswith(("on", "data-hx")) for name in tag.attrs)] == []
    assert [href for href, _ in page.links("main") if ESCAPING.match(href.strip())] == []


@pytest.mark.parametrize("is_member", [False, True])
def test_a_page_asks_little_whoever_wrote_how_much(
    client: FlaskClient, now: datetime, is_member: bool
) -> None:
    lists()
    if is_member:
        sign_in(client, UserFactory())
    quiet = MemberFactory(terms={"role": ["employers"]}, organization_id=organization()).person
    busy = MemberFactory(terms=TERMS, zone="America/Denver", organization_id=quiet.organization_id).person
    PostFactory(authors=[quiet])
    for n in range(30):
        (PracticeFactory if n % 2 else PostFactory)(authors=[busy])

    few, many = questions(client, quiet.path), questions(client, busy.path)

    assert len(few) <= 6, few
    assert few == many


def test_a_demoted_login_sees_no_more_than_it_may(client: FlaskClient) -> None:
    person = PersonFactory(audience="staff")
    editor = UserFactory(Grant.EDITOR)
    sign_in(client, editor)
    assert visit(client, person.path).status == 200

    with unit_of_work() as session:
        session.get_one(type(editor), editor.id).suspended_at = clock.now()

    assert visit(client, person.path).status == 404
