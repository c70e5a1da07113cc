"""The editors' list of recordings that wait for captions."""

from datetime import datetime

import pytest
from flask.testing import FlaskClient

from ion.models import Grant, ItemState
from tests.factories import UserFactory, WebinarFactory, sign_in
from tests.reading import Page, visit

pytestmark = pytest.mark.database

VIDEO = "https://video.example"


@pytest.fixture
def editor(client: FlaskClient, now: datetime) -> FlaskClient:
    sign_in(client, UserFactory(Grant.MEMBER, Grant.EDITOR))
    return client


def held(editor: FlaskClient, query: str = "") -> Page:
    return visit(editor, f"/staff/webinars/recordings{query}")


def test_each_row_names_webinar_recording_and_reason(editor: FlaskClient) -> None:
    WebinarFactory("2026-01-05 10:00", title="Old", recordings=[{"url": f"{VIDEO}/1", "title": "Part 1"}])
    new = WebinarFactory("2026-02-05 10:00", title="New", recordings=[{"url": f"{VIDEO}/2"}])

    page = held(editor)

    assert page.texts("tbody tr") == ["New New No captions", "Old Part 1 No captions"]
    assert page.href("New", "td:first-child") == new.path
    assert page.href("Part 1") == f"{VIDEO}/1"
    assert "A recording is shown once it has captions and a transcript." in page.text("main")


def test_what_is_shown_has_captions_or_is_withdrawn_is_not_held_back(
    editor: FlaskClient, now: datetime
) -> None:
    WebinarFactory(recordings=[{"url": VIDEO, "published_at": now}])
    WebinarFactory(recordings=[{"url": VIDEO, "has_captions": True}])
    WebinarFactory(recordings=[{"url": VIDEO}], state=ItemState.WITHDRAWN)
    WebinarFactory(recordings=[{"url": VIDEO}], audience="user:999999")

    assert "No recording is held back" in held(editor).text("main")


def test_a_draft_is_named_without_a_link(editor: FlaskClient) -> None:
    WebinarFactory(title="Draft one", state=ItemState.DRAFT, recordings=[{"url": VIDEO, "title": "R"}])

    page = held(editor)

    assert page.texts("td:first-child") == ["Draft one (draft)"]
    assert page.links("td:first-child") == []


def test_a_long_list_has_pages(editor: FlaskClient) -> None:
    for day in range(1, 22):
        WebinarFactory(f"2026-01-{day:02d} 10:00", title=f"Day {day}", recordings=[{"url": VIDEO}])

    assert held(editor, "?page=2").texts("td:first-child") == ["Day 1"]
