"""Moderators answer: by word of mouth, with the minute, or in writing."""

from flask import Response

from ion.commons.questions import services
from ion.commons.questions.forms import AnswerForm, LiveForm
from ion.commons.questions.policies import Phase, second_of
from ion.commons.questions.views.blueprint import bp
from ion.commons.questions.views.one import decidable, decided, page, second_now, seen_in
from ion.models import Question
from ion.web.guards import member, member_only
from ion.web.participant import noted


@bp.post("/question/<int:question_id>/live")
@member_only
def answer_live(question_id: int) -> Response:
    """It was answered by word of mouth: on the minute that was typed, or just now while the webinar is on."""
    (question, place), form, who = decidable(question_id), LiveForm(), member()
    if place.phase is Phase.LIVE and not form.minute.data:
        second: int | None = second_now(place)
    elif form.validate_on_submit():
        second = second_of(form.minute.data)
    else:
        return page(question, place, 422, living=form)
    return decided(
        question_id,
        place,
        "question-answered",
        lambda: services.answer_live(question_id, second=second or 0, seen=seen_in(form), user_id=who.id),
    )


@bp.post("/question/<int:question_id>/answer")
@member_only
def answer_in_text(question_id: int) -> Response:
    """Answer in writing."""
    (question, place), form, who = decidable(question_id), AnswerForm(), member()
    if not form.validate_on_submit():
        return page(question, place, 422, answering=form)
    answer, seen = form.markdown.data, seen_in(form)

    def deed() -> Question:
        return services.answer_in_text(question_id, answer, seen=seen, user_id=who.id)

    told = noted(form, deed, kind="question", id=question_id, user_id=who.id)
    return decided(question_id, place, "question-answered", told)
