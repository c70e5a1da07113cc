"""What editors type: the fields that items of every kind have. Rooms add their own in a subclass of `ItemForm`."""

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    DateField,
    Field,
    FieldList,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from ion.commons.publishing.policies import WITHDRAWAL_REASONS
from ion.commons.publishing.services import audiences
from ion.core.conversion.word import LONGEST_ALT
from ion.core.labels import facet_labels
from ion.core.ports.publishable import Content
from ion.core.text import MAX_MARKDOWN, refusal
from ion.web.forms import FileForm, Form, trimmed
from ion.web.moments import MomentForm
from ion.web.participant import CheckedForm


def no_longer_than(limit: int) -> Length:
    return Length(max=limit, message=f"At most {limit:,} characters fit here.")


def markdown_that_fits(_form: Any, field: Any) -> None:
    """A Markdown text that can be made safe HTML."""
    if why := refusal(field.data or ""):
        raise ValidationError(f"{why[:1].upper()}{why[1:]}.")


def web_address(_form: Any, field: Any) -> None:
    """A full address elsewhere, as in https://example.gov/page."""
    try:
        parts = urlsplit(field.data or "")
    except ValueError:
        parts = urlsplit("")
    if field.data and not (parts.scheme in ("http", "https") and parts.netloc):
        raise ValidationError("Give the full address, beginning with https://")


ONE_A_LINE = (
    "One person a line: Name #12 for somebody who is here, or a new Name; Organization. "
    "The panel “Find a person” has the numbers."
)
"""How a byline is typed."""


class ItemForm(Form):
    """The common part of a content. `base` is the newest version when the form was opened.

    Rooms call fields otherwise by declaring them anew; `elsewhere` heads the dates and the address elsewhere.
    """

    elsewhere = "Dates, and a text published elsewhere"
    base = HiddenField(default="0")
    title = StringField("Title", [DataRequired("Give it a title."), no_longer_than(300)])
    summary = TextAreaField("Summary", [no_longer_than(1000)])
    markdown = TextAreaField("Text", [Length(max=MAX_MARKDOWN), markdown_that_fits])
    link_url = StringField(
        "Address of a text published elsewhere",
        [no_longer_than(1000), web_address],
        description="Where readers go on reading.",
    )
    link_name = StringField("Name of the site it leads to", [no_longer_than(200)])
    topics = SelectMultipleField("Topics")
    authors = TextAreaField("Submitted by", [no_longer_than(2000)], description=ONE_A_LINE)
    first_published_on = DateField("First published on", [Optional()])
    reviewed_on = DateField("Last reviewed on", [Optional()])
    note = StringField("What changed", [no_longer_than(300)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = facet_labels("topic")
        self.topics.choices = [SelectChoice(key, label) for key, label in labels.items()]

    @property
    def wants_more_rows(self) -> bool:
        """Whether the form was sent for another empty row, not to be saved; rooms with rows say so."""
        return False

    @property
    def base_number(self) -> int:
        """The version that the form began from; 0 for what is no number."""
        return int(self.base.data) if (self.base.data or "").isdecimal() and len(self.base.data) < 9 else 0


def common_content(form: ItemForm, author_ids: list[int]) -> Content:
    """The parts of a content that every kind has, as typed."""
    first, reviewed = form.first_published_on.data, form.reviewed_on.data
    return {
        "title": " ".join((form.title.data or "").split()),
        "summary": " ".join((form.summary.data or "").split()),
        "markdown": (form.markdown.data or "").replace("\r\n", "\n"),
        "link_url": form.link_url.data or "",
        "link_name": form.link_name.data or "",
        "topics": sorted(form.topics.data or ()),
        "authors": author_ids,
        "first_published_on": first.isoformat() if first else "",
        "reviewed_on": reviewed.isoformat() if reviewed else "",
    }


def common_fields(content: Content, byline: str) -> dict[str, Any]:
    """The same parts as data of the form; `byline` are the authors as they are typed."""
    dates = ("first_published_on", "reviewed_on")
    return (
        {name: content[name] for name in ("title", "summary", "markdown", "link_url", "link_name", "topics")}
        | {"authors": byline}
        | {name: date.fromisoformat(content[name]) if content[name] else None for name in dates}
    )


class StartForm(Form):
    """What a new draft is called."""

    title = StringField("Title", [DataRequired("Give it a title."), no_longer_than(300)])


class StepForm(Form):
    """A step that concerns one version: `number` is the version that the page showed. Each form has its own prefix,
    for several of them stand on one page."""

    number = HiddenField(default="0")

    @property
    def looked_at(self) -> int:
        """The version that was looked at; 0 for what is no number."""
        return (
            int(self.number.data) if (self.number.data or "").isdecimal() and len(self.number.data) < 9 else 0
        )


class ReleaseForm(CheckedForm, StepForm):
    """A step after which a text goes out to readers: it is looked at once more."""


class PublishForm(ReleaseForm):
    """Publish now. `override` is why it goes out without what is missing."""

    override = TextAreaField("Why it cannot wait", [no_longer_than(500)])


class ScheduleForm(PublishForm, MomentForm):
    """Publish later."""


class ArchiveForm(MomentForm):
    """From when on it counts as archived."""


class ReviewForm(StepForm, MomentForm):
    """Ask for a review, with a wished time or without."""

    note = TextAreaField("Note to the reviewer", [no_longer_than(1000)])
    day = DateField("Wished date", [Optional()])
    clock = TimeField("Wished time", [Optional()])

    def validate(self, extra_validators: Any = None) -> bool:
        if (self.day.raw_data and any(self.day.raw_data)) or (
            self.clock.raw_data and any(self.clock.raw_data)
        ):
            self.day.validators = [InputRequired("Choose a date, or leave both empty.")]
            self.clock.validators = [InputRequired("Choose a time, or leave both empty.")]
            return bool(MomentForm.validate(self, extra_validators))
        return bool(Form.validate(self, extra_validators))


class VerdictForm(StepForm):
    """A reviewer's word."""

    note = TextAreaField("Note", [no_longer_than(2000)])


class ApprovalForm(ReleaseForm, VerdictForm):
    """A reviewer's word that it may go out."""


class SignOffForm(StepForm):
    """Who cleared it for an office, and on which day."""

    signed_by = StringField("Signed by", [DataRequired("Say who signed."), no_longer_than(200)])
    signed_on = DateField("On", [InputRequired("Say on which day.")])
    note = StringField("Note", [no_longer_than(1000)])


class WithdrawForm(Form):
    """Why it is withdrawn."""

    reason = SelectField("Reason", [InputRequired("Choose why it is withdrawn.")])
    note = TextAreaField("Note", [no_longer_than(1000)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.choices = [SelectChoice("", "Choose a reason")]
        self.reason.choices += [SelectChoice(key, label) for key, label in WITHDRAWAL_REASONS.items()]


class AddressForm(Form):
    """The last part of the address."""

    slug = StringField("Address", [DataRequired("Give it an address."), no_longer_than(120)])


class AudienceForm(Form):
    """Who may read it."""

    audience = SelectField("Who may read it", [InputRequired("Choose who may read it.")])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.audience.choices = [SelectChoice(key, label) for key, label in audiences().items()]


class CorrectionForm(CheckedForm):
    """What was wrong and what is right."""

    checked = ("text",)
    text = TextAreaField(
        "Correction", [DataRequired("Say what was wrong and what is right."), no_longer_than(1000)]
    )


PREVIEW_DAYS = {"1": "A day", "7": "A week", "30": "30 days"}


class PreviewLinkForm(Form):
    """How long a preview link lasts."""

    days = SelectField("Lasts", [InputRequired("Choose how long the link lasts.")], default="7")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days.choices = [SelectChoice(key, label) for key, label in PREVIEW_DAYS.items()]


class WordForm(FileForm):
    """A Word document to begin with."""

    file = FileField("Word file", [FileRequired("Choose a Word file.")])


class DescriptionsForm(Form):
    """Words for pictures that have none, in their order in the text of version `base`."""

    class Meta(Form.Meta):
        """A list of fields takes no filters; its fields have their own."""

        def bind_field(self, form: Any, unbound: Any, options: dict[str, Any]) -> Field:
            if unbound.field_class is FieldList:
                return unbound.bind(form=form, **options)
            return super().bind_field(form, unbound, options)

    base = HiddenField(default="0")
    words = FieldList(
        StringField(
            "What it shows",
            [DataRequired("Say what the picture shows."), no_longer_than(LONGEST_ALT)],
            filters=[trimmed],
        )
    )
