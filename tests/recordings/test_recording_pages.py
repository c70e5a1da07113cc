"""The page of one recording for ION staff: fields, captions, chapters, publication."""

import io

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ion.base.extensions import db
from ion.models import Recording, Webinar
from ion.recordings.captions import write
from tests.factories import DeckFactory
from tests.reading import visit
from tests.recordings.keeping import CUES, MAP, YOUTUBE, kept
from tests.recordings.samples import held_webinar

LIST = "/staff/webinars/recordings"
VTT = write(CUES).encode()
FIELDS = {"url": YOUTUBE, "has_sound": "1", "said": "yes"}


def add(desk: FlaskClient, webinar: Webinar, data: bytes | None = None, **fields: str) -> TestResponse:
    sent = {f"recording-{name}": value for name, value in ({"url": YOUTUBE} | fields).items()}
    file = {"recording-file": (io.BytesIO(data), "captions.vtt")} if data is not None else {}
    return desk.post(
        f"/staff/webinars/{webinar.item_id}/recordings",
        data=sent | file,
        content_type="multipart/form-data",
    )


def recording(answer: TestResponse) -> Recording:
    db.session.rollback()
    return db.session.get_one(Recording, int(answer.headers["Location"].rsplit("/", 1)[1].partition("?")[0]))


def test_a_recording_with_captions_is_published_in_two_steps(desk: FlaskClient) -> None:
    webinar = held_webinar()

    made = add(desk, webinar, VTT)
    path = made.headers["Location"]
    lacks = visit(desk, path)
    refused = desk.post(f"{path}/publish")
    saved = desk.post(path, data=FIELDS)
    published = desk.post(f"{path}/publish")

    assert "is everything shown also said?" in lacks.section("Not published")
    assert refused.status_code == 409
    assert "Answer the question: is everything shown also said?" in refused.text
    assert (saved.status_code, published.status_code) == (303, 303)
    assert recording(made).published_at is not None
    assert "The recording is published." in visit(desk, path).text("main")


def test_what_cannot_be_read_is_refused_and_nothing_is_added(desk: FlaskClient) -> None:
    webinar = held_webinar()

    answers = [
        add(desk, webinar, b"no captions"),
        add(desk, webinar, url="video"),
        add(desk, webinar, url="https://me:secret@video.example/"),
        add(desk, webinar, url="javascript:alert(1)"),
    ]

    assert [answer.status_code for answer in answers] == [422] * 4
    assert "This is neither WebVTT nor SRT" in answers[0].text
    assert "Give the full address" in answers[1].text
    assert db.session.query(Recording).count() == 0


def test_chapters_name_slides_of_the_deck_and_wrong_lines_come_back(desk: FlaskClient) -> None:
    webinar = held_webinar()
    deck = DeckFactory(about_id=webinar.item_id)
    made = kept(webinar, out=False)
    path, more = f"{LIST}/{made.id}", {"deck": str(deck.item_id), "length": "1:00:00"}

    wrong = desk.post(path, data=FIELDS | more | {"chapters": "0:00 Welcome | 1\n12:40 Rent | 9"})
    right = desk.post(path, data=FIELDS | more | {"chapters": "0:00 Welcome | 1\n12:40 Rent"})

    assert wrong.status_code == 422
    assert "Line 2: the deck has slides 1 to 3." in wrong.text
    assert "12:40 Rent | 9" in wrong.text
    assert right.status_code == 303
    found = recording(right)
    assert found.chapters == [
        {"seconds": 0, "title": "Welcome", "slide": 1},
        {"seconds": 760, "title": "Rent", "slide": None},
    ]
    assert (found.length_seconds, found.deck_id) == (3600, deck.item_id)


def test_fields_that_are_not_the_form_s_change_nothing(desk: FlaskClient) -> None:
    made = kept(held_webinar(), out=False)

    desk.post(
        f"{LIST}/{made.id}", data=FIELDS | {"published_at": "2026-01-01", "webinar_id": "7", "captions": ""}
    )

    db.session.rollback()
    found = db.session.get_one(Recording, made.id)
    assert (found.published_at, found.webinar_id, bool(found.captions)) == (None, made.webinar_id, True)


def test_captions_are_mended_by_hand_and_what_is_typed_wrong_comes_back(desk: FlaskClient) -> None:
    made = kept(held_webinar())
    path = f"{LIST}/{made.id}/captions/text"

    wrong = desk.post(path, data={"words-text": "Welcome, all."})
    right = desk.post(path, data={"words-text": "WEBVTT\n\n00:01.000 --> 00:02.000\nAna Ruiz: Welcome."})

    assert (wrong.status_code, "Welcome, all." in wrong.text) == (422, True)
    assert recording(right).passages[0].text == "Welcome."
    assert recording(right).passages[0].speaker == "Ana Ruiz"


def test_captions_that_are_needed_stay(desk: FlaskClient) -> None:
    made = kept(held_webinar())

    refused = desk.post(f"{LIST}/{made.id}/captions/remove")
    desk.post(f"{LIST}/{made.id}/unpublish")
    removed = desk.post(f"{LIST}/{made.id}/captions/remove")

    assert refused.status_code == 409
    assert "A recording with sound needs captions" in refused.text
    assert recording(removed).has_captions is False


def test_a_recording_is_removed(desk: FlaskClient) -> None:
    made = kept(held_webinar(), shown=MAP)

    answer = desk.post(f"{LIST}/{made.id}/remove")

    assert answer.headers["Location"].endswith("/afterwards")
    assert visit(desk, f"{LIST}/{made.id}").status == 404


def test_a_recording_of_a_webinar_that_one_may_not_know_of_is_not_found(desk: FlaskClient) -> None:
    made = kept(held_webinar(audience="user:999999"), out=False)

    assert visit(desk, f"{LIST}/{made.id}").status == 404
    assert [
        desk.post(f"{LIST}/{made.id}{deed}").status_code
        for deed in (
            "",
            "/publish",
            "/unpublish",
            "/remove",
            "/captions",
            "/captions/text",
            "/captions/remove",
        )
    ] == [404] * 7
