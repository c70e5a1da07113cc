"""Keeping recordings: what one needs before readers have it, and what its captions become."""

from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import signals, tallies
from ion.core.unit_of_work import unit_of_work
from ion.models import OutboxRow, PlatformReport, Recording, TranscriptPassage, User, Webinar
from ion.recordings.captions import Cue
from ion.recordings.queries.recordings import missing_of, shown_lines
from ion.recordings.services import recordings as services
from ion.recordings.services.recordings import NotReady
from ion.search.receivers import PUT
from tests.factories import UserFactory
from tests.recordings.keeping import CUES, MAP, YOUTUBE, kept
from tests.recordings.samples import held_webinar

pytestmark = pytest.mark.database


@pytest.fixture
def webinar(app: Flask, now: datetime) -> Webinar:
    return held_webinar()


@pytest.fixture
def editor(app: Flask, now: datetime) -> User:
    return UserFactory()


def passages(recording: Recording) -> list[tuple[int, str, str]]:
    rows = db.session.execute(
        select(TranscriptPassage.seconds, TranscriptPassage.speaker, TranscriptPassage.text)
        .where(TranscriptPassage.recording_id == recording.id)
        .order_by(TranscriptPassage.position)
    )
    return [(row[0], row[1], row[2]) for row in rows]


@pytest.mark.parametrize(
    ("fields", "has_captions", "words"),
    [
        ({}, False, "A recording with sound needs captions"),
        ({"said": ""}, True, "is everything shown also said?"),
        ({"said": "described"}, True, "Give the address of the version"),
        ({"said": "transcript"}, True, "Write the descriptive transcript"),
        ({"has_sound": False}, False, "A recording without sound says nothing"),
    ],
)
def test_a_recording_is_not_published_without_what_everyone_needs(
    webinar: Webinar, editor: User, fields: dict[str, Any], has_captions: bool, words: str
) -> None:
    with unit_of_work():
        made = services.add(webinar.item_id, user_id=editor.id, url=YOUTUBE, **{"said": "yes"} | fields)
        id = made.id
        if has_captions:
            services.set_captions(id, CUES, user_id=editor.id)

    with pytest.raises(NotReady, match=words), unit_of_work():
        services.publish_recording(id, user_id=editor.id)

    assert db.session.get_one(Recording, id).published_at is None


def test_a_recording_without_sound_is_published_with_a_descriptive_transcript(
    webinar: Webinar, editor: User
) -> None:
    silent = kept(webinar, out=False, has_sound=False, said="transcript", shown=MAP)
    with unit_of_work():
        services.remove_captions(silent.id, user_id=editor.id)
        services.publish_recording(silent.id, user_id=editor.id)

    assert passages(silent) == [(765, "Shown on screen", "A map of eight counties.")]
    assert db.session.get_one(Recording, silent.id).published_at is not None


def test_publishing_tells_once_and_brings_search_and_pages_up_to_date(webinar: Webinar, editor: User) -> None:
    held = kept(webinar, out=False)
    heard: list[int] = []
    before = tallies.version_of(("webinar",))
    db.session.rollback()

    with signals.recording_published.connected_to(lambda sender: heard.append(sender.id)), unit_of_work():
        services.publish_recording(held.id, user_id=editor.id)
        services.publish_recording(held.id, user_id=editor.id)

    assert heard == [held.id]
    assert tallies.version_of(("webinar",)) > before
    keys = db.session.scalars(select(OutboxRow.subject_id).where(OutboxRow.task == PUT)).all()
    assert webinar.item_id in keys


def test_captions_become_a_transcript_and_a_new_file_replaces_both(webinar: Webinar, editor: User) -> None:
    recording = kept(webinar, shown=MAP)
    assert passages(recording) == [
        (0, "Ana Ruiz", "Welcome."),
        (760, "Ben Okafor", "A purple giraffe pays the rent."),
        (765, "Shown on screen", "A map of eight counties."),
        (1800, "Ana Ruiz", "Questions?"),
    ]

    with unit_of_work():
        services.set_captions(recording.id, [Cue(5000, 6000, "", "Again.")], user_id=editor.id, name="b.vtt")

    assert [text for _, _, text in passages(recording)] == ["Again.", "A map of eight counties."]
    assert db.session.get_one(Recording, recording.id).captions.startswith("WEBVTT\n\n00:00:05.000")
    assert [(row.name, row.row_count) for row in db.session.scalars(select(PlatformReport))] == [("b.vtt", 1)]


def test_what_is_published_keeps_what_it_needs(webinar: Webinar, editor: User) -> None:
    recording = kept(webinar)

    with pytest.raises(NotReady), unit_of_work():
        services.remove_captions(recording.id, user_id=editor.id)
    with pytest.raises(NotReady), unit_of_work():
        services.change(recording.id, {"said": "described"}, [], user_id=editor.id)

    found = db.session.get_one(Recording, recording.id)
    assert (found.said, bool(found.captions), missing_of(found)) == ("yes", True, [])


def test_what_is_shown_is_typed_and_comes_back_as_typed(webinar: Webinar, editor: User) -> None:
    recording = kept(webinar, shown=MAP)

    assert shown_lines(recording.id) == "12:45 A map of eight counties."

    with unit_of_work():
        services.change(recording.id, {"title": "Part 1"}, MAP, user_id=editor.id)

    assert shown_lines(recording.id) == "12:45 A map of eight counties."


def test_a_recording_is_removed_with_its_transcript(webinar: Webinar, editor: User) -> None:
    recording = kept(webinar)

    with unit_of_work():
        assert services.remove(recording.id, user_id=editor.id) == webinar.item_id

    assert db.session.scalars(select(TranscriptPassage.text)).all() == []
