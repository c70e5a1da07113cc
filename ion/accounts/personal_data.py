"""What accounts keep of somebody: the login, where it is signed in, and what the log of deeds says."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import and_, delete, or_, select, update

from ion.accounts.queries import USER
from ion.base.extensions import db
from ion.core.former import FORMER_MEMBER
from ion.core.portable import rows
from ion.core.ports.personal import OwnFile
from ion.models import AuditRow, Identity, LastVisit, OutboxRow, SignIn, Token, User, UserGrant

PERSON = "person"
SECRETS = ("password_hash", "token_hash")


class AccountData:
    """The login with all that opens it."""

    kind = "account"

    def export(self, user_id: int, person_id: int) -> Mapping[str, Any]:
        """The login without its secrets; deeds on oneself in full, one's own deeds on others by their names alone."""
        done = rows(AuditRow, AuditRow.user_id == user_id, hide=("before", "after", "user_id"))
        return {
            "login": rows(User, User.id == user_id, hide=SECRETS),
            "grants": rows(UserGrant, UserGrant.user_id == user_id),
            "sign_ins": rows(SignIn, SignIn.user_id == user_id, hide=SECRETS),
            "single_sign_on": rows(Identity, Identity.user_id == user_id),
            "visits": rows(LastVisit, LastVisit.user_id == user_id),
            "deeds": done,
            "deeds_on_this_account": rows(AuditRow, about(user_id, person_id), hide=("user_id",)),
        }

    def files(self, user_id: int, person_id: int) -> Iterable[OwnFile]:
        return ()

    def release(self, user_id: int, person_id: int, *, keep: bool) -> None:
        """Sign-ins, links and work that waits end. The log tells of a former member. The number of a login may be given
        out again, so nothing may be left that goes by it."""
        db.session.execute(delete(SignIn).where(SignIn.user_id == user_id))
        db.session.execute(delete(Token).where(Token.subject_kind == USER, Token.subject_id == user_id))
        waits = OutboxRow.subject_kind == USER, OutboxRow.subject_id == user_id
        db.session.execute(delete(OutboxRow).where(*waits))
        for row in db.session.scalars(select(AuditRow).where(AuditRow.user_id == user_id)):
            row.after, row.user_id = (row.after or {}) | {"by": FORMER_MEMBER}, None
        db.session.flush()
        db.session.execute(
            update(AuditRow)
            .where(AuditRow.subject_kind == USER, AuditRow.subject_id == user_id)
            .values(subject_kind=PERSON, subject_id=person_id)
            .execution_options(synchronize_session=False)
        )


def about(user_id: int, person_id: int) -> Any:
    """SQL: the deed was done on this login or person."""
    return or_(
        and_(AuditRow.subject_kind == USER, AuditRow.subject_id == user_id),
        and_(AuditRow.subject_kind == PERSON, AuditRow.subject_id == person_id),
    )
