"""One recording for ION staff: what it is, its captions and chapters, and whether readers may have it."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash

from ion.core.transcripts import clock_words
from ion.core.unit_of_work import unit_of_work
from ion.models import Recording
from ion.recordings import captions, chapters
from ion.recordings.captions import CaptionsRefused
from ion.recordings.forms import CaptionFileForm, CaptionTextForm, NewRecordingForm, RecordingForm
from ion.recordings.players import player_of
from ion.recordings.queries import recordings as queries
from ion.recordings.queries.recordings import DeckChoice, staff_path
from ion.recordings.services import recordings as services
from ion.recordings.views import desk
from ion.recordings.views.blueprint import bp, known_recording, known_webinar, staff_only, there
from ion.web.fragments import Fragment
from ion.web.guards import member
from ion.web.participant import note

page = Fragment("recordings/edit.html", "main")
PREFIX = "recording-"
TOLD = {
    "saved": "The recording was saved.",
    "captioned": "The captions are in, and the transcript was made from them.",
    "uncaptioned": "Captions and transcript were removed.",
    "published": "The recording is published.",
    "unpublished": "Nobody is shown the recording any more.",
}


@bp.post("/staff/webinars/<int:webinar_id>/recordings")
@staff_only
def add_recording(webinar_id: int) -> Response:
    """A new recording of a webinar, with its captions where they are there."""
    webinar, form, user_id = known_webinar(webinar_id), NewRecordingForm(prefix=PREFIX), member().id
    if not form.validate():
        return desk.drawn(webinar, 422, recording_form=form)
    try:
        cues = captions.read(form.content()) if form.has_file else []
    except CaptionsRefused as reason:
        form.refuse(reason)
        return desk.drawn(webinar, 422, recording_form=form)
    with unit_of_work():
        made = services.add(webinar_id, user_id=user_id, url=form.url.data, title=form.title.data or "")
        if cues:
            services.set_captions(made.id, cues, user_id=user_id, name=form.name)
        note(form, kind=services.KIND, id=made.id, user_id=user_id)
        path = staff_path(made.id)
    return there(path)


@bp.get("/staff/webinars/recordings/<int:recording_id>")
@staff_only
def recording(recording_id: int) -> Response:
    """Everything about one recording."""
    return drawn(known_recording(recording_id))


def drawn(recording: Recording, status: int = 200, **changed: Any) -> Response:
    """The page of a recording; `changed` are forms that came back, `problems` what was refused."""
    decks = queries.deck_choices(recording.webinar_id, recording.deck_id)
    context: dict[str, Any] = {
        "webinar": known_webinar(recording.webinar_id),
        "recording": recording,
        "path": staff_path(recording.id),
        "lacks": queries.missing_of(recording),
        "player": player_of(recording.url),
        "form": form_of(recording, decks),
        "file_form": CaptionFileForm(formdata=None, prefix="captions-"),
        "text_form": CaptionTextForm(formdata=None, prefix="words-", text=recording.captions),
        "problems": [],
    }
    return page.render(status, **context | changed)


def form_of(recording: Recording, decks: list[DeckChoice]) -> RecordingForm:
    return RecordingForm(
        formdata=None,
        decks=decks,
        url=recording.url,
        title=recording.title,
        length=clock_words(recording.length_seconds) if recording.length_seconds else "",
        has_sound=recording.has_sound,
        said=recording.said,
        described_url=recording.described_url,
        shown=queries.shown_lines(recording.id),
        deck=str(recording.deck_id or ""),
        chapters=chapters.typed(chapters.kept(recording.chapters or ())),
    )


@bp.post("/staff/webinars/recordings/<int:recording_id>")
@staff_only
def save_recording(recording_id: int) -> Response:
    """Keep what was changed."""
    kept = known_recording(recording_id)
    form = RecordingForm(decks=queries.deck_choices(kept.webinar_id, kept.deck_id))
    if not form.validate():
        return drawn(kept, 422, form=form)
    fields, shown = form.fields, form.shown_passages
    return done(
        kept,
        lambda user_id: services.change(recording_id, fields, shown, user_id=user_id),
        "saved",
        form=form,
    )


def done(kept: Recording, deed: Callable[[int], object], told: str, **forms: Any) -> Response:
    """Back to the recording after the deed, or its page with the reasons why it was not done."""
    id, user_id = kept.id, member().id
    try:
        with unit_of_work():
            deed(user_id)
    except services.NotReady as error:
        return drawn(known_recording(id), 409, problems=error.reasons, **forms)
    flash(TOLD[told])
    return there(staff_path(id))


@bp.post("/staff/webinars/recordings/<int:recording_id>/captions")
@staff_only
def load_captions(recording_id: int) -> Response:
    """Take captions from a file."""
    return captioned(known_recording(recording_id), CaptionFileForm(prefix="captions-"), "file_form")


@bp.post("/staff/webinars/recordings/<int:recording_id>/captions/text")
@staff_only
def save_captions(recording_id: int) -> Response:
    """Take captions as they were mended by hand."""
    return captioned(known_recording(recording_id), CaptionTextForm(prefix="words-"), "text_form")


def captioned(kept: Recording, form: CaptionFileForm | CaptionTextForm, name: str) -> Response:
    """Take the captions of a form, or say at it what is wrong with them."""
    if not form.validate():
        return drawn(kept, 422, **{name: form})
    try:
        cues = captions.read(form.content())
    except CaptionsRefused as reason:
        form.refuse(reason)
        return drawn(kept, 422, **{name: form})
    id, file = kept.id, form.name if isinstance(form, CaptionFileForm) else ""

    def deed(user_id: int) -> None:
        services.set_captions(id, cues, user_id=user_id, name=file)
        note(form, kind=services.KIND, id=id, user_id=user_id)

    return done(kept, deed, "captioned")


@bp.post("/staff/webinars/recordings/<int:recording_id>/captions/remove")
@staff_only
def remove_captions(recording_id: int) -> Response:
    """Remove captions and transcript."""
    kept = known_recording(recording_id)
    return done(kept, lambda user_id: services.remove_captions(recording_id, user_id=user_id), "uncaptioned")


@bp.post("/staff/webinars/recordings/<int:recording_id>/publish")
@staff_only
def publish_recording(recording_id: int) -> Response:
    """Show the recording to the readers of its webinar."""
    kept = known_recording(recording_id)
    return done(kept, lambda user_id: services.publish_recording(recording_id, user_id=user_id), "published")


@bp.post("/staff/webinars/recordings/<int:recording_id>/unpublish")
@staff_only
def unpublish_recording(recording_id: int) -> Response:
    """Show the recording to nobody any more."""
    kept = known_recording(recording_id)
    return done(kept, lambda user_id: services.unpublish(recording_id, user_id=user_id), "unpublished")


@bp.post("/staff/webinars/recordings/<int:recording_id>/remove")
@staff_only
def remove_recording(recording_id: int) -> Response:
    """Remove the recording with all it has."""
    webinar, user_id = known_webinar(known_recording(recording_id).webinar_id), member().id
    with unit_of_work():
        services.remove(recording_id, user_id=user_id)
    flash("The recording was removed.")
    return there(f"{webinar.desk}/afterwards")
