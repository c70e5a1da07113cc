"""Outbox work of notifications: telling whom a happening concerns, and mailing what is due."""

from collections.abc import Sequence

from ion.core.outbox import Work
from ion.core.unit_of_work import unit_of_work
from ion.notifications import queries, services
from ion.notifications.comments import COMMENT, HELD, OWN_COMMENT
from ion.notifications.editions import EDITION
from ion.notifications.happening import Happening, happening_of
from ion.notifications.rules import Rule, rules_of
from ion.notifications.webinars import ROSTER

BATCH = 50


def fan_out(works: Sequence[Work]) -> None:
    """Tell everyone concerned, some hundred in a transaction; done again, nobody is told twice."""
    for work in works:
        happening = happening_of(work)
        for rule in rules_of(happening.signal):
            tell(rule, happening)


def tell(rule: Rule, happening: Happening) -> None:
    concerned = rule.who(happening)
    thing = (happening.kind, happening.id, happening.occurrence)
    last = 0
    while concerned is not None:
        people = queries.next_people(concerned, after=last, limit=services.CHUNK)
        if not people:
            return
        told = queries.who_may_see(thing, people)
        with unit_of_work():
            services.notify(
                told,
                rule.kind,
                happening.kind,
                happening.id,
                happening.occurrence,
                happening.actor_id,
                at=happening.at,
            )
        last = people[-1][0]


def forget(works: Sequence[Work]) -> None:
    """Forget what was told about things that were deleted, and about what hung on them."""
    for work in works:
        gone = happening_of(work)
        with unit_of_work():
            for kind in (gone.kind, HELD, EDITION, ROSTER):
                services.forget(kind, [gone.id], gone.at)
            for kind in (COMMENT, OWN_COMMENT):
                services.forget(kind, gone.details.get("comments", ()), gone.at)


def mail(works: Sequence[Work]) -> None:
    """Mail each user what is due, as one mail; done again, there is nothing left to say."""
    for work in works:
        if work.subject_id is not None:
            with unit_of_work():
                services.mail_due(work.subject_id)
