"""Every kind of thing that notices are about: items by their kind, accounts, comments, editions."""

from collections.abc import Collection, Hashable

from ion.core import items, tallies
from ion.core.access import Viewer, scopes
from ion.core.ports.subjects import SUBJECTS
from ion.notifications import account, comments, editions, webinars
from ion.notifications.noticed import Resolver, Subject, Thing

RESOLVERS: dict[str, Resolver] = {
    account.ACCOUNT: account.subjects,
    comments.COMMENT: comments.shown,
    comments.OWN_COMMENT: comments.own,
    comments.HELD: comments.held,
    editions.EDITION: editions.subjects,
    webinars.QUESTION: webinars.own_questions,
    webinars.OPEN_QUESTION: webinars.open_questions,
    webinars.ROSTER: webinars.rosters,
}
"""Who knows the things of a kind; all other kinds are those of items."""
PERSONAL = frozenset({account.ACCOUNT, comments.OWN_COMMENT, webinars.QUESTION, webinars.OPEN_QUESTION})
"""Things that are one person's own."""


def subjects(things: Collection[Thing], viewer: Viewer) -> dict[Thing, Subject]:
    """What these are to the viewer; what may not be seen is absent."""
    by_kind: dict[str, list[Thing]] = {}
    for thing in things:
        by_kind.setdefault(thing[0] if thing[0] in RESOLVERS else "", []).append(thing)
    seen: dict[Thing, Subject] = {}
    for kind, some in by_kind.items():
        seen.update(RESOLVERS.get(kind, item_subjects)(some, viewer))
    return seen


def item_subjects(things: Collection[Thing], viewer: Viewer) -> dict[Thing, Subject]:
    """Items as the viewer may see them; an id that is of another kind by now is absent."""
    tokens = tallies.held_audiences(scopes(viewer))
    found = items.subjects({id for kind, id, _ in things if kind in SUBJECTS}, tokens)
    return {
        (kind, id, occurrence): Subject(
            id, item.title, item.path, SUBJECTS[kind].label, item.is_sample, item.is_archived, item_id=id
        )
        for kind, id, occurrence in things
        if (item := found.get(id)) and item.kind == kind
    }


def alike(thing: Thing, viewer: Viewer) -> Hashable:
    """What viewers have in common who see the same of the thing."""
    who = viewer.id if thing[0] in PERSONAL else 0
    return tallies.held_audiences(scopes(viewer)), viewer.grants, viewer.groups, who
