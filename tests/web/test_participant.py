"""Forms that stop once when what was sent looks like personal details of people who are served."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask_wtf.file import FileField
from sqlalchemy import select
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired

from ion.base.extensions import db
from ion.core.unit_of_work import unit_of_work
from ion.models import AuditRow, User
from ion.web.participant import CheckedFileForm, CheckedForm, first_of_each, found_in_files, note, texts_in
from tests.factories import UserFactory

NUMBER = "Please add 524-71-3308."
SSN = "a Social Security number"
STOPPED = "This looks like participant PII. Remove it, or say why it may be sent."


class LetterForm(CheckedForm):
    checked = ("title", "text")
    title = StringField("Title", [DataRequired("Give it a title.")])
    text = TextAreaField("Text")
    private = StringField("Private")


class AttachmentForm(CheckedFileForm):
    checked = ("title",)
    title = StringField("Title")
    file = FileField("File")


@pytest.fixture(autouse=True)
def without_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


@pytest.fixture
def writer(app: Flask) -> User:
    return UserFactory()


def sent(app: Flask, kind: type[CheckedForm] = LetterForm, **fields: Any) -> Any:
    """The form as it was sent, validated."""
    with app.test_request_context("/", method="POST", data={"title": "Hello"} | fields):
        form = kind()
        form.validate()
        return form


def found(form: CheckedForm) -> list[str]:
    return [each.what for each in form.suspicions]


def test_a_form_without_a_find_is_taken(app: Flask) -> None:
    form = sent(app, text="Good morning.", private=NUMBER)

    assert (form.suspicions, form.errors) == ([], {})


def test_a_form_with_a_find_is_stopped_and_says_why(app: Flask) -> None:
    form = sent(app, text=NUMBER)

    assert found(form) == [SSN]
    assert form.errors == {"participant_reason": [STOPPED]}
    assert form.text.data == NUMBER


@pytest.mark.parametrize("reason", ["", "   ", "ok", "123456789", "…"])
def test_what_is_no_reason_does_not_let_it_pass(app: Flask, reason: str) -> None:
    assert sent(app, text=NUMBER, participant_reason=reason).errors == {"participant_reason": [STOPPED]}


def test_a_reason_lets_it_pass(app: Flask) -> None:
    form = sent(app, text=NUMBER, participant_reason="An example that we made up.")

    assert (found(form), form.errors) == ([SSN], {})


def test_a_reason_that_is_too_long_is_refused(app: Flask) -> None:
    form = sent(app, text=NUMBER, participant_reason="a " * 151)

    assert form.errors == {"participant_reason": ["Keep the reason within 300 characters."]}


def test_a_reason_does_not_mend_what_else_is_wrong(app: Flask) -> None:
    form = sent(app, title="", text=NUMBER, participant_reason="An example.")

    assert form.errors == {"title": ["Give it a title."]}


def test_what_is_sent_but_was_not_typed_is_looked_at_too(app: Flask) -> None:
    with app.test_request_context("/", method="POST", data={"title": "Hello"}):
        form = LetterForm()
        form.look_at("The text of the item.", NUMBER)

        assert not form.validate()
        assert found(form) == [SSN]


def test_a_file_is_looked_into_and_read_once(app: Flask) -> None:
    form = sent(app, AttachmentForm, file=(BytesIO(b"Name,SSN\nMaria Gonzalez,524713308\n"), "list.csv"))

    assert found(form) == ["a list of people with personal details"]
    assert form.content() == b"Name,SSN\nMaria Gonzalez,524713308\n"


def test_the_words_beside_a_file_are_looked_at(app: Flask) -> None:
    form = sent(app, AttachmentForm, title=NUMBER, file=(BytesIO(b"Nothing."), "plan.txt"))

    assert found(form) == [SSN]


def test_a_form_without_its_file_is_no_error(app: Flask) -> None:
    assert sent(app, AttachmentForm, file=(BytesIO(b""), "")).suspicions == []


def test_several_files_tell_one_of_a_sort() -> None:
    csv = ("list.csv", "text/csv", b"SSN,City\n524713308,Erie\n")

    once = found_in_files([csv, csv, ("plan.txt", "text/plain", b"Nothing.")])

    assert [each.what for each in once] == [SSN]
    assert first_of_each([*once, *once]) == once


def test_texts_are_found_in_rows() -> None:
    rows = [{"name": "Ana", "place": 1}, {"name": "Ben", "more": ["x", None]}]

    assert list(texts_in({"rows": rows, "id": 7, "title": "Hello"})) == [
        "Ana\nBen\nx\n\nHello".replace("\n\n", "\n")
    ]


@pytest.mark.database
def test_the_note_keeps_the_reason_and_the_sort_but_not_the_text(app: Flask, writer: User) -> None:
    form = sent(app, text=NUMBER, participant_reason="An example.")

    with unit_of_work():
        note(form, kind="comment", id=7, user_id=writer.id)

    row = db.session.scalars(select(AuditRow).where(AuditRow.action == "participant_data.sent_anyway")).one()
    assert (row.subject_kind, row.subject_id, row.user_id) == ("comment", 7, writer.id)
    assert row.after == {"found": [SSN], "reason": "An example."}


def test_there_is_no_note_where_nothing_was_found(app: Flask, writer: User) -> None:
    form = sent(app, text="Good morning.", participant_reason="Left over from before.")

    with unit_of_work():
        note(form, kind="comment", id=7, user_id=writer.id)

    assert db.session.scalars(select(AuditRow)).all() == []
