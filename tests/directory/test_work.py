"""What pages of the directory cost: bounded for ten organizations and people, and for two thousand."""

from datetime import datetime
from itertools import product

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert

from ion.core.tallies import raise_version
from ion.core.unit_of_work import unit_of_work
from ion.models import Organization, OrganizationTerm, Person, PersonTerm
from tests.counting import questions, statements
from tests.factories import LocalAreaFactory, UserFactory, sign_in
from tests.reading import visit

pytestmark = pytest.mark.database


def many(number: int, start: int = 0) -> None:
    """`number` organizations in Kentucky, each with a person, past the factories."""
    ids = [1_000_000 + start + n for n in range(number)]
    home = ids[0] - start
    terms = [("state", "KY"), ("role", "colleges"), ("sector", "62"), ("area", "ky-bluegrass")]
    with unit_of_work() as session:
        session.execute(
            insert(Organization),
            [{"id": id, "slug": f"one-{id}", "name": f"One {id}", "about": "Of many."} for id in ids],
        )
        session.execute(
            insert(OrganizationTerm),
            [{"organization_id": id, "facet": facet, "key": key} for id, (facet, key) in product(ids, terms)],
        )
        session.execute(
            insert(Person),
            [{"id": id, "slug": f"p-{id}", "name": f"P {id}", "organization_id": home} for id in ids],
        )
        session.execute(
            insert(PersonTerm),
            [{"person_id": id, "facet": facet, "key": key} for id, (facet, key) in product(ids, terms[:2])],
        )
        for kind in ("organization", "person"):
            raise_version(session, kind)


PAGES = (
    "/directory/",
    "/directory/?q=one&state=KY&role=colleges&page=2",
    "/directory/one-1000000",
    "/roles/",
    "/roles/colleges",
    "/people/",
    "/people/?q=p&state=KY&role=colleges&page=2",
    "/people/?organization=one-1000000",
    "/states/",
    "/states/KY",
    "/people/?state=KY&area=none&page=2",
)


@pytest.mark.parametrize("is_member", [False, True])
def test_a_page_asks_little_and_the_same_of_ten_and_of_two_thousand(
    client: FlaskClient, now: datetime, is_member: bool
) -> None:
    LocalAreaFactory("ky-bluegrass")
    if is_member:
        sign_in(client, UserFactory())
    many(10)
    few = {path: questions(client, path) for path in PAGES}

    many(1_990, start=10)
    lots = {path: questions(client, path) for path in PAGES}

    assert {path: told for path, told in few.items() if len(told) > 6} == {}
    assert few == lots


@pytest.mark.parametrize("path", PAGES)
def test_the_first_view_after_a_change_asks_no_more_of_a_thousand_than_of_thirty(
    client: FlaskClient, now: datetime, path: str
) -> None:
    LocalAreaFactory("ky-bluegrass")
    many(30)
    with statements() as few:
        visit(client, path)

    many(970, start=30)
    with statements() as lots:
        visit(client, path)

    assert len(lots) <= len(few) <= 18, few
