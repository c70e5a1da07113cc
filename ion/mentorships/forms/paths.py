"""A guided path, as ION staff write it."""

from typing import Any

from wtforms import HiddenField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired

from ion.core.meant import Unclear, item_meant, item_typed
from ion.mentorships.forms.agreeing import at_most, whole
from ion.mentorships.services.paths import FEWEST_STEPS, MOST_STEPS, Step
from ion.models import MentoringPath
from ion.web.forms import Form, plain_lines
from ion.web.rows import RowForm, Rows, needed

KINDS = ("practice", "webinar", "post")


class StepRow(RowForm):
    """One step; `item` is the address of a practice, webinar or post."""

    title = StringField("Step", [needed("Name the step."), at_most(200)])
    agenda = TextAreaField("What to talk about", [at_most(2000)])
    item = StringField("Look at this first (address of a practice, webinar or post)", [at_most(500)])

    def validate_item(self, field: StringField) -> None:
        try:
            item_meant(field.data or "", KINDS)
        except Unclear as error:
            raise ValidationError(str(error)) from error


class PathForm(Form):
    """A path and its steps. `version` is that of the path as it was read."""

    name = StringField("Name", [InputRequired("Give the path a name."), at_most(200)])
    summary = TextAreaField("For whom, and what it leads to", [at_most(1000)], filters=[plain_lines])
    steps = Rows("Steps", row=StepRow, one="step", many="steps", limit=MOST_STEPS)
    version = HiddenField()

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = bool(super().validate(extra_validators))
        is_long = len(self.steps.data) >= FEWEST_STEPS
        if not is_long:
            self.steps.errors = [f"A path has {FEWEST_STEPS} to {MOST_STEPS} steps."]
        return is_valid and is_long

    @property
    def version_read(self) -> int:
        return whole(self.version.data)

    @property
    def written(self) -> list[Step]:
        """The steps, once the form is valid."""
        return [Step(row["title"], row["agenda"], item_meant(row["item"], KINDS)) for row in self.steps.data]


def path_form(path: MentoringPath | None) -> PathForm:
    """The form, filled with what stands."""
    if path is None:
        return PathForm(data={"version": "0"})
    steps: list[dict[str, Any]] = [
        {"title": step.title, "agenda": step.agenda, "item": item_typed(step.item_id)} for step in path.steps
    ]
    given = {"name": path.name, "summary": path.summary, "version": str(path.version), "steps": steps}
    return PathForm(data=given)
