"""What the directory keeps of somebody: their page."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete

from ion.base.extensions import db
from ion.core.access import STAFF_ONLY
from ion.core.former import FORMER_MEMBER
from ion.core.people import person_slug
from ion.core.portable import rows
from ion.core.ports.personal import OwnFile
from ion.models import Follow, Notice, Organization, Person, PersonTerm

KIND = "person"


class ProfileData:
    """The page of a person: what peers see of them."""

    kind = "profile"

    def export(self, user_id: int, person_id: int) -> Mapping[str, Any]:
        person = db.session.get_one(Person, person_id)
        home = db.session.get(Organization, person.organization_id) if person.organization_id else None
        return {
            "page": rows(Person, Person.id == person_id),
            "path": person.path,
            "organization": home.name if home else person.affiliation,
            "terms": rows(PersonTerm, PersonTerm.person_id == person_id),
        }

    def files(self, user_id: int, person_id: int) -> Iterable[OwnFile]:
        return ()

    def release(self, user_id: int, person_id: int, *, keep: bool) -> None:
        """The page says nothing any more, and is shown to nobody; what was signed stays a former member's."""
        person = db.session.get_one(Person, person_id)
        person.name, person.slug = FORMER_MEMBER, person_slug(FORMER_MEMBER)
        person.job_title = person.bio = person.bio_html = person.ask_me_about = ""
        person.zone = person.affiliation = ""
        person.organization_id, person.source, person.audience = None, None, STAFF_ONLY
        person.terms = []
        db.session.flush()
        db.session.execute(delete(Follow).where(Follow.kind == KIND, Follow.key == str(person_id)))
        told = Notice.subject_kind == KIND, Notice.subject_id == person_id
        db.session.execute(delete(Notice).where(*told))
