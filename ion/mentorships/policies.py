"""Who is who in a mentorship, and what it is open to."""

from ion.models import Mentorship, MentorshipState

OPEN = (MentorshipState.PROPOSED, MentorshipState.ACTIVE)
OVER = (MentorshipState.COMPLETED, MentorshipState.ENDED)


def is_of(mentorship: Mentorship, person_id: int) -> bool:
    """Whether the person is one of the two."""
    return person_id in (mentorship.mentor_id, mentorship.mentee_id)


def other_of(mentorship: Mentorship, person_id: int) -> int:
    """The other of the two."""
    return mentorship.mentee_id if person_id == mentorship.mentor_id else mentorship.mentor_id


def is_mentee(mentorship: Mentorship, person_id: int) -> bool:
    return person_id == mentorship.mentee_id


def has_agreed(mentorship: Mentorship, person_id: int) -> bool:
    """Whether the person agreed to what the agreement says now."""
    at = mentorship.mentee_agreed_at if is_mentee(mentorship, person_id) else mentorship.mentor_agreed_at
    return at is not None
