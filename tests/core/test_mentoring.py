"""What all of mentoring asks of the database: terms, openings, who is kept apart, what staff set."""

from datetime import UTC, date, datetime

import pytest

from ion.core import clock, site_settings
from ion.core.matching.scoring import TEXT, Reason, Weights
from ion.core.mentoring import apart_from, conflicts, facet_label, openings, reason_words, terms_of, weights
from ion.core.unit_of_work import unit_of_work
from ion.models import (
    BarKind,
    Block,
    GroupCall,
    MentoringBar,
    MentorProfile,
    Oversight,
    RequestState,
    User,
    Weight,
)
from tests.counting import statements
from tests.factories import OrganizationFactory, PersonFactory, TopicFactory, UserFactory
from tests.factories.mentoring import HeldTermFactory, MentorFactory, MentoringRequestFactory

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app")]

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NEW_YEAR = datetime(2027, 1, 1, 3, tzinfo=UTC)
"""Still December in Denver, January in Guam."""


def mentor_in(zone: str, limit: int = 3) -> MentorProfile:
    return MentorFactory(user=UserFactory(person=PersonFactory(zone=zone)), monthly_limit=limit)


def accepted(mentor: MentorProfile, on: date, **fields: object) -> None:
    MentoringRequestFactory(mentor=mentor, **{"state": RequestState.ACCEPTED, "accepted_on": on} | fields)


def offer_call(mentor: MentorProfile, on: date, **fields: object) -> int:
    usual = {
        "mentor_id": mentor.person_id,
        "about": "Employers",
        "wall_at": datetime(2026, 11, 30, 9),  # noqa: DTZ001 - a wall time
        "zone": "America/Denver",
        "starts_at": NOON,
        "offered_at": NOON,
        "offered_on": on,
    }
    call = GroupCall(**usual | fields)
    with unit_of_work() as session:
        session.add(call)
        session.flush()
        return call.id


def test_openings_are_the_limit_less_what_was_accepted_this_month() -> None:
    with clock.frozen(NOON):
        busy, noise = mentor_in("America/Denver"), mentor_in("America/Denver")
        accepted(busy, date(2026, 11, 3))
        accepted(busy, date(2026, 10, 31))
        MentoringRequestFactory(mentor=busy)
        MentoringRequestFactory(mentor=busy, state=RequestState.DECLINED)

        left = openings([busy.person_id, noise.person_id, UserFactory().person_id])

    assert left == {busy.person_id: 2, noise.person_id: 3}


def test_openings_count_a_group_call_once_and_a_cancelled_one_never() -> None:
    with clock.frozen(NOON):
        mentor = mentor_in("America/Denver")
        call = offer_call(mentor, date(2026, 11, 20))
        offer_call(mentor, date(2026, 11, 21), cancelled_at=NOON)
        for _ in range(3):
            accepted(mentor, date(2026, 11, 21), group_call_id=call)

        left = openings([mentor.person_id])

    assert left == {mentor.person_id: 2}


def test_openings_follow_the_month_of_the_mentors_own_zone() -> None:
    with clock.frozen(NEW_YEAR):
        denver, guam = mentor_in("America/Denver"), mentor_in("Pacific/Guam")
        for mentor in (denver, guam):
            accepted(mentor, date(2026, 12, 31))

        left = openings([denver.person_id, guam.person_id])

    assert left == {denver.person_id: 2, guam.person_id: 3}


@pytest.mark.parametrize(
    ("fields", "number"),
    [
        ({"paused_at": NOON}, 0),
        ({"ended_at": NOON}, 0),
        ({"away_until": date(2026, 11, 23)}, 0),
        ({"away_until": date(2026, 11, 22)}, 2),
    ],
)
def test_openings_are_none_while_nobody_is_asked(fields: dict[str, object], number: int) -> None:
    with clock.frozen(NOON):
        mentor = MentorFactory(**fields)

        assert openings([mentor.person_id]) == {mentor.person_id: number}


def test_openings_never_fall_below_none_where_the_limit_was_lowered() -> None:
    with clock.frozen(NOON):
        mentor = mentor_in("America/Denver", limit=1)
        for day in (2, 3):
            accepted(mentor, date(2026, 11, day))

        assert openings([mentor.person_id]) == {mentor.person_id: 0}


def test_terms_hold_what_one_offers_and_is_with_the_region_of_the_state() -> None:
    mentor = MentorFactory(("topic", "apprenticeship"))
    HeldTermFactory(mentor.person_id, ("state", "CO"), ("seeks", "topic"))

    found = terms_of([mentor.person_id, 0])

    assert found == {
        mentor.person_id: {("topic", "apprenticeship"), ("state", "CO"), ("region", "4")},
        0: frozenset(),
    }


def colleague(organization_id: int | None) -> User:
    return UserFactory(person=PersonFactory(organization_id=organization_id))


def bar(one: int, other: int, kind: BarKind) -> None:
    low, high = sorted((one, other))
    with unit_of_work() as session:
        session.add(MentoringBar(person_id=low, other_id=high, kind=kind, at=NOON))


def test_apart_from_names_the_strongest_reason_whoever_is_asked() -> None:
    board, college = OrganizationFactory(), OrganizationFactory()
    ana, ben, cy, dee = (colleague(id) for id in (board.id, board.id, college.id, None))
    noise = colleague(None)
    with unit_of_work() as session:
        session.add(Oversight(grantor_id=board.id, grantee_id=college.id, at=NOON))
        session.add(Block(user_id=ana.id, blocked_id=dee.id, at=NOON))
    bar(ana.person_id, dee.person_id, BarKind.ENDED_EARLY)
    bar(ana.person_id, ben.person_id, BarKind.SUPERVISOR)

    found = apart_from(ana.person_id)

    assert found == {ben.person_id: "supervisor", cy.person_id: "oversight", dee.person_id: "blocked"}
    assert apart_from(dee.person_id) == {ana.person_id: "blocked"}
    assert apart_from(cy.person_id) == {ana.person_id: "oversight", ben.person_id: "oversight"}
    assert apart_from(noise.person_id) == {}


def test_people_of_one_organization_are_apart_only_where_that_is_set() -> None:
    board = OrganizationFactory()
    ana, ben = colleague(board.id), colleague(board.id)

    assert apart_from(ana.person_id) == {ben.person_id: "same_organization"}
    assert apart_from(ana.person_id, same_organization=False) == {}


def test_openings_terms_and_conflicts_ask_as_much_of_many_as_of_few() -> None:
    ids = [MentorFactory(("topic", "intake")).person_id for _ in range(12)]

    counts = []
    for asked in (ids[:2], ids):
        with statements() as told:
            openings(asked)
            terms_of(asked)
            conflicts(asked)
        counts.append(len(told))

    assert counts == [8, 8]


def test_weights_are_those_that_staff_set() -> None:
    with unit_of_work():
        site_settings.change(site_settings.WEIGHT_HIGH, 9)

    assert weights() == Weights(high=9, medium=3, low=1)


def test_reasons_are_said_in_words() -> None:
    TopicFactory(key="intake", name="Common intake")

    said = [
        reason_words(Reason("topic", "intake", Weight.HIGH, 5, True)),
        reason_words(Reason("state", "CO", Weight.LOW, 1, True)),
        reason_words(Reason(TEXT, "", Weight.MEDIUM, 3, True, ("employers", "kick-off"))),
        reason_words(Reason(TEXT, "", Weight.MEDIUM, 0, False)),
        facet_label("region"),
    ]

    assert said == [
        "Common intake",
        "Colorado",
        "Wrote about employers, kick-off",
        "Words of the question",
        "ETA Region",
    ]
