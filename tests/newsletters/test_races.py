"""Several at once, with real threads: an issue begins once, each mail is asked for once, and goes out once."""

from collections import Counter

import pytest
from flask import Flask

from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import NewsletterState
from ion.newsletters import services
from ion.newsletters.services.sending import LOOK_AGAIN
from tests.mailing.carriers import Pigeon
from tests.mailing.conftest import Use
from tests.newsletters.issues import (
    IssueFactory,
    deeds,
    editor,
    issue,
    mails,
    overdue,
    readers,
    recipients,
    state,
    work,
)
from tests.racing import at_once

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app")]


def test_ticks_at_the_same_moment_send_an_issue_once(app: Flask, use: Use) -> None:
    pigeon = Pigeon()
    use(pigeon)
    emails = Counter(user.email for user in readers(6))
    id = IssueFactory()
    overdue(id)

    answers = at_once(app, lambda _: work(), threads=4)
    work(clock.now() + 2 * LOOK_AGAIN)  # whoever looked first may have found it not through yet

    assert all(isinstance(answer, int) for answer in answers), answers
    assert Counter(str(letter["To"]) for letter in pigeon.letters) == emails
    assert (state(id), deeds().count("newsletter sent")) == (NewsletterState.SENT, 1)


def test_asking_for_the_mails_by_eight_at_once_asks_for_each_once(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services.sending, "BATCH", 2)
    emails = sorted(user.email for user in readers(9))
    id, head, by = IssueFactory(), 0, editor().id
    head = issue(id).head
    with unit_of_work():
        services.send_now(id, head=head, user_id=by)

    def ask(_: int) -> None:
        more = True
        while more:
            with unit_of_work():
                more = services.ask_next(id)

    assert at_once(app, ask) == [None] * 8
    assert sorted(mail.address for mail in mails()) == emails == recipients(id)


def test_of_eight_clicks_on_send_one_sends(app: Flask) -> None:
    readers(2)
    id, by = IssueFactory(), editor().id
    head = issue(id).head

    def click(_: int) -> int:
        with unit_of_work():
            return services.send_now(id, head=head, user_id=by)

    answers = at_once(app, click)

    assert sorted(map(str, answers)) == ["2", *["Stale()"] * 7]
    assert (len(recipients(id)), deeds()) == (2, ["newsletter sent"])


def test_of_two_who_save_at_once_one_is_told_that_it_is_stale(app: Flask) -> None:
    id, by = IssueFactory(), editor().id
    head = issue(id).head

    def save(number: int) -> None:
        with unit_of_work():
            services.save(id, services.Words(f"Subject {number}"), head=head, user_id=by)

    answers = at_once(app, save, threads=2)

    assert sorted(map(str, answers)) == ["None", "Stale()"]
    assert issue(id).subject == f"Subject {answers.index(None)}"
