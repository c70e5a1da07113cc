"""Random stretches of time: people write, read, mute, choose; workers are late, two at a time, and killed on the way.

Whatever happens, nobody is mailed twice about a message, nor more than once an hour, nor about what they have read or
did not want to hear; and who hears and does not read is mailed in time.
"""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from ion.base.extensions import db
from ion.core import clock, working
from ion.core.outbox import LEASE, Work
from ion.core.working import Handler
from ion.messaging import tasks
from ion.messaging.services.telling import DELAY, TASK, WINDOW
from ion.models import User
from tests.factories import UserFactory
from tests.messaging import posting

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app")]
START = datetime(2026, 11, 22, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SLACK = WINDOW + DELAY + LEASE + 2 * MINUTE
"""The longest that a message waits for its mail: the hour, the half minute, a claim that a killed worker left, and the
next two looks of the worker."""


class Killed(BaseException):
    """The process ended here."""


@dataclass
class Sent:
    """A message as one who was to hear of it has it: whether they wanted to be mailed then, when they read it."""

    at: datetime
    heard: bool
    read_at: datetime | None = None
    deaf_at: datetime | None = None


@dataclass
class Network:
    """Five people in six conversations, and what each was sent."""

    chance: random.Random
    people: list[User] = field(default_factory=list)
    talks: dict[int, list[User]] = field(default_factory=dict)
    sent: dict[tuple[int, int, int], Sent] = field(default_factory=dict)
    muted: set[tuple[int, int]] = field(default_factory=set)
    off: set[int] = field(default_factory=set)

    def meet(self) -> None:
        self.people = [UserFactory() for _ in range(5)]
        for size in (2, 2, 2, 3, 4, 5):
            some = self.chance.sample(self.people, size)
            self.talks[posting.talk(*some, title="Group" if size > 2 else f"Pair {len(self.talks)}")] = some

    def hears(self, user: User, talk: int) -> bool:
        return user.id not in self.off and (talk, user.id) not in self.muted

    def write(self) -> None:
        talk = self.chance.choice(list(self.talks))
        writer = self.chance.choice(self.talks[talk])
        number = posting.write(talk, writer).number or 0
        for user in self.talks[talk]:
            if user is not writer:
                self.sent[user.id, talk, number] = Sent(clock.now(), self.hears(user, talk))

    def read(self) -> None:
        talk = self.chance.choice(list(self.talks))
        user = self.chance.choice(self.talks[talk])
        posting.read(talk, user)
        for (user_id, of, _), sent in self.sent.items():
            if (user_id, of) == (user.id, talk) and sent.read_at is None:
                sent.read_at = clock.now()

    def choose(self) -> None:
        user = self.chance.choice(self.people)
        talk = self.chance.choice([id for id, some in self.talks.items() if user in some])
        if self.chance.random() < 0.5:
            is_muted = (talk, user.id) not in self.muted
            posting.keep(talk, user, muted_at=clock.now() if is_muted else None)
            self.muted ^= {(talk, user.id)}
        else:
            posting.prefer(user, "instant" if user.id in self.off else "off")
            self.off ^= {user.id}
        for (user_id, of, _), sent in self.sent.items():
            if user_id == user.id and sent.deaf_at is None and not self.hears(user, of):
                sent.deaf_at = clock.now()

    def work(self) -> None:
        """Let a worker look, and perhaps kill it: before a commit, or when work is done and not finished."""
        fatal = self.chance.choice(["", "", "", "commit", "finish"])
        commits = self.chance.randint(1, 4)

        def count_down(_: Session) -> None:
            nonlocal commits
            commits -= 1
            if commits == 0:
                raise Killed

        def mail(works: Sequence[Work]) -> None:
            tasks.mail(works)
            if fatal == "finish":
                raise Killed

        if fatal == "commit":
            event.listen(Session, "before_commit", count_down)
        try:
            working.run_due({TASK: Handler(mail, batch=3)}, "worker")
        except Killed:
            db.session.rollback()
        finally:
            if fatal == "commit":
                event.remove(Session, "before_commit", count_down)

    def minute(self) -> None:
        if self.chance.random() < 0.25:
            for _ in range(self.chance.choice([1, 1, 2, 6])):
                self.write()
        if self.chance.random() < 0.10:
            self.read()
        if self.chance.random() < 0.04:
            self.choose()
        self.work()


@pytest.mark.parametrize(
    ("seed", "minutes"),
    [(20261122, 160), *(pytest.param(seed, 600, marks=pytest.mark.soak) for seed in range(10))],
)
def test_over_any_stretch_of_time_each_message_is_mailed_once_in_time_or_for_a_reason_not(
    seed: int, minutes: int
) -> None:
    network = Network(random.Random(seed))
    with clock.frozen(START):
        network.meet()

    for minute in range(minutes):
        with clock.frozen(START + minute * MINUTE):
            network.minute()
    for minute in range(minutes, minutes + 160, 4):
        posting.work(START + minute * MINUTE)

    assert posting.left() == []
    told = told_times(network)
    assert all(len(times) == 1 for times in told.values())
    assert len(told) > 10
    for key, sent in network.sent.items():
        for at in told.get(key, []):
            assert sent.heard
            assert sent.read_at is None or sent.read_at >= at
        if key not in told and sent.heard:
            gone = [at for at in (sent.read_at, sent.deaf_at) if at]
            assert gone and min(gone) <= sent.at + SLACK


def told_times(network: Network) -> dict[tuple[int, int, int], list[datetime]]:
    """When each message was mailed to whom, where it was unread by then; the mails of one are an hour apart."""
    told: dict[tuple[int, int, int], list[datetime]] = defaultdict(list)
    for user in network.people:
        mails = posting.asked(user)
        for one, next_one in pairwise(mails):
            assert next_one.created_at - one.created_at >= WINDOW
        for mail in mails:
            named = [
                (user.id, id, number)
                for id, after, until in mail.context["spans"]
                for number in range(after + 1, until + 1)
                if (user.id, id, number) in network.sent
            ]
            news = [key for key in named if is_news(network.sent[key], mail.created_at)]
            assert news
            for key in news:
                told[key].append(mail.created_at)
    return told


def is_news(sent: Sent, at: datetime) -> bool:
    return sent.heard and (sent.read_at is None or sent.read_at > at)
