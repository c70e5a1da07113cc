"""What other rooms' pages ask of messaging by their templates: how the reader may write to a person."""

from collections.abc import Collection

from flask import Flask

from ion.messaging.queries.contact import Contact, contact_of_person, recipients
from ion.messaging.views import words
from ion.web.login import viewer


def contact_with(person_id: int) -> Contact | None:
    """How the reader may write to a person; None for visitors, oneself, and who has no login."""
    who = viewer()
    return contact_of_person(who, person_id) if who else None


def contacts_with(person_ids: Collection[int]) -> dict[int, Contact]:
    """The same for the people of a list, in as many questions as for one; who has no contact is left out."""
    who = viewer()
    found = recipients(who, person_ids) if who and person_ids else []
    return {each.person_id: each.contact for each in found}


def install(app: Flask) -> None:
    """Let every template ask `contact_with` and `contacts_with`."""
    app.jinja_env.globals.update(contact_with=contact_with, contacts_with=contacts_with)
    words.install(app)
