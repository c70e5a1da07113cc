"""What editors type of a post: what it means, what is refused in words, and what stands in the form again."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from ion.blog.editors import PostEditor
from ion.blog.forms import PostForm
from ion.blog.publishable import PostPublishable
from ion.commons.publishing.editors import EDITORS
from ion.commons.publishing.queries.working import working
from ion.commons.publishing.services import start
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, OldAddress
from tests.blog.filling import series
from tests.factories import PersonFactory, PracticeFactory, UserFactory, sign_in
from tests.reading import visit

EDITOR = PostEditor()


@pytest.fixture(autouse=True)
def asked(app: Flask) -> Iterator[None]:
    with app.test_request_context("/", method="POST"):
        yield


def typed(**fields: Any) -> PostForm:
    """The form as a browser sends it; lists are several values of one field."""
    sent: MultiDict[str, str] = MultiDict()
    for name, value in ({"title": "No passengers", "form": "post"} | fields).items():
        for each in value if isinstance(value, list) else [value]:
            sent.add(name, each)
    return PostForm(formdata=sent)


def content(**fields: Any) -> dict[str, Any]:
    form = typed(**fields)
    assert form.validate(), form.errors
    return EDITOR.content(form)


def refused(field: str, **fields: Any) -> str:
    form = typed(**fields)
    assert not form.validate()
    return str(form[field].errors[0])


def test_posts_have_a_page_of_writing() -> None:
    assert EDITORS["post"].form is PostForm


def test_an_untouched_form_is_a_plain_post() -> None:
    assert content() == PostPublishable().blank()


def test_what_was_typed_comes_back_into_the_form(now: datetime) -> None:
    series()
    person, practice = PersonFactory(name="Ana Ruiz"), PracticeFactory(title="Share a sponsor", slug="share")
    sent = {
        "form": "spotlight",
        "series": "back-to-work",
        "program": ["taa"],
        "role": ["colleges"],
        "state": ["CO", "KY"],
        "spotlight_person": "Ana Ruiz",
        "spotlight_practice": "http://localhost/practices/share?from=mail",
    }

    told = content(**sent)

    assert told["spotlight"] == {"person": person.id, "practice": practice.item_id}
    assert EDITOR.fields(told) == sent | {
        "new_series": "",
        "spotlight_person": f"Ana Ruiz #{person.id}",
        "spotlight_practice": "Share a sponsor /practices/share",
    }
    assert content(**EDITOR.fields(told)) == told


@pytest.mark.parametrize("words", ["#{id}", "Anybody #{id}", "Ana  Ruiz # {id}", "ana ruiz"])
def test_a_person_is_meant_by_number_or_by_a_name_that_only_one_has(now: datetime, words: str) -> None:
    person = PersonFactory(name="Ana Ruiz")

    assert content(spotlight_person=words.format(id=person.id))["spotlight"]["person"] == person.id


def test_a_name_that_several_have_is_asked_about(now: datetime) -> None:
    ids = sorted(PersonFactory(name="Ana Ruiz").id for _ in range(2))

    words = refused("spotlight_person", spotlight_person="Ana Ruiz")

    assert words == (
        f"More than one person is called Ana Ruiz. Write which one: Ana Ruiz #{ids[0]}, Ana Ruiz #{ids[1]}."
    )


@pytest.mark.parametrize("words", ["Nobody Known", "Ana #999999", "#999999999"])
def test_who_is_not_here_is_refused(now: datetime, words: str) -> None:
    assert refused("spotlight_person", spotlight_person=words).startswith("Nobody here")


@pytest.mark.parametrize(
    "words",
    ["share a sponsor", "/practices/share", "Another title /practices/share", "see /practices/share#x"],
)
def test_a_practice_is_meant_by_address_or_by_a_title_that_only_one_has(now: datetime, words: str) -> None:
    practice = PracticeFactory(title="Share a sponsor", slug="share")

    assert content(spotlight_practice=words)["spotlight"]["practice"] == practice.item_id


def test_a_practice_that_is_not_published_is_refused(now: datetime) -> None:
    PracticeFactory(title="Share a sponsor", slug="share", state="draft")

    assert "no published practice" in refused("spotlight_practice", spotlight_practice="/practices/share")
    assert "no published practice" in refused("spotlight_practice", spotlight_practice="Share a sponsor")


def test_a_title_that_two_practices_have_is_asked_about(now: datetime) -> None:
    for _ in range(2):
        PracticeFactory(title="Share a sponsor")

    words = refused("spotlight_practice", spotlight_practice="Share a sponsor")

    assert words.startswith("More than one practice")


def test_a_new_series_gets_a_key_of_its_own() -> None:
    series("rural-voices", "Renamed since")
    with unit_of_work() as session:
        session.add(OldAddress(path="/blog/series/rural-voices-2", target="/blog/series/rural-voices"))

    told = content(new_series=" Rural   voices ")

    assert (told["series"], told["series_name"]) == ("rural-voices-3", "Rural voices")
    assert EDITOR.fields(told)["new_series"] == "Rural voices"


def test_the_name_of_a_series_that_is_here_means_that_one() -> None:
    series(name="Back to work")

    told = content(new_series="back to WORK")

    assert (told["series"], told["series_name"]) == ("back-to-work", "")


def test_a_post_is_part_of_one_series_only() -> None:
    series()

    assert "not both" in refused("new_series", series="back-to-work", new_series="Another")


def test_a_series_that_was_merged_stands_in_the_form_by_its_present_key() -> None:
    series("left", "What is left")
    with unit_of_work() as session:
        session.add(OldAddress(path="/blog/series/gone", target="/blog/series/left"))

    fields = EDITOR.fields({"series": "gone", "series_name": "Gone"})

    assert (fields["series"], fields["new_series"]) == ("left", "")


@pytest.mark.parametrize(("field", "value"), [("form", "rumor"), ("state", "ZZ"), ("series", "no-such")])
def test_keys_that_do_not_exist_are_refused(field: str, value: str) -> None:
    assert refused(field, **{field: value})


def test_the_page_of_writing_takes_a_post(
    app: Flask, client: FlaskClient, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    series()
    editor = UserFactory(Grant.MEMBER, Grant.EDITOR)
    person = PersonFactory(name="Ana Ruiz")
    sign_in(client, editor)
    with unit_of_work():
        item = start("post", title="No passengers", user_id=editor.id)
    path = f"/staff/publishing/{item.id}"
    form = next(form for form in visit(client, path).forms() if form.action == path)
    fields = dict(form.fields) | {"series": "back-to-work", "state": ["CO"], "spotlight_person": "Ana Ruiz"}

    unclear = client.post(path, data=fields | {"spotlight_person": "Nobody Known"})
    saved = client.post(path, data=fields)

    assert (unclear.status_code, saved.status_code) == (422, 303)
    assert "Nobody here is called Nobody Known" in unclear.text
    found = working(item.id)
    assert found is not None
    assert found.content["series"] == "back-to-work"
    assert found.content["spotlight"]["person"] == person.id
    again = visit(client, path)
    assert again.all('[name="spotlight_person"]')[0]["value"] == f"Ana Ruiz #{person.id}"
    assert [box["value"] for box in again.all('[name="state"][checked]')] == ["CO"]
