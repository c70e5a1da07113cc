"""The call of an accepted request: times in two zones, one that is chosen, calendars, and how it was."""

from datetime import datetime, timedelta

import pytest

from ion.base.extensions import db
from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.core.wall_times import Moment, moment
from ion.mentoring.services import calls, feedback
from ion.mentoring.services.refusals import NotThere, Refused
from ion.models import CallFeedback, CallSlot, MentoringRequest, RequestState
from tests.factories import PersonFactory, UserFactory
from tests.factories.mentoring import MentorFactory, MentoringRequestFactory, NeedFactory
from tests.mailbox import read_mail
from tests.mentoring.asking import fresh, work

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]
EAST, CENTRAL = "America/New_York", "America/Chicago"


def accepted() -> tuple[MentoringRequest, int, int]:
    """An accepted request, its mentee (in the east) and mentor (in Chicago), as persons."""
    mentee = UserFactory(person=PersonFactory(name="Dana Ruiz", zone=EAST))
    mentor = UserFactory(person=PersonFactory(name="Lee Park", zone=CENTRAL))
    request = MentoringRequestFactory(
        NeedFactory(mentee=mentee), MentorFactory(user=mentor), state=RequestState.ACCEPTED
    )
    return request, mentee.person_id, mentor.person_id


def at(day: int, hour: int = 9, zone: str = CENTRAL) -> Moment:
    return moment(datetime.fromisoformat(f"2026-12-{day:02}T{hour:02}:00"), zone)


def propose(person_id: int, request_id: int, *moments: Moment) -> list[CallSlot]:
    with unit_of_work():
        return calls.propose(person_id, request_id, moments, "https://meet.example/7")


def choose(person_id: int, request_id: int, slot: CallSlot) -> CallSlot:
    slot_id = slot.id
    with unit_of_work():
        return calls.choose(person_id, request_id, slot_id)


def test_times_are_proposed_in_one_mail_and_the_other_one_chooses() -> None:
    request, mentee_id, mentor_id = accepted()
    slots = propose(mentor_id, request.id, at(1), at(2))

    with pytest.raises(Refused, match="the other one chooses"):
        choose(mentor_id, request.id, slots[0])
    chosen = choose(mentee_id, request.id, slots[1])
    choose(mentee_id, request.id, slots[1])

    mails = read_mail()
    subjects = [mail.subject.split(" | ")[0] for mail in mails]
    assert subjects[0] == "Lee Park proposed times for your conversation"
    assert sorted(subjects[1:]) == [
        "Your conversation with Dana Ruiz: Wed., Dec. 2, 2026, 9:00 a.m. CT",
        "Your conversation with Lee Park: Wed., Dec. 2, 2026, 10:00 a.m. ET",
    ]
    assert "For Lee Park: Wed., Dec. 2, 2026, 9:00 a.m. CT" in "".join(mail.text for mail in mails)
    assert not any("meet.example" in mail.text for mail in mails)
    assert chosen.chosen_at == clock.now()


def test_another_time_moves_the_call_and_calling_it_off_takes_it_away() -> None:
    request, mentee_id, mentor_id = accepted()
    first, second = propose(mentor_id, request.id, at(1), at(2))
    choose(mentee_id, request.id, first)
    moved = choose(mentee_id, request.id, second)
    moved_id, was = moved.id, moved.sequence

    with unit_of_work():
        calls.cancel(mentor_id, request.id, moved_id)

    rows = {slot.id: slot for slot in db.session.query(CallSlot)}
    assert rows[first.id].cancelled_at is not None
    assert was > rows[first.id].sequence
    assert rows[moved_id].sequence == was + 1
    assert "Called off: your conversation with Lee Park" in read_mail()[-2].subject + read_mail()[-1].subject


def test_propose_refuses_the_past_too_many_and_strangers_and_adds_no_time_twice() -> None:
    request, mentee_id, mentor_id = accepted()
    propose(mentor_id, request.id, *[at(day) for day in range(1, 6)])

    assert propose(mentee_id, request.id, at(1, 10, EAST)) == []
    with pytest.raises(Refused, match="At most 5"):
        propose(mentee_id, request.id, at(8))
    with pytest.raises(Refused, match="still to come"):
        propose(mentee_id, request.id, moment(datetime.fromisoformat("2026-11-01T09:00"), EAST))
    with pytest.raises(NotThere):
        propose(UserFactory().person_id, request.id, at(9))


def test_the_mentee_is_asked_once_a_day_after_the_call_how_it_was(now: datetime) -> None:
    request, mentee_id, mentor_id = accepted()
    slot = choose(mentee_id, request.id, propose(mentor_id, request.id, at(1))[0])
    over = slot.starts_at + timedelta(days=1, minutes=30)

    with clock.frozen(over - timedelta(minutes=1)):
        work()
        early = [mail.subject for mail in read_mail() if "How was" in mail.subject]
    with clock.frozen(over):
        work()
        work()
        asked = [mail.address for mail in read_mail() if "How was" in mail.subject]

    assert early == []
    assert len(asked) == 1
    assert fresh(request).followed_up_at == over


def test_who_said_how_it_was_is_not_asked_and_may_change_it(now: datetime) -> None:
    request, mentee_id, mentor_id = accepted()
    slot = choose(mentee_id, request.id, propose(mentor_id, request.id, at(1))[0])
    begins = slot.starts_at

    with pytest.raises(Refused, match="still to come"), unit_of_work():
        feedback.tell_held(mentee_id, request.id, 5)
    with clock.frozen(begins + timedelta(hours=1)):
        for usefulness in (3, 5):
            with unit_of_work():
                feedback.tell_held(mentee_id, request.id, usefulness, "Thank you")
    with clock.frozen(begins + timedelta(days=2)):
        work()

    assert fresh(request).held_at == begins
    assert db.session.get_one(CallFeedback, (request.id, mentee_id)).usefulness == 5
    assert not any("How was" in mail.subject for mail in read_mail())
