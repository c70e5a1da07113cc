"""The page of one session, for one of the two: shared notes, and the reader's own."""

from dataclasses import dataclass

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock
from ion.mentorships.queries.page import Page
from ion.models import MentorshipSession, SessionNote


@dataclass(frozen=True, slots=True)
class SessionPage:
    """A session of a mentorship, and what the reader noted for themselves."""

    of: Page
    row: MentorshipSession
    own_notes: str

    @property
    def path(self) -> str:
        return f"{self.of.row.path}/sessions/{self.row.id}"

    @property
    def has_begun(self) -> bool:
        return self.row.starts_at <= clock.now()

    @property
    def is_mine(self) -> bool:
        """Whether the reader proposed it."""
        return self.row.proposed_by_id == self.of.me.id

    @property
    def has_notes(self) -> bool:
        return self.row.confirmed_at is not None

    @property
    def may_cancel(self) -> bool:
        return self.of.is_active and not self.row.cancelled_at and not self.row.held_at


def session_page(of: Page, session_id: int) -> SessionPage | None:
    """One session of the page's mentorship; None for one of another."""
    row = next((each for each in of.sessions if each.id == session_id), None)
    if row is None:
        return None
    mine = SessionNote.session_id == session_id, SessionNote.person_id == of.me.id
    return SessionPage(of, row, db.session.scalar(select(SessionNote.words).where(*mine)) or "")
