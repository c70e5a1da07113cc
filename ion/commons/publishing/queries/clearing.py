"""What must be there before a version goes out: what its form lacks, an approval, and the sign-offs of its kind."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.publishing.queries.working import Working
from ion.core import site_settings
from ion.core.ports.publishable import PUBLISHABLES, Content, Lack
from ion.core.text import pictures_without_alt, refusal
from ion.models import EditorialReview, Person, SignOff, User, Verdict


@dataclass(frozen=True, slots=True)
class Office:
    """One sign-off that the kind needs. `signed_by` is empty where this version is not signed; `earlier` says which
    version was signed last, where that is an older one."""

    key: str
    label: str
    signed_by: str = ""
    signed_on: date | None = None
    note: str = ""
    earlier: int | None = None

    @property
    def is_signed(self) -> bool:
        return bool(self.signed_by)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a reviewer said of one version."""

    number: int
    verdict: Verdict
    by: str
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Clearance:
    """Everything that stands between a version and its readers. `lacks` cannot be overridden, `missing` can."""

    number: int
    lacks: list[Lack]
    offices: list[Office]
    opinions: list[Opinion]
    needs_approval: bool

    @property
    def approval(self) -> Opinion | None:
        """The approval of this very version, unless a later word on it asks for changes."""
        last = next((each for each in self.opinions if each.number == self.number), None)
        return last if last and last.verdict is Verdict.APPROVED else None

    @property
    def missing(self) -> list[str]:
        """What is missing, in words, in the order to draw it."""
        wanting = ["approval by another editor"] if self.needs_approval and not self.approval else []
        return wanting + [f"sign-off by {office.label}" for office in self.offices if not office.is_signed]


def clearance(found: Working) -> Clearance:
    """What the version worked on still needs."""
    return Clearance(
        number=found.number,
        lacks=lacks(found.kind, found.content),
        offices=offices(found.id, found.kind, found.number),
        opinions=opinions(found.id),
        needs_approval=bool(site_settings.value(site_settings.REVIEW_REQUIRED)),
    )


def lacks(kind: str, content: Content) -> list[Lack]:
    """What no publication can do without: the common parts first, then the room's."""
    own = [] if content["title"].strip() else [Lack("title", "Give it a title.")]
    number = pictures_without_words(kind, content)
    if number:
        which = "A picture has" if number == 1 else f"{number} pictures have"
        own.append(Lack("markdown", f"{which} no words for who cannot see it. Write what it shows."))
    return own + list(PUBLISHABLES[kind].lacks(content))


def pictures_without_words(kind: str, content: Content) -> int:
    """How many pictures of the texts have no alternative text (Section 508)."""
    texts = [content["markdown"], *(part.text for part in PUBLISHABLES[kind].told(content))]
    return sum(len(pictures_without_alt(text)) for text in texts if not refusal(text))


def offices(item_id: int, kind: str, number: int) -> list[Office]:
    """The sign-offs that the kind needs, in order, each as it stands for that version."""
    latest: dict[str, SignOff] = {}
    for row in db.session.scalars(
        select(SignOff).where(SignOff.item_id == item_id).order_by(SignOff.revision, SignOff.id)
    ):
        latest[row.office] = row
    return [office(key, label, latest.get(key), number) for key, label in site_settings.offices(kind).items()]


def office(key: str, label: str, last: SignOff | None, number: int) -> Office:
    if last is None or last.revision != number:
        return Office(key, label, earlier=last.revision if last else None)
    return Office(key, label, last.signed_by, last.signed_on, last.note)


def opinions(item_id: int) -> list[Opinion]:
    """What reviewers said, newest first."""
    rows = db.session.execute(
        select(EditorialReview, Person.name)
        .join(User, User.id == EditorialReview.user_id, isouter=True)
        .join(Person, Person.id == User.person_id, isouter=True)
        .where(EditorialReview.item_id == item_id)
        .order_by(EditorialReview.at.desc(), EditorialReview.id.desc())
    )
    return [
        Opinion(row.revision, row.verdict, name or "Somebody who left", row.note, row.at)
        for row, name in rows
    ]
