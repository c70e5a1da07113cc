"""A simulated stretch of time: people follow, read, choose and fall silent; nobody gets a mail too many or too few."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ion.core import clock, sightings
from ion.core.unit_of_work import unit_of_work
from ion.models import Delivery, User
from ion.notifications import services
from ion.notifications.digest import MOST
from ion.notifications.schedule import STALE, Channel
from tests.factories import PostFactory
from tests.notifications.telling import Follower, mails, notices, publish, waiting, work

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app")]

STATES = ("CO", "KY", "OR", "PR", "GU")
ZONES = ("", "Pacific/Guam", "America/Denver", "America/Puerto_Rico", "America/Phoenix")
HOUR = timedelta(hours=1)
BEFORE_SPRING = datetime(2027, 3, 11, tzinfo=UTC)
LENGTHS = [
    pytest.param(BEFORE_SPRING, 9, id="days over the change of the clocks"),
    pytest.param(datetime(2026, 11, 22, tzinfo=UTC), 366, id="a year", marks=pytest.mark.soak),
]


@dataclass
class Network:
    """Members of every channel and zone, and chance."""

    chance: random.Random
    members: list[User] = field(default_factory=list)
    zones: dict[int, str] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    read: dict[int, datetime] = field(default_factory=dict)

    def join(self) -> None:
        for number, channel in enumerate([*Channel] * 2):
            zone = ZONES[number % len(ZONES)]
            followed = self.chance.sample(STATES, 2)
            user = Follower(*(("state", state) for state in followed), channel=channel, zone=zone)
            self.members.append(user)
            self.zones[user.id], self.channels[user.id] = zone or "America/New_York", channel

    def hour(self) -> None:
        """Something is published now and then, in bursts; somebody reads; rarely somebody is away for good."""
        if self.chance.random() < 0.06:
            for _ in range(self.chance.choice([1, 1, 1, 2, 12])):
                publish(PostFactory(terms={"state": [self.chance.choice(STATES)]}).item)
        work()
        if self.chance.random() < 0.05:
            reader = self.chance.choice(self.members)
            unread = [notice.id for notice in notices(reader) if notice.read_at is None]
            some = self.chance.sample(unread, len(unread) // 2)
            sightings.notices_read(reader.id, some, clock.now())
            self.read |= dict.fromkeys(some, clock.now())


@pytest.mark.parametrize(("start", "days"), LENGTHS)
def test_over_the_days_every_mail_comes_when_it_should_and_tells_each_thing_once(
    start: datetime, days: int
) -> None:
    network = Network(random.Random(20261122))
    with clock.frozen(start):
        network.join()

    for hour in range(days * 24):
        with clock.frozen(start + hour * HOUR):
            network.hour()
    with clock.frozen(start + timedelta(days=days + 8)):
        work()

    by_user: dict[int, list[Delivery]] = defaultdict(list)
    for mail in mails():
        by_user[mail.user_id or 0].append(mail)
    told = {user.id: notices(user) for user in network.members}
    for user_id, channel in network.channels.items():
        wanted = [notice for notice in told[user_id] if is_told(network, notice.id, notice.mailed_at)]
        named = sum(map(told_by, by_user[user_id]))
        assert named == (0 if channel is Channel.OFF else len(wanted)), (user_id, channel)
        assert all(len(mail.context["lines"]) <= MOST for mail in by_user[user_id])
        assert most_at_a_time(by_user[user_id]) <= 1
        assert_punctual(by_user[user_id], channel, ZoneInfo(network.zones[user_id]))
    assert sum(map(len, told.values())) > days
    assert waiting() == []


def is_told(network: Network, notice_id: int, mailed_at: datetime | None) -> bool:
    """Whether a notice was unread when its mail was made."""
    return mailed_at is not None and network.read.get(notice_id, mailed_at) >= mailed_at


def told_by(mail: Delivery) -> int:
    """Of how much a mail tells, by name or by number."""
    return len(mail.context["lines"]) + int(mail.context["more"])


def most_at_a_time(received: list[Delivery]) -> int:
    times = [mail.created_at for mail in received]
    return max((times.count(time) for time in times), default=0)


def assert_punctual(received: list[Delivery], channel: Channel, zone: ZoneInfo) -> None:
    """By the reader's clock: in the morning, on Mondays; the last round, days later, is the only late one."""
    if channel in (Channel.DAILY, Channel.WEEKLY):
        local = [mail.created_at.astimezone(zone) for mail in received[:-1]]
        assert {time.hour for time in local} <= {8}
        assert channel is Channel.DAILY or {time.weekday() for time in local} <= {0}


def test_a_year_without_a_worker_ends_in_one_mail_each_about_the_last_days() -> None:
    start = datetime(2026, 11, 22, tzinfo=UTC)
    network = Network(random.Random(7))
    with clock.frozen(start):
        network.join()
    for week in (0, 1, 20, 49, 50, 51):
        with clock.frozen(start + timedelta(weeks=week)):
            for state in STATES:
                publish(PostFactory(terms={"state": [state]}).item)

    end = start + timedelta(weeks=51, hours=1)
    for wait in [HOUR * hours for hours in range(0, 24 * 9, 12)]:
        with clock.frozen(end + wait):
            work()

    received = {user.id: [mail for mail in mails() if mail.user_id == user.id] for user in network.members}
    for user_id, channel in network.channels.items():
        assert len(received[user_id]) == (0 if channel is Channel.OFF else 1)
    for mail in mails():
        assert all(
            datetime.fromisoformat(line["at"]) > mail.created_at - STALE for line in mail.context["lines"]
        )


def test_choosing_back_and_forth_never_brings_a_second_mail() -> None:
    chance = random.Random(3)
    start = datetime(2026, 11, 1, tzinfo=UTC)
    with clock.frozen(start):
        user = Follower(("state", "CO"), channel=Channel.WEEKLY)
    for hour in range(0, 24 * 9, 3):
        with clock.frozen(start + hour * HOUR):
            if chance.random() < 0.3:
                publish(PostFactory(terms={"state": ["CO"]}).item)
            if chance.random() < 0.3:
                with unit_of_work():
                    services.choose(user.id, {"followed.published": chance.choice(list(Channel))})
            work()
    with clock.frozen(start + timedelta(days=20)):
        work()

    mailed = sum(map(told_by, mails(user)))
    assert 0 < mailed <= len(notices(user))
    assert most_at_a_time(mails(user)) <= 1
    assert waiting() == []
