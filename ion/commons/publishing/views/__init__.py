"""The pages of publishing: writing, release, history, previews."""

from ion.commons.publishing.views import (
    arranging,
    finding,
    history,
    outgoing,
    pasting,
    previewing,
    releasing,
    reviewing,
    starting,
    word,
    writing,
)
from ion.commons.publishing.views.blueprint import bp

__all__ = [
    "arranging",
    "bp",
    "finding",
    "history",
    "outgoing",
    "pasting",
    "previewing",
    "releasing",
    "reviewing",
    "starting",
    "word",
    "writing",
]
