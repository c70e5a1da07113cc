"""Letters to registrants: how many people one would reach, and those that were sent, from the log of deeds."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from ion.core import reading
from ion.models import AuditRow, Person, Registration, Standing, User
from ion.webinars.queries.attendees import is_reachable
from ion.webinars.queries.filters import KIND

LETTER_SENT = "letter sent"
"""What the log of deeds calls a letter."""
TO = {Standing.REGISTERED: "Everyone registered", Standing.WAITING: "Everyone on the waiting list"}
"""To whom one can write."""


def reach(webinar_id: int) -> dict[Standing, int]:
    """How many people a letter would go to, by whom it is for."""
    rows = reading.rows(
        select(Registration.state, func.count().label("n"))
        .where(Registration.webinar_id == webinar_id, Registration.state.in_(list(TO)), is_reachable())
        .group_by(Registration.state)
    )
    found = {row.state: int(row.n) for row in rows}
    return {standing: found.get(standing, 0) for standing in TO}


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A letter that was sent: to whom in words, how many, by whom (empty: no longer known)."""

    at: datetime
    by: str
    to: str
    people: int
    subject: str
    text: str


def sent_letters(webinar_id: int) -> list[SentLetter]:
    """Every letter about a webinar, the last first."""
    rows = reading.rows(
        select(AuditRow.at, Person.name, AuditRow.after)
        .join(User, User.id == AuditRow.user_id, isouter=True)
        .join(Person, Person.id == User.person_id, isouter=True)
        .where(
            AuditRow.subject_kind == KIND, AuditRow.subject_id == webinar_id, AuditRow.action == LETTER_SENT
        )
        .order_by(AuditRow.at.desc(), AuditRow.id.desc())
    )
    return [letter(row) for row in rows]


def letter(row: Any) -> SentLetter:
    said = row.after or {}
    return SentLetter(
        at=row.at,
        by=row.name or "",
        to=TO.get(said.get("to", ""), ""),
        people=int(said.get("people", 0)),
        subject=str(said.get("subject", "")),
        text=str(said.get("text", "")),
    )


def is_sent(webinar_id: int, nonce: str) -> bool:
    """Whether the letter of this nonce was sent. Inside a unit of work that holds the webinar's lock."""
    rows = reading.rows(
        select(AuditRow.after).where(
            AuditRow.subject_kind == KIND, AuditRow.subject_id == webinar_id, AuditRow.action == LETTER_SENT
        )
    )
    return any((row.after or {}).get("nonce") == nonce for row in rows)
