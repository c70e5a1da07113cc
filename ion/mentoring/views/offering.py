"""What pages of every room ask of mentoring by their templates: reasons in words, and the mentor in a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask

from ion.core.access import Viewer
from ion.core.matching.scoring import Reason, from_json
from ion.core.mentoring import facet_label, reason_words
from ion.mentoring.labels import record_words
from ion.mentoring.queries.askable import askable
from ion.mentoring.queries.cards import MentorCard, cards
from ion.mentoring.queries.records import is_mentor, record_of, shows_record
from ion.models import WhoMayAsk
from ion.web.login import viewer, viewer_scopes


@dataclass(frozen=True, slots=True)
class OnPage:
    """A mentor on their own page, and whether the reader may ask them now; `record_words` is empty where they do not
    show it, or there is nothing yet."""

    card: MentorCard
    may_be_asked: bool
    record_words: str


def in_words(reason: Reason | Mapping[str, Any]) -> str:
    """What a reason is about, whether it was just worked out or is kept with a request or a match."""
    return reason_words(reason if isinstance(reason, Reason) else from_json([reason])[0])


def mentor_on_page(person_id: int) -> OnPage | None:
    """The mentor in a person, for members who may see them; None for visitors, and for who does not mentor."""
    who = viewer()
    if who is None or not is_mentor(person_id):
        return None
    card = cards([person_id], viewer_scopes()).get(person_id)
    if card is None:
        return None
    told = record_of(person_id) if shows_record(person_id) else None
    words = record_words(told.conversations, told.mentorships) if told else ""
    return OnPage(card, may_ask(who, card), words)


def may_ask(who: Viewer, card: MentorCard) -> bool:
    if not card.openings or card.who_may_ask is WhoMayAsk.COHORTS:
        return False
    asked = askable(who.person_id, [card.id], viewer_scopes()).get(card.id)
    return asked is not None and not asked.why


def install(app: Flask) -> None:
    """Let every template use these."""
    app.jinja_env.filters.update(reason_words=in_words, facet_label=facet_label)
    app.jinja_env.globals.update(mentor_on_page=mentor_on_page)
