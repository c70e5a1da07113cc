"""Writing, answering, changing and withdrawing comments."""

from flask import Response, abort, make_response, redirect

from ion.commons.discussion import services
from ion.commons.discussion.forms import CommentForm
from ion.commons.discussion.policies import may_change
from ion.commons.discussion.queries import threads
from ion.commons.discussion.queries.comments import Place
from ion.commons.discussion.services import NotThere, Refused
from ion.commons.discussion.views.blueprint import bp
from ion.commons.discussion.views.threads import (
    CHANGE,
    NEW,
    REPLY,
    Writing,
    address,
    answer,
    person_id,
    place_of,
    seen,
)
from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import Comment, CommentState
from ion.web.fragments import wants_fragment
from ion.web.guards import member, member_only
from ion.web.participant import note

WAITS = "Your comment waits for ION staff. Until then only you see it."


def refused(status: int, words: str, place: Place, writing: Writing, number: int = 1) -> Response:
    """The form again with what was typed, and why it was not taken."""
    writing.form.form_errors.append(words)
    return answer(status, place=place, writing=writing, number=number)


def too_many(wait: int) -> str:
    minutes = -(-wait // 60)
    return f"That is a lot at once. Try again in {'a minute' if minutes == 1 else f'{minutes} minutes'}."


def done(place: Place, comment: Comment, event: str, said: str) -> Response:
    """After a deed: on to the comment, or the comments anew for htmx, with the comment in the focus."""
    if not wants_fragment():
        return make_response(redirect(address(comment, place), 303))
    number = threads.number_of(comment, person_id())
    response = answer(place=place, number=number, fresh=comment.id, said=said)
    response.headers["HX-Trigger"] = event
    return response


def posted(place: Place, writing: Writing, parent: Comment | None) -> Response:
    """A new comment, as typed into the form."""
    who, form = member(), writing.form
    number = threads.number_of(parent, who.person_id) if parent else 1
    if not form.validate_on_submit():
        return answer(422, place=place, writing=writing, number=number)
    comment, parent_id = None, parent.id if parent else None
    try:
        with unit_of_work():
            wait = services.wait_before_another(who)
            if not wait:
                comment = services.write(who, place.id, form.markdown.data, parent_id)
                note(form, kind="comment", id=comment.id, user_id=who.id)
    except NotThere:
        abort(404)
    except Refused as error:
        return refused(409, error.words, place, writing, number)
    if comment is None:
        response = refused(429, too_many(wait), place, writing, number)
        response.headers["Retry-After"] = str(wait)
        return response
    said = WAITS if comment.state is CommentState.HELD else "Your comment is shown."
    return done(place, comment, "comment-posted", said)


@bp.post("/discussion/<int:item_id>")
@member_only
def post(item_id: int) -> Response:
    """Comment on an item."""
    return posted(place_of(item_id), Writing(NEW, 0, CommentForm()), None)


@bp.get("/comments/<int:comment_id>/reply")
@member_only
def compose_reply(comment_id: int) -> Response:
    """The comments with the form for an answer to one of them."""
    return open_form(REPLY, comment_id)


@bp.post("/comments/<int:comment_id>/reply")
@member_only
def reply(comment_id: int) -> Response:
    """Answer a comment."""
    parent, place = seen(comment_id)
    return posted(place, Writing(REPLY, comment_id, CommentForm()), parent)


@bp.get("/comments/<int:comment_id>/change")
@member_only
def compose_change(comment_id: int) -> Response:
    """The comments with the form for changing one's own."""
    return open_form(CHANGE, comment_id)


def open_form(deed: str, comment_id: int) -> Response:
    comment, place = seen(comment_id)
    is_change = deed == CHANGE
    if is_change and comment.person_id != person_id():
        abort(404)
    number = threads.number_of(comment, person_id())
    typed = {"markdown": comment.markdown} if is_change else {}
    writing = Writing(deed, comment_id, CommentForm(formdata=None, data=typed))
    if is_change and not may_change(comment.state, comment.created_at, clock.now()):
        return refused(409, services.TOO_LATE, place, writing, number)
    return answer(place=place, number=number, writing=writing)


@bp.post("/comments/<int:comment_id>/change")
@member_only
def change(comment_id: int) -> Response:
    """Write one's comment anew, within 15 minutes."""
    who, (comment, place) = member(), seen(comment_id)
    if comment.person_id != who.person_id:
        abort(404)
    writing = Writing(CHANGE, comment_id, CommentForm())
    number = threads.number_of(comment, who.person_id)
    if not writing.form.validate_on_submit():
        return answer(422, place=place, writing=writing, number=number)
    try:
        with unit_of_work():
            comment = services.change(who, comment_id, writing.form.markdown.data)
            note(writing.form, kind="comment", id=comment_id, user_id=who.id)
    except NotThere:
        abort(404)
    except Refused as error:
        return refused(409, error.words, place, writing, number)
    said = WAITS if comment.state is CommentState.HELD else "Your comment is changed."
    return done(place, comment, "comment-changed", said)


@bp.post("/comments/<int:comment_id>/withdraw")
@member_only
def withdraw(comment_id: int) -> Response:
    """Take one's comment back."""
    who, (comment, place) = member(), seen(comment_id)
    number = threads.number_of(comment, who.person_id)
    try:
        with unit_of_work():
            services.withdraw(who, comment_id)
    except NotThere:
        abort(404)
    except Refused as error:
        return answer(409, place=place, number=number, problem=error.words)
    if not wants_fragment():
        return make_response(redirect(f"{place.path}#discussion", 303))
    response = answer(place=place, number=number, fresh=-1, said="Your comment is withdrawn.")
    response.headers["HX-Trigger"] = "comment-withdrawn"
    return response
