"""What stands in an issue, what its mails say, and what still hinders sending it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from ion.base.extensions import db
from ion.core import clock, items
from ion.core.access import MEMBERS, PUBLIC, current, visible
from ion.core.ports import mail
from ion.core.ports.subjects import SUBJECTS, Subject
from ion.core.text import squeeze
from ion.models import Item, ItemState, Newsletter, NewsletterItem, Webinar
from ion.newsletters.mailed import as_text, for_mail

KINDS = ("post", "practice", "webinar")
"""What may stand in an issue."""
READERS = frozenset({PUBLIC, MEMBERS})
"""The visibility tokens that every reader of a newsletter holds."""
OFFERED = 20
LONGEST_EXCERPT = 400
EMPTY = "Nothing stands in it yet: choose something that was published, or write an introduction."
COLUMNS = (
    Item.id,
    Item.kind,
    Item.title,
    Item.state,
    Item.audience,
    Webinar.starts_at,
    Webinar.zone,
    Webinar.cancelled_at,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """An item that stands in an issue, or may. `problem` says in a sentence why it cannot be sent, if so.

    `starts_at` and `zone` say when a webinar is.
    """

    id: int
    noun: str
    title: str
    path: str
    summary: str
    published_at: datetime | None
    starts_at: datetime | None
    zone: str
    is_for_members: bool
    is_sample: bool
    problem: str

    @property
    def told(self) -> dict[str, Any]:
        """As a mail tells it, in plain JSON."""
        return {
            "title": self.title,
            "noun": self.noun,
            "path": self.path,
            "summary": squeeze(self.summary, LONGEST_EXCERPT),
            "at": self.starts_at.isoformat() if self.starts_at else "",
            "zone": self.zone,
            "is_for_members": self.is_for_members,
            "is_sample": self.is_sample,
        }


def pieces(newsletter_id: int) -> list[Piece]:
    """What stands in the issue, in its order."""
    rows = db.session.execute(
        select(*COLUMNS)
        .join(NewsletterItem, NewsletterItem.item_id == Item.id)
        .join(Webinar, Webinar.item_id == Item.id, isouter=True)
        .where(NewsletterItem.newsletter_id == newsletter_id)
        .order_by(NewsletterItem.position, Item.id)
    ).all()
    return told(rows)


def offered(words: str, without: Collection[int]) -> list[Piece]:
    """What may be added: published things whose title holds the words, the newest first, up to OFFERED of them."""
    rows = db.session.execute(
        select(*COLUMNS)
        .join(Webinar, Webinar.item_id == Item.id, isouter=True)
        .where(
            Item.kind.in_(KINDS),
            visible(READERS),
            current(clock.now()),
            Webinar.cancelled_at.is_(None),
            Item.id.not_in(without),
            func.lower(Item.title).contains(words.lower(), autoescape=True) if words else Item.id > 0,
        )
        .order_by(Item.published_at.desc(), Item.id.desc())
        .limit(OFFERED)
    ).all()
    return told(rows)


def told(rows: Sequence[Any]) -> list[Piece]:
    subjects = items.subjects([row.id for row in rows], READERS)
    return [piece_of(row, subjects.get(row.id)) for row in rows]


def piece_of(row: Any, subject: Subject | None) -> Piece:
    noun = SUBJECTS[row.kind].label if row.kind in SUBJECTS else row.kind
    return Piece(
        id=row.id,
        noun=noun,
        title=row.title,
        path=subject.path if subject else "",
        summary=subject.summary if subject else "",
        published_at=subject.published_at if subject else None,
        starts_at=row.starts_at,
        zone=row.zone or "",
        is_for_members=row.audience == MEMBERS,
        is_sample=bool(subject and subject.is_sample),
        problem=problem(row, noun, subject),
    )


def problem(row: Any, noun: str, subject: Subject | None) -> str:
    """Why this may not be sent to members, in a sentence; empty where it may."""
    if row.state != ItemState.PUBLISHED:
        return f"This {noun} is no longer published."
    if subject is None:
        return f"Not every member may read this {noun}."
    if subject.is_archived:
        return f"This {noun} is archived: it may be out of date."
    return f"This {noun} was canceled." if row.cancelled_at else ""


def hindrances(newsletter: Newsletter, chosen: Iterable[Piece], people: int) -> list[str]:
    """Everything that must be mended before the issue may be sent, in sentences."""
    chosen = list(chosen)
    found = [f"“{piece.title}”: {piece.problem} Remove it." for piece in chosen if piece.problem]
    if not chosen and not newsletter.intro.strip():
        found.append(EMPTY)
    if not people:
        found.append("Nobody would get it: no member who wants newsletters fits the recipients you chose.")
    return found


def content(newsletter: Newsletter, chosen: Iterable[Piece]) -> dict[str, Any]:
    """What every mail of the issue says, as plain JSON with full addresses in the introduction."""
    intro_html = for_mail(newsletter.intro_html, mail.sender().public_url)
    return {
        "subject": newsletter.subject,
        "preview_text": newsletter.preview_text,
        "intro_html": intro_html,
        "intro_text": as_text(intro_html),
        "pieces": [piece.told for piece in chosen],
    }
