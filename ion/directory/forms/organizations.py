"""What ION staff may say of an organization, and which one another should become part of."""

from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlsplit

from wtforms import DateField, HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from ion.base.vocabulary.places import STATES
from ion.core import clock
from ion.core.labels import facet_labels
from ion.core.text import TextTooLong, safe_html
from ion.core.times import SITE_ZONE
from ion.directory.queries.areas import areas_by_state
from ion.directory.queries.content import FACETS, LABELS, Content
from ion.web.forms import Form
from ion.web.participant import CheckedForm

LONGEST_ABOUT = 20_000


def chosen_first(labels: Mapping[str, str], chosen: Collection[str]) -> list[tuple[str, str]]:
    """Key and label of every value, those that are chosen before the others."""
    return sorted(labels.items(), key=lambda pair: pair[0] not in chosen)


class OrganizationForm(CheckedForm):
    """An organization as ION staff describe it; `version` is that of the words the form started from.

    What is chosen stands first, since some lists are too long to be seen whole.
    """

    checked = ("name", "about")
    name = StringField(
        LABELS["name"],
        [
            DataRequired("Enter the name of the organization."),
            Length(max=200, message="Keep the name under 200 characters."),
        ],
    )
    role = SelectMultipleField(LABELS["role"])
    state = SelectMultipleField(LABELS["state"])
    area = SelectMultipleField(LABELS["area"])
    sector = SelectMultipleField(LABELS["sector"])
    population = SelectMultipleField(LABELS["population"])
    about = TextAreaField(
        LABELS["about"], [Length(max=LONGEST_ABOUT, message=f"Keep this under {LONGEST_ABOUT:,} characters.")]
    )
    site_url = StringField(
        LABELS["site_url"], [Optional(), Length(max=400, message="Keep the address under 400 characters.")]
    )
    confirmed_on = DateField(LABELS["confirmed_on"], [Optional()])
    version = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for facet in ("role", "state", "sector", "population"):
            self[facet].choices = chosen_first(facet_labels(facet), self[facet].data or ())
        by_name = sorted(areas_by_state().items(), key=lambda pair: STATES.label(pair[0]))
        self.area.choices = {STATES.label(state): list(areas.items()) for state, areas in by_name}

    @classmethod
    def of(cls, content: Content) -> "OrganizationForm":
        """The form filled in with what is said now."""
        fields = {facet: list(content.terms.get(facet, ())) for facet in FACETS}
        return cls(
            name=content.name,
            about=content.about,
            site_url=content.site_url,
            confirmed_on=content.confirmed_on,
            version=content.version,
            **fields,
        )

    @property
    def content(self) -> Content:
        """What was filled in."""
        return Content(
            name=" ".join(self.name.data.split()),
            about=(self.about.data or "").replace("\r\n", "\n"),
            site_url=self.site_url.data or "",
            confirmed_on=self.confirmed_on.data,
            terms={facet: tuple(self[facet].data or ()) for facet in FACETS},
        )

    def validate_about(self, field: TextAreaField) -> None:
        """Refuse what could not be drawn."""
        try:
            safe_html(field.data or "")
        except TextTooLong as error:
            raise ValidationError(f"This is too long: {error}.") from error

    def validate_area(self, field: SelectMultipleField) -> None:
        """Refuse a local area of a state that the organization is not in."""
        for state, areas in areas_by_state().items():
            for key in field.data or ():
                if key in areas and state not in (self.state.data or ()):
                    place = STATES.label(state)
                    raise ValidationError(f"{areas[key]} is in {place}: choose {place} too, or leave it out.")

    def validate_site_url(self, field: StringField) -> None:
        """Refuse an address that a browser should not open from a page of ours."""
        try:
            parts = urlsplit(field.data)
            is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username
        except ValueError:
            is_web = False
        if not is_web or any(letter.isspace() for letter in field.data):
            raise ValidationError("Enter a web address that begins with https:// or http://.")

    def validate_confirmed_on(self, field: DateField) -> None:
        """Refuse a day that has not come yet."""
        if field.data and field.data > clock.now().astimezone(SITE_ZONE).date():
            raise ValidationError("That day has not come yet.")


class MergeForm(Form):
    """The organization, by its id, that another one should become part of."""

    into = RadioField(
        "Merge into", [DataRequired("Choose the organization that stays.")], validate_choice=False
    )
    q = HiddenField()

    @property
    def kept_id(self) -> int:
        """The id chosen; 0, which no organization has, for anything that is no number."""
        typed = str(self.into.data or "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
