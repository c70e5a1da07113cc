"""Adding and editing organizations."""

from collections.abc import Iterator
from itertools import count

from sqlalchemy import func, select

from ion.base.extensions import db
from ion.core import audit
from ion.core.organizations import PATH
from ion.core.text import safe_html, slug
from ion.core.upsert import add_if_absent
from ion.directory.queries.content import Content, content_of
from ion.models import OldAddress, Organization, OrganizationTerm

KIND = "organization"
RESERVED_SLUGS = frozenset({"new"})
SLUG_LENGTH = 120


class OrganizationGone(Exception):
    """There is no such organization any more: it was merged into another one."""


class OrganizationChanged(Exception):
    """Somebody else saved other words since they were read. `present` is what stands there now."""

    def __init__(self, present: Content) -> None:
        super().__init__()
        self.present = present


class AlreadyListed(Exception):
    """An organization of this name in these states is listed; `path` is its page."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def add(content: Content, *, user_id: int | None) -> Organization:
    """List an organization at the first free address made of its name; raises AlreadyListed and TextTooLong."""
    for candidate in free_slugs(content.name):
        refuse_twin(content)  # whoever took the address before may have listed the same organization
        if add_if_absent(db.session(), Organization, slug=candidate, name=content.name):
            break
    organization = db.session.scalars(select(Organization).where(Organization.slug == candidate)).one()
    write(organization, content)
    db.session.flush()
    audit.record("added", kind=KIND, id=organization.id, user_id=user_id, after=content.facts)
    return organization


def edit(id: int, content: Content, *, version: str, user_id: int | None) -> Organization:
    """Save other words; the address stays, whatever the name becomes.

    Raises OrganizationGone, OrganizationChanged when `version` is not the present one, and TextTooLong.
    """
    organization = locked(id)
    present = content_of(organization)
    if present.version != version:
        raise OrganizationChanged(present)
    if content.version != version:
        write(organization, content)
        before, after = present.facts, content.facts
        audit.record("edited", kind=KIND, id=id, user_id=user_id, before=before, after=after)
    return organization


def locked(id: int) -> Organization:
    """The organization, so that nobody else writes to it meanwhile; raises OrganizationGone."""
    organization = db.session.get(Organization, id, with_for_update=True)
    if organization is None:
        raise OrganizationGone
    return organization


def write(organization: Organization, content: Content) -> None:
    organization.name = content.name
    organization.about, organization.about_html = content.about, safe_html(content.about)
    organization.site_url = content.site_url
    organization.confirmed_on = content.confirmed_on
    kept = [term for term in organization.terms if (term.facet, term.key) in content.pairs]
    new = content.pairs - {(term.facet, term.key) for term in kept}
    organization.terms = kept + [OrganizationTerm(facet=facet, key=key) for facet, key in sorted(new)]


def refuse_twin(content: Content) -> None:
    """Raise AlreadyListed where this name stands in the same states: a form was sent twice, or two had one idea."""
    same = select(Organization).where(func.lower(Organization.name) == func.lower(content.name))
    states = set(content.terms.get("state", ()))
    for organization in db.session.scalars(same.order_by(Organization.id)):
        if {term.key for term in organization.terms if term.facet == "state"} == states:
            raise AlreadyListed(organization.path)


def free_slugs(name: str) -> Iterator[str]:
    """Addresses made of a name that nothing has or ever had, in the order to try them."""
    base = slug(name, SLUG_LENGTH)
    for number in count(1):
        candidate = base if number == 1 else f"{base}-{number}"
        if candidate not in RESERVED_SLUGS and not is_taken(candidate):
            yield candidate


def is_taken(candidate: str) -> bool:
    if db.session.get(OldAddress, PATH + candidate):
        return True
    return db.session.scalar(select(Organization.id).where(Organization.slug == candidate)) is not None
