"""What ION staff type on the pages of upkeep: redirects, topics and series, and what is merged into what."""

import re
from typing import Any
from urllib.parse import unquote, urlsplit

from wtforms import SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from ion.upkeep.pages import may_lead_to, own_address, stands_at
from ion.web.forms import Form

LONGEST_PATH, LONGEST_TARGET = 400, 1000
UNSEEN = re.compile(r"[\x00-\x20\x7f\\]")


def no_longer_than(limit: int) -> Length:
    return Length(max=limit, message=f"At most {limit:,} characters fit here.")


def one_line(text: str | None) -> str:
    return " ".join((text or "").split())


class TargetForm(Form):
    """Where an old address leads: a path here, or a full address elsewhere."""

    target = StringField(
        "New address",
        [DataRequired("Say where it leads."), no_longer_than(LONGEST_TARGET)],
        filters=[lambda text: own_address(text) if text else text],
    )

    def validate_target(self, field: Any) -> None:
        if UNSEEN.search(field.data):
            raise ValidationError("An address holds no spaces and no backslashes.")
        if not field.data.startswith("/"):
            return refuse_odd(field.data)
        if field.data.startswith("//"):
            raise ValidationError("A path of this site begins with one slash.")
        if not may_lead_to(field.data):
            raise ValidationError("No page of this site stands at that address.")


def refuse_odd(address: str) -> None:
    """Raise for what is not a full web address without a password in it."""
    try:
        parts = urlsplit(address)
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
    except ValueError:
        is_good = False
    if not is_good:
        raise ValidationError("Give a path that begins with / or a full address that begins with https://")


class RedirectForm(TargetForm):
    """An old address and where it leads. The path is kept as a server reads it: without percent signs."""

    path = StringField(
        "Old address",
        [DataRequired("Give the old address."), no_longer_than(LONGEST_PATH)],
        filters=[lambda text: unquote(own_address(text)) if text else text],
    )

    def validate_path(self, field: Any) -> None:
        path = field.data
        if not path.startswith("/") or path.startswith("//") or UNSEEN.search(path) or "\ufffd" in path:
            raise ValidationError("The old address is a path of this site: it begins with one slash.")
        if "?" in path or "#" in path:
            raise ValidationError(
                "Leave out what follows a “?” or a “#”: old addresses are told apart without it."
            )
        if path == "/" or stands_at(path):
            raise ValidationError("A page stands at this address, and would be shown instead.")


class TermForm(Form):
    """What a topic or a series is called, and what it is about."""

    name = StringField("Name", [DataRequired("Give it a name."), no_longer_than(200)], filters=[one_line])
    summary = TextAreaField("What it is about", [no_longer_than(1000)], filters=[one_line])


class MergeForm(Form):
    """The value that another one becomes part of."""

    into = SelectField("It becomes part of", [DataRequired("Choose one.")])

    def __init__(self, *args: Any, others: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.into.choices = [SelectChoice("", "Choose one")]
        self.into.choices += [SelectChoice(str(id), name) for id, name in others]

    @property
    def kept_id(self) -> int:
        """The id of the value chosen; call once the form validated."""
        return int(self.into.data)
