"""A member writes their own profile."""

from collections.abc import Collection
from dataclasses import replace

from ion.base.extensions import db
from ion.core import signals
from ion.core.text import safe_html
from ion.directory.queries.profile import Profile, organization_called, organization_labels, profile_of
from ion.models import Person, PersonTerm


class ProfileChanged(Exception):
    """The profile was saved elsewhere since the form was opened; `now` is what stands."""

    def __init__(self, now: Profile) -> None:
        super().__init__("the profile was changed meanwhile")
        self.now = now


def save(person_id: int, wanted: Profile, *, mark: str) -> None:
    """Make this the profile of a person; `mark` is that of the profile the form was drawn from.

    What is wanted already is left alone, however old the form. Raises ProfileChanged, and TextTooLong for a bio
    with more formatting than a page may hold.
    """
    person = locked(person_id)
    now, wanted = profile_of(person_id), by_label(wanted)
    if wanted == now:
        return
    if mark != now.mark:
        raise ProfileChanged(now)
    write(person, wanted)


def answer(
    person_id: int,
    *,
    roles: Collection[str],
    topics: Collection[str],
    states: Collection[str],
    areas: Collection[str],
) -> None:
    """Keep the answers to the three questions after joining; the rest of the profile stays as it is."""
    person = locked(person_id)
    now = profile_of(person_id)
    wanted = replace(
        now,
        roles=tuple(sorted(roles)),
        topics=tuple(sorted(topics)),
        states=tuple(sorted(states)),
        areas=tuple(sorted(areas)),
    )
    if wanted != now:
        write(person, wanted)


def locked(person_id: int) -> Person:
    """The person, held until the end: two saves at once come one after the other, and the second sees the first."""
    return db.session.get_one(Person, person_id, with_for_update=True)


def by_label(wanted: Profile) -> Profile:
    """The same, with the organization named as the list names it where it is listed."""
    id = organization_called(wanted.organization)
    return replace(wanted, organization=organization_labels()[id]) if id else wanted


def write(person: Person, wanted: Profile) -> None:
    person.name = wanted.name
    person.job_title = wanted.job_title
    person.organization_id = organization_called(wanted.organization) if wanted.organization else None
    person.affiliation = "" if person.organization_id else wanted.organization
    person.zone = wanted.zone
    person.bio, person.bio_html = wanted.bio, safe_html(wanted.bio, top=3, within="bio")
    person.ask_me_about = wanted.ask_me_about
    person.audience = wanted.audience
    kept = [term for term in person.terms if (term.facet, term.key) in wanted.terms]
    have = {(term.facet, term.key) for term in kept}
    person.terms = kept + [PersonTerm(facet=facet, key=key) for facet, key in sorted(wanted.terms - have)]
    signals.person_changed.send(person)
