"""What somebody types who looks for a mentor: one question, a note, and what the mentor should have."""

import secrets
from collections.abc import Iterable
from typing import Any

from wtforms import HiddenField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from ion.core.matching.scoring import Criterion
from ion.mentoring.queries.wishes import named, term_meant
from ion.mentoring.services.needs import Terms, Wish
from ion.models import Weight
from ion.web.forms import plain_lines
from ion.web.participant import CheckedForm
from ion.web.rows import RowForm, Rows

LONGEST_QUESTION, LONGEST_NOTE, LONGEST_ID = 500, 2_000, 64
MOST_CRITERIA = 12
WEIGHTS = {
    Weight.MUST: "Must have",
    Weight.HIGH: "Matters a lot",
    Weight.MEDIUM: "Matters",
    Weight.LOW: "Nice to have",
}
UNKNOWN = "ION does not know “{}”. Choose from what is offered while you type, or say it in your question."


def shorter(most: int) -> Length:
    return Length(max=most, message=f"Keep this within {most:,} characters.")


class CriterionRow(RowForm):
    """One thing that a mentor should have, and how much it matters. `term` is what was meant, once it validates."""

    kept = frozenset({"place", "weight"})
    what = StringField("What they should know or be", [shorter(200)])
    weight = SelectField("How much it matters", validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.weight.choices = [SelectChoice(weight.value, words) for weight, words in WEIGHTS.items()]
        if self.weight.data not in list(Weight):
            self.weight.data = Weight.MEDIUM.value

    def validate_what(self, field: StringField) -> None:
        if term_meant(field.data or "") is None:
            raise ValidationError(UNKNOWN.format(field.data))


class NeedForm(CheckedForm):
    """A need. `mentor` is the person id of whom it is for, `item` the id of what it came from, both perhaps empty."""

    checked = ("question", "note")
    question = TextAreaField(
        "Your question",
        [DataRequired("Write your question: one or two sentences are enough."), shorter(LONGEST_QUESTION)],
        filters=[plain_lines],
    )
    note = TextAreaField("A note to the mentor", [shorter(LONGEST_NOTE)], filters=[plain_lines])
    criteria = Rows(
        "What the mentor should know or be", row=CriterionRow, one="need", many="needs", limit=MOST_CRITERIA
    )
    client_id = HiddenField()
    mentor = HiddenField()
    item = HiddenField()

    @property
    def given_id(self) -> str:
        """What makes a second click the same need."""
        return (self.client_id.data or "")[:LONGEST_ID] or fresh_id()

    def terms(self) -> Terms:
        """The criteria by what they mean; of two of the same the later counts. Only after it validated."""
        meant = [(term_meant(row["what"]), Weight(row["weight"])) for row in self.criteria.data]
        return {term: weight for term, weight in meant if term}

    def wish(self, item_id: int | None) -> Wish:
        """What was typed."""
        return Wish(self.question.data or "", self.note.data or "", self.terms(), item_id)


def fresh_id() -> str:
    """What a need that was not written yet goes by."""
    return secrets.token_urlsafe(12)


def rows_of(criteria: Iterable[Criterion]) -> list[dict[str, str]]:
    """Criteria as the form shows them."""
    return [{"what": named(of.facet, of.key), "weight": of.weight.value} for of in criteria]


def id_in(text: str | None) -> int | None:
    """An id that an address or a hidden field holds; None for what is none."""
    typed = text or ""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None
