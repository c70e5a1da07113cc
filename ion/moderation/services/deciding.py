"""What ION staff do with a report: claim it, read it, decide. Of two at once one does it, and the other is told who."""

from ion.accounts import services as accounts
from ion.base.extensions import db
from ion.core import audit, clock, signals
from ion.core.access import Viewer
from ion.core.ports.reports import REPORTABLES
from ion.core.times import us_time
from ion.models import Decision, Report, User
from ion.models.user import STAFF
from ion.moderation.policies import HIDING, Ruling, concerns, is_held_by_other, look_of
from ion.moderation.queries.reports import name_of
from ion.moderation.services import letters
from ion.moderation.services.refusals import Decided, NotThere, Refused

KIND = "report"
CLAIM_FIRST = "Claim this report first. Then nobody else decides about it at the same time."
NOBODY = "Nobody who signs in here is behind this, so nobody can be warned or suspended."
ONLY_ADMINS = "This belongs to ION staff. Only an admin can suspend ION staff."
LAST_ADMIN = "This is the last admin, who cannot be suspended. Make somebody else an admin first."


def locked(report_id: int, who: Viewer) -> Report:
    """The report, its row held until the end; raises NotThere, also for whom it concerns."""
    report = db.session.get(Report, report_id, with_for_update=True, populate_existing=True)
    if report is None or concerns(report, who.id):
        raise NotThere
    return report


def claim(who: Viewer, report_id: int) -> Report:
    """Look after a report; again changes nothing. Raises NotThere, Decided where somebody else does."""
    report = locked(report_id, who)
    refuse_decided(report)
    if is_held_by_other(report, who, clock.now()):
        raise Decided(f"{name_of(report.claimed_by_id)} claimed this on {us_time(report.claimed_at)}.")
    if report.claimed_by_id != who.id:
        before = {"claimed by": name_of(report.claimed_by_id)} if report.claimed_by_id else None
        report.claimed_by_id, report.claimed_at = who.id, clock.now()
        db.session.flush()
        audit.record("claimed", kind=KIND, id=report.id, user_id=who.id, before=before)
    return report


def give_back(who: Viewer, report_id: int) -> Report:
    """Let somebody else look after it. Raises NotThere; what is another's stays so."""
    report = locked(report_id, who)
    if report.claimed_by_id == who.id and report.decided_at is None:
        report.claimed_by_id = report.claimed_at = None
        db.session.flush()
        audit.record("given back", kind=KIND, id=report.id, user_id=who.id)
    return report


def note_reading(who: Viewer, report_id: int) -> Report:
    """Write down that who claimed it reads what is private in it. Raises NotThere, Refused."""
    report = locked(report_id, who)
    if report.claimed_by_id != who.id:
        raise Refused(CLAIM_FIRST)
    about = {"kind": report.subject_kind, "id": report.subject_id}
    audit.record("read what was reported", kind=KIND, id=report.id, user_id=who.id, after=about)
    return report


def decide(who: Viewer, report_id: int, ruling: Ruling) -> Report:
    """Decide, do what follows from it, and tell both sides. Raises NotThere, Decided, Refused."""
    report = locked(report_id, who)
    refuse_decided(report)
    if report.claimed_by_id != who.id:
        raise Refused(CLAIM_FIRST)
    if look_of(report) != ruling.look:
        raise Decided("A reply came after you opened the page. Read it, then decide.")
    user = db.session.get(User, report.about_id) if report.about_id else None
    refuse_impossible(ruling.decision, user, who)
    before, was_until = report.decision, report.until
    note_down(report, who, ruling)
    carry_out(report, before, who)
    if user is not None:
        deal_with(user, report, was_until if before is Decision.SUSPEND else None, before, who)
    signals.report_decided.send(report)
    return report


def refuse_decided(report: Report) -> None:
    if report.decided_at is not None:
        name, at = name_of(report.decided_by_id), us_time(report.decided_at)
        raise Decided(f"{name} decided this on {at}. Nothing was changed.")


def refuse_impossible(decision: Decision, user: User | None, who: Viewer) -> None:
    if decision not in (Decision.WARN, Decision.SUSPEND):
        return
    if user is None:
        raise Refused(NOBODY)
    is_staff = any(held.grant in STAFF for held in user.grants)
    if decision is Decision.SUSPEND and is_staff and not who.is_admin:
        raise Refused(ONLY_ADMINS)


def note_down(report: Report, who: Viewer, ruling: Ruling) -> None:
    before = {"decision": report.decision} if report.decision else None
    is_suspension = ruling.decision is Decision.SUSPEND
    report.until = accounts.suspended_until(ruling.days) if is_suspension else None
    report.decision, report.reason, report.note = ruling.decision, ruling.reason, ruling.note
    report.decided_by_id, report.decided_at, report.open_key = who.id, clock.now(), None
    db.session.flush()
    until = {"until": report.until.isoformat()} if report.until else {}
    after = {"decision": report.decision, "reason": report.reason} | until
    audit.record("decided", kind=KIND, id=report.id, user_id=who.id, before=before, after=after)


def carry_out(report: Report, before: Decision | None, who: Viewer) -> None:
    """Take the thing from sight, or show it where it was held or taken down before."""
    if report.subject_kind not in REPORTABLES:
        return
    thing = REPORTABLES[report.subject_kind]
    if report.decision in HIDING:
        thing.hide(report.subject_id, user_id=who.id, reason=report.reason)
    elif report.is_held or before in HIDING:
        thing.release(report.subject_id, user_id=who.id)


def deal_with(user: User, report: Report, was_until: object, before: Decision | None, who: Viewer) -> None:
    """Suspend, or take back the suspension that was decided before, as long as it is still the same one."""
    if before is Decision.SUSPEND and user.suspended_until == was_until:
        accounts.restore(user, by=who.id)
    if report.decision is not Decision.SUSPEND:
        return
    try:
        accounts.suspend(user, by=who.id, reason=report.reason, until=report.until)
    except accounts.LastAdmin:
        raise Refused(LAST_ADMIN) from None
    letters.suspended(report, user)
