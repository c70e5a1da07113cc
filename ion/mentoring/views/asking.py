"""Asking for a mentor: the form of a question, sent to one mentor or to find some; and changing it later."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from flask import Response, make_response, redirect, request
from werkzeug.datastructures import MultiDict

from ion.core.access import Viewer
from ion.core.matching.scoring import Criterion
from ion.core.unit_of_work import unit_of_work
from ion.mentoring.forms.needs import NeedForm, fresh_id, id_in, rows_of
from ion.mentoring.queries import wishes
from ion.mentoring.queries.askable import Askable, askable
from ion.mentoring.queries.needed import Needed, needed
from ion.mentoring.queries.pool import pool
from ion.mentoring.queries.wording import terms_in
from ion.mentoring.services import needs, requests
from ion.mentoring.services.refusals import NotThere, Refused
from ion.mentoring.views.blueprint import bp
from ion.models import MentoringNeed, Weight
from ion.web import participant
from ion.web.fragments import Fragment, wants_fragment
from ion.web.guards import member, or_404
from ion.web.login import viewer_scopes

KIND = "mentoring_need"
ASK = "/mentoring/ask"
asking = Fragment("mentoring/ask.html", "asking")
editing = Fragment("mentoring/need_edit.html", "asking")
T = TypeVar("T")


def mentor_meant(who: Viewer, arguments: "MultiDict[str, str]") -> Askable | None:
    """The mentor whom the question is for; None for nobody in particular. 404 for whom the reader may not see."""
    id = id_in(arguments.get("mentor"))
    return or_404(askable(who.person_id, [id], viewer_scopes()).get(id)) if id else None


def asked(form: NeedForm, mentor: Askable | None, status: int = 200) -> Response:
    """The page of a question that was not sent yet."""
    scopes = viewer_scopes()
    subject = wishes.subject_of(id_in(form.item.data), scopes)
    return asking.render(
        status, form=form, mentor=mentor, subject=subject, offered=wishes.offered(scopes), action=ASK
    )


@bp.get("/ask")
def compose() -> Response:
    """Ask a question of a mentor, or find out who could be asked."""
    mentor = mentor_meant(member(), request.args)
    subject = wishes.subject_of(id_in(request.args.get("item")), viewer_scopes())
    begun: dict[str, Any] = {"client_id": fresh_id(), "mentor": str(mentor.id) if mentor else ""}
    if subject:
        terms = wishes.terms_from(subject.id)
        begun |= {"item": str(subject.id), "criteria": rows_of(Criterion(*term) for term in terms)}
    begun |= again(request.args)
    return asked(NeedForm(formdata=None, data=begun), mentor)


def again(arguments: "MultiDict[str, str]") -> dict[str, Any]:
    """What an earlier question of the reader's said, to ask it anew."""
    id = id_in(arguments.get("again"))
    earlier = needed(id, member().person_id) if id else None
    if earlier is None:
        return {}
    criteria = rows_of(earlier.criteria)
    return {
        "question": earlier.question,
        "note": earlier.note,
        "criteria": criteria,
        "item": str(earlier.item_id or ""),
    }


@bp.post("/ask")
def ask() -> Response:
    """Write the question down; one that is for a mentor is put to them at once."""
    who, form = member(), NeedForm()
    mentor = mentor_meant(who, request.form)
    if "add" in request.form:
        return asked(form, mentor)
    if not form.validate_on_submit():
        return asked(form, mentor, 422)
    is_for_mentor = mentor is not None and request.form.get("go") != "find"
    try:
        path = done(lambda: sent(who, form, mentor.id if mentor and is_for_mentor else None))
    except Refused as error:
        form.form_errors.append(error.words)
        return asked(form, mentor, 409)
    return gone_to(path)


def sent(who: Viewer, form: NeedForm, mentor_id: int | None) -> str:
    """The need, written, and put to a mentor; the address to go on at."""
    subject = wishes.subject_of(id_in(form.item.data), viewer_scopes())
    wish = form.wish(subject.id if subject else None)
    if (
        not wish.criteria
    ):  # what the question names is looked for, and can be changed where the suggestions stand
        wish = replace(wish, criteria=dict.fromkeys(terms_in(wish.question), Weight.MEDIUM))
    need = needs.write(who, wish, form.given_id)
    participant.note(form, kind=KIND, id=need.id, user_id=who.id)
    return requests.ask(who, need.id, [mentor_id]).path if mentor_id else need.path


def done(deed: Callable[[], T]) -> T:
    """Do it in one transaction; 404 where there is no such thing for the reader."""
    pool(viewer_scopes())  # remembered before, so that the transaction is short
    try:
        with unit_of_work():
            return deed()
    except NotThere:
        return or_404(None)


def gone_to(path: str) -> Response:
    """On to another page, from a form that a browser or htmx sent."""
    if wants_fragment():
        return make_response("", 200, {"HX-Redirect": path})
    return make_response(redirect(path, 303))


def own_need(id: int) -> Needed:
    """The reader's own need outside of cohorts, or 404."""
    need = or_404(needed(id, member().person_id))
    return or_404(need if need.cohort_id is None else None)


def edited(need: Needed, form: NeedForm, status: int = 200) -> Response:
    is_settled = any(each.was_asked for each in need.asked)
    return editing.render(
        status,
        form=form,
        need=need,
        is_settled=is_settled,
        offered=wishes.offered(viewer_scopes()),
        action=f"{need.path}/edit",
    )


@bp.get("/needs/<int:id>/edit")
def edit_need(id: int) -> Response:
    """Change what a mentor should have, and the question as long as nobody was asked."""
    need = own_need(id)
    begun = {"question": need.question, "note": need.note, "criteria": rows_of(need.criteria)}
    return edited(need, NeedForm(formdata=None, data=begun))


@bp.post("/needs/<int:id>/edit")
def change_need(id: int) -> Response:
    """Keep what was changed."""
    who, need, form = member(), own_need(id), NeedForm()
    if "add" in request.form:
        return edited(need, form)
    if not form.validate_on_submit():
        return edited(need, form, 422)
    try:
        done(lambda: changed(who, need.id, form))
    except Refused as error:
        form.form_errors.append(error.words)
        return edited(need, form, 409)
    return gone_to(need.path)


def changed(who: Viewer, need_id: int, form: NeedForm) -> MentoringNeed:
    participant.note(form, kind=KIND, id=need_id, user_id=who.id)
    return needs.change(who, need_id, form.wish(None))
