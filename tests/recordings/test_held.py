"""The list of recordings that readers do not have yet, for ION staff."""

from datetime import datetime

from flask.testing import FlaskClient

from ion.models import ItemState
from tests.counting import questions
from tests.factories import WebinarFactory
from tests.reading import Page, visit

VIDEO = "https://video.example"
PATH = "/staff/webinars/recordings"


def held(desk: FlaskClient, query: str = "") -> Page:
    return visit(desk, f"{PATH}{query}")


def test_each_row_names_webinar_recording_and_reason(desk: FlaskClient) -> None:
    old = WebinarFactory(
        "2026-01-05 10:00", title="Old", recordings=[{"url": f"{VIDEO}/1", "title": "Part 1"}]
    )
    new = WebinarFactory(
        "2026-02-05 10:00",
        title="New",
        recordings=[{"url": f"{VIDEO}/2", "has_captions": True, "said": "yes"}],
    )

    page = held(desk)

    assert page.texts("tbody tr") == ["New New Ready to be published", "Old Part 1 No captions"]
    assert page.href("New", "td:first-child") == new.path
    assert page.href("Part 1") == f"{PATH}/{old.recordings[0].id}"


def test_what_is_out_or_of_a_withdrawn_webinar_or_not_for_this_viewer_is_not_listed(
    desk: FlaskClient, now: datetime
) -> None:
    WebinarFactory(recordings=[{"url": VIDEO, "published_at": now}])
    WebinarFactory(recordings=[{"url": VIDEO}], state=ItemState.WITHDRAWN)
    WebinarFactory(recordings=[{"url": VIDEO}], audience="user:999999")

    assert "No recording is held back" in held(desk).text("main")


def test_a_draft_is_named_without_a_link(desk: FlaskClient) -> None:
    WebinarFactory(title="Draft one", state=ItemState.DRAFT, recordings=[{"url": VIDEO, "title": "R"}])

    page = held(desk)

    assert page.texts("td:first-child") == ["Draft one (draft)"]
    assert page.links("td:first-child") == []


def test_a_long_list_has_pages_and_asks_the_same_of_few_and_of_many(desk: FlaskClient) -> None:
    WebinarFactory("2026-01-01 10:00", title="First", recordings=[{"url": VIDEO}])
    few = questions(desk, PATH)

    WebinarFactory("2026-01-02 10:00", recordings=[{"url": f"{VIDEO}/{n}"} for n in range(20)])
    lots = questions(desk, PATH)

    assert held(desk, "?page=2").texts("td:first-child") == ["First"]
    assert few == lots
    assert len(few) <= 6, few
