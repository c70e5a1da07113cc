"""Everywhere where words or files are sent, participant data is stopped once, and goes with a reason that is logged."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from ion.base.extensions import db
from ion.directory.queries.content import organization_edited
from ion.directory.queries.profile import profile_of
from ion.models import AuditRow, Grant, User
from tests.conftest import Browser
from tests.factories import (
    GroupFactory,
    OrganizationFactory,
    PersonFactory,
    PostFactory,
    QuestionFactory,
    RegistrationFactory,
    UserFactory,
    WebinarFactory,
    sign_in,
)
from tests.publishing.writing import draft
from tests.reading import Page
from tests.recordings.keeping import kept

NUMBER = "Please add 524-71-3308."
REASON = "We made this example up."
HEADING = "This looks like participant PII"
Sent = tuple[str, dict[str, Any]]


def comment(user: User) -> Sent:
    return f"/discussion/{PostFactory().item_id}", {"markdown": NUMBER}


def question(user: User) -> Sent:
    return f"/questions/{WebinarFactory().item_id}", {"text": NUMBER}


def answer(user: User) -> Sent:
    asked = QuestionFactory(WebinarFactory().item_id)
    return f"/question/{asked.id}/answer", {"markdown": NUMBER, "seen": "open."}


def poll(user: User) -> Sent:
    return f"/questions/{WebinarFactory().item_id}/polls", {"text": NUMBER, "choices": "Yes\nNo"}


def publication(user: User) -> Sent:
    item_id = draft(user.id, markdown=NUMBER)
    return f"/staff/publishing/{item_id}/publish", {"publish-number": "1"}


def schedule(user: User) -> Sent:
    item_id = draft(user.id, markdown=NUMBER)
    time = {"schedule-day": "2026-11-24", "schedule-clock": "09:00", "schedule-zone": "America/New_York"}
    return f"/staff/publishing/{item_id}/schedule", {"schedule-number": "1"} | time


def correction(user: User) -> Sent:
    return f"/staff/publishing/{PostFactory().item_id}/corrections", {"correct-text": NUMBER}


def profile(user: User) -> Sent:
    typed = {"name": "Ana Ruiz", "bio": NUMBER, "audience": "public"}
    return "/people/profile", typed | {"mark": profile_of(user.person_id).mark}


def organization(user: User) -> Sent:
    return "/directory/new", {"name": "Erie Works", "about": NUMBER}


def organization_anew(user: User) -> Sent:
    OrganizationFactory(name="Erie Works", slug="erie-works")
    edited = organization_edited("erie-works")
    assert edited
    typed = {"name": "Erie Works", "about": NUMBER, "version": edited.content.version}
    return "/directory/erie-works/edit", typed


def joining(user: User) -> Sent:
    GroupFactory(slug="rides", is_open=False)
    return "/groups/rides/join", {"note": NUMBER}


def feedback(user: User) -> Sent:
    webinar = WebinarFactory("2026-11-21 10:00", slug="vans", webinar={"takes_registration": True})
    RegistrationFactory(webinar, user)
    return "/webinars/vans/feedback", {"rating": "4", "useful": NUMBER}


def newsletter(user: User) -> Sent:
    return "/staff/newsletters/new", {"subject": "November", "intro": NUMBER, "head": "0"}


def letter(user: User) -> Sent:
    webinar = WebinarFactory(webinar={"takes_registration": True})
    RegistrationFactory(webinar)
    typed = {"to": "registered", "subject": "A room", "text": NUMBER, "nonce": "a-nonce-of-some-length"}
    return f"/staff/webinars/{webinar.item_id}/letters", typed | {"step": "send"}


def attachment(user: User) -> Sent:
    table = (BytesIO(b"Name,SSN\nMaria Gonzalez,524713308\n"), "list.csv")
    return f"/files/items/{PostFactory().item_id}/attachments", {"attachment-file": table}


def slides(user: User) -> Sent:
    return "/staff/decks/new", {"title": NUMBER}


def report(user: User) -> Sent:
    table = (BytesIO(b"Name,Question\nAna,Is 524-71-3308 right?\n"), "questions.csv")
    path = f"/staff/webinars/{WebinarFactory('2026-11-20 10:00').item_id}/reports"
    return path, {"report-kind": "questions", "report-file": table}


def captions(user: User) -> Sent:
    recording = kept(WebinarFactory("2026-11-20 10:00"))
    text = f"WEBVTT\n\n00:01.000 --> 00:02.000\n{NUMBER}"
    return f"/staff/webinars/recordings/{recording.id}/captions/text", {"words-text": text}


PLACES: tuple[Callable[[User], Sent], ...] = (
    comment, question, answer, poll, publication, schedule, correction, profile, organization, organization_anew,
    joining, feedback, newsletter, letter, attachment, slides, report, captions,
)  # fmt: skip


@pytest.fixture
def writer(app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> User:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    person = PersonFactory(name="Ana Ruiz", zone="America/New_York")
    return UserFactory(Grant.MEMBER, Grant.EDITOR, Grant.FACILITATOR, Grant.ADMIN, person=person)


@pytest.fixture
def browser(app: Flask, writer: User) -> Browser:
    made = Browser(app)
    sign_in(made, writer)
    return made


def again(fields: dict[str, Any]) -> dict[str, Any]:
    """The same once more: a file is chosen anew."""
    return {
        name: (BytesIO(value[0].getvalue()), value[1]) if isinstance(value, tuple) else value
        for name, value in fields.items()
    }


def posted(browser: Browser, path: str, fields: dict[str, Any]) -> TestResponse:
    return browser.post(path, data=again(fields), content_type="multipart/form-data")


def logged() -> list[dict[str, Any] | None]:
    db.session.rollback()
    found = select(AuditRow.after).where(AuditRow.action == "participant_data.sent_anyway")
    return list(db.session.scalars(found))


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
def test_participant_data_is_stopped_once_and_goes_with_a_reason(
    browser: Browser, writer: User, place: Callable[[User], Sent]
) -> None:
    path, fields = place(writer)

    stopped = Page(posted(browser, path, fields))

    assert stopped.status == 422
    assert HEADING in stopped.text(".usa-alert--warning")
    assert "524" not in stopped.text(".usa-alert--warning")
    assert logged() == []
    (reason,) = stopped.all("textarea[name$=participant_reason]")

    done = posted(browser, path, fields | {str(reason["name"]): REASON})

    assert done.status_code == 303
    (told,) = logged()
    assert told and told["reason"] == REASON and "524" not in str(told)


def test_approving_looks_at_the_text_that_goes_out(app: Flask, browser: Browser, writer: User) -> None:
    item_id = draft(writer.id, markdown=NUMBER)
    other = Browser(app)
    sign_in(other, UserFactory(Grant.MEMBER, Grant.EDITOR))
    posted(
        browser,
        f"/staff/publishing/{item_id}/review",
        {"review-number": "1", "review-zone": "America/New_York"},
    )

    fields = {"approve-number": "1"}
    stopped = posted(other, f"/staff/publishing/{item_id}/review/approve", fields)
    approved = posted(
        other, f"/staff/publishing/{item_id}/review/approve", fields | {"approve-participant_reason": REASON}
    )

    assert (stopped.status_code, approved.status_code) == (422, 303)
    assert len(logged()) == 1


def test_the_log_says_it_in_words(browser: Browser, writer: User) -> None:
    path, fields = comment(writer)
    posted(browser, path, fields | {"participant_reason": REASON})

    log = Page(browser.get("/staff/audit?action=participant_data.sent_anyway"))

    assert "Sent with a reason (participant data)" in log.text("tbody")
    assert f"reason: {REASON}" in log.text("tbody")
