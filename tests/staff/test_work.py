"""Work for the worker as ION staff see it: in words, with its time, and tried again."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock, outbox
from ion.core.outbox import MAX_ATTEMPTS
from ion.core.unit_of_work import unit_of_work
from ion.models import AuditRow, Grant, OutboxRow
from ion.staff.queries.work import LATE
from ion.staff.words import TASKS, task_in_words
from ion.worker import HANDLERS
from tests.conftest import NOW, Browser
from tests.counting import questions
from tests.factories import PostFactory, UserFactory, sign_in
from tests.reading import visit


def failed_work(key: str = "post:1", task: str = "search.put") -> int:
    with clock.frozen(NOW), unit_of_work():
        outbox.later(task, key=key)
    with unit_of_work() as session:
        row = session.scalars(select(OutboxRow).where(OutboxRow.task == task, OutboxRow.key == key)).one()
        row.failed_at, row.attempts, row.last_error = NOW, MAX_ATTEMPTS, "the disk is full"
        return row.id


def still_failed() -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(select(OutboxRow.key).where(OutboxRow.failed_at.is_not(None))))


def test_failed_work_is_shown_with_its_reason_and_tried_again(app: Flask) -> None:
    browser, user = Browser(app), UserFactory(Grant.MEMBER, Grant.FACILITATOR)
    sign_in(browser, user)
    id = failed_work()

    before = visit(browser, "/staff/outbox").text("main")
    answer = browser.post(f"/staff/outbox/{id}/again")
    row = db.session.get_one(OutboxRow, id)

    assert "Bring search up to date" in before
    assert "the disk is full" in before
    assert "after 8 tries" in before
    assert (answer.status_code, row.failed_at, row.attempts) == (303, None, 0)
    assert db.session.execute(select(AuditRow.action, AuditRow.user_id)).all() == [
        ("work tried again", user.id)
    ]


def test_trying_again_what_is_done_changes_nothing(admins: Browser) -> None:
    answers = [admins.post("/staff/outbox/999/again"), admins.post("/staff/outbox/again")]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert db.session.scalars(select(AuditRow)).all() == []


@pytest.mark.database
def test_all_failed_work_of_a_kind_or_of_every_kind_is_tried_again(app: Flask, admins: Browser) -> None:
    failed_work("a"), failed_work("b"), failed_work("c", "mail.send")

    admins.post("/staff/outbox/again", data={"task": "search.put"})
    of_a_kind = still_failed()
    admins.post("/staff/outbox/again")

    assert (of_a_kind, still_failed()) == ({"c"}, set())
    log = db.session.scalars(select(AuditRow).order_by(AuditRow.id)).all()
    assert [(row.action, row.after) for row in log] == [
        ("all work tried again", {"pieces": 2, "task": "search.put"}),
        ("all work tried again", {"pieces": 1}),
    ]


def test_late_work_says_that_the_worker_does_not_keep_up(app: Flask, admins: Browser) -> None:
    with clock.frozen(NOW):
        browser = Browser(app)
        sign_in(browser, UserFactory(Grant.ADMIN))
        with unit_of_work():
            outbox.later("search.put", key="post:1")
        early = visit(browser, "/staff/outbox").text("main")
    with clock.frozen(NOW + LATE + timedelta(seconds=1)):
        late = visit(browser, "/staff/outbox").text("main")

    assert "Nothing failed" in early
    assert "is late" not in early
    assert "1 piece of work is late" in late


def test_what_has_its_time_says_until_when_it_waits_and_for_what(admins: Browser) -> None:
    post = PostFactory(title="The new rules", slug="the-new-rules")
    at = clock.now() + timedelta(days=3)
    with unit_of_work():
        outbox.later("publishing.go_live", key=str(post.item_id), kind="post", id=post.item_id, not_before=at)

    page = visit(admins, "/staff/outbox")
    told = page.text(".ion-result")

    assert "Publish what is scheduled: post “The new rules”" in told
    assert "Waits until" in told and "MT" in told
    assert page.href("The new rules", ".ion-result") == "/blog/the-new-rules"


def test_work_is_narrowed_by_kind_and_by_how_it_stands(admins: Browser) -> None:
    failed_work("a"), failed_work("b", "mail.send")
    with unit_of_work():
        outbox.later("search.put", key="now")
        outbox.later("odd.task", key="soon", not_before=clock.now() + timedelta(days=1))

    def keys(query: str) -> list[str]:
        return visit(admins, f"/staff/outbox?{query}").texts(".ion-result code:last-of-type")

    assert [text for text in keys("task=mail.send") if text != "the disk is full"] == ["b"]
    assert keys("show=waiting") == ["soon"]
    assert keys("show=due") == ["now"]
    assert keys("show=due&task=mail.send") == []
    assert [text for text in keys("show=nonsense&task=nonsense") if text != "the disk is full"] == ["a", "b"]


def test_every_task_of_the_worker_has_words() -> None:
    assert HANDLERS.keys() <= TASKS.keys()
    assert task_in_words("unheard.of") == "unheard.of"


def test_the_list_of_work_asks_the_same_for_many(app: Flask, admins: Browser) -> None:
    asked = []
    for many in (5, 40):
        for at in range(many):
            failed_work(f"{many}:{at}")
        asked.append(len(questions(admins, "/staff/outbox")))

    assert asked[0] == asked[1] <= 6
