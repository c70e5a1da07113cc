"""The record of a webinar as its rows tell it, and what it is written with: the series that are known."""

from datetime import datetime

from sqlalchemy import exists, select

from ion.base.extensions import db
from ion.core import items
from ion.core.wall_times import Chosen, ComesTwice, NoSuchTime, moment
from ion.models import Item, ItemState, PeerGroup, Webinar, WebinarPractice
from ion.webinars.agenda import parts_in
from ion.webinars.announcement import AS_IN_ROW, TERMS, Announcement, asks_in


def known_series() -> list[str]:
    """The names of series that webinars are in, or that are a group's, by the alphabet."""
    named = select(Webinar.series).where(Webinar.series != "")
    called = select(PeerGroup.series).where(PeerGroup.series != "")
    return sorted(db.session.scalars(named.union(called)), key=str.casefold)


def series_meant(typed: str) -> str:
    """The series of that name as it is written already, whatever capitals were typed; else what was typed."""
    words = " ".join(typed.split())
    return next((name for name in known_series() if name.casefold() == words.casefold()), words)


def is_series_of_group(series: str) -> bool:
    """Whether the webinars of a series are the calls of a peer-learning group that is published."""
    found = exists().where(
        PeerGroup.series == series, PeerGroup.item_id == Item.id, Item.state == ItemState.PUBLISHED
    )
    return bool(series) and bool(db.session.scalar(select(found)))


def practices_of(webinar_id: int) -> list[int]:
    """The ids of the practices that a webinar is linked with, in order."""
    linked = select(WebinarPractice.practice_id).where(WebinarPractice.webinar_id == webinar_id)
    return list(db.session.scalars(linked.order_by(WebinarPractice.position)))


def announcement_of(webinar: Webinar) -> Announcement:
    """What the rows of a webinar announce now."""
    terms = items.terms_of([webinar.item_id])[webinar.item_id]
    return Announcement(
        **{name: getattr(webinar, name) for name in AS_IN_ROW},
        moderator=webinar.moderator_id,
        starts=chosen(webinar.starts_local, webinar.zone, webinar.starts_at),
        opens=chosen(webinar.opens_local, webinar.zone, webinar.opens_at),
        closes=chosen(webinar.closes_local, webinar.zone, webinar.closes_at),
        asks=asks_in(webinar.asks),
        agenda=parts_in(webinar.agenda),
        practices=practices_of(webinar.item_id),
        terms={facet: list(terms.get(facet, ())) for facet in TERMS},
        copied_from=webinar.copied_from_id,
    )


def chosen(local: datetime | None, zone: str, at: datetime | None) -> Chosen | None:
    """A wall time as it was chosen; of two, the one that stands for the instant `at`."""
    if local is None:
        return None
    try:
        moment(local, zone)
    except ComesTwice as both:
        return Chosen(local, at == both.second)
    except NoSuchTime:  # the rules of the zone changed since
        pass
    return Chosen(local)
