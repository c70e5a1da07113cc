"""What is past of sample webinars: who had registered and came, transcripts, questions with their answers.

It is written as rows, since no service lets anybody register for, or be asked about, what is over.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

from ion.base.extensions import db
from ion.commons.questions import services as questions
from ion.commons.questions.rendering import answer_html
from ion.core import clock
from ion.core.transcripts import clock_seconds
from ion.demo.services.desk import Entry, sample, user_named
from ion.models import (
    Attendance,
    Deck,
    Feedback,
    Presence,
    Question,
    QuestionState,
    QuestionVote,
    Recording,
    Registration,
    Standing,
    Webinar,
)
from ion.recordings import captions
from ion.recordings.services import recordings

EDITOR = "tom-okafor"
OWNER = "simone-baptiste"


def remember(webinar: Webinar, scene: Entry) -> None:
    """Who had registered, who came, and what they said of it."""
    said = {slug: rest for slug, *rest in scene.get("feedback", ())}
    came, stayed_away = scene.get("attended", ()), scene.get("absent", ())
    for number, slug in enumerate([*came, *stayed_away], start=1):
        user = user_named(slug)
        if user is None:
            continue
        at = webinar.starts_at - timedelta(days=1 + number * 5 % 13, hours=number)
        row = Registration(
            webinar_id=webinar.item_id,
            user_id=user.id,
            zone=webinar.zone,
            state=Standing.REGISTERED,
            number=number,
            asked_at=at,
            seated_at=at,
        )
        db.session.add(row)
        db.session.flush()
        if slug in came:
            attend(webinar, row, said.get(slug))
    for _ in range(scene.get("phone", 0)):
        db.session.add(
            Attendance(
                webinar_id=webinar.item_id, presence=Presence.PHONE, minutes=None, at=webinar.starts_at
            )
        )
    webinar.line_number = len(came) + len(stayed_away)
    db.session.flush()


def attend(webinar: Webinar, row: Registration, said: list[Any] | None) -> None:
    minutes = webinar.length_minutes - row.number % 4
    db.session.add(
        Attendance(
            webinar_id=webinar.item_id,
            registration_id=row.id,
            presence=Presence.REPORT,
            minutes=minutes,
            at=webinar.starts_at,
        )
    )
    if said:
        rating, useful, better = said
        db.session.add(
            Feedback(
                registration_id=row.id,
                webinar_id=webinar.item_id,
                rating=rating,
                useful=useful,
                better=better,
                at=webinar.ends_at,
            )
        )


def keep_transcript(webinar: Webinar, scene: Entry, folder: Path) -> None:
    """Captions and the transcript made from them, as of a recording that is not kept here."""
    file = folder / "captions" / f"{scene['webinar']}.vtt"
    editor = user_named(EDITOR)
    if not file.is_file() or editor is None:
        return
    deck = sample("deck", scene.get("deck", ""))
    recording = recordings.add(
        webinar.item_id,
        user_id=editor.id,
        title=webinar.item.title,
        url="",
        said="yes",
        length_seconds=webinar.length_minutes * 60,
        deck_id=deck.id if deck and db.session.get(Deck, deck.id) else None,
        chapters=[
            {"seconds": clock_seconds(at), "title": title, "slide": slide}
            for at, title, slide in scene.get("chapters", ())
        ],
    )
    recordings.set_captions(recording.id, captions.read(file.read_bytes()), user_id=editor.id)
    db.session.get_one(Recording, recording.id).published_at = webinar.ends_at + timedelta(hours=20)
    db.session.flush()


def ask(webinar: Webinar, entry: Entry) -> None:
    """A question with its votes; one with a minute was answered live."""
    user, owner = user_named(entry["by"]), user_named(OWNER)
    if user is None:
        return
    second = clock_seconds(entry["at"]) if "at" in entry else None
    is_answered = second is not None
    asked_at = webinar.starts_at if is_answered else clock.now() - timedelta(days=float(entry["days_ago"]))
    answered_at = webinar.starts_at + timedelta(seconds=second) if second is not None else None
    voters = [voter for slug in entry.get("votes", ()) if (voter := user_named(slug))]
    row = Question(
        item_id=webinar.item_id,
        user_id=user.id,
        text=entry["text"],
        state=QuestionState.ANSWERED if is_answered else QuestionState.OPEN,
        votes=len(voters),
        asked_at=asked_at,
        decided_at=asked_at,
        answer=entry.get("answer", ""),
        answered_at=answered_at,
        second=second,
        owner_id=owner.id if owner and not is_answered and webinar.ends_at < clock.now() else None,
    )
    db.session.add(row)
    db.session.flush()
    row.answer_html = answer_html(row.answer, row.id) if row.answer else ""
    db.session.add_all(QuestionVote(question_id=row.id, voter=f"user:{voter.id}") for voter in voters)
    db.session.flush()
    questions.raise_version(webinar.item_id)
