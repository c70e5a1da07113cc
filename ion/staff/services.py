"""What ION staff do from their pages: failed work is tried again, settings of the site are changed."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from ion.base.extensions import db
from ion.core import audit, outbox, site_settings, tallies
from ion.core.site_settings import SETTINGS
from ion.staff.queries.work import failed_ids

MOST_AT_ONCE = 5_000


class SettingsChanged(Exception):
    """Somebody else changed settings since the form was opened."""


def try_all_again(task: str, *, user_id: int) -> int:
    """Let all failed work of a task (of every task for "") be tried again; returns how much that is."""
    tried = sum(outbox.try_again(id) for id in failed_ids(task, MOST_AT_ONCE))
    if tried:
        after = {"pieces": tried} | ({"task": task} if task else {})
        audit.record("all work tried again", kind="outbox", id=None, user_id=user_id, after=after)
    return tried


def try_again(row_id: int, *, user_id: int) -> None:
    """Let one piece of failed work be tried again; what is done meanwhile needs nothing."""
    if outbox.try_again(row_id):
        audit.record("work tried again", kind="outbox", id=row_id, user_id=user_id)


def values() -> dict[str, Any]:
    """What every setting says now."""
    return {key: site_settings.value(key) for key in SETTINGS}


def version(now: Mapping[str, Any]) -> str:
    """Equal for equal values: a form names those that it was filled in with."""
    return hashlib.sha256(json.dumps(now, sort_keys=True).encode()).hexdigest()[:32]


def change_settings(wanted: Mapping[str, Any], *, seen: str, user_id: int) -> list[str]:
    """Make settings say what is wanted, and return the labels of those that changed.

    `seen` is the version of the values that the wishes began from; raises SettingsChanged when it is not the
    present one.
    """
    tallies.raise_version(db.session(), "setting")  # only one may compare and write
    now = values()
    if version(now) != seen:
        raise SettingsChanged
    changed = [key for key in SETTINGS if key in wanted and wanted[key] != now[key]]
    for key in changed:
        write(key, wanted[key], user_id=user_id)
    return [SETTINGS[key].label for key in changed]


def reset_setting(key: str, *, user_id: int) -> None:
    """Let a setting say what it says on a new site; KeyError for one that does not exist."""
    default = SETTINGS[key].default
    if site_settings.value(key) != default:
        write(key, default, user_id=user_id)


def write(key: str, value: Any, *, user_id: int) -> None:
    before = site_settings.change(key, value)
    audit.record(
        "setting changed", kind="setting", id=None, user_id=user_id, before={key: before}, after={key: value}
    )
