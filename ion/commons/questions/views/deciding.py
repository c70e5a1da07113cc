"""What moderators do with one question: on a page that offers everything, and by buttons in the list."""

from flask import Response, make_response, redirect

from ion.commons.questions import services
from ion.commons.questions.forms import DecisionForm, RefusalForm
from ion.commons.questions.queries import questions
from ion.commons.questions.services import Refused
from ion.commons.questions.views.blueprint import bp, done
from ion.commons.questions.views.one import (
    decidable,
    decided,
    merge_form,
    owner_form,
    page,
    places_anew,
    seen_in,
)
from ion.web.guards import member, member_only, or_404


@bp.get("/question/<int:question_id>/decide")
@member_only
def compose(question_id: int) -> Response:
    """One question, and all that a moderator may do with it."""
    return page(*decidable(question_id))


@bp.post("/question/<int:question_id>/approve")
@member_only
def approve(question_id: int) -> Response:
    """Show a held question to everyone."""
    (_, place), form, who = decidable(question_id), DecisionForm(), member()
    return decided(
        question_id,
        place,
        "question-decided",
        lambda: services.approve(question_id, seen=seen_in(form), user_id=who.id),
    )


@bp.post("/question/<int:question_id>/hold")
@member_only
def hold(question_id: int) -> Response:
    """Take an open question from sight until it is decided."""
    (_, place), form, who = decidable(question_id), DecisionForm(), member()
    return decided(
        question_id,
        place,
        "question-decided",
        lambda: services.hold(question_id, seen=seen_in(form), user_id=who.id),
    )


@bp.post("/question/<int:question_id>/reopen")
@member_only
def reopen(question_id: int) -> Response:
    """Let a question wait for an answer again."""
    (_, place), form, who = decidable(question_id), DecisionForm(), member()
    return decided(
        question_id,
        place,
        "question-decided",
        lambda: services.reopen(question_id, seen=seen_in(form), user_id=who.id),
    )


@bp.post("/question/<int:question_id>/refuse")
@member_only
def refuse(question_id: int) -> Response:
    """Do not show a question; the asker is told why."""
    (question, place), form, who = decidable(question_id), RefusalForm(), member()
    if not form.validate_on_submit():
        return page(question, place, 422, refusing=form)
    return decided(
        question_id,
        place,
        "question-decided",
        lambda: services.refuse(question_id, form.reason, seen=seen_in(form), user_id=who.id),
    )


@bp.post("/question/<int:question_id>/merge")
@member_only
def merge(question_id: int) -> Response:
    """Let a question be part of another one."""
    question, place = decidable(question_id)
    form, who = merge_form(question), member()
    if not form.validate_on_submit():
        return page(question, place, 422, merging=form)
    into = int(form.into.data)
    return decided(
        question_id,
        place,
        "question-decided",
        lambda: services.merge(question_id, into, seen=seen_in(form), user_id=who.id),
    )


@bp.post("/question/<int:question_id>/owner")
@member_only
def give(question_id: int) -> Response:
    """Let somebody look after a question."""
    question, place = decidable(question_id)
    form, who = owner_form(question), member()
    if not form.validate_on_submit():
        return page(question, place, 422, owning=form)
    owner_id = int(form.owner.data) if form.owner.data else None
    try:
        done(lambda: services.give(question_id, owner_id, user_id=who.id))
    except Refused as error:
        return page(or_404(questions.question(question_id)), places_anew(place.id), 409, error.words)
    if not (place.is_moderator or owner_id == who.id):  # who gave it away may not look any more
        return make_response(redirect("/questions/mine", 303))
    return make_response(redirect(f"/question/{question_id}/decide", 303))
