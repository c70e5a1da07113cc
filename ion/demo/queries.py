"""The sample people one can be."""

from dataclasses import dataclass

from sqlalchemy import case, select

from ion.base.extensions import db
from ion.models import Organization, Person, User

LEADING = (
    "member@ion.example",
    "mentee@ion.example",
    "mentor@ion.example",
    "editor@ion.example",
    "facilitator@ion.example",
    "admin@ion.example",
)
"""The sample people with a password of their own, in the order in which newcomers should meet them."""

TO_TRY = {
    "member@ion.example": (
        ("Read what is new for you, and why", "/"),
        ("Save a practice and write yourself a note", "/practices/"),
        ("Change who can see your page", "/people/profile"),
    ),
    "mentee@ion.example": (
        ("Answer the three questions", "/people/welcome"),
        ("Find people and organizations of your state", "/states/KY"),
        ("Put the next webinar in your calendar", "/webinars/"),
    ),
    "mentor@ion.example": (
        ("Look at your page as others see it", "/people/profile"),
        ("Decide how you hear of things", "/notifications/settings"),
        ("Read what did not work elsewhere", "/practices/?form=attempt"),
    ),
    "editor@ion.example": (
        ("Add an organization to the directory", "/directory/new"),
        ("See which recordings wait for captions", "/staff/webinars/recordings"),
        ("Open the pages of ION staff", "/staff/"),
    ),
    "facilitator@ion.example": (
        ("Open the pages of ION staff", "/staff/"),
        ("Follow a partner role", "/roles/employers"),
        ("Compare what two states did", "/practices/?state=CO&state=OH"),
    ),
    "admin@ion.example": (
        ("Read every mail the site wrote", "/staff/mail"),
        ("See who did what", "/staff/audit"),
        ("Look after people and their rights", "/staff/people"),
    ),
}


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """Someone of the sample network; `to_try` are (words, path) of deeds worth a first minute."""

    user_id: int
    name: str
    job_title: str
    organization: str
    email: str
    to_try: tuple[tuple[str, str], ...]


def sample_people() -> list[SamplePerson]:
    """Every sample person who can be, the leading ones first."""
    place = case({email: at for at, email in enumerate(LEADING)}, value=User.email, else_=len(LEADING))
    rows = db.session.execute(
        select(User.id, User.email, Person.name, Person.job_title, Organization.name)
        .join(Person, Person.id == User.person_id)
        .join(Organization, Organization.id == Person.organization_id, isouter=True)
        .where(Person.is_sample, User.suspended_at.is_(None), User.confirmed_at.is_not(None))
        .order_by(place, Person.name)
    )
    return [
        SamplePerson(id, name, job_title, organization or "", email, TO_TRY.get(email, ()))
        for id, email, name, job_title, organization in rows
    ]


def sample_user(user_id: int) -> User | None:
    """The login of a sample person; None for anybody else's."""
    return db.session.scalar(
        select(User)
        .join(Person, Person.id == User.person_id)
        .where(
            User.id == user_id, Person.is_sample, User.suspended_at.is_(None), User.confirmed_at.is_not(None)
        )
    )
