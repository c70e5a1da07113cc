"""Weeks of a small network, and a year of one of 500 people: every mail is looked at as it is made."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from ion.base.extensions import db
from ion.models import Notice
from tests.discussion.talk import setting
from tests.notifications.telling import waiting
from tests.notifications.year import SLOW, Year

pytestmark = pytest.mark.usefixtures("app")

BEFORE_SPRING = datetime(2027, 3, 10, tzinfo=UTC)
LENGTHS = [
    pytest.param(20, 4, BEFORE_SPRING, timedelta(days=13), id="weeks over the change of the clocks"),
    pytest.param(
        500, 12, datetime(2026, 11, 22, tzinfo=UTC), timedelta(days=366), id="a year", marks=pytest.mark.soak
    ),
]


@pytest.mark.database
@pytest.mark.parametrize(("people", "pace", "start", "length"), LENGTHS)
def test_nothing_comes_twice_nor_at_night_nor_without_a_reason_and_quiet_people_hear_nothing(
    people: int, pace: float, start: datetime, length: timedelta
) -> None:
    setting("discussion.first_held", False)
    year = Year(people, random.Random(20261122), pace)

    year.run(start, start + length)

    assert year.wrong == []
    quiet = [member for member in year.members.values() if member.is_quiet]
    briefed = [member for member in year.members.values() if member.briefed]
    told = select(Notice.id).where(Notice.user_id.in_([member.id for member in quiet]))
    assert db.session.scalars(told).all() == []
    assert len(briefed) > people / 2
    assert sum(member.lines for member in briefed) > 2 * len(briefed)
    assert year.by_kind()["notifications"] > 0
    assert not [user for user, at in waiting() if at < start + length - timedelta(days=2)]


def test_mail_at_once_keeps_its_distance() -> None:
    setting("discussion.first_held", False)
    year = Year(12, random.Random(5), 3)

    year.run(BEFORE_SPRING, BEFORE_SPRING + timedelta(days=9))

    for member in year.members.values():
        if member.channel not in SLOW:
            apart = [
                later - earlier for earlier, later in zip(member.mailed, member.mailed[1:], strict=False)
            ]
            scheduled = [
                at for at in member.mailed if at.astimezone(member.zone).strftime("%H:%M") == "08:00"
            ]
            assert sum(pause < timedelta(hours=1) for pause in apart) <= len(scheduled), member
