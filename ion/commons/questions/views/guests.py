"""Questions of guests: who registered by mail alone asks, votes and chooses by the link of that registration."""

from flask import Response, make_response

from ion.commons.questions.policies import Reader
from ion.commons.questions.queries import questions
from ion.commons.questions.views.asking import chosen, posted, taken_back, voted
from ion.commons.questions.views.blueprint import bp, guest
from ion.commons.questions.views.sheets import answer, asked, is_old_news, place_of
from ion.core import tokens
from ion.web.fragments import wants_fragment
from ion.web.guards import or_404

PURPOSE = "registration"
"""What the token of a guest's registration is for; its subject is (registration, id)."""


def guest_of(token: str) -> tuple[Reader, int]:
    """Who holds this token, and the item of the registration; 404 for a dead one, and for one that does not count."""
    found = or_404(tokens.valid(PURPOSE, token))
    registration = or_404(questions.registration(found.subject_id or 0))
    return guest(registration.id), registration.webinar_id


@bp.get("/questions/guest/<token>")
def guest_index(token: str) -> Response:
    """The questions about the webinar for which a guest registered."""
    who, item_id = guest_of(token)
    if wants_fragment() and is_old_news(item_id):
        return make_response("", 204)
    return answer(asked, 200, place_of(item_id, who), who, token=token)


@bp.post("/questions/guest/<token>")
def guest_ask(token: str) -> Response:
    """Ask as a guest."""
    who, item_id = guest_of(token)
    return posted(who, item_id, token)


@bp.post("/questions/guest/<token>/question/<int:question_id>/vote")
def guest_vote(token: str, question_id: int) -> Response:
    """Want a question answered, or no more, as a guest."""
    return voted(guest_of(token)[0], question_id, token)


@bp.post("/questions/guest/<token>/question/<int:question_id>/withdraw")
def guest_withdraw(token: str, question_id: int) -> Response:
    """Take one's question back as a guest."""
    return taken_back(guest_of(token)[0], question_id, token)


@bp.post("/questions/guest/<token>/poll/<int:poll_id>/choose")
def guest_choose(token: str, poll_id: int) -> Response:
    """Take one choice of a poll as a guest."""
    return chosen(guest_of(token)[0], poll_id, token)
