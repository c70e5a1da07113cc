"""Runs of the matching through the database: what they keep, what makes them out of date, and the same every time."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import undefer

from ion.base.extensions import db
from ion.cohorts.queries.why import answer
from ion.cohorts.services import deciding, joining, running
from ion.core import blocking
from ion.core.matching.record import verify
from ion.core.refusals import Refused
from ion.core.unit_of_work import unit_of_work
from ion.models import (
    BarKind,
    CohortState,
    Match,
    MatchMode,
    MatchOrigin,
    MatchRun,
    MentoringBar,
    MentoringCohort,
    Mentorship,
    Organization,
    Person,
    User,
    Weight,
)
from tests.cohorts.scene import (
    EMPLOYERS,
    YOUTH,
    CohortFactory,
    edit,
    facilitator,
    mentee_in,
    mentor_in,
    pairs_of,
    put_in,
    rank,
    run_of,
)
from tests.factories import MentorshipFactory, OrganizationFactory, PersonFactory, UserFactory
from tests.racing import at_once

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]


def whole(run: MatchRun) -> MatchRun:
    """The run with its record."""
    return db.session.scalars(
        select(MatchRun).where(MatchRun.id == run.id).options(undefer(MatchRun.record))
    ).one()


def test_a_run_matches_by_own_ranks_first_and_then_by_fit_and_its_record_verifies() -> None:
    cohort = CohortFactory()
    close, far = mentor_in(cohort, EMPLOYERS, YOUTH), mentor_in(cohort)
    picky, plain = mentee_in(cohort), mentee_in(cohort, EMPLOYERS, YOUTH)
    rank(cohort, picky, far)

    run = whole(run_of(cohort))

    assert pairs_of(run) == {picky: far, plain: close}
    assert verify(run.record) == []
    assert run.inputs_hash == run.record["inputs_hash"]
    assert {mode: figures["placed"] for mode, figures in run.figures.items()} == dict.fromkeys(MatchMode, 2)


def test_a_pair_keeps_its_points_and_reasons_and_one_without_a_mentor_why() -> None:
    cohort = CohortFactory()
    mentor = mentor_in(cohort)
    mentee = mentee_in(cohort, (*EMPLOYERS, Weight.HIGH), (*YOUTH, Weight.HIGH))
    strict = mentee_in(cohort, (*YOUTH, Weight.MUST))

    run = run_of(cohort)

    match, without = (db.session.get_one(Match, (run.id, id)) for id in (mentee, strict))
    assert (match.mentor_id, match.points) == (mentor, 50)
    assert [(row["key"], row["points"], row["is_met"]) for row in match.reasons] == [
        ("employers", 50, True),
        ("youth", 0, False),
    ]
    assert (without.mentor_id, without.why) == (None, "nobody_fits")


def test_who_has_nothing_that_a_mentee_looks_for_is_matched_with_them_only_where_they_ranked_them() -> None:
    cohort = CohortFactory()
    mentor, mentee = mentor_in(cohort), mentee_in(cohort, YOUTH)
    before = run_of(cohort)

    rank(cohort, mentee, mentor)

    assert pairs_of(before) == {mentee: None}
    assert pairs_of(run_of(cohort)) == {mentee: mentor}


def test_the_order_of_rows_changes_nothing() -> None:
    def made(backwards: bool) -> dict[int, int | None]:
        cohort = CohortFactory()
        ids = ids_of_people[::-1] if backwards else ids_of_people
        for make, user in ids:
            make(cohort, user=user)
        found = pairs_of(run := run_of(cohort))
        hashes.append(whole(run).record["inputs_hash"])
        return found

    hashes: list[str] = []
    mentors, mentees = [UserFactory() for _ in range(3)], [UserFactory() for _ in range(3)]
    ids_of_people: list[tuple[Any, Any]] = [(mentee_in, user) for user in mentees]
    profiles = CohortFactory()
    for user in mentors:
        mentor_in(profiles, user=user)

        def again(cohort: Any, user: Any) -> None:
            put_in(cohort, user, "mentor")  # type: ignore[arg-type]

        ids_of_people.append((again, user))
    first = made(backwards=False)

    assert made(backwards=True) == first
    assert len(set(hashes)) == 1


APART = ("supervisor", "ended early", "blocked", "one organization", "together", "apart")


def keep_apart(cohort: MentoringCohort, why: str, one: User, other: User, by: int) -> None:
    """Let that be true of a mentor and a mentee."""
    mentor, mentee = one.person_id, other.person_id
    if why in ("supervisor", "ended early"):
        kind = BarKind.SUPERVISOR if why == "supervisor" else BarKind.ENDED_EARLY
        lower, higher = sorted((mentor, mentee))
        bar = MentoringBar(person_id=lower, other_id=higher, kind=kind, at=cohort.created_at)
        db.session.add(bar)
    elif why == "blocked":
        blocking.block(other.id, one.id)
    elif why == "one organization":
        organization_id = db.session.scalars(select(Organization.id)).one()
        for id in (mentor, mentee):
            db.session.get_one(Person, id).organization_id = organization_id
    elif why == "apart":
        deciding.keep_apart(cohort.id, mentee, mentor, reason="They shared an office.", user_id=by)


def test_no_run_matches_two_people_who_are_kept_apart() -> None:
    cohort, by = CohortFactory(), facilitator().id
    OrganizationFactory()
    pairs = {why: (UserFactory(), UserFactory()) for why in APART}
    for why, (one, other) in pairs.items():
        mentor_in(cohort, ("topic", why), user=one)
        mentee_in(cohort, ("topic", why, Weight.MUST), user=other)
    assert pairs_of(run_of(cohort)) == {other.person_id: one.person_id for one, other in pairs.values()}
    MentorshipFactory(*pairs["together"])

    with unit_of_work():
        for why, people in pairs.items():
            keep_apart(cohort, why, *people, by)
    run = run_of(cohort)

    assert pairs_of(run) == {other.person_id: None for _, other in pairs.values()}
    assert set(db.session.scalars(select(Match.why).where(Match.run_id == run.id))) == {"kept_apart"}


def test_what_was_edited_by_hand_is_kept_by_every_run_and_makes_the_one_before_out_of_date() -> None:
    cohort = CohortFactory()
    close, far = mentor_in(cohort, EMPLOYERS, YOUTH), mentor_in(cohort)
    mentee, other = mentee_in(cohort, EMPLOYERS, YOUTH), mentee_in(cohort)
    rank(cohort, other, far)
    before = run_of(cohort)
    assert pairs_of(before)[mentee] == close

    edit(cohort, mentee, far)
    edit(cohort, other, None)
    after = whole(run_of(cohort, MatchMode.BEST_TOTAL))

    db.session.refresh(cohort)
    assert pairs_of(after) == {mentee: far, other: None}
    assert db.session.get_one(Match, (after.id, mentee)).origin is MatchOrigin.EDITED
    assert db.session.get_one(Match, (after.id, other)).why == "by_hand"
    assert after.record["inputs"]["edited"] == [[mentee, far], [other, None]]
    assert (before.inputs_version < cohort.version, after.inputs_version) == (True, cohort.version)


def test_nobody_is_given_more_mentees_by_hand_than_they_take() -> None:
    cohort = CohortFactory()
    mentor, one, two = mentor_in(cohort), mentee_in(cohort), mentee_in(cohort)
    edit(cohort, one, mentor)

    with pytest.raises(Refused, match="Every opening"):
        edit(cohort, two, mentor)

    assert pairs_of(run_of(cohort)) == {one: mentor, two: None}


def test_a_run_says_whom_it_cannot_match_as_decided_since_one_of_them_is_gone() -> None:
    cohort = CohortFactory()
    user = UserFactory(person=PersonFactory(name="Ada Reyes"))
    mentor, mentee = mentor_in(cohort), mentee_in(cohort, user=user)
    edit(cohort, mentee, mentor)
    with unit_of_work():
        user.suspended_at = cohort.created_at  # without the signal that would take them out

    run = run_of(cohort)

    assert run.problem.startswith("ION staff decided pairs with people who are not here any more: Ada Reyes")
    assert pairs_of(run) == {}


def test_two_runs_are_not_made_at_once(app: Flask) -> None:
    cohort_id, by = CohortFactory().id, facilitator().id

    def ask(_: int) -> str:
        try:
            with unit_of_work():
                running.ask(cohort_id, MatchMode.STABLE, user_id=by)
        except Refused as refused:
            return refused.words
        return "asked"

    assert sorted(at_once(app, ask)) == [running.UNDER_WAY] * 7 + ["asked"]


def test_a_run_done_twice_by_the_worker_stays_as_it_was() -> None:
    cohort = CohortFactory()
    mentor, mentee = mentor_in(cohort), mentee_in(cohort)
    run = run_of(cohort)

    with unit_of_work():
        joining.leave(cohort.id, mentee)
        running.keep(run.id, running.Made([], {}, {}, "", 99))

    db.session.expire_all()
    assert pairs_of(run) == {mentee: mentor}
    assert run.inputs_version == 0


def test_why_not_another_mentor_is_answered_from_the_record() -> None:
    cohort = CohortFactory()
    names = ["Bea", "Cal", "Dev"]
    wanted, spare, strange = (
        mentor_in(cohort, *terms, user=UserFactory(person=PersonFactory(name=name)))
        for name, terms in zip(names, [(EMPLOYERS, YOUTH), (EMPLOYERS,), (YOUTH,)], strict=True)
    )
    first = mentee_in(
        cohort, (*EMPLOYERS, Weight.MUST), YOUTH, user=UserFactory(person=PersonFactory(name="Eve"))
    )
    second = mentee_in(cohort, (*EMPLOYERS, Weight.MUST), user=UserFactory(person=PersonFactory(name="Fay")))
    rank(cohort, second, wanted)
    rank(cohort, wanted, first)
    run = whole(run_of(cohort))
    assert pairs_of(run) == {first: wanted, second: spare}

    answers = [answer(cohort, run, *pair) for pair in ((second, wanted), (first, spare), (second, strange))]

    assert answers == [
        "Bea is full with Eve, all higher in the order of Bea or decided by ION staff.",
        "Eve has Bea, who stands higher in the order of Eve.",
        "Dev does not have what Fay looks for, with all that is a must, or many others fit better.",
    ]
    assert db.session.scalars(select(Mentorship)).all() == []


def test_a_run_waits_until_nobody_joins_any_more() -> None:
    cohort = CohortFactory(state=CohortState.OPEN, closes_on=date(2026, 12, 1))

    with pytest.raises(Refused, match="Let nobody join"):
        run_of(cohort)
