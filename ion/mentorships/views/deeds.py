"""Doing something in a mentorship: outsiders get a 404, refusals are said in words, then the page is shown anew."""

from collections.abc import Callable

from flask import Response, make_response, redirect

from ion.core.access import Viewer
from ion.mentorships.views.showing import PRIVATE, context, page_or_404
from ion.web.deeds import refusal_of
from ion.web.forms import Form
from ion.web.fragments import Fragment
from ion.web.guards import member
from ion.web.participant import CheckedForm, note

KIND = "mentorship"
Deed = Callable[[Viewer], object]


def carried_out(id: int, deed: Deed, form: Form | None = None) -> str:
    """Do it in a unit of work of its own; answers why it was refused, in words, or nothing."""
    who = member()

    def done() -> None:
        deed(who)
        if isinstance(form, CheckedForm):
            note(form, kind=KIND, id=id, user_id=who.id)

    return refusal_of(done)


def on_block(
    id: int, block: str, deed: Deed, form: Form | None = None, called: str = "", spot: str = ""
) -> Response:
    """A deed in one block of the page (`goals`, `tasks`, `steps`). `called` is what the template calls the form, which
    is drawn anew with what is wrong; `spot` is the row in which it was done, where the focus stays."""
    found = page_or_404(id)
    part = Fragment("mentorships/show.html", block, PRIVATE)
    if form is not None and not form.validate():
        wrong = {called: form} if called else {"problem": first_error(form), "problem_in": block}
        return part.render(422, **context(found, **wrong))
    if problem := carried_out(id, deed, form):
        return part.render(409, **context(page_or_404(id), problem=problem, problem_in=block))
    return part.done(
        f"{found.row.path}#{block}", "mentorship-changed", **context(page_or_404(id), done_in=spot or block)
    )


def first_error(form: Form) -> str:
    return str(next(iter(form.errors.values()))[0])


def back_to(path: str) -> Response:
    return make_response(redirect(path, 303))
