"""The choice of how to be told, a field for every kind that leaves one a choice."""

from typing import Any

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from ion.notifications.preferences import Preferences, channel_of
from ion.notifications.rules import RULES, Rule
from ion.notifications.schedule import Channel
from ion.web.forms import Form

WORDS = {
    Channel.OFF: "On this site only, no mail",
    Channel.INSTANT: "By mail at once",
    Channel.DAILY: "By mail, once a day",
    Channel.WEEKLY: "By mail, once a week",
}
CHOICES = [SelectChoice(channel.value, WORDS[channel]) for channel in Channel]
OPTIONAL = [rule for rule in RULES if not rule.is_required]
REQUIRED = [rule for rule in RULES if rule.is_required]


def name_of(rule: Rule) -> str:
    """The name of a kind's field."""
    return rule.kind.replace(".", "-")


def field_of(rule: Rule) -> Any:
    return SelectField(rule.label, [InputRequired("Choose one of the list.")], choices=CHOICES)


class Channels(Form):
    """A channel for every kind that may be chosen."""

    @property
    def chosen(self) -> dict[str, Channel]:
        """The channel by kind, once the form has been found valid."""
        return {rule.kind: Channel(self[name_of(rule)].data) for rule in OPTIONAL}


ChannelsForm: type[Channels] = type(
    "ChannelsForm", (Channels,), {name_of(rule): field_of(rule) for rule in OPTIONAL}
)


def channels_form(preferences: Preferences) -> Channels:
    """The form as sent, else as the user chose before."""
    return ChannelsForm(data={name_of(rule): channel_of(preferences, rule).value for rule in OPTIONAL})
