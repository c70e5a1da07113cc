"""What ION staff send afterwards: reports, what their columns mean, recordings and their captions."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from ion.core.transcripts import clock_seconds
from ion.models import ReportKind
from ion.recordings import chapters, passages
from ion.recordings.captions import MOST_BYTES as MOST_CAPTIONS
from ion.recordings.meanings import MEANINGS, Columns, Meaning
from ion.recordings.passages import Told
from ion.recordings.policies import SAID
from ion.recordings.queries.recordings import DeckChoice
from ion.recordings.queries.reports import LABELS
from ion.recordings.tables import MOST_BYTES as MOST_REPORT
from ion.web.forms import Form
from ion.web.participant import CheckedFileForm, CheckedForm

LONGEST_URL, LONGEST_TITLE, LONGEST_TEXT = 1_000, 300, 200_000
KINDS = (ReportKind.ATTENDANCE, ReportKind.QUESTIONS, ReportKind.POLLS)


def at_most(limit: int) -> Length:
    return Length(max=limit, message=f"At most {limit:,} characters fit here.")


def web_address(form: Form, field: Any) -> None:
    """A full address, without a password in it."""
    try:
        parts = urlsplit(field.data)
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
    except ValueError:
        is_good = False
    if not is_good or any(ord(sign) < 33 or sign in '"<>\\' for sign in field.data):
        raise ValidationError("Give the full address, which begins with https://")


class UploadForm(CheckedFileForm):
    """A file of which at most `most_bytes` are taken."""

    most_bytes = 0

    def refuse(self, words: object) -> None:
        """Say at the file why it was not taken."""
        self["file"].errors = [str(words)]


class ReportForm(UploadForm):
    """A report of the platform."""

    most_bytes = MOST_REPORT
    kind = RadioField(
        "What it tells",
        [InputRequired("Say what the report is about.")],
        choices=[SelectChoice(kind.value, LABELS[kind]) for kind in KINDS],
    )
    file = FileField("Report (CSV)", [FileRequired("Choose the report.")])


class ColumnsForm(Form):
    """What the columns of one report mean: a choice of a column for each meaning of its kind (`column_form`)."""

    meanings: Sequence[Meaning] = ()
    show_open = BooleanField("Show questions without an answer at once")

    @property
    def columns(self) -> Columns:
        """The columns chosen, by meaning; call once the form validated."""
        chosen = {meaning.key: self[f"column_{meaning.key}"].data for meaning in self.meanings}
        return {key: int(place) for key, place in chosen.items() if place}

    @property
    def rows(self) -> list[tuple[Meaning, Any]]:
        return [(meaning, self[f"column_{meaning.key}"]) for meaning in self.meanings]


def column_form(kind: ReportKind, heading: Sequence[str], columns: Columns, *, sent: bool) -> ColumnsForm:
    """The form for a report with this heading; `columns` are chosen until somebody sends others."""
    offered = [SelectChoice("", "Not in this report")]
    offered += [SelectChoice(str(place), cell or f"Column {place + 1}") for place, cell in enumerate(heading)]
    fields = {
        f"column_{meaning.key}": SelectField(meaning.label, [Optional()], choices=offered)
        for meaning in MEANINGS[kind]
    }
    made = type("ChosenColumnsForm", (ColumnsForm,), {**fields, "meanings": MEANINGS[kind]})
    if sent:
        return made()  # type: ignore[no-any-return]
    chosen = {f"column_{meaning}": str(place) for meaning, place in columns.items()}
    return made(formdata=None, data=chosen)  # type: ignore[no-any-return]


class NewRecordingForm(UploadForm):
    """A recording and, if there is one already, its caption file."""

    most_bytes = MOST_CAPTIONS
    url = StringField(
        "Address of the recording",
        [DataRequired("Give the address of the recording."), at_most(LONGEST_URL), web_address],
    )
    title = StringField("Title", [at_most(LONGEST_TITLE)])
    file = FileField("Caption file (WebVTT or SRT)")

    @property
    def has_file(self) -> bool:
        return bool(self.file.data)


class RecordingForm(Form):
    """A recording: where it is, what it has, what is shown in it and when."""

    url = StringField(
        "Address of the recording",
        [DataRequired("Give the address of the recording."), at_most(LONGEST_URL), web_address],
    )
    title = StringField("Title", [at_most(LONGEST_TITLE)])
    length = StringField("Length", [at_most(10)])
    has_sound = BooleanField("It has sound")
    said = RadioField(
        "Is everything shown also said?", [Optional()], choices=[SelectChoice(*said) for said in SAID.items()]
    )
    described_url = StringField(
        "Address of the described version", [Optional(), at_most(LONGEST_URL), web_address]
    )
    shown = TextAreaField("Descriptive transcript", [at_most(LONGEST_TEXT)])
    deck = SelectField("Slides", [Optional()])
    chapters = TextAreaField("Chapters", [at_most(LONGEST_TEXT)])

    def __init__(self, *args: Any, decks: Sequence[DeckChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decks = {str(deck.id): deck for deck in decks}
        self.deck.choices = [SelectChoice("", "None")]
        self.deck.choices += [
            SelectChoice(id, f"{deck.title} ({deck.slides})") for id, deck in self.decks.items()
        ]

    def validate_length(self, field: Any) -> None:
        if field.data and clock_seconds(field.data) is None:
            raise ValidationError("Give the length as on a clock, such as 58:30 or 1:02:05.")

    def validate_shown(self, field: Any) -> None:
        self.told, problems = passages.shown(field.data or "")
        refuse_lines(problems)

    def validate_chapters(self, field: Any) -> None:
        deck = self.decks.get(self.deck.data or "")
        told, problems = chapters.read(
            field.data or "", slides=deck.slides if deck else None, length=self.length_seconds
        )
        self.told_chapters = told
        refuse_lines(problems)

    @property
    def length_seconds(self) -> int | None:
        return clock_seconds(self.length.data or "")

    @property
    def fields(self) -> dict[str, Any]:
        """What the recording is to be; call once the form validated."""
        return {
            "url": self.url.data,
            "title": self.title.data or "",
            "length_seconds": self.length_seconds,
            "has_sound": self.has_sound.data,
            "said": self.said.data or "",
            "described_url": self.described_url.data or "",
            "deck_id": int(self.deck.data) if self.deck.data else None,
            "chapters": chapters.stored(self.told_chapters),
        }

    @property
    def shown_passages(self) -> list[Told]:
        """What is told of what is shown; call once the form validated."""
        return self.told


def refuse_lines(problems: Sequence[str]) -> None:
    """Raise for what is wrong with typed lines, the first few of them."""
    if problems:
        more = f" And {len(problems) - 3} more." if len(problems) > 3 else ""
        raise ValidationError(" ".join(problems[:3]) + more)


class CaptionFileForm(UploadForm):
    """Captions as a file."""

    most_bytes = MOST_CAPTIONS
    file = FileField("Caption file (WebVTT or SRT)", [FileRequired("Choose the caption file.")])


class CaptionTextForm(CheckedForm):
    """Captions as text, to be mended by hand."""

    checked = ("text",)
    text = TextAreaField("Captions (WebVTT)", [DataRequired("Captions hold at least one line.")])

    def content(self) -> bytes:
        data: bytes = self.text.data.encode(errors="replace")
        return data

    def refuse(self, words: object) -> None:
        """Say at the text what is wrong with it."""
        self.text.errors = [str(words)]
