"""What registrants are told by mail, each once on each occasion, and what their calendars are asked to do."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import signals, tokens
from ion.core.unit_of_work import unit_of_work
from ion.models import ItemState, Person, Recording, Registration, Standing, User, Webinar
from ion.webinars.services import rounds, telling
from tests.factories import PersonFactory, UserFactory, WebinarFactory
from tests.factories.registrations import AttendanceFactory, RegistrationFactory
from tests.mailbox import read_mail
from tests.racing import at_once
from tests.webinars.telling import asked, changed, put_off, templates, times_of, work

pytestmark = pytest.mark.usefixtures("app", "now")

LATER = timedelta(days=1, hours=2)


def tell(registration: Registration, of: Callable[..., None], **how: Any) -> None:
    """One telling about one registration, in a transaction of its own."""
    with unit_of_work() as session:
        of(session.get_one(Registration, registration.id), **how)


def tell_all(webinar: Webinar, of: Callable[..., Any], *more: Any, **how: Any) -> Any:
    """One telling about a webinar, in a transaction of its own."""
    with unit_of_work() as session:
        return of(session.get_one(Webinar, webinar.item_id), *more, **how)


def move(webinar: Webinar, by: timedelta) -> None:
    with unit_of_work() as session:
        found = session.get_one(Webinar, webinar.item_id)
        telling.moved(found, put_off(found, by))


def cancel(webinar: Webinar, at: datetime) -> None:
    changed(webinar, cancelled_at=at, sequence=webinar.sequence + 1)
    tell_all(webinar, telling.called_off)


def revive(webinar: Webinar) -> None:
    changed(webinar, cancelled_at=None, sequence=webinar.sequence + 1)
    tell_all(webinar, telling.back_on)


def test_a_confirmation_invites_the_calendar_of_whoever_registered() -> None:
    webinar = WebinarFactory(
        slug="one", title="Peer call", webinar={"sequence": 3, "join_url": "https://z.example"}
    )
    registration = RegistrationFactory(webinar)

    tell(registration, telling.registered)

    (mail,) = asked(registration)
    event = mail.calendar
    assert (mail.template, mail.method) == ("registered", "REQUEST")
    assert str(event["UID"]) == f"webinar-{webinar.item_id}@localhost"
    assert (event["SEQUENCE"], str(event["STATUS"])) == (3, "CONFIRMED")
    assert str(event["ATTENDEE"]) == f"mailto:{mail.address}"
    assert (event["ATTENDEE"].params["PARTSTAT"], event["ATTENDEE"].params["RSVP"]) == ("ACCEPTED", "FALSE")
    assert str(event["ORGANIZER"]) == "mailto:ion@ion.example"
    assert str(event["DESCRIPTION"]).endswith("http://localhost/webinars/one")
    assert "z.example" not in str(mail.context)


def test_a_guest_who_asks_again_gets_the_mail_again() -> None:
    registration = RegistrationFactory(WebinarFactory(), email="guest@ion.example")

    tell(registration, telling.registered)
    tell(registration, telling.registered)

    assert templates(registration) == ["registered"] * 2


@pytest.mark.database
def test_giving_up_takes_the_entry_away_and_coming_back_puts_it_in_again_by_higher_numbers() -> None:
    webinar = WebinarFactory(webinar={"sequence": 4})
    registration = RegistrationFactory(webinar, number=1)
    tell(registration, telling.registered)

    tell(registration, telling.gave_up, had_seat=True)
    with unit_of_work() as session:
        session.get_one(Registration, registration.id).number = 2
    tell(registration, telling.promoted)
    tell(registration, telling.gave_up, had_seat=True)

    told = [(mail.method, mail.calendar["SEQUENCE"], str(mail.calendar["STATUS"])) for mail in asked()]
    assert told == [
        ("REQUEST", 4, "CONFIRMED"),
        ("CANCEL", 5, "CANCELLED"),
        ("REQUEST", 6, "CONFIRMED"),
        ("CANCEL", 7, "CANCELLED"),
    ]


def test_leaving_the_line_is_told_without_a_word_to_the_calendar() -> None:
    registration = RegistrationFactory(WebinarFactory(), state=Standing.WAITING)

    tell(registration, telling.put_in_line)
    tell(registration, telling.gave_up, had_seat=False)

    assert [(mail.template, mail.method) for mail in asked()] == [("in_line", ""), ("gave_up", "")]


def test_a_guests_mail_leads_to_a_page_of_their_own_as_often_as_wished(now: datetime) -> None:
    webinar = WebinarFactory()
    registration = RegistrationFactory(webinar, email="guest@ion.example")

    tell(registration, telling.registered)

    (mail,) = read_mail("guest@ion.example")
    token = tokens.valid("registration", mail.link("/webinars/registration/").rpartition("/")[2])
    assert token is not None
    assert (token.subject_kind, token.subject_id, token.uses_left) == ("registration", registration.id, None)
    assert token.expires_at == webinar.ends_at + timedelta(days=90)


@pytest.mark.database
def test_everyone_who_comes_or_waits_is_told_of_a_new_time_and_nobody_else() -> None:
    webinar = WebinarFactory(slug="one")
    comes = RegistrationFactory(webinar)
    waits = RegistrationFactory(webinar, state=Standing.WAITING)
    RegistrationFactory(webinar, state=Standing.CANCELLED)
    RegistrationFactory(webinar, state=Standing.PENDING, email="guest@ion.example")
    RegistrationFactory(WebinarFactory())

    move(webinar, LATER)
    work()

    assert [mail.template for mail in asked()] == ["moved", "moved"]
    (told,), (also,) = asked(comes), asked(waits)
    assert told.context["before"] == "Tue., Dec. 1, 2026, 2:00 to 3:00 p.m. ET"
    assert told.context["when"] == "Wed., Dec. 2, 2026, 4:00 to 5:00 p.m. ET"
    assert (told.method, told.calendar["SEQUENCE"]) == ("REQUEST", 1)
    assert (also.context["is_waiting"], also.method) == (True, "")


@pytest.mark.database
def test_two_moves_before_anybody_heard_are_one_from_the_first_to_the_last() -> None:
    webinar = WebinarFactory()
    registration = RegistrationFactory(webinar)

    move(webinar, LATER)
    move(webinar, LATER)
    work()

    (mail,) = asked(registration)
    assert mail.context["before"] == "Tue., Dec. 1, 2026, 2:00 to 3:00 p.m. ET"
    assert mail.context["when"] == "Thu., Dec. 3, 2026, 6:00 to 7:00 p.m. ET"
    assert mail.calendar["SEQUENCE"] == 2


def test_moved_and_moved_back_before_anybody_heard_is_no_news() -> None:
    webinar = WebinarFactory()
    RegistrationFactory(webinar)

    move(webinar, LATER)
    move(webinar, -LATER)
    work()

    assert asked() == []


@pytest.mark.database
def test_who_registers_after_a_move_is_not_told_of_it(now: datetime) -> None:
    webinar = WebinarFactory()

    move(webinar, LATER)
    RegistrationFactory(webinar, seated_at=now + timedelta(seconds=1))
    work()

    assert asked() == []


def test_a_new_link_alone_is_told_without_the_link() -> None:
    webinar = WebinarFactory(webinar={"join_url": "https://z.example/secret", "sequence": 1})
    registration = RegistrationFactory(webinar)

    tell_all(webinar, telling.moved, times_of(webinar), join_changed=True)
    work()

    (mail,) = asked(registration)
    assert (mail.context["before"], mail.context["join_changed"]) == ("", True)
    assert "z.example" not in str(mail.context)


@pytest.mark.database
def test_a_canceled_webinar_leaves_calendars_and_comes_back_to_those_who_heard_of_it(now: datetime) -> None:
    webinar = WebinarFactory()
    registration = RegistrationFactory(webinar)

    cancel(webinar, now)
    work()
    work()
    revive(webinar)
    RegistrationFactory(webinar)
    work()
    cancel(webinar, now)
    work()

    told = [(mail.template, mail.method, mail.calendar["SEQUENCE"]) for mail in asked(registration)]
    assert told == [("called_off", "CANCEL", 1), ("back_on", "REQUEST", 2), ("called_off", "CANCEL", 3)]
    assert str(asked(registration)[0].calendar["STATUS"]) == "CANCELLED"
    assert templates() == ["called_off", "back_on", "called_off", "called_off"]


def test_canceled_and_put_back_on_before_anybody_heard_is_no_news(now: datetime) -> None:
    webinar = WebinarFactory()
    RegistrationFactory(webinar)

    cancel(webinar, now)
    revive(webinar)
    work()

    assert asked() == []


def test_a_webinar_that_is_over_is_not_canceled_for_anybody(now: datetime) -> None:
    webinar = WebinarFactory("2026-11-20 14:00")
    RegistrationFactory(webinar)

    cancel(webinar, now)
    move(webinar, timedelta(minutes=5))
    work()

    assert asked() == []


@pytest.mark.database
def test_the_follow_up_tells_those_who_were_there_from_those_who_were_not() -> None:
    webinar = WebinarFactory("2026-11-20 14:00")
    came, missed, got_in = (
        RegistrationFactory(webinar),
        RegistrationFactory(webinar),
        RegistrationFactory(webinar, state=Standing.WAITING),
    )
    RegistrationFactory(webinar, state=Standing.WAITING)
    AttendanceFactory(webinar, came)
    AttendanceFactory(webinar, got_in)
    AttendanceFactory(webinar)

    for _ in range(2):
        tell_all(webinar, telling.follow_up)
        work()

    told = {id(each): [mail.context["was_there"] for mail in asked(each)] for each in (came, missed, got_in)}
    assert list(told.values()) == [[True], [False], [True]]
    assert len(asked()) == 3


def test_a_follow_up_waits_for_the_end_of_the_webinar() -> None:
    webinar = WebinarFactory()
    RegistrationFactory(webinar)

    tell_all(webinar, telling.follow_up)
    work()
    before = templates()
    work(webinar.ends_at)

    assert (before, templates()) == ([], ["follow_up"])


@pytest.mark.database
def test_a_recording_is_news_once_unless_the_follow_up_named_it(now: datetime) -> None:
    out = {"url": "https://video.example/1", "published_at": now}
    told, untold = (WebinarFactory("2026-11-20 14:00", recordings=[out]) for _ in range(2))
    registrations = [RegistrationFactory(told), RegistrationFactory(untold)]
    tell_all(told, telling.follow_up)

    for webinar in (told, untold):
        tell_all(webinar, telling.recording_out)
        work()
        tell_all(webinar, telling.recording_out)
        work()

    assert [templates(each) for each in registrations] == [["follow_up"], ["recording"]]
    assert asked(registrations[0])[0].context["has_recording"] is True


def test_no_recording_that_is_held_back_is_news() -> None:
    webinar = WebinarFactory("2026-11-20 14:00", recordings=[{"url": "https://video.example/1"}])
    RegistrationFactory(webinar)

    tell_all(webinar, telling.recording_out)
    work()

    assert asked() == []


@pytest.mark.database
def test_a_letter_goes_to_those_of_its_standing_once_and_says_how_many_they_are() -> None:
    webinar = WebinarFactory()
    comes, waits = RegistrationFactory(webinar), RegistrationFactory(webinar, state=Standing.WAITING)
    RegistrationFactory(webinar, user=UserFactory(suspended_at=webinar.starts_at))

    people = tell_all(
        webinar,
        telling.write_to,
        Standing.WAITING,
        subject="Still full",
        text="Sorry.",
        user_id=waits.user_id,
    )
    work()
    work()

    assert (people, templates(comes), templates(waits)) == (1, [], ["letter"])


@pytest.mark.parametrize("standing", [Standing.PENDING, Standing.CANCELLED, Standing.REGISTERED])
def test_a_letter_to_nobody_is_not_sent(standing: Standing) -> None:
    webinar = WebinarFactory()
    if standing is not Standing.REGISTERED:
        RegistrationFactory(webinar, state=standing)

    people = tell_all(webinar, telling.write_to, standing, subject="a", text="b", user_id=1)

    assert (people, work(), asked()) == (0, 0, [])


def test_a_letter_cannot_add_a_header_or_markup() -> None:
    webinar = WebinarFactory()
    user = RegistrationFactory(webinar).user_id
    words = "<script>alert(1)</script>\r\n.\r\nBcc: a@ion.example"

    tell_all(
        webinar,
        telling.write_to,
        Standing.REGISTERED,
        subject=f"Hi\r\nBcc: {words}",
        text=words,
        user_id=user,
    )
    work()

    (mail,) = read_mail()
    assert "\n" not in mail.subject and "\r" not in mail.subject
    assert "ION staff of Innovation and Opportunity Network write" in " ".join(mail.text.split())
    assert "<script>" not in mail.html


@pytest.mark.database
def test_a_suspended_registrant_hears_nothing(now: datetime) -> None:
    webinar = WebinarFactory()
    registration = RegistrationFactory(webinar, user=UserFactory(suspended_at=now))

    tell(registration, telling.registered)
    move(webinar, LATER)
    work()

    assert asked() == []


def test_an_address_that_no_mail_reaches_keeps_nobody_else_from_hearing() -> None:
    webinar = WebinarFactory()
    RegistrationFactory(webinar, email="not an address")
    RegistrationFactory(webinar, email="guest@ion.example")

    move(webinar, LATER)

    assert work() == 1
    assert [mail.address for mail in asked()] == ["guest@ion.example"]


def test_a_withdrawn_webinar_that_is_canceled_leads_to_no_page(now: datetime) -> None:
    webinar = WebinarFactory(slug="one", state=ItemState.WITHDRAWN)
    RegistrationFactory(webinar)

    cancel(webinar, now)
    work()

    (mail,) = read_mail()
    assert mail.links == []


@pytest.mark.database
def test_many_are_told_in_steps_and_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "CHUNK", 3)
    webinar = WebinarFactory()
    for number in range(7):
        RegistrationFactory(webinar, email=f"guest-{number}@ion.example")

    move(webinar, LATER)
    work()

    assert [mail.address for mail in asked()] == [f"guest-{number}@ion.example" for number in range(7)]
    assert work() == 0


@pytest.mark.database
def test_workers_at_once_tell_everyone_once(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "CHUNK", 3)
    webinar = WebinarFactory()
    for number in range(10):
        RegistrationFactory(webinar, email=f"guest-{number}@ion.example")
    payload = {"round": "moved", "at": now.isoformat(), "join_changed": True}
    payload |= {"before": rounds.kept_times(times_of(webinar))}
    id = webinar.item_id

    def tell_some(_number: int) -> None:
        is_more = True
        while is_more:
            with unit_of_work():
                is_more = rounds.tell_next(id, "key", payload)

    answers = at_once(app, tell_some)

    assert answers == [None] * len(answers)
    assert sorted(mail.address for mail in asked()) == [f"guest-{n}@ion.example" for n in range(10)]


def test_a_mail_tells_the_time_of_the_webinar_and_of_its_reader() -> None:
    here = UserFactory(person=PersonFactory(zone="Pacific/Guam"))
    webinar = WebinarFactory(title="Peer call " * 29, is_sample=True)
    registration = RegistrationFactory(webinar, user=here, zone="")
    with unit_of_work() as session:
        assert session.get_one(Person, session.get_one(User, here.id).person_id).zone == "Pacific/Guam"

    tell(registration, telling.registered)

    (mail,) = read_mail()
    assert mail.subject.endswith("…, Tue., Dec. 1, 2026, 2:00 p.m. ET")
    assert "Tue., Dec. 1, 2026, 2:00 to 3:00 p.m. ET (1 hour)" in mail.text
    assert "In your time zone: Wed., Dec. 2, 2026, 5:00 to 6:00 a.m. ChST" in mail.text
    assert "(sample)" in mail.text and "(sample)" in mail.html
    assert db.session.get_one(Registration, registration.id).zone == ""


def test_what_other_rooms_know_afterwards_is_told(now: datetime) -> None:
    out = {"url": "https://video.example/1", "published_at": now}
    webinar = WebinarFactory("2026-11-20 14:00", recordings=[out])
    registration = RegistrationFactory(webinar)

    with unit_of_work() as session:
        signals.recording_published.send(session.scalars(select(Recording)).one())
    work()
    with unit_of_work() as session:
        signals.attendance_known.send(session.get_one(Webinar, webinar.item_id))
    work()

    assert templates(registration) == ["recording", "follow_up"]
