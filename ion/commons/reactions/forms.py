"""What reactions take."""

from wtforms import StringField, TextAreaField
from wtforms.validators import AnyOf, Length

from ion.commons.reactions.services import LONGEST_NOTE
from ion.web.forms import Form

YES, NO = "yes", "no"


class WishForm(Form):
    """What shall be: yes or no."""

    wish = StringField("Wish", [AnyOf((YES, NO), "Say yes or no.")])

    @property
    def is_yes(self) -> bool:
        return bool(self.wish.data == YES)


class FollowForm(WishForm):
    """What to follow, and the page to come back to."""

    kind = StringField("Kind", [Length(max=24)])
    key = StringField("Key", [Length(max=120)])
    name = StringField("Name", [Length(max=300)])
    back = StringField("Back", [Length(max=1000)])


class NoteForm(Form):
    """A note on a saved item."""

    note = TextAreaField(
        "Your note", [Length(max=LONGEST_NOTE, message=f"Keep the note under {LONGEST_NOTE:,} characters.")]
    )
