"""Outbox work of upkeep: links are found and checked, and items are told of again after a merge."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock, items, outbox, signals
from ion.core.outbox import Work
from ion.core.unit_of_work import unit_of_work
from ion.models import Item, Person
from ion.upkeep.outside.checking import check_all, check_one, checker
from ion.upkeep.queries import links as queries
from ion.upkeep.queries import terms as term_queries
from ion.upkeep.queries.holding import KINDS
from ion.upkeep.services import links as services
from ion.upkeep.services.merging import move_uses

BATCH = 100
PAUSE = timedelta(seconds=30)
"""Between two turns of a round: no host is asked more often, and other work gets its turn."""
WAIT = timedelta(hours=1)
"""How long a round rests when the network seems down."""


def find_links(works: Sequence[Work]) -> None:
    """Note which links these items hold now."""
    ids = sorted({work.subject_id for work in works if work.subject_id is not None})
    with unit_of_work():
        services.keep_links(ids)


def check_link(works: Sequence[Work]) -> None:
    """Look at single links that somebody asked about."""
    for work in works:
        url = queries.url_of(work.subject_id or 0)
        db.session.rollback()  # nobody waits for the web inside a transaction
        if url is not None and work.subject_id is not None:
            finding = check_one(checker(), url)
            with unit_of_work():
                services.record({work.subject_id: finding})


def check_links(works: Sequence[Work]) -> None:
    """One turn of a round each: some links, one of each host; then the next turn is asked for, until all were seen.

    The first turn reads the texts of all items anew, so that no link is missed for good. Done twice, a turn asks for
    the same next one.
    """
    for work in works:
        turn = work.payload["turn"]
        if not turn:
            read_all_texts()
        began = work.payload.get("since") if turn else None
        since = datetime.fromisoformat(began) if began else clock.now()
        links = queries.due(since, queries.PER_TURN)
        db.session.rollback()
        if links:
            one_turn(work, since, links)


def one_turn(work: Work, since: datetime, links: list[tuple[int, str]]) -> None:
    findings = check_all(checker(), links)
    down = services.seems_down(findings.values())
    number = work.payload["turn"] + 1
    payload = {"turn": number, "since": since.isoformat()}
    if down:
        payload["down_at"] = clock.now().isoformat()
    with unit_of_work():
        if not down:
            services.record(findings)
        outbox.later(
            queries.ROUND,
            key=f"{work.key.partition('#')[0]}#{number}",
            payload=payload,
            not_before=clock.now() + (WAIT if down else PAUSE),
        )


def read_all_texts() -> None:
    """Note the links of every published item, and forget those that no text holds."""
    for kind in sorted(KINDS):
        ids = items.published_ids(kind)
        while some := list(islice(ids, BATCH)):
            with unit_of_work():
                services.keep_links(some)
    with unit_of_work():
        services.forget_unused()


def tell_merged(works: Sequence[Work]) -> None:
    """Say of every item and mentor with a value that something was merged into that it changed, some hundred items
    at a time.

    What was tagged with the gone key while the merge was being written is moved now.
    """
    for work in works:
        facet, key = work.payload["facet"], work.payload["key"]
        with unit_of_work():
            move_uses(facet, work.payload["gone"], key)
        last = 0
        while ids := term_queries.items_with(facet, key, after=last, limit=BATCH):
            with unit_of_work() as session:
                for item in session.scalars(select(Item).where(Item.id.in_(ids)).order_by(Item.id)):
                    signals.item_changed.send(item)
            last = ids[-1]
        with unit_of_work() as session:
            for id in term_queries.mentors_with(facet, key):
                signals.person_changed.send(session.get_one(Person, id))
