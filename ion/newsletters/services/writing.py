"""Writing an issue: its words, and whom it is for."""

from dataclasses import dataclass

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock
from ion.core.text import safe_html
from ion.models import Newsletter, NewsletterItem
from ion.newsletters.queries.recipients import Audience
from ion.newsletters.services.changing import locked, must_be_open, note_change, unchanged


@dataclass(frozen=True, slots=True)
class Words:
    """What is written for one issue; `intro` is Markdown."""

    subject: str
    preview_text: str = ""
    intro: str = ""

    @classmethod
    def of(cls, newsletter: Newsletter) -> "Words":
        return cls(newsletter.subject, newsletter.preview_text, newsletter.intro)


def begin(words: Words, *, user_id: int) -> Newsletter:
    """A new draft, flushed. Raises TextTooLong."""
    newsletter = Newsletter(user_id=user_id, created_at=clock.now())
    write(newsletter, words)
    db.session.add(newsletter)
    db.session.flush()
    return newsletter


def write(newsletter: Newsletter, words: Words) -> None:
    newsletter.subject, newsletter.preview_text = words.subject, words.preview_text
    newsletter.intro, newsletter.intro_html = words.intro, safe_html(words.intro)


def save(newsletter_id: int, words: Words, *, head: int, user_id: int) -> None:
    """Save what was written on the issue as it was at `head`. Raises Stale, Refused, TextTooLong."""
    newsletter = unchanged(newsletter_id, head)
    must_be_open(newsletter)
    if words != Words.of(newsletter):
        write(newsletter, words)
        note_change(newsletter, user_id)


def choose_recipients(newsletter_id: int, audience: Audience, *, head: int, user_id: int) -> None:
    """Say whom the issue, as it was at `head`, is for. Raises Stale, Refused."""
    newsletter = unchanged(newsletter_id, head)
    must_be_open(newsletter)
    if audience != Audience.of(newsletter.audience):
        newsletter.audience = audience.kept
        note_change(newsletter, user_id)


def duplicate(newsletter_id: int, *, user_id: int) -> Newsletter:
    """A new draft with everything that an issue of any state says, for the same recipients; flushed."""
    old = locked(newsletter_id)
    new = begin(Words.of(old), user_id=user_id)
    new.audience = dict(old.audience)
    chosen = select(NewsletterItem).where(NewsletterItem.newsletter_id == old.id)
    db.session.add_all(
        NewsletterItem(newsletter_id=new.id, item_id=each.item_id, position=each.position)
        for each in db.session.scalars(chosen)
    )
    db.session.flush()
    return new
