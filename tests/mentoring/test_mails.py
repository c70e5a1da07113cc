"""A mentor's mail about requests: when it comes, what it holds, and what its links do."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from ion.base.extensions import db
from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.mentoring.private_mail import RequestMails
from ion.mentoring.services import closing
from ion.models import Delivery, RequestState
from tests.conftest import Browser
from tests.factories import PersonFactory, UserFactory
from tests.factories.mentoring import MentorFactory, NeedFactory
from tests.mailbox import Mail, read_mail
from tests.mentoring.asking import ask, fresh, states, work

pytestmark = [pytest.mark.usefixtures("app", "now")]
DAY = timedelta(days=1)
ABOUT_REQUESTS = "mentoring-requests"


def mails() -> list[Mail]:
    work()
    return [mail for mail in read_mail() if mail.kind == ABOUT_REQUESTS]


@pytest.mark.database
def test_the_first_request_is_mailed_at_once_and_what_follows_in_one_mail_a_day(now: datetime) -> None:
    mentor = MentorFactory()
    ask(mentor)
    first = len(mails())
    with clock.frozen(now + DAY / 3):
        ask(mentor)
        ask(mentor)
        second = len(mails())
    with clock.frozen(now + DAY):
        third = mails()

    assert (first, second, len(third)) == (1, 1, 2)
    assert third[1].subject.startswith("3 members would like to talk with you")


@pytest.mark.database
def test_a_request_is_brought_in_mind_once_after_three_days(now: datetime) -> None:
    mentor = MentorFactory()
    ask(mentor)
    counts = []
    for days in range(7):
        with clock.frozen(now + days * DAY):
            counts.append(len(mails()))

    assert counts == [1, 1, 1, 2, 2, 2, 2]
    assert "(still waiting)" in mails()[-1].text


@pytest.mark.database
def test_what_was_closed_before_the_mail_is_written_is_not_in_it() -> None:
    mentor = MentorFactory()
    ask(mentor)
    with unit_of_work():
        closing.close_for(mentor.person_id, "paused")

    assert mails() == []


def test_only_a_mail_that_leaves_the_site_holds_the_words(app: Flask) -> None:
    mentee = UserFactory(person=PersonFactory(name="Dana Ruiz"))
    ask(MentorFactory(), need=NeedFactory(mentee=mentee, note="We lost eleven employers."))

    (kept,) = mails()
    context = db.session.query(Delivery).filter_by(kind=ABOUT_REQUESTS).one().context
    with unit_of_work():
        left = RequestMails().content(context, is_kept=False)

    for words in ("Dana Ruiz", "kick-off", "eleven"):
        assert words not in kept.text + kept.html + kept.subject + str(context)
        assert words in str(left)


def test_a_robot_follows_every_link_and_the_mentor_still_accepts_signed_out(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    need = NeedFactory(note="We lost eleven employers.")
    request, other = ask(MentorFactory(), need=need), ask(MentorFactory())
    answers = [path for path in mails()[0].links if path.startswith("/mentoring/answer/")]
    robot = Browser(app)
    for path in answers * 2:
        robot.head(path)
        page = robot.get(path)
        assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-store")
        assert "eleven" not in page.text
    assert fresh(request).state is RequestState.ASKED

    done = Browser(app).post(answers[0], data={"words": "Gladly."})

    assert done.status_code == 303
    assert states(need.id) == ["accepted"]
    assert fresh(other).state is RequestState.ASKED
    assert "You said yes" in Browser(app).get(done.location).text
    assert Browser(app).post(answers[2], data={"words": "No."}).status_code == 409


def test_dead_and_foreign_links_answer_alike(app: Flask, now: datetime) -> None:
    ask(MentorFactory())
    (path,) = [link for link in mails()[0].links if link.endswith("/accept")]
    browser = Browser(app)

    unknown = browser.get("/mentoring/answer/x/accept")
    with clock.frozen(now + 15 * DAY):
        expired = browser.get(path)

    assert unknown.status_code == expired.status_code == 404
    assert unknown.text == expired.text
