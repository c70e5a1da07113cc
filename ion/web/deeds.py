"""Doing what a service offers, and saying why not."""

from collections.abc import Callable

from flask import abort

from ion.core.refusals import NotThere, Refused
from ion.core.unit_of_work import unit_of_work


def refusal_of(deed: Callable[[], object]) -> str:
    """Do it in a unit of work; why it was refused, in words, or "" where it was done. What is not there answers 404."""
    try:
        with unit_of_work():
            deed()
    except NotThere:
        abort(404)
    except Refused as refused:
        return refused.words
    return ""
