"""Review: a version is sent in, another editor approves it or asks for changes; and offices sign it off."""

from datetime import date, timedelta

from ion.base.extensions import db
from ion.commons.publishing.policies import Step
from ion.commons.publishing.queries.clearing import clearance
from ion.commons.publishing.services.holding import Held, hold, person_of
from ion.commons.publishing.services.refusals import OwnWork, Refused
from ion.commons.publishing.services.releasing import arrange, release
from ion.core import audit, clock, signals, site_settings
from ion.core.wall_times import Moment
from ion.models import Edition, EditorialReview, ItemState, Revision, SignOff, Verdict


def ask_review(item_id: int, *, user_id: int, note: str = "", wished: Moment | None = None) -> None:
    """Send the version worked on in for review; `wished` is when it should go out once it is approved."""
    held = hold(item_id)
    held.refuse_unless(Step.ASK)
    edition = held.move(ItemState.IN_REVIEW, user_id)
    edition.asked_at, edition.asked_by_id, edition.note = clock.now(), user_id, note[:1000]
    choose(edition, wished)
    db.session.flush()
    audit.record(
        "review asked", kind=held.item.kind, id=item_id, user_id=user_id, after={"version": held.number}
    )
    signals.review_asked.send(held.item, user_id=user_id)


def choose(edition: Edition, wished: Moment | None) -> None:
    """Write down when it should go out, or that nobody said."""
    edition.publish_local = wished.local if wished else None
    edition.publish_at = wished.at if wished else None
    edition.zone = wished.zone if wished else ""


def take_back(item_id: int, *, user_id: int) -> None:
    """Make what is in review a draft again."""
    held = hold(item_id)
    held.refuse_unless(Step.TAKE_BACK)
    held.move(ItemState.DRAFT, user_id)
    audit.record("review taken back", kind=held.item.kind, id=item_id, user_id=user_id)


def approve(item_id: int, *, user_id: int, number: int | None = None, note: str = "") -> None:
    """Approve the version in review. Where it had a wished time and nothing else is missing, it is scheduled; where
    that time has passed, it is published now.

    Raises OwnWork, and TextMoved where `number` is not the version in review any more.
    """
    held = judged(item_id, user_id, number)
    if writes_it(held, user_id) and not site_settings.value(site_settings.SELF_APPROVAL):
        raise OwnWork("You wrote this or sent it in: somebody else approves it.")
    asked_by, wished = asked(held)
    judge(held, user_id, Verdict.APPROVED, note)
    found = clearance(held.look())
    if wished and not found.missing and not found.lacks:
        if wished.at > clock.now():
            arrange(held, wished, user_id, "approved")
        else:
            release(held, held.number, user_id=user_id)
    else:
        held.move(ItemState.DRAFT, user_id)
    answer(held, user_id, asked_by, Verdict.APPROVED, note)


def request_changes(item_id: int, *, user_id: int, note: str, number: int | None = None) -> None:
    """Give the version in review back with what should change; the note is needed. Raises TextMoved."""
    if not note.strip():
        raise Refused("Say what should change.")
    held = judged(item_id, user_id, number)
    asked_by, _ = asked(held)
    judge(held, user_id, Verdict.CHANGES, note)
    held.move(ItemState.DRAFT, held.edition.user_id if held.edition else None)
    answer(held, user_id, asked_by, Verdict.CHANGES, note)


def judged(item_id: int, user_id: int, number: int | None) -> Held:
    held = hold(item_id)
    held.refuse_unless(Step.JUDGE)
    held.refuse_other_than(number)
    return held


def writes_it(held: Held, user_id: int) -> bool:
    """Whether this user sent the version in, or saved it."""
    assert held.edition is not None
    revision = db.session.get(Revision, (held.item.id, held.number))
    return held.edition.asked_by_id == user_id or bool(revision and revision.person_id == person_of(user_id))


def asked(held: Held) -> tuple[int | None, Moment | None]:
    """Who sent it in, and when it should go out."""
    edition = held.edition
    assert edition is not None
    if edition.publish_at is None or edition.publish_local is None:
        return edition.asked_by_id, None
    return edition.asked_by_id, Moment(edition.publish_local, edition.zone, edition.publish_at)


def judge(held: Held, user_id: int, verdict: Verdict, note: str) -> None:
    db.session.add(
        EditorialReview(
            item_id=held.item.id,
            revision=held.number,
            user_id=user_id,
            verdict=verdict,
            note=note.strip(),
            at=clock.now(),
        )
    )
    db.session.flush()


def answer(held: Held, user_id: int, asked_by_id: int | None, verdict: Verdict, note: str) -> None:
    """Write it down, and let whoever asked be told."""
    audit.record(
        f"review answered: {verdict.value}",
        kind=held.item.kind,
        id=held.item.id,
        user_id=user_id,
        after={"version": held.number, "note": note},
    )
    signals.review_answered.send(
        held.item, user_id=user_id, verdict=verdict, asked_by_id=asked_by_id, note=note
    )


def sign(
    item_id: int,
    office: str,
    *,
    user_id: int,
    signed_by: str,
    signed_on: date,
    note: str = "",
    number: int | None = None,
) -> None:
    """Write down that an office cleared the version worked on: who, on which day, with a note."""
    held = hold(item_id)
    held.refuse_unless(Step.SIGN)
    held.refuse_other_than(number)
    label = signable(held, office, signed_by, signed_on)
    db.session.add(
        SignOff(
            item_id=item_id,
            revision=held.number,
            office=office,
            user_id=user_id,
            signed_by=signed_by.strip()[:200],
            signed_on=signed_on,
            note=note.strip()[:1000],
            at=clock.now(),
        )
    )
    after = {"office": label, "version": held.number, "signed by": signed_by}
    audit.record("signed off", kind=held.item.kind, id=item_id, user_id=user_id, after=after)


def signable(held: Held, office: str, signed_by: str, signed_on: date) -> str:
    """The name of an office that can sign the version worked on now; raises Refused."""
    label = site_settings.offices(held.item.kind).get(office)
    if label is None:
        raise Refused("This sign-off is not asked for.")
    if not signed_by.strip():
        raise Refused("Say who signed.")
    if signed_on > clock.now().date() + timedelta(days=1):  # it may be tomorrow already where they are
        raise Refused("The day of a sign-off cannot lie ahead.")
    if any(each.key == office and each.is_signed for each in clearance(held.look()).offices):
        raise Refused(f"{label} has signed this version already.")
    return label
