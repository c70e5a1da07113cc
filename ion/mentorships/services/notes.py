"""Notes of a session: shared ones that both write, and one's own that nobody else ever reads."""

from ion.base.extensions import db
from ion.core import clock
from ion.core.text import safe_html
from ion.core.upsert import insert_for
from ion.mentorships import changes
from ion.mentorships.services.holding import allowed, held, note, refuse_apart
from ion.mentorships.services.refusals import NotThere, Stale
from ion.mentorships.services.sessions import session_of
from ion.models import MentorshipSession, SessionNote


def write_shared(id: int, person_id: int, session_id: int, markdown: str, *, version: int) -> None:
    """Save the shared notes; `version` is that of the notes as they were read. Raises Stale, Refused, NotThere."""
    mentorship = held(id, person_id)
    refuse_apart(mentorship)
    session = with_notes(id, session_id)
    if session.notes_version != version:
        raise Stale
    allowed(markdown)
    session.shared_notes, session.shared_html = markdown, safe_html(markdown, top=4, within=f"s{session_id}")
    session.notes_version += 1
    note(mentorship, changes.NOTES, person_id)


def write_own(id: int, person_id: int, session_id: int, words: str) -> None:
    """Save one's own notes; empty ones are forgotten. Raises NotThere."""
    held(id, person_id)
    with_notes(id, session_id)
    if not words:
        present = db.session.get(SessionNote, (session_id, person_id))
        if present:
            db.session.delete(present)
        return
    row = insert_for(db.session(), SessionNote).values(
        session_id=session_id, person_id=person_id, words=words, at=clock.now()
    )
    changed = {"words": row.excluded.words, "at": row.excluded.at}
    db.session.execute(row.on_conflict_do_update(index_elements=["session_id", "person_id"], set_=changed))


def with_notes(id: int, session_id: int) -> MentorshipSession:
    """A session that both had: a time that is only proposed has no notes yet."""
    session = session_of(id, session_id)
    if session.confirmed_at is None:
        raise NotThere
    return session
