"""The transcript as readers have it: every passage at its minute, a player only after a click, captions as a file."""

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import Correction, ItemState, Recording, Webinar
from ion.recordings.captions import Cue, parse
from ion.recordings.passages import SHOWN
from ion.search import services as search
from ion.web.headers import CSP
from tests.counting import questions
from tests.factories import DeckFactory
from tests.reading import visit
from tests.recordings.keeping import CUES, MAP, YOUTUBE, kept
from tests.recordings.samples import held_webinar
from tests.viewers import AUDIENCES, viewers

CHAPTERS = [
    {"seconds": 600, "title": "Rent", "slide": 2},
    {"seconds": 1800, "title": "Questions", "slide": 9},
]


def path(webinar: Webinar) -> str:
    return f"{webinar.path}/transcript"


@pytest.fixture
def webinar(app: Flask, now: datetime) -> Webinar:
    return held_webinar()


def test_every_passage_stands_at_its_minute(client: FlaskClient, webinar: Webinar) -> None:
    recording = kept(webinar, shown=MAP, said="transcript")

    page = visit(client, path(webinar))

    assert page.texts(".ion-passage__time") == ["0:00", "12:40", "12:45", "30:00"]
    assert page.text("#t-760 .ion-passage__words > p") == "Ben Okafor: A purple giraffe pays the rent."
    assert page.text("#t-765 .ion-passage__who") == f"{SHOWN}:"
    assert page.href("Play from here", "#t-760") == f"?play={recording.id}&t=760#t-760"


def test_passages_of_a_second_recording_have_addresses_of_their_own(
    client: FlaskClient, webinar: Webinar
) -> None:
    kept(webinar)
    kept(webinar, out=False)
    kept(webinar, url="https://video.example/2")

    ids = visit(client, path(webinar)).ids

    assert {"t-760", "t2-760"} <= set(ids)
    assert len(ids) == len(set(ids))


def test_a_phrase_spoken_at_12_40_is_found_and_opens_at_12_40(client: FlaskClient, webinar: Webinar) -> None:
    kept(webinar)
    search.rebuild()

    hits = visit(client, "/search?q=purple+giraffe")
    address = next(link.href for link in hits.links("main") if "/transcript#" in link.href)

    assert address == f"{webinar.path}/transcript#t-760"
    assert "t-760" in visit(client, address).ids


def test_chapters_lead_to_their_words_and_name_the_slide(client: FlaskClient, webinar: Webinar) -> None:
    deck = DeckFactory(about_id=webinar.item_id, slug="rent-deck")
    kept(webinar, chapters=CHAPTERS, deck_id=deck.item_id)

    page = visit(client, path(webinar))

    assert [(link.href, link.words) for link in page.links(".ion-chapters")] == [
        ("#t-760", "Rent"),
        ("#t-1800", "Questions"),
    ]
    assert page.href("Slide 2: Second") == "/decks/rent-deck?slide=2#slide"
    assert [text for text in page.texts("h3") if "Questions" in text] == ["Questions 30:00"]
    assert len(page.links(".ion-transcript__slide")) == 1


def test_slides_of_a_deck_that_is_not_for_this_reader_are_not_named(
    client: FlaskClient, webinar: Webinar
) -> None:
    deck = DeckFactory(about_id=webinar.item_id, audience="staff", title="Secret deck")
    kept(webinar, chapters=CHAPTERS, deck_id=deck.item_id)

    page = visit(client, path(webinar))

    assert "Second" not in page.html
    assert "Secret deck" not in page.html + visit(client, webinar.path).html


def test_a_player_is_loaded_after_a_click_alone_and_the_policy_opened_for_its_one_site(
    client: FlaskClient, webinar: Webinar
) -> None:
    recording = kept(webinar)

    before = visit(client, path(webinar))
    after = visit(client, before.href("Play here (loads from www.youtube-nocookie.com)"))
    later = visit(client, f"{path(webinar)}?play={recording.id}&t=760")

    assert before.response.headers["Content-Security-Policy"] == CSP
    assert before.all("iframe") == []
    for page, second in ((after, 0), (later, 760)):
        policy = page.response.headers["Content-Security-Policy"]
        assert policy == f"{CSP}; frame-src https://www.youtube-nocookie.com"
        (frame,) = page.all("iframe")
        assert frame["src"] == f"https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ?start={second}"
        assert frame["title"] and frame["referrerpolicy"] == "strict-origin-when-cross-origin"


def test_no_other_site_is_ever_framed(client: FlaskClient, webinar: Webinar) -> None:
    other = kept(webinar, url="https://video.example/1")
    held = kept(webinar, out=False)

    for asked in (
        f"?play={other.id}",
        f"?play={held.id}",
        "?play=x",
        "?play=1&t=" + "9" * 50,
        "?play=%00",
        "?play=²",
    ):
        page = visit(client, path(webinar) + asked)
        assert page.status == 200
        assert page.response.headers["Content-Security-Policy"] == CSP
        assert page.all("iframe") == []
    assert page.href("Watch at video.example") == "https://video.example/1"


def test_the_page_admits_what_is_shown_and_not_said(client: FlaskClient, webinar: Webinar) -> None:
    kept(webinar, said="transcript", shown=MAP)
    kept(webinar, said="described", described_url="https://video.example/described")

    page = visit(client, path(webinar))

    assert "there is no version with audio description yet" in page.text(".usa-alert--warning")
    assert page.href("A version that describes what is shown") == "https://video.example/described"


def test_corrections_stand_at_the_head(client: FlaskClient, webinar: Webinar) -> None:
    kept(webinar)
    with unit_of_work() as session:
        session.add(Correction(item_id=webinar.item_id, at=clock.now(), text="The rent is by the month."))

    assert "The rent is by the month." in visit(client, path(webinar)).text(".ion-corrections")


def test_captions_are_a_file_of_their_own(client: FlaskClient, webinar: Webinar) -> None:
    recording = kept(webinar)
    held = kept(webinar, out=False)

    answer = visit(client, visit(client, path(webinar)).href("Captions (WebVTT)")).response

    assert answer.content_type == "text/vtt; charset=utf-8"
    assert parse(answer.text) == CUES
    assert visit(client, f"{webinar.path}/captions/{held.id}.vtt").status == 404
    assert visit(client, f"{held_webinar().path}/captions/{recording.id}.vtt").status == 404


@pytest.mark.parametrize("audience", AUDIENCES)
def test_transcript_and_captions_are_for_readers_of_the_webinar(
    app: Flask, now: datetime, audience: str
) -> None:
    webinar = held_webinar(audience=audience)
    recording = kept(webinar)

    let_in = {
        name
        for name, browser in viewers(app).items()
        for address in (
            path(webinar),
            f"{webinar.path}/captions/{recording.id}.vtt",
            f"{path(webinar)}?play=1",
        )
        if visit(browser, address).status == 200
    }

    assert let_in == AUDIENCES[audience]


def test_there_is_no_transcript_of_a_draft_nor_without_a_published_recording(
    client: FlaskClient, webinar: Webinar
) -> None:
    kept(webinar, out=False)
    draft = held_webinar(state=ItemState.DRAFT)
    kept(draft)

    assert [visit(client, path(each)).status for each in (webinar, draft)] == [404, 404]


def test_what_is_said_is_text(client: FlaskClient, webinar: Webinar) -> None:
    hostile = '<script>alert(1)</script><img src=x onerror="alert(2)">'
    kept(webinar, cues=[Cue(0, 1000, "<b>Eve</b>", hostile)], title="<i>T</i>")

    page = visit(client, path(webinar))

    assert page.all(".ion-passage script, .ion-passage img, .ion-passage b, h2 i") == []
    assert hostile in page.text(".ion-passage__words")


def test_the_page_asks_the_same_of_few_and_of_many(client: FlaskClient, webinar: Webinar) -> None:
    deck = DeckFactory(about_id=webinar.item_id)
    kept(webinar, chapters=CHAPTERS, deck_id=deck.item_id)
    few = questions(client, path(webinar))

    hour = [
        Cue(second * 1000, second * 1000 + 900, f"P {second % 7}", "Some words.")
        for second in range(0, 3600, 10)
    ]
    kept(webinar, cues=hour, chapters=CHAPTERS, deck_id=deck.item_id)
    lots = questions(client, path(webinar))

    assert few == lots
    assert len(few) <= 6, few


def test_the_page_of_the_webinar_shows_what_there_is_to_watch(client: FlaskClient, webinar: Webinar) -> None:
    bare = visit(client, webinar.path)
    deck = DeckFactory(about_id=webinar.item_id)
    recording = kept(webinar, said="transcript", shown=MAP)
    kept(webinar, out=False)

    page = visit(client, webinar.path)

    assert bare.all("#recordings") == []
    assert len(page.all(".ion-watch__recording")) == 1
    assert page.href("Play the recording") == f"{path(webinar)}?play={recording.id}#recording-{recording.id}"
    assert page.href("Watch at youtube.com", "#recordings") == YOUTUBE
    assert page.href("Transcript", "#recordings") == f"{path(webinar)}#recording-{recording.id}"
    assert page.href("Slides with notes", "#recordings") == f"/decks/{deck.item.slug}"
    assert "Not everything that is shown is also said." in page.text("#recordings")


def test_a_recording_taken_back_is_gone_from_every_page(client: FlaskClient, webinar: Webinar) -> None:
    recording = kept(webinar)
    assert visit(client, webinar.path).all("#recordings")

    with unit_of_work() as session:
        session.get_one(Recording, recording.id).published_at = None

    assert visit(client, webinar.path).all("#recordings") == []
    assert visit(client, path(webinar)).status == 404
