"""Members with a profile."""

from collections.abc import Mapping, Sequence
from typing import Any

from ion.core import clock
from ion.core.text import safe_html
from ion.models import Grant, PersonTerm, User
from tests.factories.people import PersonFactory, UserFactory

Terms = Mapping[str, Sequence[str]]


def terms_of(terms: Terms) -> list[PersonTerm]:
    return [PersonTerm(facet=facet, key=key) for facet, keys in terms.items() for key in keys]


def MemberFactory(*grants: Grant, terms: Terms | None = None, **person: Any) -> User:
    """A login with a public page; `bio` is Markdown, everything else as on Person."""
    html = safe_html(person.get("bio", ""), top=3, within="bio")
    return UserFactory(*grants, person=PersonFactory(bio_html=html, terms=terms_of(terms or {}), **person))


def hidden(how: str) -> dict[str, Any]:
    """What makes a login one that is not shown: "suspended" or "unconfirmed"."""
    return {"suspended_at": clock.now()} if how == "suspended" else {"confirmed_at": None}
