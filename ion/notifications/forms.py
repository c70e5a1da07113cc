"""The choice of how to be told, a field for every kind that leaves one a choice."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from ion.core.ports.mail import CIRCULARS, LETTERS, PRIVATE_MAIL
from ion.models import Grant
from ion.notifications.preferences import Preferences, channel_of, gets
from ion.notifications.rules import BY_KIND, Rule, rules_for
from ion.notifications.schedule import Channel
from ion.web.forms import Form

WORDS = {
    Channel.OFF: "On this site only, no mail",
    Channel.INSTANT: "By mail at once",
    Channel.DAILY: "By mail, once a day",
    Channel.WEEKLY: "In the Monday brief",
}
CHOICES = [SelectChoice(channel.value, WORDS[channel]) for channel in Channel]
BY_MAIL = [SelectChoice(Channel.INSTANT.value, "By mail"), SelectChoice(Channel.OFF.value, "Not at all")]
"""The choices for what stands in no list of notifications: messages, the Monday brief, and circulars."""


SECTIONS = (
    ("What you follow", ("followed.", "comment.followed")),
    ("What is yours", ("own.", "comment.", "question.", "report.decided")),
    ("Webinars and groups", ("webinar.", "group.")),
    ("Mentoring", ("mentoring.", "mentorship.", "cohort.")),
)
"""The headings above the kinds whose names begin so, in order; a kind stands under the first that fits."""
FOR_STAFF, ELSE, LETTERS_HEADING = "For ION staff", "What else happens", "Letters"


@dataclass(frozen=True, slots=True)
class Section:
    """Some of the fields, under a heading."""

    heading: str
    fields: Sequence[Any]


def heading_of(kind: str) -> str:
    """The heading under which a kind is chosen."""
    if kind not in BY_KIND:
        return LETTERS_HEADING
    if BY_KIND[kind].grants:
        return FOR_STAFF
    fitting = (heading for heading, beginnings in SECTIONS if kind.startswith(beginnings))
    return next(fitting, ELSE)


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
    """A channel for every kind of `kinds`: those of rules, then those of letters."""

    kinds: tuple[str, ...] = ()

    @property
    def sections(self) -> list[Section]:
        """The fields in their order, under their headings."""
        order = [heading for heading, _ in SECTIONS] + [ELSE, FOR_STAFF, LETTERS_HEADING]
        fields: dict[str, list[Any]] = {heading: [] for heading in order}
        for kind in self.kinds:
            fields[heading_of(kind)].append(self[name_of(kind)])
        return [Section(heading, some) for heading, some in fields.items() if some]

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
    circulars = tuple((each.kind, each.label) for each in (*PRIVATE_MAIL, *LETTERS, *CIRCULARS))
    chosen = {name_of(rule.kind): channel_of(preferences, rule).value for rule in rules}
    for kind, _ in circulars:
        chosen[name_of(kind)] = (Channel.INSTANT if gets(preferences, kind) else Channel.OFF).value
    return form_of(rules, circulars)(data=chosen)


def required(grants: frozenset[Grant]) -> list[Rule]:
    """The kinds that leave a holder of these grants no choice."""
    return [rule for rule in rules_for(grants) if rule.is_required and not rule.has_letter]
