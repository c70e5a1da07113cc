"""What counts as read once it was shown."""

import pytest
from flask import Flask

from ion.base.extensions import db
from ion.core import clock, sightings
from ion.core.unit_of_work import unit_of_work
from ion.messaging import services
from ion.models import ConversationMember, User
from tests.factories import ConversationFactory, MessageFactory, UserFactory, viewer_of
from tests.racing import at_once

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app")]


def standing(user: User, id: int) -> tuple[int, int]:
    """Up to where the user has read, and how much of others is beyond it."""
    db.session.rollback()
    row = db.session.get_one(ConversationMember, (id, user.id))
    return row.read_number, row.unread


def test_what_came_after_what_was_shown_stays_unread() -> None:
    me, dana = UserFactory(), UserFactory()
    id = ConversationFactory(me, dana)
    for who in (dana, dana, me, dana):
        MessageFactory(id, who)

    sightings.messages_read(me.id, id, 1, clock.now())
    after_one = standing(me, id)
    sightings.messages_read(me.id, id, 4, clock.now())
    after_all = standing(me, id)
    sightings.messages_read(me.id, id, 2, clock.now())

    assert (after_one, after_all, standing(me, id)) == ((1, 2), (4, 0), (4, 0))


def test_reading_touches_nobody_elses_standing() -> None:
    me, dana, lee = UserFactory(), UserFactory(), UserFactory()
    id, other = ConversationFactory(me, dana, lee, is_group=True, title="Crew"), ConversationFactory(me, lee)
    MessageFactory(id, dana)
    MessageFactory(other, lee)

    sightings.messages_read(me.id, id, 1, clock.now())

    assert standing(lee, id) == (0, 1) and standing(me, other) == (0, 1)


def test_reading_while_others_write_loses_no_unread_message(app: Flask) -> None:
    for _ in range(3):
        me, dana = UserFactory(), UserFactory()
        id = ConversationFactory(me, dana)
        first = MessageFactory(id, dana)
        writer, reader_id = viewer_of(dana), me.id

        def deed(number: int) -> None:
            if number % 2:
                sightings.messages_read(reader_id, id, 1, clock.now())  # noqa: B023 - done within the round
            else:
                with unit_of_work():
                    services.send(writer, id, markdown=f"Words {number}", client_id=f"client-{number}")  # noqa: B023

        answers = at_once(app, deed)

        assert (answers, first > 0) == ([None] * 8, True)
        assert standing(me, id) == (1, 4)
