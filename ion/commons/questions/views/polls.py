"""Polls of an item, for its moderators: write, open, close, throw away."""

from collections.abc import Callable

from flask import Response, abort, make_response, redirect, render_template

from ion.commons.questions import services
from ion.commons.questions.forms import DecisionForm, PollForm
from ion.commons.questions.queries import places, questions
from ion.commons.questions.queries.places import Place
from ion.commons.questions.queries.polls import written_polls
from ion.commons.questions.services import Refused
from ion.commons.questions.views.blueprint import bp, done, reader
from ion.web.guards import member, member_only, or_404
from ion.web.participant import note


def moderated(item_id: int) -> Place:
    """An item whose polls this member may write; 404 for every other one."""
    place = or_404(places.place(item_id, reader()))
    if not place.is_moderator:
        abort(404)
    return place


def page(place: Place, form: PollForm, status: int = 200, problem: str = "") -> Response:
    html = render_template(
        "questions/polls.html", place=place, polls=written_polls(place.id), form=form, problem=problem
    )
    return make_response(html, status)


@bp.get("/questions/<int:item_id>/polls")
@member_only
def polls(item_id: int) -> Response:
    """Every poll of an item, with the votes so far, and a form for another one."""
    return page(moderated(item_id), PollForm(formdata=None))


@bp.post("/questions/<int:item_id>/polls")
@member_only
def add_poll(item_id: int) -> Response:
    """Write a poll."""
    place, form, who = moderated(item_id), PollForm(), member()
    if not form.validate_on_submit():
        return page(place, form, 422)

    def deed() -> None:
        poll = services.add_poll(item_id, form.text.data, form.lines, user_id=who.id)
        note(form, kind="poll", id=poll.id, user_id=who.id)

    done(deed)
    return make_response(redirect(f"/questions/{item_id}/polls", 303))


def standing(poll_id: int, deed: Callable[[], object]) -> Response:
    """Do something with a poll; a refusal shows all polls, and why."""
    if not DecisionForm().validate_on_submit():
        abort(400)
    item_id = or_404(questions.poll(poll_id)).item_id
    moderated(item_id)
    try:
        done(deed)
    except Refused as error:
        return page(moderated(item_id), PollForm(formdata=None), 409, error.words)
    return make_response(redirect(f"/questions/{item_id}/polls", 303))


@bp.post("/poll/<int:poll_id>/open")
@member_only
def open_poll(poll_id: int) -> Response:
    """Let everyone choose."""
    who = member()
    return standing(poll_id, lambda: services.open_poll(poll_id, user_id=who.id))


@bp.post("/poll/<int:poll_id>/close")
@member_only
def close_poll(poll_id: int) -> Response:
    """Take no more choices, and show everyone what was chosen."""
    who = member()
    return standing(poll_id, lambda: services.close_poll(poll_id, user_id=who.id))


@bp.post("/poll/<int:poll_id>/remove")
@member_only
def remove_poll(poll_id: int) -> Response:
    """Throw a poll away that nobody has seen."""
    who = member()
    return standing(poll_id, lambda: services.remove_poll(poll_id, user_id=who.id))
