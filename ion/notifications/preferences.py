"""What a user chose to be mailed, as it is kept in `User.preferences["channels"]`: a channel by kind."""

from collections.abc import Mapping
from typing import Any

from ion.notifications.rules import Rule
from ion.notifications.schedule import Channel

CHANNELS = "channels"
ALL = "all"
"""Stands among the kinds while mail of every kind is stopped, until the user chooses anew."""
MONDAY_BRIEF = "brief"
"""The kind of the Monday brief, which everyone gets who has not stopped it."""
Preferences = Mapping[str, Any]


def channel_of(preferences: Preferences, rule: Rule) -> Channel:
    """The user's channel for a kind: as chosen, else the rule's; a required kind leaves no choice."""
    if rule.is_required:
        return rule.default
    channels = preferences.get(CHANNELS, {})
    if channels.get(ALL) == Channel.OFF:
        return Channel.OFF
    chosen = channels.get(rule.kind)
    return Channel(chosen) if chosen in list(Channel) else rule.default


def gets(preferences: Preferences, kind: str) -> bool:
    """Whether the user gets a letter of that kind, as everyone does who did not stop it or all mail."""
    channels = preferences.get(CHANNELS, {})
    return Channel.OFF not in (channels.get(kind), channels.get(ALL))


def with_channels(preferences: Preferences, chosen: Mapping[str, Channel]) -> dict[str, Any]:
    """The preferences with these channels; what else is chosen stays."""
    before = {kind: channel for kind, channel in preferences.get(CHANNELS, {}).items() if kind != ALL}
    return {**preferences, CHANNELS: before | {kind: channel.value for kind, channel in chosen.items()}}
