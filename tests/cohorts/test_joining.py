"""Joining, ranking and leaving a cohort, and people from a spreadsheet."""

from datetime import date

import pytest
from flask import Flask

from ion.base.extensions import db
from ion.cohorts.queries.ranking import order_of
from ion.cohorts.services import importing, joining, planning, ranking
from ion.cohorts.services.importing import Trouble
from ion.cohorts.services.joining import Wish
from ion.core import signals
from ion.core.matching.scoring import Criterion
from ion.core.refusals import NotThere, Refused
from ion.core.unit_of_work import unit_of_work
from ion.models import (
    CohortMember,
    CohortState,
    MentoringCohort,
    NeedState,
    Side,
    User,
    Weight,
)
from tests.cohorts.scene import EMPLOYERS, CohortFactory, facilitator, mentee_in, mentor_in, need_in
from tests.factories import MentorFactory, TopicFactory, UserFactory
from tests.racing import at_once

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]
WISH = Wish("How do I keep employers at the table?", [Criterion(*EMPLOYERS, Weight.MUST)])


def open_cohort() -> MentoringCohort:
    return CohortFactory(state=CohortState.OPEN)


def member(cohort: MentoringCohort, person_id: int) -> CohortMember | None:
    db.session.rollback()
    found = db.session.get(CohortMember, (cohort.id, person_id), populate_existing=True)
    return found if found and found.left_at is None else None


def test_joining_as_a_mentee_keeps_what_they_look_for_and_again_changes_it() -> None:
    cohort, me = open_cohort(), UserFactory().person_id

    for question in ("First?", WISH.question):
        with unit_of_work():
            joining.join_as_mentee(cohort.id, me, Wish(question, WISH.criteria))

    need = need_in(cohort, me)
    assert (need.question, need.state) == (WISH.question, NeedState.OPEN)
    assert [(row.facet, row.key, row.weight) for row in need.criteria] == [(*EMPLOYERS, Weight.MUST)]
    assert member(cohort, me) is not None
    assert db.session.get_one(MentoringCohort, cohort.id).version == 2


def test_only_who_said_what_they_can_talk_about_joins_as_a_mentor() -> None:
    cohort, plain, mentor = open_cohort(), UserFactory().person_id, MentorFactory(EMPLOYERS).person_id

    with pytest.raises(Refused, match="what you can talk about"), unit_of_work():
        joining.join_as_mentor(cohort.id, plain, openings=2)
    with unit_of_work():
        joining.join_as_mentor(cohort.id, mentor, openings=2)

    found = member(cohort, mentor)
    assert found is not None and (found.side, found.openings) == (Side.MENTOR, 2)
    assert member(cohort, plain) is None


def test_nobody_joins_before_it_opens_after_its_last_day_or_while_it_is_matched() -> None:
    me = UserFactory().person_id
    for state, closes_on, error in (
        (CohortState.DRAFT, None, NotThere),
        (CohortState.OPEN, date(2026, 11, 20), Refused),
        (CohortState.MATCHING, None, Refused),
    ):
        cohort = CohortFactory(state=state, closes_on=closes_on)

        with pytest.raises(error), unit_of_work():
            joining.join_as_mentee(cohort.id, me, WISH)

        assert member(cohort, me) is None


def test_who_is_in_it_changes_what_they_look_for_after_the_last_day_to_join() -> None:
    cohort = CohortFactory(state=CohortState.OPEN, closes_on=date(2026, 11, 20))
    me = mentee_in(cohort)

    with unit_of_work():
        joining.join_as_mentee(cohort.id, me, WISH)

    assert need_in(cohort, me).question == WISH.question


def test_leaving_takes_the_need_back_and_everybody_s_rank_of_them_away() -> None:
    cohort = open_cohort()
    mentor, other, me = mentor_in(cohort), mentor_in(cohort), mentee_in(cohort)
    with unit_of_work():
        ranking.add(cohort.id, me, mentor)
        ranking.add(cohort.id, mentor, me)
        ranking.add(cohort.id, me, other)

    with unit_of_work():
        joining.leave(cohort.id, mentor)

    assert member(cohort, mentor) is None
    assert (order_of(cohort.id, me), order_of(cohort.id, mentor)) == ([other], [])
    with unit_of_work():
        joining.leave(cohort.id, me)
    assert need_in(cohort, me).state is NeedState.WITHDRAWN


def test_somebody_suspended_is_in_no_cohort_that_is_still_to_be_matched() -> None:
    user = UserFactory()
    running, done = CohortFactory(), CohortFactory(state=CohortState.PUBLISHED)
    me = mentee_in(running, user=user)
    with unit_of_work() as session:
        session.add(
            CohortMember(cohort_id=done.id, person_id=me, side=Side.MENTEE, joined_at=running.created_at)
        )

    with unit_of_work():
        signals.account_changed.send(db.session.get_one(User, user.id), what="suspended")

    assert (member(running, me), member(done, me) is not None) == (None, True)


def test_one_s_order_is_added_to_moved_and_taken_from() -> None:
    cohort = open_cohort()
    a, b, c = (mentor_in(cohort) for _ in range(3))
    me = mentee_in(cohort)

    def order() -> list[int]:
        db.session.rollback()
        return order_of(cohort.id, me)

    for other in (a, b, c, b):
        with unit_of_work():
            ranking.add(cohort.id, me, other)
    assert order() == [a, b, c]
    with unit_of_work():
        ranking.move(cohort.id, me, c, by=-1)
    assert order() == [a, c, b]
    with unit_of_work():
        ranking.move(cohort.id, me, a, by=0)
    assert order() == [c, b]


def test_nobody_ranks_more_than_ten_their_own_side_or_strangers() -> None:
    cohort = open_cohort()
    mentors = [mentor_in(cohort) for _ in range(11)]
    me, peer, stranger = mentee_in(cohort), mentee_in(cohort), UserFactory().person_id
    with unit_of_work():
        for other in mentors[:10]:
            ranking.add(cohort.id, me, other)

    with pytest.raises(Refused, match="10"), unit_of_work():
        ranking.add(cohort.id, me, mentors[10])
    for other in (peer, stranger, me):
        with pytest.raises(NotThere), unit_of_work():
            ranking.add(cohort.id, me, other)

    assert order_of(cohort.id, me) == mentors[:10]


def test_two_ranks_at_once_are_both_kept(app: Flask) -> None:
    cohort = open_cohort()
    mentors, me = [mentor_in(cohort) for _ in range(8)], mentee_in(cohort)
    id = cohort.id

    def add(number: int) -> None:
        with unit_of_work():
            ranking.add(id, me, mentors[number])

    assert at_once(app, add) == [None] * 8
    assert sorted(order_of(id, me)) == sorted(mentors)


def test_a_spreadsheet_brings_members_in_and_names_each_row_it_could_not_take() -> None:
    cohort, by = open_cohort(), facilitator().id
    TopicFactory(key="employers", name="Employer engagement")
    mentor, mentee = MentorFactory(EMPLOYERS), UserFactory(email="mentee@ion.example")
    UserFactory(email="plain@ion.example")
    address = db.session.query(User.email).filter(User.person_id == mentor.person_id).scalar()
    sheet = (
        "Email,Side,Openings,Question,Topics\n"
        f"{address.upper()},mentor,3,,\n"
        "mentee@ion.example,mentee,,How?,Employer engagement\n"
        "nobody@ion.example,mentee,,,\n"
        "plain@ion.example,mentor,1,,\n"
        "plain@ion.example,helper,1,,\n"
    ).encode("utf-8-sig")

    with unit_of_work():
        taken = importing.bring_in(cohort.id, importing.read(sheet), user_id=by)

    found = member(cohort, mentor.person_id)
    assert found is not None and found.openings == 3
    assert [row.key for row in need_in(cohort, mentee.person_id).criteria] == ["employers"]
    assert taken.people == 2
    assert taken.troubles == [
        Trouble(4, "nobody@ion.example", importing.UNKNOWN),
        Trouble(5, "plain@ion.example", importing.NO_PROFILE),
        Trouble(6, "plain@ion.example", importing.NO_SIDE),
    ]


def test_a_file_that_is_no_list_of_people_is_refused_in_words() -> None:
    for content in (b"\xff\xfe\x00", b"name,side\nA,mentor\n", b""):
        with pytest.raises(Refused):
            importing.read(content)


def test_opening_a_draft_is_told_once_and_a_lot_is_drawn_that_nobody_chose() -> None:
    told: list[int] = []

    def hear(cohort: MentoringCohort) -> None:
        told.append(cohort.id)

    signals.cohort_opened.connect(hear)
    by = facilitator().id
    with unit_of_work():
        ids = [planning.create(planning.Plan("Spring"), user_id=by).id for _ in range(2)]

    for deed in (planning.open_now, planning.begin_matching, planning.open_now):
        with unit_of_work():
            deed(ids[0], user_id=by)

    signals.cohort_opened.disconnect(hear)
    assert told == [ids[0]]
    lots = [db.session.get_one(MentoringCohort, id).lot for id in ids]
    assert [len(lot) for lot in lots] == [32, 32] and lots[0] != lots[1]
