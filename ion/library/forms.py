"""What editors type about a practice: its profile, in the order of its page."""

from typing import Any

from wtforms import (
    DateField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from ion.base.vocabulary import FACETS, Term, Vocabulary
from ion.base.vocabulary.evidence import FINDINGS, TIERS
from ion.base.vocabulary.practices import PRACTICE_KINDS, PRACTICE_SECTIONS
from ion.base.vocabulary.resources import RESOURCE_TYPES
from ion.base.vocabulary.roles import ROLES
from ion.commons.publishing.forms import ItemForm, markdown_that_fits, no_longer_than, web_address
from ion.core.labels import facet_labels
from ion.library.criteria import ONE_OF
from ion.library.profile import ROWS, TOLD_FACETS
from ion.web.rows import RowForm, Rows, needed

SECTION_FIELDS = {term.key: f"section_{term.key.replace('-', '_')}" for term in PRACTICE_SECTIONS.terms}
"""The field of each section."""
LONGEST_ROW_TEXT = 50_000


def choices(vocabulary: Vocabulary[Term], nothing: str = "") -> list[SelectChoice]:
    """The terms to choose from, after `nothing` in words where nothing may be chosen."""
    first = [SelectChoice("", nothing)] if nothing else []
    return first + [SelectChoice(term.key, term.label) for term in vocabulary.terms]


def markdown_field(label: str, *validators: Any) -> TextAreaField:
    return TextAreaField(label, [*validators, no_longer_than(LONGEST_ROW_TEXT), markdown_that_fits])


class GlanceRow(RowForm):
    """A line of the short view."""

    label = StringField("Label", [needed("Give the line a label."), no_longer_than(100)])
    text = StringField("Text", [needed("Say something after the label."), no_longer_than(1000)])


class StepRow(RowForm):
    """One step of what to do, in order."""

    title = StringField("Title", [needed("Give the step a title."), no_longer_than(300)])
    text = markdown_field("Text", needed("Say what is done in this step."))


class DutyRow(RowForm):
    """What one partner role does."""

    role = SelectField("Partner role", [needed("Choose the partner role.")], choices=choices(ROLES, "Choose"))
    text = markdown_field("What it does", needed("Say what this partner does."))


class ReferenceRow(RowForm):
    """A source to read on in."""

    title = StringField("Title", [needed("Give the source a title."), no_longer_than(1000)])
    url = StringField("Address", [no_longer_than(1000), web_address])


class ToolRow(RowForm):
    """A worksheet, checklist, agenda …; `slug` is its place on the page, which stays when its title changes."""

    slug = HiddenField()
    title = StringField("Title", [needed("Give the tool a title."), no_longer_than(300)])
    type = SelectField("Type", [needed("Choose the type.")], choices=choices(RESOURCE_TYPES, "Choose"))
    summary = StringField("Summary", [no_longer_than(1000)])
    text = markdown_field("Text", needed("Give the text of the tool."))
    kept = RowForm.kept | {"slug"}


def section(key: str) -> TextAreaField:
    return TextAreaField(PRACTICE_SECTIONS.label(key), [markdown_that_fits])


class PracticeForm(ItemForm):
    """The common fields, and the profile of a practice."""

    practice_kind = SelectField("Kind of practice", choices=choices(PRACTICE_KINDS), default="practice")
    glance = Rows("At a glance", row=GlanceRow, one="line", many="lines", limit=20)
    section_problem = section("problem")
    section_what_they_did = section("what-they-did")
    section_results = section("results")
    section_why_not = section("why-not")
    section_context = section("context")
    section_planning = section("planning")
    section_resources = section("resources")
    section_getting_started = section("getting-started")
    section_keeping_it_going = section("keeping-it-going")
    section_order = HiddenField()
    steps = Rows("Steps, in order", row=StepRow, one=ONE_OF["steps"], many="steps", limit=40)
    duties = Rows("Who does what", row=DutyRow, one=ONE_OF["duties"], many="partner roles", limit=20)
    tools = Rows("Tools", row=ToolRow, one=ONE_OF["tools"], many="tools", limit=20)
    references = Rows("References", row=ReferenceRow, one=ONE_OF["references"], many="references", limit=30)
    tier = SelectField("How strong the evidence is", choices=choices(TIERS), default="not-rated")
    finding = SelectField("What the findings say", choices=choices(FINDINGS, "Nothing stated"), default="")
    reason = TextAreaField("Reason for the rating", [no_longer_than(1000)])
    rated_by = StringField("Rated by", [no_longer_than(200)])
    rated_on = DateField("Rated on", [Optional()])
    program = SelectMultipleField(FACETS["program"].label)
    role = SelectMultipleField(FACETS["role"].label)
    stage = SelectMultipleField(FACETS["stage"].label)
    sector = SelectMultipleField(FACETS["sector"].label)
    population = SelectMultipleField(FACETS["population"].label)
    setting = SelectMultipleField(FACETS["setting"].label)
    state = SelectMultipleField(FACETS["state"].label)
    add = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for facet in TOLD_FACETS:
            self[facet].choices = [SelectChoice(key, label) for key, label in facet_labels(facet).items()]

    @property
    def wants_more_rows(self) -> bool:
        """Whether the form was sent for one more row of a list, not to be saved."""
        return self.add.data in ROWS

    @property
    def tiers(self) -> tuple[Term, ...]:
        """What each rating means."""
        return TIERS.terms

    @property
    def facets(self) -> list[SelectMultipleField]:
        return [self[facet] for facet in TOLD_FACETS]

    @property
    def section_keys(self) -> list[str]:
        """The sections in the order in which they are drawn and told: the usual one, but for an imported text's own."""
        first = [key for key in (self.section_order.data or "").split(",") if key in SECTION_FIELDS]
        return list(dict.fromkeys([*first, *SECTION_FIELDS]))

    @property
    def sections(self) -> list[tuple[TextAreaField, str]]:
        """The field of each section, and what belongs into it."""
        return [(self[SECTION_FIELDS[key]], PRACTICE_SECTIONS[key].note) for key in self.section_keys]
