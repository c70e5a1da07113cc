"""Workers of notifications that kill themselves at a named point; see `tests.core.victim`."""

import sys
from collections.abc import Sequence

from sqlalchemy import event
from sqlalchemy.orm import Session

from ion.adapters.kept_mail import KeptMail
from ion.blog.subjects import PostSubjects
from ion.core import working
from ion.core.outbox import Work
from ion.core.ports import mail
from ion.core.ports.subjects import SUBJECTS
from ion.core.working import Handler
from ion.notifications import services, tasks
from ion.notifications.happening import FAN_OUT
from tests.core import victim

AT_ONCE = 2
"""How many this worker tells in one transaction."""


def after_the_first_chunk() -> None:
    """Die when some were told, and before the others are."""
    notify, services.CHUNK = services.notify, AT_ONCE

    def notify_or_die(*arguments: object, **more: object) -> int:
        services.notify = lambda *_, **__: victim.die()
        return notify(*arguments, **more)  # type: ignore[arg-type]

    services.notify = notify_or_die  # type: ignore[assignment]
    working.run_due({FAN_OUT: Handler(tasks.fan_out)}, "victim")


def before_the_mail_is_asked_for() -> None:
    """Die with everything taken and the mail asked for, before that is committed."""

    def mail_and_listen(works: Sequence[Work]) -> None:
        event.listen(Session, "before_commit", victim.die)
        tasks.mail(works)

    working.run_due({services.MAIL: Handler(mail_and_listen)}, "victim")


def after_the_mail_is_asked_for() -> None:
    """Die when the mail is asked for, before the work is finished."""

    def mail_and_die(works: Sequence[Work]) -> None:
        tasks.mail(works)
        victim.die()

    working.run_due({services.MAIL: Handler(mail_and_die)}, "victim")


POINTS = (after_the_first_chunk, before_the_mail_is_asked_for, after_the_mail_is_asked_for)


if __name__ == "__main__":
    SUBJECTS.plug(PostSubjects())
    mail.use(KeptMail(), mail.Sender("ION <ion@ion.example>", "ION", "http://localhost"))
    victim.POINTS.update({point.__name__: point for point in POINTS})
    for line in sys.stdin:
        print(victim.exit_status(*line.split()), flush=True)  # noqa: T201 - the answer to the test
