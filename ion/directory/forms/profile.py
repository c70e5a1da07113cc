"""What a member may write into their own profile, and the three questions after joining."""

import re
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from ion.base.vocabulary.zones import is_zone
from ion.core.text import TextTooLong, safe_html
from ion.directory.queries.profile import (
    AUDIENCES,
    LABELS,
    Pairs,
    Profile,
    area_choices,
    choices,
    organization_labels,
    zone_choices,
)
from ion.web.forms import Form
from ion.web.participant import CheckedForm

MOST_TOPICS = 10
BIO_LENGTH = 3_000
ASK_LENGTH = 140
LINE_LENGTH = 200
OFFERED = 1_000
"""So many organizations are offered while one types; any listed one is known by its name all the same."""
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
"""Letters that nobody sees and that turn or break a line: a name with them is another's name to the eye."""


def one_line(text: Any) -> Any:
    """The text in one line with single spaces, without letters that nobody sees."""
    return " ".join(UNSEEN.sub(" ", text).split()) if isinstance(text, str) else text


def plain_breaks(text: Any) -> Any:
    """The text with line breaks as we keep them: browsers send two letters for one."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


def at_most(most: int, part: str) -> Length:
    return Length(max=most, message=f"{LABELS[part]}: write at most {most:,} characters.")


def options(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """(key, label) as a field takes them."""
    return [SelectChoice(key, label) for key, label in pairs]


class ChooseMany(SelectMultipleField):  # type: ignore[misc]
    """Any number of keys of a list, `most` at the most."""

    def __init__(self, label: str, most: int = 0, **kwargs: Any) -> None:
        super().__init__(label, validate_choice=False, **kwargs)
        self.most = most

    @property
    def keys(self) -> tuple[str, ...]:
        """What is chosen, each once, in the order of the alphabet."""
        return tuple(sorted(set(self.data or ())))

    def chosen_first(self, pairs: Pairs) -> Pairs:
        """What is chosen stands on top of a list that is too long to be seen whole."""
        chosen = set(self.keys)
        return sorted(pairs, key=lambda pair: pair[0] not in chosen)

    def pre_validate(self, form: Any) -> None:
        if set(self.keys) - {choice.value for choice in self.choices or ()}:
            raise ValidationError(f"{self.label.text}: choose from the list.")
        if self.most and len(self.keys) > self.most:
            raise ValidationError(f"{self.label.text}: choose at most {self.most}.")


class PlacesForm(Form):
    """Role, topics, state and local area: what both forms ask."""

    roles = ChooseMany(LABELS["roles"])
    topics = ChooseMany(LABELS["topics"], most=MOST_TOPICS)
    states = ChooseMany(LABELS["states"])
    areas = ChooseMany(LABELS["areas"])

    def __init__(self, held: Profile, **kwargs: Any) -> None:
        super().__init__(data=asdict(held), **kwargs)
        self.roles.choices = options(choices("role", held.roles))
        self.topics.choices = options(choices("topic", held.topics))
        self.states.choices = options(self.states.chosen_first(choices("state", held.states)))
        self.areas.choices = options(area_choices(self.states.keys))
        offered = {choice.value for choice in self.areas.choices}
        self.areas.data = [key for key in self.areas.keys if key in offered]  # an area goes with its state


class WelcomeForm(PlacesForm):
    """The three questions after joining; `next` is where the member was going."""

    next = HiddenField()


class ProfileForm(CheckedForm, PlacesForm):
    """Everything a member says about themselves. `mark` is that of the profile the form was drawn from."""

    checked = ("job_title", "ask_me_about", "bio")
    mark = HiddenField()
    name = StringField(
        LABELS["name"],
        [DataRequired("Enter the name that others see."), at_most(LINE_LENGTH, "name")],
        filters=[one_line],
    )
    job_title = StringField(LABELS["job_title"], [at_most(LINE_LENGTH, "job_title")], filters=[one_line])
    organization = StringField(
        LABELS["organization"], [at_most(LINE_LENGTH, "organization")], filters=[one_line]
    )
    workplace = SelectField(
        LABELS["workplace"], invalid_choice_message="Where you work: choose from the list."
    )
    zone = SelectField(LABELS["zone"], validate_choice=False)
    languages = ChooseMany(LABELS["languages"])
    bio = TextAreaField(LABELS["bio"], [at_most(BIO_LENGTH, "bio")], filters=[plain_breaks])
    ask_me_about = StringField(
        LABELS["ask_me_about"], [at_most(ASK_LENGTH, "ask_me_about")], filters=[one_line]
    )
    audience = SelectField(
        LABELS["audience"],
        [DataRequired("Choose who can see your page.")],
        choices=options(AUDIENCES.items()),
    )

    def __init__(self, held: Profile, **kwargs: Any) -> None:
        super().__init__(held, **kwargs)
        if self.mark.data is None:
            self.mark.data = "" if self.is_submitted() else held.mark
        own = {held.workplace} if held.workplace else set()
        self.workplace.choices = options([("", "Choose one"), *choices("workplace", own)])
        chosen = self.zone.data or ""
        self.zone.choices = options(zone_choices(chosen if is_zone(chosen) else held.zone))
        self.languages.choices = options(self.languages.chosen_first(choices("language", held.languages)))
        self.offered = [*organization_labels().values()][:OFFERED]

    def validate_zone(self, field: Any) -> None:
        if field.data and not is_zone(field.data):
            raise ValidationError("Choose a time zone from the list.")

    def validate_bio(self, field: Any) -> None:
        if field.errors:
            return  # too long already: what is refused is not drawn first
        try:
            safe_html(field.data or "")
        except TextTooLong:
            raise ValidationError(
                "About you: this has too much formatting. Use fewer tables or signs."
            ) from None

    @property
    def typed(self) -> Profile:
        """The profile as it was typed."""
        return Profile(
            name=self.name.data or "",
            job_title=self.job_title.data or "",
            organization=self.organization.data or "",
            roles=self.roles.keys,
            workplace=self.workplace.data or "",
            states=self.states.keys,
            areas=self.areas.keys,
            topics=self.topics.keys,
            zone=self.zone.data or "",
            languages=self.languages.keys,
            bio=self.bio.data or "",
            ask_me_about=self.ask_me_about.data or "",
            audience=self.audience.data or "public",
        )
