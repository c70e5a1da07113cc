"""Things that are reported, and who reports and decides."""

from typing import Any

from sqlalchemy import func, select

from ion.base.extensions import db
from ion.core import site_settings
from ion.core.access import scopes
from ion.core.ports.reports import Witness
from ion.core.unit_of_work import unit_of_work
from ion.models import AuditRow, Decision, Grant, Report, ReportVoice, User
from ion.moderation import services
from ion.moderation.policies import Ruling
from tests.discussion.talk import who
from tests.factories import PersonFactory, UserFactory

NONE, HIDE, WARN, SUSPEND = Decision
REASON = "It is not respectful of a person or a group."


def Named(name: str, *grants: Grant, **fields: Any) -> User:
    return UserFactory(Grant.MEMBER, *grants, person=PersonFactory(name=name), **fields)


def witness(user: User) -> Witness:
    """The user as one who reports."""
    viewer = who(user)
    return Witness(viewer.id, viewer.person_id, scopes(viewer))


def report(user: User, kind: str, id: int, cause: str = "spam", words: str = "") -> int:
    """The id of the report that this user makes, or joins."""
    return report_of(witness(user), kind, id, cause, words)


def report_of(seen: Witness, kind: str, id: int, cause: str = "spam", words: str = "") -> int:
    """The same, of a witness who was looked up before."""
    with unit_of_work():
        return services.report(seen, kind, id, cause=cause, words=words).id


def claim(user: User, id: int) -> None:
    viewer = who(user)
    with unit_of_work():
        services.claim(viewer, id)


def decide(user: User, id: int, decision: Decision, reason: str = REASON, **more: Any) -> None:
    """Decide, as one who claimed it."""
    viewer = who(user)
    with unit_of_work():
        services.decide(viewer, id, Ruling(decision, reason, **more))


def settle(user: User, id: int, decision: Decision, **more: Any) -> None:
    """Claim it and decide."""
    claim(user, id)
    decide(user, id, decision, **more)


def reply(user: User, id: int, words: str = "I quoted somebody else.") -> None:
    with unit_of_work():
        services.reply(user.id, id, words)


def kept(id: int) -> Report:
    """The report as it stands in the database now."""
    db.session.rollback()
    return db.session.get_one(Report, id, populate_existing=True)


def voices(id: int) -> list[tuple[int | None, str]]:
    db.session.rollback()
    rows = select(ReportVoice.user_id, ReportVoice.cause).where(ReportVoice.report_id == id)
    return [(row.user_id, row.cause) for row in db.session.execute(rows.order_by(ReportVoice.id))]


def report_total() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Report)) or 0


def deeds(id: int) -> list[str]:
    """What the log says was done to a report, in order."""
    db.session.rollback()
    rows = select(AuditRow.action).where(AuditRow.subject_kind == "report", AuditRow.subject_id == id)
    return list(db.session.scalars(rows.order_by(AuditRow.id)))


def setting(key: str, value: Any) -> None:
    with unit_of_work():
        site_settings.change(key, value)


def user_now(user: User) -> User:
    db.session.rollback()
    return db.session.get_one(User, user.id, populate_existing=True)


def latest() -> int:
    """The id of the report that was made last."""
    db.session.rollback()
    return db.session.scalar(select(func.max(Report.id))) or 0
