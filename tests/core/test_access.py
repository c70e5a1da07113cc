"""Seeing is membership: one set of tokens, one rule in SQL."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from ion.base.extensions import db
from ion.core.access import CURRENT, SEEN, Viewer, archived, current, scopes, visible
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, Item, ItemState
from tests.conftest import NOW

TOKENS = ("public", "members", "staff", "group:7", "user:4", "user:42")
MOMENT = timedelta(microseconds=1)


def viewer(*grants: Grant) -> Viewer:
    return Viewer(id=42, person_id=1, name="Ana", grants=frozenset(grants))


def test_nobody_holds_the_public_token_alone() -> None:
    assert scopes(None) == {"public"}


def test_a_member_holds_the_members_token_and_their_own() -> None:
    assert scopes(viewer(Grant.MEMBER)) == {"public", "members", "user:42"}


@pytest.mark.parametrize("grant", [Grant.EDITOR, Grant.FACILITATOR, Grant.ADMIN])
def test_every_staff_grant_holds_the_staff_token_too(grant: Grant) -> None:
    assert scopes(viewer(Grant.MEMBER, grant)) == {"public", "members", "user:42", "staff"}
    assert viewer(grant).is_staff


def test_a_member_is_not_staff() -> None:
    assert not viewer(Grant.MEMBER).is_staff


instants = st.one_of(st.none(), st.integers(-2, 2).map(lambda steps: NOW + steps * MOMENT))
rows = st.lists(
    st.tuples(st.sampled_from(list(ItemState)), st.sampled_from(TOKENS), instants), min_size=1, max_size=12
)


@pytest.mark.database
@pytest.mark.usefixtures("app")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=rows, tokens=st.frozensets(st.sampled_from(TOKENS)))
def test_sql_shows_exactly_what_is_published_to_a_token_held_and_divides_it_at_the_instant(
    rows: list[tuple[ItemState, str, datetime | None]], tokens: frozenset[str]
) -> None:
    with unit_of_work() as session:
        session.execute(delete(Item))
        session.add_all(
            Item(
                id=at, kind="post", slug=str(at), title="", state=state, audience=audience, expires_at=expires
            )
            for at, (state, audience, expires) in enumerate(rows, 1)
        )
    seen = {at for at, row in enumerate(rows, 1) if row[0] == ItemState.PUBLISHED and row[1] in tokens}
    past = {at for at, row in enumerate(rows, 1) if row[2] is not None and row[2] <= NOW}

    def ids(condition: object, **parameters: object) -> set[int]:
        return set(db.session.scalars(select(Item.id).where(condition), parameters))  # type: ignore[arg-type]

    assert ids(visible(tokens)) == ids(SEEN, scopes=sorted(tokens)) == seen
    assert ids(archived(NOW)) == past
    assert ids(current(NOW)) == ids(CURRENT, now=NOW) == set(range(1, len(rows) + 1)) - past
