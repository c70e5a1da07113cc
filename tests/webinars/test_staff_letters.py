"""Letters of ION staff to registrants: looked at, sent once, written down."""

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from ion.base.extensions import db
from ion.core.unit_of_work import unit_of_work
from ion.models import AuditRow, Grant, OutboxRow, Standing, User, Webinar
from ion.webinars.queries.staff.letters import sent_letters
from ion.webinars.services import NotThere, letters
from ion.webinars.services.letters import Letter, NobodyToWriteTo
from tests.factories import RegistrationFactory, UserFactory, WebinarFactory, sign_in
from tests.racing import THREADS, at_once
from tests.reading import Page, visit

NONCE = "a-nonce-of-some-length"
TYPED = {
    "to": "registered",
    "subject": "Room change",
    "text": "Dear all,\r\n\r\nthe room has changed.",
    "nonce": NONCE,
}


@pytest.fixture
def facilitator(app: Flask, client: FlaskClient, now: datetime, monkeypatch: pytest.MonkeyPatch) -> User:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    user = UserFactory(Grant.MEMBER, Grant.FACILITATOR)
    sign_in(client, user)
    return user


@pytest.fixture
def webinar(app: Flask, now: datetime) -> Webinar:
    """A webinar with two registrants; nobody waits."""
    made = WebinarFactory(title="Cost sharing", webinar={"takes_registration": True})
    RegistrationFactory(made)
    RegistrationFactory(made, email="guest@ion.example")
    return made


def asked_for() -> int:
    """How many letters the worker was asked to deliver."""
    return db.session.scalar(select(func.count()).where(OutboxRow.key.startswith("letter:"))) or 0


def posted(client: FlaskClient, webinar: Webinar, **fields: str) -> Page:
    return Page(client.post(f"/staff/webinars/{webinar.item_id}/letters", data=TYPED | fields))


def test_a_letter_is_shown_as_it_will_be_read_and_nothing_is_sent(
    client: FlaskClient, facilitator: User, webinar: Webinar
) -> None:
    page = posted(client, webinar)

    assert (page.status, asked_for()) == (200, 0)
    assert page.text("#preview-heading") == "Send this to 2 people?"
    assert "the room has changed." in page.text(".ion-letter")
    assert page.all("textarea[name=text]")[0].text.strip() == "Dear all,\n\nthe room has changed."


def test_what_the_preview_holds_is_what_is_sent_and_listed(
    client: FlaskClient, facilitator: User, webinar: Webinar
) -> None:
    preview = posted(client, webinar)
    form = next(form for form in preview.forms() if ("step", "send") in form.fields)
    text = preview.all("textarea[name=text]")[0].text.removeprefix("\n")

    answer = client.post(form.action, data=dict(form.fields) | {"text": text})

    assert (answer.status_code, answer.location) == (303, f"/staff/webinars/{webinar.item_id}/letters#sent")
    assert asked_for() == 1
    listed = visit(client, f"/staff/webinars/{webinar.item_id}/letters").text("#sent")
    assert "Room change Everyone registered: 2 people" in listed
    assert "Dear all," in listed


def test_sending_twice_sends_once(client: FlaskClient, facilitator: User, webinar: Webinar) -> None:
    statuses = [posted(client, webinar, step="send").status for _ in range(2)]

    assert (statuses, asked_for(), len(sent_letters(webinar.item_id))) == ([303, 303], 1, 1)


def test_another_letter_of_the_same_words_is_another_letter(
    client: FlaskClient, facilitator: User, webinar: Webinar
) -> None:
    for nonce in ("the-first-nonce-there-is", "the-second-nonce-there-is"):
        posted(client, webinar, step="send", nonce=nonce)

    assert asked_for() == 2


@pytest.mark.parametrize("step", ["", "send"])
def test_a_letter_to_nobody_is_refused_in_words_and_stays_typed(
    client: FlaskClient, facilitator: User, webinar: Webinar, step: str
) -> None:
    page = posted(client, webinar, to="waiting", step=step)

    assert (page.status, asked_for()) == (409, 0)
    assert "Nobody is on the waiting list now" in page.text("[data-error-summary]")
    assert "the room has changed." in page.text("textarea")
    assert page.all("#subject")[0]["value"] == "Room change"


def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client: FlaskClient, facilitator: User, webinar: Webinar
) -> None:
    page = posted(client, webinar, subject="", to="cancelled")

    assert (page.status, asked_for()) == (422, 0)
    assert "Enter a subject" in page.text("[data-error-summary]")
    assert "the room has changed." in page.text("textarea")
    assert ("nonce", NONCE) in page.forms()[-1].fields or any(
        ("nonce", NONCE) in f.fields for f in page.forms()
    )


def test_an_empty_page_offers_whom_one_can_write_to(
    client: FlaskClient, facilitator: User, webinar: Webinar
) -> None:
    page = visit(client, f"/staff/webinars/{webinar.item_id}/letters?to=waiting")

    assert page.texts("#to option") == [
        "Everyone registered (2 people)",
        "Everyone on the waiting list (nobody)",
    ]
    assert page.text("#to option[selected]") == "Everyone on the waiting list (nobody)"
    assert "None yet" in page.text("#sent")


@pytest.mark.database
def test_of_equal_letters_at_the_same_moment_one_is_sent(app: Flask, webinar: Webinar) -> None:
    user_id, webinar_id = UserFactory(Grant.EDITOR).id, webinar.item_id
    letter = Letter(Standing.REGISTERED, "Subject", "Text", NONCE)

    def deed(_: int) -> bool:
        with unit_of_work():
            return letters.send(webinar_id, letter, user_id=user_id)

    answers = at_once(app, deed)

    assert sorted(answers, key=str) == [False] * (THREADS - 1) + [True]
    assert asked_for() == 1


@pytest.mark.database
def test_a_letter_stands_in_the_log_of_deeds_with_its_words(app: Flask, webinar: Webinar) -> None:
    user_id = UserFactory(Grant.EDITOR).id
    letter = Letter(Standing.REGISTERED, "Subject", "Text", NONCE)

    with unit_of_work():
        letters.send(webinar.item_id, letter, user_id=user_id)
    row = db.session.scalars(select(AuditRow)).one()

    assert (row.action, row.subject_kind, row.subject_id, row.user_id) == (
        "letter sent",
        "webinar",
        webinar.item_id,
        user_id,
    )
    assert row.after == {
        "to": "registered",
        "people": 2,
        "subject": "Subject",
        "text": "Text",
        "nonce": NONCE,
    }


def test_a_letter_to_nobody_or_of_no_webinar_is_refused_by_name(app: Flask, webinar: Webinar) -> None:
    letter = Letter(Standing.WAITING, "Subject", "Text", NONCE)

    with pytest.raises(NobodyToWriteTo), unit_of_work():
        letters.send(webinar.item_id, letter, user_id=1)
    with pytest.raises(NotThere), unit_of_work():
        letters.send(999_999, letter, user_id=1)
