"""The mail to who was suspended: they cannot sign in, so what was decided, and the way to answer it, come by mail."""

from ion.commons.mailing.services import Link, ask
from ion.core.times import own_time
from ion.models import Report, User
from ion.moderation.policies import REPLY_WITHIN
from ion.moderation.services.replying import REPLY, REPLY_PATH


def suspended(report: Report, user: User) -> None:
    """What was decided and why; with a link by which to answer it, unless they did."""
    is_first = report.replied_at is None
    way = Link(REPLY, REPLY_PATH, REPLY_WITHIN, kind="report", id=report.id) if is_first else None
    ask(
        "suspended",
        address=user.email,
        template="moderation/suspended",
        user_id=user.id,
        link=way,
        context={
            "name": user.person.name,
            "title": report.snapshot["title"],
            "reason": report.reason,
            "until": own_time(report.until, user.person.zone),
            "is_first": is_first,
        },
    )
