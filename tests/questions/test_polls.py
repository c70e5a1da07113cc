"""Polls: opened and closed once, one choice for each voter, which stands, and results when it is over."""

import pytest
from flask import Flask

from ion.commons.questions import services
from ion.commons.questions.policies import Reader
from ion.commons.questions.queries.polls import shown_polls, written_polls
from ion.commons.questions.services import NotThere, Refused
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, Poll, User, Webinar
from tests.factories import UserFactory, WebinarFactory
from tests.factories.registrations import RegistrationFactory
from tests.questions.asking import guest, reader, sheet_version
from tests.racing import THREADS, at_once

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]


@pytest.fixture
def webinar(app: Flask) -> Webinar:
    return WebinarFactory()


@pytest.fixture
def staff(app: Flask) -> User:
    return UserFactory(Grant.MEMBER, Grant.EDITOR)


def written(webinar: Webinar, staff: User, opened: bool = True) -> int:
    with unit_of_work():
        poll = services.add_poll(
            webinar.item_id, "Which first?", ["Vans", "Phones", "Rooms"], user_id=staff.id
        )
        if opened:
            services.open_poll(poll.id, user_id=staff.id)
        return poll.id


def choose(user: User, poll_id: int, choice: int) -> None:
    who = reader(user)
    with unit_of_work():
        services.vote_in_poll(who, poll_id, choice)


def close(poll_id: int, staff: User) -> None:
    with unit_of_work():
        services.close_poll(poll_id, user_id=staff.id)


def test_results_are_for_everyone_once_the_poll_is_closed(webinar: Webinar, staff: User) -> None:
    id = written(webinar, staff)
    for choice in (0, 2, 2):
        choose(UserFactory(), id, choice)

    (before,), (known,) = shown_polls(webinar.item_id), written_polls(webinar.item_id)
    close(id, staff)
    (after,) = shown_polls(webinar.item_id)

    assert (before.is_open, before.total, [choice.votes for choice in before.choices]) == (True, 0, [0, 0, 0])
    assert (known.total, [choice.votes for choice in known.choices]) == (3, [1, 0, 2])
    assert [(choice.text, choice.votes, choice.percent) for choice in after.choices] == [
        ("Vans", 1, 33),
        ("Phones", 0, 0),
        ("Rooms", 2, 67),
    ]


def test_what_ran_on_the_platform_is_over_and_shows_its_own_counts(webinar: Webinar) -> None:
    with unit_of_work() as session:
        session.add(
            Poll(item_id=webinar.item_id, text="Where?", choices=["A", "B"], counts=[3, 1], source="Zoom")
        )

    (poll,) = shown_polls(webinar.item_id)

    assert (poll.is_open, [choice.percent for choice in poll.choices]) == (False, [75, 25])


def test_a_choice_stands_and_only_what_is_there_is_chosen(webinar: Webinar, staff: User) -> None:
    ana, id = UserFactory(), written(webinar, staff)
    choose(ana, id, 1)
    choose(ana, id, 2)

    (known,) = written_polls(webinar.item_id)
    assert [choice.votes for choice in known.choices] == [0, 1, 0]
    for choice in (-1, 3):
        with pytest.raises(NotThere):
            choose(UserFactory(), id, choice)


def test_a_poll_that_nobody_has_seen_is_for_moderators_alone_and_may_be_thrown_away(
    webinar: Webinar, staff: User
) -> None:
    id, opened = written(webinar, staff, opened=False), written(webinar, staff)

    with pytest.raises(NotThere):
        choose(UserFactory(), id, 0)
    assert [poll.id for poll in shown_polls(webinar.item_id)] == [opened]
    with pytest.raises(Refused, match="stays"), unit_of_work():
        services.remove_poll(opened, user_id=staff.id)
    with unit_of_work():
        services.remove_poll(id, user_id=staff.id)
    assert [poll.id for poll in written_polls(webinar.item_id)] == [opened]


def test_a_poll_opens_once_and_closes_once_and_pages_hear_of_both(webinar: Webinar, staff: User) -> None:
    id = written(webinar, staff, opened=False)
    versions = [sheet_version(webinar.item_id)]
    for verb in (services.open_poll, services.close_poll):
        with unit_of_work():
            verb(id, user_id=staff.id)
        versions.append(sheet_version(webinar.item_id))
        with pytest.raises(Refused), unit_of_work():
            verb(id, user_id=staff.id)

    assert versions == sorted(set(versions))
    with pytest.raises(Refused, match="closed"):
        choose(UserFactory(), id, 0)


def test_a_guest_s_choice_becomes_the_member_s_unless_both_chose(webinar: Webinar, staff: User) -> None:
    both, alone = written(webinar, staff), written(webinar, staff)
    registration, ana = RegistrationFactory(webinar, email="ana@example.org"), UserFactory()
    with unit_of_work():
        for id in (both, alone):
            services.vote_in_poll(guest(registration.id), id, 0)
    choose(ana, both, 1)

    with unit_of_work():
        services.hand_over(registration.id, ana.id)

    chosen = [[choice.votes for choice in poll.choices] for poll in written_polls(webinar.item_id)]
    assert chosen == [[0, 1, 0], [1, 0, 0]]


def test_eight_choices_of_one_person_at_once_are_one(app: Flask, webinar: Webinar, staff: User) -> None:
    for _ in range(3):
        id, who = written(webinar, staff), reader(UserFactory())

        def pick(number: int, id: int = id, who: Reader = who) -> None:
            with unit_of_work():
                services.vote_in_poll(who, id, number % 3)

        assert at_once(app, pick) == [None] * THREADS
        assert written_polls(webinar.item_id)[-1].total == 1
