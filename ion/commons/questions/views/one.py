"""One question before a moderator: who that is, the page of it, and what happens after a decision."""

from collections.abc import Callable
from typing import Any

from flask import Response, abort, make_response, redirect, render_template, request
from wtforms.fields.choices import SelectChoice

from ion.commons.questions.forms import (
    AnswerForm,
    DecisionForm,
    LiveForm,
    MergeForm,
    OwnerForm,
    RefusalForm,
)
from ion.commons.questions.policies import Phase, may_decide
from ion.commons.questions.queries import places, questions
from ion.commons.questions.queries.places import Place
from ion.commons.questions.services import Refused
from ion.commons.questions.views.asking import back
from ion.commons.questions.views.blueprint import done, reader
from ion.commons.questions.views.sheets import answer, asked
from ion.core import clock
from ion.core.transcripts import clock_words
from ion.models import Question, QuestionState
from ion.web.fragments import wants_fragment
from ion.web.guards import or_404

TOLD = {
    QuestionState.HELD: "The question is held.",
    QuestionState.OPEN: "The question is shown.",
    QuestionState.ANSWERED: "The question is answered.",
    QuestionState.MERGED: "The question is merged.",
    QuestionState.REFUSED: "The question is refused.",
}
"""What is read out after a decision in the list."""
LISTS = {"desk": "/staff/questions", "mine": "/questions/mine"}
"""Where one goes on that decided in a list over several items."""
MERGE_CHARACTERS = 100
"""How much of a question stands in a list to choose from."""


def decidable(question_id: int) -> tuple[Question, Place]:
    """A question that this member decides about, and its item; 404 for every other one."""
    question, who = or_404(questions.question(question_id)), reader()
    place = places.place(question.item_id, who)
    is_theirs = place and may_decide(who, question.owner_id, is_moderator=place.is_moderator)
    if place is None or not is_theirs or question.state == "withdrawn":
        abort(404)
    return question, place


def shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= MERGE_CHARACTERS else f"{words[:MERGE_CHARACTERS]}…"


def merge_form(question: Question) -> MergeForm:
    form = MergeForm()
    form.into.choices = [SelectChoice("", "Choose one")] + [
        SelectChoice(str(id), shortened(text)) for id, text in questions.targets(question)
    ]
    return form


def owner_form(question: Question) -> OwnerForm:
    form = OwnerForm(data={"owner": str(question.owner_id or "")})
    form.owner.choices = [SelectChoice("", "Nobody yet")] + [
        SelectChoice(str(id), name) for id, name in questions.owners(question.item_id)
    ]
    return form


def page(question: Question, place: Place, status: int = 200, problem: str = "", **typed: Any) -> Response:
    """Everything that can be decided about the question; `typed` is a form that was not taken."""
    forms = {
        "answering": typed.get("answering") or AnswerForm(formdata=None, data={"markdown": question.answer}),
        "living": typed.get("living")
        or LiveForm(formdata=None, data={"minute": minute_now(question, place)}),
        "refusing": typed.get("refusing") or RefusalForm(formdata=None),
        "merging": typed.get("merging") or merge_form(question),
        "owning": typed.get("owning") or owner_form(question),
    }
    html = render_template(
        "questions/decide.html",
        question=question,
        known=questions.known(question.id),
        joined=questions.joined(question.id),
        place=place,
        problem=problem,
        **forms,
    )
    return make_response(html, status)


def minute_now(question: Question, place: Place) -> str:
    """The minute that stands in the form: the one it was answered on, or that of now while the webinar is on."""
    if question.second is not None:
        return clock_words(question.second)
    return clock_words(second_now(place)) if place.phase is Phase.LIVE else ""


def second_now(place: Place) -> int:
    """How many seconds ago the item's time began."""
    return int((clock.now() - place.span.starts_at).total_seconds()) if place.span.starts_at else 0


def decided(question_id: int, place: Place, event: str, deed: Callable[[], Question]) -> Response:
    """Do what was decided; where somebody was faster, what happened, in words."""
    item_id = place.id
    try:
        question = done(deed)
    except Refused as error:
        if wants_fragment():
            return answer(asked, 409, places_anew(item_id), reader(), problem=error.words)
        return page(or_404(questions.question(question_id)), places_anew(item_id), 409, error.words)
    if not wants_fragment():
        url = LISTS.get(request.form.get("next", "")) or back(question, places_anew(item_id), "")
        return make_response(redirect(url, 303))
    response = answer(
        asked, 200, places_anew(item_id), reader(), told=TOLD[question.state], focus="moderator-heading"
    )
    response.headers["HX-Trigger"] = event
    return response


def places_anew(item_id: int) -> Place:
    return or_404(places.place(item_id, reader()))


def seen_in(form: DecisionForm) -> str:
    return form.seen.data or ""
