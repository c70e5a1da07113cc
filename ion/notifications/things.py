"""Every kind of thing that notices are about: items by their kind, accounts, comments, editions."""

from collections.abc import Collection, Hashable

from ion.core import tallies
from ion.core.access import Viewer, scopes
from ion.core.ports.subjects import SUBJECTS
from ion.notifications import account, comments, editions, mentoring, mentorships, moderation, webinars
from ion.notifications.ground import ground
from ion.notifications.noticed import Ground, GroundedResolver, Resolver, Subject, Thing

RESOLVERS: dict[str, Resolver] = {
    account.ACCOUNT: account.subjects,
    editions.EDITION: editions.subjects,
    moderation.REPORT: moderation.waiting,
    moderation.DECISION: moderation.decisions,
    mentoring.REQUEST: mentoring.requests,
    mentoring.NEED: mentoring.own_needs,
    mentoring.CALL: mentoring.calls,
    mentorships.MENTORSHIP: mentorships.mentorships,
    mentorships.COHORT: mentorships.cohorts,
    mentorships.RUN: mentorships.runs,
}
"""Who knows the things of a kind."""
ON_ITEMS: dict[str, GroundedResolver] = {
    comments.COMMENT: comments.shown,
    comments.OWN_COMMENT: comments.own,
    comments.HELD: comments.held,
    webinars.QUESTION: webinars.own_questions,
    webinars.OPEN_QUESTION: webinars.open_questions,
    webinars.ROSTER: webinars.rosters,
}
"""Who knows things on items; all other kinds are those of items themselves."""
PERSONAL = frozenset(
    {
        account.ACCOUNT,
        comments.OWN_COMMENT,
        webinars.QUESTION,
        webinars.OPEN_QUESTION,
        moderation.REPORT,
        moderation.DECISION,
        mentoring.REQUEST,
        mentoring.NEED,
        mentoring.CALL,
        mentorships.MENTORSHIP,
        mentorships.RUN,
    }
)
"""Things that are one person's own."""


def subjects(things: Collection[Thing], viewer: Viewer) -> dict[Thing, Subject]:
    """What these are to the viewer; what may not be seen is absent."""
    by_kind: dict[str, list[Thing]] = {}
    for thing in things:
        by_kind.setdefault(thing[0], []).append(thing)
    seen: dict[Thing, Subject] = {}
    for kind in by_kind.keys() & RESOLVERS.keys():
        seen.update(RESOLVERS[kind](by_kind.pop(kind), viewer))
    if by_kind:
        stands = ground([thing for some in by_kind.values() for thing in some], viewer)
        for kind, some in by_kind.items():
            seen.update(ON_ITEMS.get(kind, item_subjects)(some, stands))
    return seen


def item_subjects(things: Collection[Thing], ground: Ground) -> dict[Thing, Subject]:
    """Items as the viewer may see them; an id that is of another kind by now is absent."""
    return {
        (kind, id, occurrence): Subject(
            id,
            item.title,
            item.path,
            SUBJECTS[kind].label,
            item.is_sample,
            item.is_archived,
            item_id=id,
            about=id,
        )
        for kind, id, occurrence in things
        if (item := ground.places.get(id)) and item.kind == kind
    }


def alike(thing: Thing, viewer: Viewer) -> Hashable:
    """What viewers have in common who see the same of the thing."""
    who = viewer.id if thing[0] in PERSONAL else 0
    return tallies.held_audiences(scopes(viewer)), viewer.grants, viewer.groups, who
