"""Webinars as the common instrument of publishing writes, checks and shows them."""

from collections.abc import Mapping
from typing import Any

from ion.base.extensions import db
from ion.core.ports.publishable import Content, Lack, Told
from ion.models import Item, Webinar
from ion.webinars import criteria, showing, wording
from ion.webinars.announcement import Announcement, announcement_in
from ion.webinars.queries.filters import KIND, PATH
from ion.webinars.queries.record import announcement_of
from ion.webinars.services import record


class WebinarPublishable:
    """Webinars. The byline (`authors`) are the presenters, in order. Their own parts of a content:

    starts_local, starts_second     wall time as ISO text or "", and which of two where it comes twice (true: the
                                    second one; null: it comes once, or nobody said)
    zone                            IANA name in which all times of the webinar are told, or ""
    length_minutes                  a number; 0 where it is not known yet
    series, host                    names, or ""
    moderator                       the id of a person, or null
    takes_registration              whether one registers here
    capacity                        how many may register, or null for no limit
    opens_local, opens_second       when registration opens, as the start; "" from publication on
    closes_local, closes_second     when it closes; "" at the end of the webinar
    promotes_until                  minutes before the start until which people move up from the waiting list
    join_url, join_minutes          where one joins, or ""; from how many minutes before the start it is shown
    has_captions, has_sign_language whether there are live captions, and interpreting in American Sign Language
    phone_audio                     how one listens by phone, or ""
    ask_by                          date (ISO) by which to ask for other help to take part, or ""
    asks                            questions of registration, each {"key", "kind" (ASK_KINDS), "label", "required",
                                    "choices"}
    omb_number, privacy_note        what stands at the form of registration, or ""
    agenda                          its parts, each {"minutes", "title", "who", "part" (agenda.PARTS)}
    practices                       ids of practices it is about, in order
    terms                           keys by facet, of TERMS
    copied_from                     the id of the webinar that it runs again, or null

    An import also keeps `recordings` there, which are not written by publishing.
    """

    kind = KIND
    path_prefix = PATH
    byline = "Presenters"
    withdrawal = (
        "People who registered for a webinar to come are told by mail that it does not take place. "
        "To call it off and keep its page, cancel it on its desk."
    )

    def blank(self) -> Content:
        """Who begins a draft is no presenter, as the writer of a post is its author."""
        return Announcement().content() | {"authors": []}

    def snapshot(self, item: Item) -> Content:
        webinar = db.session.get(Webinar, item.id)
        return announcement_of(webinar).content() if webinar else Announcement().content()

    def terms(self, content: Content) -> Mapping[str, list[str]]:
        return announcement_in(content).terms

    def told(self, content: Content) -> list[Told]:
        return wording.told(announcement_in(content))

    def lacks(self, content: Content) -> list[Lack]:
        return criteria.lacks(content)

    def apply(self, item: Item, content: Content) -> None:
        record.apply(item, announcement_in(content))

    def page(self, slug: str, scopes: frozenset[str]) -> tuple[str, dict[str, Any]] | None:
        context = showing.shown(slug, scopes)
        return (showing.TEMPLATE, context) if context else None
