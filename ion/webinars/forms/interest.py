"""The button of those who wish to be told."""

from wtforms import StringField
from wtforms.validators import AnyOf

from ion.models import Wish
from ion.web.forms import Form

YES, NO = "yes", "no"


class InterestForm(Form):
    """What the member wishes to be told, and whether."""

    wish = StringField("Wish", [AnyOf([wish.value for wish in Wish], "Say what you wish to be told.")])
    on = StringField("On", [AnyOf((YES, NO), "Say yes or no.")])

    @property
    def is_on(self) -> bool:
        return bool(self.on.data == YES)
