"""A mentor answers one request: signed in, or by the link of a mail, on one page that confirms."""

from dataclasses import dataclass

from flask import Response, abort, make_response, redirect, render_template, request

from ion.core import portable, tokens
from ion.core.access import scopes
from ion.core.people import user_of
from ion.core.unit_of_work import unit_of_work
from ion.mentoring.forms.answering import FORMS, AnswerForm, SuggestForm
from ion.mentoring.policies import ANSWER, REQUEST
from ion.mentoring.queries.call_parts import RequestPage
from ion.mentoring.queries.calls import request_page
from ion.mentoring.queries.named import person_meant
from ion.mentoring.queries.suggestions import best_other
from ion.mentoring.services import answering
from ion.mentoring.services.refusals import NotThere, Refused
from ion.mentoring.standings import READY
from ion.mentoring.views.blueprint import bp
from ion.web import participant
from ion.web.guards import member, or_404
from ion.web.login import viewer

BY_MAIL = "/answer/<secret>/<answer>"
ON_SITE = "/requests/<int:id>/<answer>"
DONE = {
    "accept": "You said yes. The conversation is in your messages.",
    "suggest": "Thank you. Your suggestion is passed on.",
    "decline": "Thank you for answering. Your words are passed on.",
}
NOBODY = (
    "Nobody of this name is on ION, or their page cannot be seen. Give the address of their page instead."
)
SEVERAL = "Several people have this name. Give the address of the page of the one you mean."


@dataclass(frozen=True, slots=True)
class Answering:
    """One answer to one request. `base` is its address without the answer; `is_by_mail` hides what only a signed-in
    mentor reads."""

    page: RequestPage
    mentor_id: int
    answer: str
    base: str
    is_by_mail: bool


def by_mail(secret: str, answer: str) -> Answering | None:
    """What the link of a mail answers; None for a dead one."""
    token = tokens.valid(ANSWER, secret) if answer in FORMS else None
    if token is None or token.subject_kind != REQUEST or token.subject_id is None:
        return None
    mentor_id = int(token.payload["mentor"])
    user_id = user_of(mentor_id)
    who = portable.holder(user_id) if user_id else None
    page = request_page(mentor_id, token.subject_id, scopes(who))
    if page is None or not page.is_mentor:
        return None
    return Answering(page, mentor_id, answer, f"/mentoring/answer/{secret}", is_by_mail=True)


def on_site(id: int, answer: str) -> Answering:
    who = member()
    page = or_404(request_page(who.person_id, id, scopes(who)))
    if not page.is_mentor or answer not in FORMS:
        abort(404)
    return Answering(page, who.person_id, answer, page.path, is_by_mail=False)


def private(response: Response) -> Response:
    """No page of a secret address is kept by a browser or a search engine."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def draw(asked: Answering, form: AnswerForm, status: int = 200, *, problem: str = "") -> Response:
    html = render_template(
        "mentoring/answer.html",
        asked=asked,
        page=asked.page,
        form=form,
        problem=problem,
        ready=READY[asked.answer],
        is_signed_in=viewer() is not None,
    )
    return private(make_response(html, status))


def done(asked: Answering) -> Response:
    """After the answer: the request's page, or for who came by mail one that says what happened."""
    if not asked.is_by_mail:
        return make_response(redirect(asked.page.path, 303))
    return private(make_response(redirect(f"{asked.base}/done", 303)))


DEAD = (
    "The request was answered or taken back long ago, or the link was not copied whole. What waits for you stands "
    "among your requests."
)


def dead() -> Response:
    page = render_template(
        "errors/dead_link.html", why=DEAD, actions=(("Your requests", "/mentoring/requests/"),)
    )
    return private(make_response(page, 404))


def show(asked: Answering) -> Response:
    """The page that confirms; one that was answered says how it stands."""
    number = request.args.get("words", 0, int)
    form = FORMS[asked.answer].ready(asked.answer, number)
    if asked.answer == "suggest":
        other = best_other(asked.page.need_id)
        form.person.data = other.mentor.name if other and other.mentor.id != asked.mentor_id else ""
    return draw(asked, form)


def act(asked: Answering) -> Response:
    form = FORMS[asked.answer]()
    if not form.validate_on_submit():
        return draw(asked, form, 422)
    suggested_id = None
    if isinstance(form, SuggestForm):
        suggested_id = meant(asked, form)
        if suggested_id is None:
            return draw(asked, form, 422)
    try:
        with unit_of_work():
            write(asked, form, suggested_id)
    except NotThere:
        return dead()
    except Refused as refusal:
        return draw(asked, form, 409, problem=refusal.words)
    return done(asked)


def write(asked: Answering, form: AnswerForm, suggested_id: int | None) -> None:
    """Answer, in the present unit of work."""
    participant.note(form, kind=REQUEST, id=asked.page.id, user_id=user_of(asked.mentor_id))
    words = form.words.data or ""
    if asked.answer == "accept":
        answering.accept(asked.mentor_id, asked.page.id, words)
    else:
        answering.decline(asked.mentor_id, asked.page.id, words, suggested_id)


def meant(asked: Answering, form: SuggestForm) -> int | None:
    """The one person who is meant; None with words at the field."""
    user_id = user_of(asked.mentor_id)
    seen = scopes(portable.holder(user_id) if user_id else None)
    found = person_meant(form.page_id, form.person.data, seen)
    if len(found) == 1:
        return found[0]
    form.person.errors = [SEVERAL if found else NOBODY]
    return None


@bp.get(ON_SITE)
def compose_answer(id: int, answer: str) -> Response:
    """The page on which a mentor confirms an answer."""
    return show(on_site(id, answer))


@bp.post(ON_SITE)
def answer_request(id: int, answer: str) -> Response:
    """Answer a request."""
    return act(on_site(id, answer))


@bp.get(BY_MAIL)
def compose_answer_by_mail(secret: str, answer: str) -> Response:
    """The same for who comes by the link of a mail, signed in or not. It changes nothing."""
    found = by_mail(secret, answer)
    return show(found) if found else dead()


@bp.post(BY_MAIL)
def answer_by_mail(secret: str, answer: str) -> Response:
    """Answer the one request that the link is for."""
    found = by_mail(secret, answer)
    return act(found) if found else dead()


@bp.get("/answer/<secret>/done")
def answered_by_mail(secret: str) -> Response:
    """How the request stands after an answer by mail."""
    found = by_mail(secret, "accept")
    if found is None:
        return dead()
    return private(make_response(render_template("mentoring/answered.html", page=found.page)))
