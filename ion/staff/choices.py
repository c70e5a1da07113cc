"""Where ION staff can go from their desk: every page of theirs, for whom it is, and what waits there."""

from collections.abc import Iterator
from dataclasses import dataclass

from ion.core.access import Viewer
from ion.models import Grant
from ion.staff.queries import Waiting

EVERY, EDITOR, FACILITATOR, ADMIN = "every", "editor", "facilitator", "admin"


@dataclass(frozen=True, slots=True)
class Door:
    """A page of ION staff: `whose` says for whom; `waits` names the count that stands beside its link."""

    path: str
    label: str
    about: str
    whose: str = EVERY
    waits: str = ""


DOORS = (
    Door("/staff/webinars/", "Webinars", "Registrations, letters, figures.", waits="webinars"),
    Door(
        "/staff/mentoring/",
        "Mentoring",
        "Who waits and why, cohorts, paths, figures.",
        FACILITATOR,
        waits="mentoring",
    ),
    Door("/staff/comments", "Comments", "Held comments, to approve or refuse.", waits="comments"),
    Door("/staff/questions", "Questions", "Held ones, and those without an answer.", waits="questions"),
    Door(
        "/staff/reports", "Reports", "What members report, and what the site holds.", EDITOR, waits="reports"
    ),
    Door("/staff/newsletters/", "Newsletters", "Write, test and send an issue.", EDITOR, waits="newsletters"),
    Door("/staff/topics", "Topics", "Add, rename and merge.", EDITOR),
    Door("/staff/series", "Series", "Add, rename and merge.", EDITOR),
    Door("/staff/redirects", "Redirects", "Old addresses, and where they lead.", EDITOR),
    Door("/staff/stale", "Stale content", "What nobody looked at for a long time.", EDITOR),
    Door(
        "/staff/links", "Outside links", "Links to other sites that stopped answering.", EDITOR, waits="links"
    ),
    Door("/staff/webinars/recordings", "Recordings", "Not shown yet, and what they lack."),
    Door("/directory/new", "Add an organization", "Others are changed on their own pages.", EDITOR),
    Door("/staff/import", "Imports", "Take in content from files.", ADMIN),
    Door("/staff/outbox", "Work", "What the worker does, and what failed.", waits="work"),
    Door("/staff/mail", "Mail", "Every mail that was sent lately.", ADMIN),
    Door("/staff/people", "People and rights", "Who may do what; suspend and restore.", ADMIN),
    Door("/staff/audit", "Log of deeds", "Who changed what, and when.", ADMIN),
    Door("/staff/setup", "Settings", "Reviews, sign-offs, comments.", ADMIN),
    Door("/staff/handover", "Handover", "Roles that are nobody’s, or somebody’s who leaves.", EDITOR),
    Door("/staff/retention", "Retention", "How long records are kept.", ADMIN),
    Door("/staff/holds", "Holds", "Records that must be kept.", ADMIN),
)
WORDS = {
    "reports": ("report waits", "reports wait"),
    "comments": ("comment waits", "comments wait"),
    "questions": ("question waits", "questions wait"),
    "webinars": ("webinar needs something", "webinars need something"),
    "mentoring": ("question or mentorship needs you", "questions or mentorships need you"),
    "newsletters": ("issue is not sent", "issues are not sent"),
    "links": ("link is broken", "links are broken"),
    "work": ("piece of work failed or is late", "pieces of work failed or are late"),
}


@dataclass(frozen=True, slots=True)
class OpenDoor:
    """A link of the desk: `waiting` says what waits there, in words, and is empty for nothing."""

    path: str
    label: str
    about: str
    waiting: str


def doors(viewer: Viewer, paths: frozenset[str], waiting: Waiting) -> Iterator[OpenDoor]:
    """The pages among `paths` that are for this viewer, in the order to draw them."""
    rights = {
        EVERY: viewer.is_staff,
        EDITOR: viewer.is_editor,
        FACILITATOR: viewer.is_admin or Grant.FACILITATOR in viewer.grants,
        ADMIN: viewer.is_admin,
    }
    for door in DOORS:
        if rights[door.whose] and door.path in paths:
            yield OpenDoor(door.path, door.label, door.about, in_words(door.waits, waiting))


def in_words(waits: str, waiting: Waiting) -> str:
    number = waiting.get(waits, 0)
    one, many = WORDS.get(waits, ("", ""))
    return f"{number:,} {one if number == 1 else many}" if number else ""
