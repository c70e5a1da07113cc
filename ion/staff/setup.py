"""The settings of the site as a form: one field for each, by its shape."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from wtforms import BooleanField, Field, HiddenField, IntegerField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, NumberRange

from ion.core.site_settings import HELD_LINKS, HELD_WORDS, SETTINGS, Setting, Shape
from ion.core.text import slug
from ion.core.times import count
from ion.web.forms import Form

MOST_LINES, LONGEST_LINE, LONGEST_TEXT = 20, 60, 400
MOST_HELD = 200
"""Lines of what is held: words in any writing, and hosts."""

TOO_LONG = f"At most {LONGEST_TEXT} characters fit here."


def lines_of(text: Any) -> list[str]:
    """The lines of a text without empty ones, spaces squeezed."""
    return [line for line in (" ".join(raw.split()) for raw in (text or "").splitlines()) if line]


def short_lines(_form: Any, field: Any) -> None:
    """Not too many lines, not too long, and no two that would be taken for one."""
    lines = lines_of(field.data)
    if len(lines) > MOST_LINES:
        raise ValidationError(f"At most {MOST_LINES} lines fit here.")
    if any(len(line) > LONGEST_LINE for line in lines):
        raise ValidationError(f"At most {LONGEST_LINE} characters fit in a line.")
    if len({slug(line, LONGEST_LINE) for line in lines}) < len(lines):
        raise ValidationError("Two of these lines are the same.")


def held_lines(_form: Any, field: Any) -> None:
    """Not too many lines, not too long, and none twice."""
    lines = lines_of(field.data)
    if len(lines) > MOST_HELD:
        raise ValidationError(f"At most {MOST_HELD} lines fit here.")
    if any(len(line) > LONGEST_LINE for line in lines):
        raise ValidationError(f"At most {LONGEST_LINE} characters fit in a line.")
    if len({line.casefold() for line in lines}) < len(lines):
        raise ValidationError("Two of these lines are the same.")


def bounds(setting: Setting) -> str:
    return f"Give a whole number from {setting.least:,} to {setting.most:,}."


def field_of(setting: Setting) -> Any:
    """The form field for a setting."""
    if setting.shape is Shape.SWITCH:
        return BooleanField(setting.label)
    if setting.shape is Shape.NUMBER:
        in_range = NumberRange(setting.least, setting.most, message=bounds(setting))
        return IntegerField(setting.label, [InputRequired(bounds(setting)), in_range])
    if setting.shape is Shape.TEXT:
        return TextAreaField(setting.label, [Length(max=LONGEST_TEXT, message=TOO_LONG)])
    is_held = setting.key in (HELD_WORDS, HELD_LINKS)
    return TextAreaField(setting.label, [held_lines if is_held else short_lines])


def name_of(key: str) -> str:
    """A setting's name in the form: dots do not stand well in ids."""
    return key.replace(".", "-")


class Row(NamedTuple):
    """A setting, its field, and in words what it says on a new site."""

    setting: Setting
    field: Field
    as_it_comes: str
    is_changed: bool


class SetupForm(Form):
    """All settings at once. `seen` names the values that the form was filled in with."""

    seen = HiddenField()

    @classmethod
    def showing(cls, values: dict[str, Any], seen: str) -> "SetupForm":
        """The form filled in with values by key."""
        shown = {name_of(key): shown_as(SETTINGS[key], value) for key, value in values.items()}
        form: SetupForm = cls(formdata=None, data=shown | {"seen": seen})
        return form

    @property
    def wanted(self) -> dict[str, Any]:
        """The values by key; call once the form validated."""
        return {key: value_of(setting, self[name_of(key)].data) for key, setting in SETTINGS.items()}

    def rows(self, values: dict[str, Any]) -> Iterator[Row]:
        """Every setting with its field, given what it says now."""
        for key, setting in SETTINGS.items():
            told = in_words(setting, setting.default)
            yield Row(setting, self[name_of(key)], told, values[key] != setting.default)


for _key, _setting in SETTINGS.items():
    setattr(SetupForm, name_of(_key), field_of(_setting))


def shown_as(setting: Setting, value: Any) -> Any:
    return "\n".join(value) if setting.shape is Shape.LINES else value


def value_of(setting: Setting, typed: Any) -> Any:
    if setting.shape is Shape.TEXT:
        return " ".join((typed or "").split())
    return lines_of(typed) if setting.shape is Shape.LINES else typed


def in_words(setting: Setting, value: Any) -> str:
    """What a value of a setting says, as a page tells it."""
    if setting.shape is Shape.SWITCH:
        return "on" if value else "off"
    if setting.shape is Shape.NUMBER:
        return count(value, "day", "days") if setting.key.endswith("_days") else f"{value:,}"
    if setting.shape is Shape.TEXT:
        return f"“{value}”" if value else "nothing"
    return ", ".join(value) if value else "none"
