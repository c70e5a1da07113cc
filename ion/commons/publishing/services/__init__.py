"""The verbs of publishing: from the first line of a draft to its readers, and away from them."""

from ion.commons.publishing.services.arranging import (
    audiences,
    change_address,
    change_audience,
    correct,
    end_preview_links,
    new_preview_link,
    set_expiry,
)
from ion.commons.publishing.services.authors import byline, persons_named
from ion.commons.publishing.services.leaving import discard, reinstate, withdraw
from ion.commons.publishing.services.refusals import (
    NoSuchItem,
    NotCleared,
    Refused,
    Stale,
    TextMoved,
    UnclearAuthor,
)
from ion.commons.publishing.services.releasing import (
    GO_LIVE,
    go_live,
    publish,
    schedule,
    try_release,
    unschedule,
)
from ion.commons.publishing.services.reviewing import approve, ask_review, request_changes, sign, take_back
from ion.commons.publishing.services.writing import drop_copy, keep_copy, note_open, restore, save, start

__all__ = [
    "GO_LIVE",
    "NoSuchItem",
    "NotCleared",
    "Refused",
    "Stale",
    "TextMoved",
    "UnclearAuthor",
    "approve",
    "ask_review",
    "audiences",
    "byline",
    "change_address",
    "change_audience",
    "correct",
    "discard",
    "drop_copy",
    "end_preview_links",
    "go_live",
    "keep_copy",
    "new_preview_link",
    "note_open",
    "persons_named",
    "publish",
    "reinstate",
    "request_changes",
    "restore",
    "save",
    "schedule",
    "set_expiry",
    "sign",
    "start",
    "take_back",
    "try_release",
    "unschedule",
    "withdraw",
]
