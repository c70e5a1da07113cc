"""The choice of how to be told, a field for every kind that leaves one a choice."""

from functools import cache
from typing import Any

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from ion.core.ports.mail import CIRCULARS
from ion.models import Grant
from ion.notifications.preferences import Preferences, channel_of, gets
from ion.notifications.rules import Rule, rules_for
from ion.notifications.schedule import Channel
from ion.web.forms import Form

WORDS = {
    Channel.OFF: "On this site only, no mail",
    Channel.INSTANT: "By mail at once",
    Channel.DAILY: "By mail, once a day",
    Channel.WEEKLY: "By mail, once a week",
}
CHOICES = [SelectChoice(channel.value, WORDS[channel]) for channel in Channel]
BY_MAIL = [SelectChoice(Channel.INSTANT.value, "By mail"), SelectChoice(Channel.OFF.value, "Not at all")]
"""The choices for a circular, which stands nowhere on the site."""


def name_of(kind: str) -> str:
    """The name of a kind's field."""
    return kind.replace(".", "-")


def field_of(rule: Rule) -> Any:
    return SelectField(rule.label, [InputRequired("Choose one of the list.")], choices=CHOICES)


class Asked:
    """Marks a question that always has an answer chosen; a form that is sent without it changes nothing."""

    field_flags = {"required": True}

    def __call__(self, form: Form, field: Any) -> None:
        """Whatever is sent is looked at by the field itself."""


class Channels(Form):
    """A channel for every kind of `kinds`: those of rules, then circulars."""

    kinds: tuple[str, ...] = ()

    @property
    def shown(self) -> list[Any]:
        """The fields in their order."""
        return [self[name_of(kind)] for kind in self.kinds]

    @property
    def chosen(self) -> dict[str, Channel]:
        """The channel by kind, once the form has been found valid; a circular that was not asked about is absent."""
        sent = [kind for kind in self.kinds if self[name_of(kind)].raw_data]
        return {kind: Channel(self[name_of(kind)].data) for kind in sent}


@cache
def form_of(rules: tuple[Rule, ...], circulars: tuple[tuple[str, str], ...]) -> type[Channels]:
    fields = {name_of(rule.kind): field_of(rule) for rule in rules}
    fields |= {name_of(kind): SelectField(label, [Asked()], choices=BY_MAIL) for kind, label in circulars}
    kinds = (*(rule.kind for rule in rules), *(kind for kind, _ in circulars))
    return type("ChannelsForm", (Channels,), {"kinds": kinds} | fields)


def channels_form(preferences: Preferences, grants: frozenset[Grant]) -> Channels:
    """The form as sent, else as the user chose before: a field for every kind that leaves them a choice."""
    rules = tuple(rule for rule in rules_for(grants) if not rule.is_required)
    circulars = tuple((each.kind, each.label) for each in CIRCULARS)
    chosen = {name_of(rule.kind): channel_of(preferences, rule).value for rule in rules}
    for kind, _ in circulars:
        chosen[name_of(kind)] = (Channel.INSTANT if gets(preferences, kind) else Channel.OFF).value
    return form_of(rules, circulars)(data=chosen)


def required(grants: frozenset[Grant]) -> list[Rule]:
    """The kinds that leave a holder of these grants no choice."""
    return [rule for rule in rules_for(grants) if rule.is_required]
