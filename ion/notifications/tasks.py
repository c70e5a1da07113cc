"""Outbox work of notifications: telling whom a happening concerns, mailing what is due, and the Monday brief."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import structlog

from ion.commons.mailing.services import BadAddress
from ion.core import clock
from ion.core.outbox import Work
from ion.core.unit_of_work import unit_of_work
from ion.notifications import queries, services
from ion.notifications.brief import Offer, offers_for
from ion.notifications.comments import COMMENT, HELD, OWN_COMMENT
from ion.notifications.editions import EDITION
from ion.notifications.happening import Happening, happening_of
from ion.notifications.rules import Rule, rules_of
from ion.notifications.schedule import Channel, due, is_brief_day, is_day, zone_of
from ion.notifications.webinars import ROSTER

BATCH = 50
log = structlog.get_logger("ion.notifications")


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


def look(works: Sequence[Work]) -> None:
    """Tell those who wait of a mentor with openings, or of all of them; done again, each is told once a day."""
    for work in works:
        with unit_of_work():
            services.tell_of_openings(work.subject_id)


def mail(works: Sequence[Work]) -> None:
    """Mail each user what is due, as one mail; done again, there is nothing left to say."""
    for work in works:
        if work.subject_id is not None:
            with unit_of_work():
                services.mail_due(work.subject_id)


def brief(works: Sequence[Work]) -> None:
    """Brief everyone who lives in a zone; done again, nobody is briefed twice.

    What is late waits for the morning; later in the week it is left to the next Monday, which the night plans.
    """
    for work in works:
        at, zone = clock.now(), zone_of(work.payload["zone"])
        if not is_brief_day(at, zone):
            continue
        if is_day(at, zone):
            brief_zone(zone)
        elif morning := due(Channel.DAILY, at, zone):
            with unit_of_work():
                services.brief_later(zone, morning)


def brief_zone(zone: ZoneInfo) -> None:
    """Brief those of the zone for whom there is anything, one after the other."""
    found = queries.candidates(clock.now())
    last = -1
    while last:
        people, last = queries.readers(zone.key, found, after=max(last, 0), limit=services.CHUNK)
        for reader in people:
            offers = offers_for(reader, found)
            if offers or reader.is_waiting:
                brief_one(reader.id, offers)


def brief_one(user_id: int, offers: Sequence[Offer]) -> None:
    """One brief; an address that is none holds up nobody else."""
    try:
        with unit_of_work():
            services.mail_brief(user_id, offers)
    except BadAddress as error:
        log.warning("not briefed", user_id=user_id, error=str(error))
