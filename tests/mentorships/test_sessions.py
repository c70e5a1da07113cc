"""Sessions: times proposed and chosen, what calendars are told, shared and private notes."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.core.wall_times import moment
from ion.mentorships.services import notes, sessions
from ion.mentorships.services.refusals import NotThere, Refused, Stale
from ion.mentorships.services.sessions import Plan
from ion.models import Delivery, MentorshipSession, SessionNote
from tests.factories import UserFactory
from tests.mentorships.scene import EAST, at, one, pair, session_in, sessions_of, under_way
from tests.racing import at_once

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app")]


def mails() -> list[Delivery]:
    db.session.rollback()
    return list(db.session.scalars(select(Delivery).order_by(Delivery.id)))


def test_a_chosen_time_takes_the_others_away_and_goes_into_both_calendars(now: datetime) -> None:
    mentor, mentee = pair()
    id = under_way(mentor, mentee)
    with unit_of_work():
        made = sessions.propose(
            id, mentor.person_id, [at(now, days=1), at(now, days=2)], Plan(45, "https://meet.example/x")
        )
        chosen = made[1].id

    with unit_of_work():
        sessions.choose(id, mentee.person_id, chosen)

    assert [(each.id, each.confirmed_at) for each in sessions_of(id)] == [(chosen, now)]
    texts = [mail.context["calendar"]["text"] for mail in mails()]
    assert [mail.user_id for mail in mails()] == [mentor.id, mentee.id]
    assert all("METHOD:REQUEST" in text and f"mentorship-session-{chosen}@" in text for text in texts)
    assert not any("meet.example" in text for text in texts)
    assert (mails()[0].context["yours"], mails()[1].context["yours"]) == (
        "",
        "Mon., Nov. 23, 2026, 12:00 p.m. PT",
    )


def test_a_time_in_the_repeated_hour_is_the_one_that_was_meant(now: datetime) -> None:
    mentor, mentee = pair()
    id = under_way(mentor, mentee)
    twice = datetime(2027, 11, 7, 1, 30)  # noqa: DTZ001 - wall time

    with unit_of_work():
        sessions.propose(id, mentor.person_id, [moment(twice, EAST, second=True)], Plan())

    row = one(MentorshipSession)
    assert (row.wall_at, row.starts_at) == (twice, datetime(2027, 11, 7, 6, 30, tzinfo=UTC))


def test_nobody_chooses_their_own_time_nor_one_that_passed(now: datetime) -> None:
    mentor, mentee = pair()
    id = under_way(mentor, mentee)
    with unit_of_work():
        session_id = sessions.propose(id, mentor.person_id, [at(now, days=1)], Plan())[0].id

    with pytest.raises(Refused, match="other side chooses"), unit_of_work():
        sessions.choose(id, mentor.person_id, session_id)
    with clock.frozen(now + timedelta(days=2)), pytest.raises(Refused, match="has passed"), unit_of_work():
        sessions.choose(id, mentee.person_id, session_id)
    with pytest.raises(Refused, match="proposed already"), unit_of_work():
        sessions.propose(id, mentee.person_id, [at(now, days=1)], Plan())

    assert sessions_of(id)[0].confirmed_at is None


def test_of_two_times_chosen_at_once_one_is_the_session(app: Flask, now: datetime) -> None:
    mentor, mentee = pair()
    id, chooser = under_way(mentor, mentee), mentee.person_id
    with unit_of_work():
        made = sessions.propose(id, mentor.person_id, [at(now, days=day) for day in (1, 2, 3)], Plan())
        ids = [each.id for each in made]

    def deed(number: int) -> bool:
        with unit_of_work():
            return sessions.choose(id, chooser, ids[number % 3]).confirmed_at is not None

    at_once(app, deed)

    assert len(sessions_of(id)) == 1
    assert len(mails()) == 2


def test_a_canceled_session_leaves_both_calendars(now: datetime) -> None:
    mentor, mentee = pair()
    id = under_way(mentor, mentee)
    session_id = session_in(id, mentor, mentee, at(now, days=1))

    for _ in range(2):
        with unit_of_work():
            sessions.cancel(id, mentor.person_id, session_id)

    told = [mail.context["calendar"]["text"] for mail in mails()][2:]
    assert len(told) == 2
    assert all("METHOD:CANCEL" in text and "SEQUENCE:1" in text for text in told)
    assert one(MentorshipSession).cancelled_at == now


def test_shared_notes_saved_meanwhile_are_not_overwritten(now: datetime) -> None:
    mentor, mentee = pair()
    id = under_way(mentor, mentee)
    with unit_of_work():
        session_id = sessions.propose(id, mentor.person_id, [at(now, days=1)], Plan())[0].id
    with pytest.raises(NotThere), unit_of_work():
        notes.write_shared(id, mentor.person_id, session_id, "Too early.", version=0)
    with unit_of_work():
        sessions.choose(id, mentee.person_id, session_id)

    with unit_of_work():
        notes.write_shared(id, mentor.person_id, session_id, "**Bring** the list.", version=0)
    with pytest.raises(Stale), unit_of_work():
        notes.write_shared(id, mentee.person_id, session_id, "Mine.", version=0)

    row = one(MentorshipSession)
    assert (row.shared_notes, row.notes_version) == ("**Bring** the list.", 1)
    assert "<strong>Bring</strong>" in row.shared_html


def test_own_notes_are_one_s_own_and_empty_ones_are_forgotten(now: datetime) -> None:
    mentor, mentee = pair()
    id, stranger = under_way(mentor, mentee), UserFactory()
    session_id = session_in(id, mentor, mentee, at(now, days=1))
    for words in ("Ask about the board.", "Ask about the budget."):
        with unit_of_work():
            notes.write_own(id, mentee.person_id, session_id, words)

    with pytest.raises(NotThere), unit_of_work():
        notes.write_own(id, stranger.person_id, session_id, "Let me in.")

    row = one(SessionNote)
    assert (row.person_id, row.words) == (mentee.person_id, "Ask about the budget.")
    with unit_of_work():
        notes.write_own(id, mentee.person_id, session_id, "")
    assert db.session.scalars(select(SessionNote)).all() == []


def test_a_session_took_place_only_once_it_has_begun(now: datetime) -> None:
    mentor, mentee = pair()
    id = under_way(mentor, mentee)
    session_id = session_in(id, mentor, mentee, at(now, days=1))

    with pytest.raises(Refused, match="not begun"), unit_of_work():
        sessions.hold(id, mentor.person_id, session_id)
    later = now + timedelta(days=2)
    with clock.frozen(later), unit_of_work():
        sessions.hold(id, mentor.person_id, session_id)

    assert one(MentorshipSession).held_at == later
