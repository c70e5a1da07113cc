"""Whatever people do in a conversation, one after the other: what must be true of it stays true."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock
from ion.core.access import Viewer
from ion.core.site_settings import SAME_TO_MANY
from ion.core.unit_of_work import unit_of_work
from ion.messaging import services
from ion.messaging.queries.finding import found
from ion.messaging.queries.inbox import inbox, totals
from ion.messaging.queries.thread import changes, head, lines
from ion.models import Conversation, ConversationMember, Message
from tests.conftest import NOW
from tests.factories import ConversationFactory, GroupFactory, UserFactory, viewer_of
from tests.messaging.talk import hold_words, setting

pytestmark = pytest.mark.usefixtures("app", "now")
STEPS = 70
PEOPLE = 5


@dataclass
class Life:
    """A group of people, and chance that decides who does what next."""

    chance: Random
    viewers: list[Viewer]
    id: int
    sent: int = 0
    messages: list[int] = field(default_factory=list)

    def anyone(self) -> Viewer:
        return self.chance.choice(self.viewers)

    def message(self) -> int:
        return self.chance.choice(self.messages or [999_999])

    def number(self) -> int:
        return self.chance.randint(0, self.sent + 1)

    def send(self) -> None:
        self.sent += 1
        words = self.chance.choice(["A miracle", "Plain words", "More of *this*"])
        again = self.chance.randint(1, self.sent)
        made = services.send(self.anyone(), self.id, markdown=words, client_id=f"{again}")
        self.messages.append(made.id)

    def step(self) -> None:
        who = self.anyone()
        deeds: list[Callable[[], object]] = [
            *[self.send] * 6,
            lambda: services.read(who.id, self.id, self.number()),
            lambda: services.read(who.id, self.id, self.number()),
            lambda: services.read_all(who.id),
            lambda: services.archive(who, self.id),
            lambda: services.withdraw(who, self.message()),
            lambda: services.change(who, self.message(), "Changed words"),
            lambda: services.hide(self.message()),
            lambda: services.release(self.message()),
            lambda: services.leave(who, self.id),
            lambda: services.add_people(who, self.id, [self.anyone().id]),
        ]
        try:
            with unit_of_work():
                self.chance.choice(deeds)()
        except (services.Refused, services.NotThere):
            pass


def check(life: Life) -> None:
    """What must be true at any time."""
    db.session.rollback()
    conversation = db.session.get_one(Conversation, life.id)
    rows = db.session.scalars(select(Message).order_by(Message.number)).all()
    shown = [row for row in rows if row.number is not None]
    assert [row.number for row in shown] == list(range(1, conversation.last_number + 1))
    assert [row.id for row in sorted(shown, key=lambda row: (row.created_at, row.number))] == [
        row.id for row in shown
    ]
    assert len({row.version for row in rows}) == len(rows)
    assert max((row.version for row in rows), default=0) <= conversation.version
    for place in db.session.scalars(select(ConversationMember)).all():
        waiting = [
            row
            for row in shown
            if (row.number or 0) > place.read_number
            and (row.number or 0) >= place.from_number
            and row.user_id != place.user_id
            and not (row.withdrawn_at or row.hidden_at)
        ]
        assert place.unread == (0 if place.left_at else len(waiting))
        check_reading(life, place, shown)


def check_reading(life: Life, place: ConversationMember, shown: list[Message]) -> None:
    """What one of them reads is what they may see, however they ask."""
    until = 10**6 if place.until_number is None else place.until_number
    mine = [row.number for row in shown if place.from_number <= (row.number or 0) <= until]
    told = lines(place.user_id, life.id, limit=1_000)
    assert [line.number for line in told if line.number] == mine
    assert all(line.is_mine and line.held for line in told if not line.number)
    assert {line.id for line in changes(place.user_id, life.id, 0)} == {line.id for line in told}
    assert {hit.number for hit in found(place.user_id, "words", limit=1_000)} <= set(mine)
    above = head(place.user_id, life.id)
    assert above is not None or not shown
    assert totals(place.user_id).unread == len(inbox(place.user_id, "unread"))


@pytest.mark.parametrize("seed", [1, 2])
def test_what_must_be_true_of_a_conversation_stays_true_whatever_people_do(seed: int) -> None:
    users = [UserFactory() for _ in range(PEOPLE)]
    GroupFactory(roster=users)
    hold_words("miracle")
    setting(SAME_TO_MANY, 100)
    id = ConversationFactory(*users[:3], is_group=True)
    life = Life(Random(seed), [viewer_of(user) for user in users], id)

    for each in range(STEPS):
        with clock.frozen(NOW + timedelta(minutes=each)):
            life.step()
        if each % 10 == 9:
            check(life)
    assert life.messages
