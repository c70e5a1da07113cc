"""The four answers that make a mentor, and the date until which one is away."""

from collections.abc import Iterable
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from ion.core import civil
from ion.core.mentoring import FACETS, OFFERED
from ion.mentoring.labels import WHO_MAY_ASK
from ion.mentoring.queries.profiles import MOST, Offer, choices
from ion.models import WhoMayAsk
from ion.web.forms import Form, plain_lines
from ion.web.participant import CheckedForm

LIMITS = (1, 2, 3, 4, 6, 8)
LONGEST_ABOUT, LONGEST_WHEN = 500, 300
FIELDS = {"topic": "topics", "stage": "stages", "sector": "sectors", "population": "populations"}
"""The field of each facet that a mentor offers."""
HELD = "ION staff look at such words first. Write it in another way, or ask ION staff."


def options(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """(key, label) as a field takes them."""
    return [SelectChoice(key, label) for key, label in pairs]


def limit_words(number: int) -> str:
    return "1 conversation a month" if number == 1 else f"{number} conversations a month"


def not_held(form: Any, field: Any) -> None:
    """What others read at once holds no word or link that waits for ION staff."""
    if why := civil.held(field.data or ""):
        raise ValidationError(f"{why} {HELD}")


class Offered(SelectMultipleField):  # type: ignore[misc]
    """Any number of keys of a facet that a mentor can talk about, as many as MOST at the most."""

    def __init__(self, facet: str, **kwargs: Any) -> None:
        super().__init__(FACETS[facet], validate_choice=False, **kwargs)
        self.facet = facet

    @property
    def keys(self) -> tuple[str, ...]:
        """What is chosen, each once, in the order of the alphabet."""
        return tuple(sorted(set(self.data or ())))

    @property
    def named(self) -> list[str]:
        """What is chosen, in words."""
        return [str(choice.label) for choice in self.choices or () if choice.value in self.keys]

    def pre_validate(self, form: Any) -> None:
        if set(self.keys) - {choice.value for choice in self.choices or ()}:
            raise ValidationError(f"{self.label.text}: choose from the list.")
        if len(self.keys) > MOST[self.facet]:
            raise ValidationError(f"{self.label.text}: choose at most {MOST[self.facet]}.")


class OfferForm(CheckedForm):
    """What a mentor offers. `held` is what stands, or what the form begins with."""

    checked = ("talks_about", "when_words")
    topics = Offered("topic")
    stages = Offered("stage")
    sectors = Offered("sector")
    populations = Offered("population")
    talks_about = TextAreaField(
        "In your own words",
        [
            Length(
                max=LONGEST_ABOUT, message=f"In your own words: write at most {LONGEST_ABOUT} characters."
            ),
            not_held,
        ],
        filters=[plain_lines],
    )
    monthly_limit = SelectField(
        "Conversations a month",
        [InputRequired("Choose how many conversations a month.")],
        coerce=int,
        invalid_choice_message="Choose how many conversations a month.",
    )
    when_words = StringField(
        "When",
        [Length(max=LONGEST_WHEN, message=f"When: write at most {LONGEST_WHEN} characters."), not_held],
    )
    who_may_ask = RadioField(
        "Who may ask you",
        [InputRequired("Choose who may ask you.")],
        choices=options((each.value, words) for each, words in WHO_MAY_ASK.items()),
        invalid_choice_message="Choose who may ask you from the list.",
    )
    is_shown_publicly = BooleanField("Name me to visitors of ION by my first name and partner role")
    shows_record = BooleanField(
        "Show on my page how many conversations I held and mentorships I completed here"
    )

    def __init__(self, held: Offer, **kwargs: Any) -> None:
        super().__init__(data=shown(held), **kwargs)
        for facet, name in FIELDS.items():
            self[name].choices = options(choices(facet, held.terms.get(facet, ())))
        limits = sorted({*LIMITS, held.monthly_limit} - {0})
        self.monthly_limit.choices = [SelectChoice(number, limit_words(number)) for number in limits]
        self.topics.flags.required = True  # said, not enforced by browsers: another facet may stand for it

    def validate_topics(self, field: Any) -> None:
        if not field.errors and not any(self[name].keys for name in FIELDS.values()):
            raise ValidationError("Choose at least one thing that you can talk about.")

    def facets(self) -> list[Offered]:
        """What stands folded below the topics."""
        return [self[FIELDS[facet]] for facet in OFFERED if facet != "topic"]

    @property
    def typed(self) -> Offer:
        """The offer as it was typed."""
        return Offer(
            terms={facet: self[name].keys for facet, name in FIELDS.items()},
            talks_about=self.talks_about.data or "",
            monthly_limit=self.monthly_limit.data,
            when_words=self.when_words.data or "",
            who_may_ask=WhoMayAsk(self.who_may_ask.data),
            is_shown_publicly=self.is_shown_publicly.data,
            shows_record=self.shows_record.data,
        )


def shown(held: Offer) -> dict[str, Any]:
    """An offer as the form's fields hold it."""
    return {name: held.terms.get(facet, ()) for facet, name in FIELDS.items()} | {
        "talks_about": held.talks_about,
        "monthly_limit": held.monthly_limit,
        "when_words": held.when_words,
        "who_may_ask": held.who_may_ask.value,
        "is_shown_publicly": held.is_shown_publicly,
        "shows_record": held.shows_record,
    }


class AwayForm(Form):
    """The first day on which one can be asked again."""

    until = DateField("Ask me again from", [InputRequired("Choose a date.")])
