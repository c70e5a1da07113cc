"""The mails themselves: every one can be written, says when and in which zone, and none holds the link to join."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from ion.base.extensions import db
from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import Delivery, Fate, Registration, Standing, Webinar
from ion.webinars.services import telling
from tests.factories import WebinarFactory
from tests.factories.registrations import AttendanceFactory, RegistrationFactory
from tests.mailbox import Mail, read_mail
from tests.webinars.telling import put_off, templates, times_of, work

pytestmark = pytest.mark.usefixtures("app", "now")

SECRET = "https://z.example/secret"
TELLINGS = (telling.confirm_asked, telling.promoted, telling.registered, telling.put_in_line)
WHEN = "Tue., Dec. 1, 2026, 2:00 p.m. ET"


def tell_everything(webinar: Webinar, registration: Registration, now: datetime) -> None:
    """Whatever a registrant can be told before a webinar, while the time stays as it is."""
    with unit_of_work() as session:
        webinar, registration = session.merge(webinar), session.merge(registration)
        for tell in TELLINGS:
            tell(registration)
        for had_seat in (True, False):
            telling.gave_up(registration, had_seat=had_seat)
        telling.moved(webinar, times_of(webinar), join_changed=True)
        telling.plan(webinar)
        telling.write_to(webinar, registration.state, subject="Bring a question", text="Please.", user_id=1)
    work()
    with unit_of_work() as session:
        webinar = session.merge(webinar)
        webinar.cancelled_at, webinar.cancelled_note = now, "The presenter is ill."
        telling.called_off(webinar)
    work()
    with unit_of_work() as session:
        webinar = session.merge(webinar)
        webinar.cancelled_at, webinar.sequence = None, 7
        telling.back_on(webinar)
    work()
    work(webinar.starts_at - timedelta(hours=24))


def tell_afterwards(webinar: Webinar) -> None:
    with unit_of_work() as session:
        telling.follow_up(session.merge(webinar))
        telling.recording_out(session.merge(webinar))
    work()


def written() -> list[Mail]:
    """All mails, each of which could be written."""
    with clock.frozen(clock.now() + timedelta(days=20)):
        mails = read_mail()
    assert db.session.scalar(select(func.count()).where(Delivery.fate != Fate.KEPT)) == 0
    return mails


def about_it(mail: Mail) -> bool:
    return mail.kind != "webinar letter"


@pytest.mark.parametrize("email", [None, "guest@ion.example"])
@pytest.mark.parametrize("state", [Standing.REGISTERED, Standing.WAITING])
def test_every_mail_before_a_webinar_can_be_written(
    now: datetime, email: str | None, state: Standing
) -> None:
    webinar = WebinarFactory(slug="one", webinar={"join_url": SECRET})
    registration = RegistrationFactory(webinar, email=email, state=state, zone="Pacific/Honolulu")

    tell_everything(webinar, registration, now)

    mails = written()
    assert len(mails) == 10 + (state is Standing.REGISTERED)
    for mail in mails:
        assert WHEN in mail.subject or not about_it(mail)
        assert "Tue., Dec. 1, 2026, 2:00 to 3:00 p.m. ET (1 hour)" in mail.text
        assert "9:00 to 10:00 a.m. HT" in mail.text and "9:00 to 10:00 a.m. HT" in mail.html
        assert SECRET not in mail.text + mail.html
        assert len(mail.links) == 1
        assert mail.links[0].startswith("/webinars/registration/" if email else "/webinars/one")


def test_a_move_tells_the_old_time_and_the_new_one() -> None:
    webinar = WebinarFactory()
    RegistrationFactory(webinar)
    with unit_of_work() as session:
        found = session.merge(webinar)
        before = put_off(found, timedelta(hours=26))
        found.length_minutes, found.ends_at = 90, found.starts_at + timedelta(minutes=90)
        telling.moved(found, before)
    work()

    (mail,) = written()
    assert mail.subject.startswith("New time: ")
    assert "Until now: Tue., Dec. 1, 2026, 2:00 to 3:00 p.m. ET (1 hour)" in mail.text
    assert "Wed., Dec. 2, 2026, 4:00 to 5:30 p.m. ET (1 hour 30 minutes)" in mail.text


@pytest.mark.parametrize(
    ("minutes", "told"),
    [(15, "15 minutes before it begins"), (90, "1 hour 30 minutes before"), (0, "when it begins")],
)
def test_the_confirmation_says_from_when_on_the_link_is_there(minutes: int, told: str) -> None:
    registration = RegistrationFactory(WebinarFactory(webinar={"join_minutes": minutes}))
    with unit_of_work() as session:
        telling.registered(session.merge(registration))

    (mail,) = written()
    assert told in mail.text and told in mail.html


@pytest.mark.parametrize(
    ("hours", "promised"),
    [
        (30, "We remind you the day before and an hour before it begins."),
        (20, "We remind you an hour before it begins."),
        (0.5, ""),
    ],
)
def test_the_confirmation_promises_the_reminders_that_will_come(hours: float, promised: str) -> None:
    webinar = WebinarFactory()
    registration = RegistrationFactory(webinar)
    with clock.frozen(webinar.starts_at - timedelta(hours=hours)), unit_of_work() as session:
        telling.registered(session.merge(registration))

    (mail,) = written()
    assert (promised or "in your calendar.\n") in mail.text
    assert ("We remind you" in mail.text) is bool(promised)


@pytest.mark.parametrize("is_out", [True, False])
def test_the_follow_up_names_what_there_is(now: datetime, is_out: bool) -> None:
    recording = {"url": "https://video.example/1", "published_at": now if is_out else None}
    webinar = WebinarFactory("2026-11-20 14:00", recordings=[recording])
    came, missed = RegistrationFactory(webinar), RegistrationFactory(webinar)
    AttendanceFactory(webinar, came)

    tell_afterwards(webinar)

    thanks, sorry = written()
    assert (templates(came), templates(missed)) == (["follow_up"], ["follow_up"])
    assert thanks.subject.startswith("Thank you for coming: ")
    assert sorry.subject.startswith("We missed you: ")
    assert ("certificate" in thanks.text, "certificate" in sorry.text) == (True, False)
    assert ["The recording and its transcript" in mail.text for mail in (thanks, sorry)] == [is_out, is_out]


def test_a_recording_alone_can_be_told_of(now: datetime) -> None:
    out = {"url": "https://video.example/1", "published_at": now}
    RegistrationFactory(WebinarFactory("2026-11-20 14:00", recordings=[out]))
    with unit_of_work() as session:
        telling.recording_out(session.scalars(select(Webinar)).one())
    work()

    (mail,) = written()
    assert mail.subject.startswith("Recording: ")
