"""What members do with questions and polls: ask, vote, withdraw, choose."""

from collections.abc import Callable

from flask import Response, abort, make_response, redirect

from ion.commons.questions import services
from ion.commons.questions.forms import ChoiceForm, QuestionForm, WishForm
from ion.commons.questions.policies import HELD, SEEN_STATES, Reader
from ion.commons.questions.queries import questions
from ion.commons.questions.queries.places import Place
from ion.commons.questions.services import Refused
from ion.commons.questions.views.blueprint import bp, done, reader, too_many
from ion.commons.questions.views.sheets import address, answer, asked, panel, place_of
from ion.core.unit_of_work import unit_of_work
from ion.models import Poll, Question
from ion.web.fragments import wants_fragment
from ion.web.guards import member_only, or_404
from ion.web.participant import note

WAITS = "Your question waits for a moderator. Until then only you see it."
AFTER = {
    "question-withdrawn": {"told": "Your question is withdrawn.", "focus": "asked"},
    "poll-changed": {"told": "Your choice is kept.", "focus": "asked"},
}
"""What is read out, and where the focus goes, after a deed whose button is gone."""
SHOWN = "Your question is shown. Nobody but the moderators sees your name."


def posted(who: Reader, item_id: int, token: str = "") -> Response:
    """A question, as typed into the form."""
    form, place = QuestionForm(), place_of(item_id, who)
    if not form.validate_on_submit():
        return answer(panel, 422, place, who, token=token, form=form)
    question = None
    try:
        with unit_of_work():
            wait = services.wait_before_another(who)
            if not wait:
                question = services.ask(who, item_id, form.text.data)
                note(form, kind="question", id=question.id, user_id=who.user_id or None)
    except services.NotThere:
        abort(404)
    except Refused as error:
        return sorry(409, error.words, place, who, token, form)
    if question is None:
        response = sorry(429, too_many(wait), place, who, token, form)
        response.headers["Retry-After"] = str(wait)
        return response
    return welcomed(question, who, token)


def sorry(status: int, words: str, place: Place, who: Reader, token: str, form: QuestionForm) -> Response:
    """The form again with what was typed, and why it was not taken."""
    form.form_errors.append(words)
    return answer(panel, status, place, who, token=token, form=form)


def welcomed(question: Question, who: Reader, token: str) -> Response:
    """After a question was taken: on to it, or the panel anew."""
    place, is_held = place_of(question.item_id, who), question.state is HELD
    if not wants_fragment():
        path = f"/questions/guest/{token}" if token else place.path
        url = f"{path}#questions" if is_held else address(question, place, token)
        return make_response(redirect(url, 303))
    response = answer(panel, 200, place, who, token=token, said=WAITS if is_held else SHOWN)
    response.headers["HX-Trigger"] = "question-asked"
    return response


def changed(
    who: Reader, item_id: int, token: str, event: str, deed: Callable[[], Question | Poll]
) -> Response:
    """Do it and show the list as it is now; a refusal shows the list, too, and why."""
    try:
        thing = done(deed)
    except Refused as error:
        return answer(asked, 409, place_of(item_id, who), who, token=token, problem=error.words)
    place = place_of(item_id, who)
    if not wants_fragment():
        return make_response(redirect(back(thing, place, token), 303))
    response = answer(asked, 200, place, who, token=token, **AFTER.get(event, {}))
    response.headers["HX-Trigger"] = event
    return response


def back(thing: Question | Poll, place: Place, token: str) -> str:
    """Where a browser without script goes on after a deed."""
    if isinstance(thing, Question) and thing.state in SEEN_STATES:
        return address(thing, place, token)
    return f"{f'/questions/guest/{token}' if token else place.path}#questions"


def wish_in(form: WishForm) -> bool:
    if not form.validate_on_submit():
        abort(400)
    return form.is_yes


def voted(who: Reader, question_id: int, token: str = "") -> Response:
    """Whether the reader wants a question answered."""
    wanted, question = wish_in(WishForm()), or_404(questions.question(question_id))
    item_id = question.item_id
    return changed(who, item_id, token, "vote-changed", lambda: services.vote(who, question_id, wanted))


def taken_back(who: Reader, question_id: int, token: str = "") -> Response:
    """A question of the reader's own, withdrawn."""
    item_id = or_404(questions.question(question_id)).item_id
    return changed(who, item_id, token, "question-withdrawn", lambda: services.withdraw(who, question_id))


def chosen(who: Reader, poll_id: int, token: str = "") -> Response:
    """The reader's choice in a poll."""
    form, item_id = ChoiceForm(), or_404(questions.poll(poll_id)).item_id
    if not form.validate_on_submit():
        abort(400)
    choice: int = form.choice.data
    return changed(who, item_id, token, "poll-changed", lambda: services.vote_in_poll(who, poll_id, choice))


@bp.post("/questions/<int:item_id>")
@member_only
def ask(item_id: int) -> Response:
    """Ask about an item."""
    return posted(reader(), item_id)


@bp.post("/question/<int:question_id>/vote")
@member_only
def vote(question_id: int) -> Response:
    """Want a question answered, or no more."""
    return voted(reader(), question_id)


@bp.post("/question/<int:question_id>/withdraw")
@member_only
def withdraw(question_id: int) -> Response:
    """Take one's question back."""
    return taken_back(reader(), question_id)


@bp.post("/poll/<int:poll_id>/choose")
@member_only
def choose(poll_id: int) -> Response:
    """Take one choice of a poll."""
    return chosen(reader(), poll_id)
