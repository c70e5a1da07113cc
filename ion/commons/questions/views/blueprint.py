"""The blueprint of questions, and who is asking here."""

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, abort

from ion.commons.questions.policies import Reader
from ion.commons.questions.services import NotThere
from ion.core.access import PUBLIC, scopes
from ion.core.unit_of_work import unit_of_work
from ion.web.login import viewer

bp = Blueprint("questions", __name__)
T = TypeVar("T")


def reader() -> Reader:
    """Who is looking; a visitor holds no vote."""
    who = viewer()
    if who is None:
        return Reader(scopes(None))
    return Reader(scopes(who), user_id=who.id, person_id=who.person_id, is_staff=who.is_staff)


def guest(registration_id: int) -> Reader:
    """Who came by the link of a registration: sees what everyone sees, and asks as that registration."""
    return Reader(frozenset({PUBLIC}), registration_id=registration_id)


def done(deed: Callable[[], T]) -> T:
    """What the deed answers, kept; 404 where there is nothing to do it to. Refusals pass."""
    try:
        with unit_of_work():
            return deed()
    except NotThere:
        abort(404)


def too_many(wait: int) -> str:
    minutes = -(-wait // 60)
    return f"That is a lot at once. Try again in {'a minute' if minutes == 1 else f'{minutes} minutes'}."
