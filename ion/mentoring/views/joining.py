"""Becoming a mentor by four answers, changing them, and being away, pausing, coming back, ending."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Response, make_response, redirect, request, url_for

from ion.core.labels import facet_labels
from ion.core.unit_of_work import unit_of_work
from ion.mentoring.forms.joining import LIMITS, AwayForm, OfferForm
from ion.mentoring.queries.profiles import Mentoring, Offer, audience_of, mentoring_of, suggested
from ion.mentoring.services import profiles
from ion.mentoring.services.refusals import NotThere, Refused
from ion.mentoring.views.blueprint import bp
from ion.web.fragments import Fragment
from ion.web.guards import member, member_only, or_404
from ion.web.participant import note

joining = Fragment("mentoring/join.html", "main")


def standing(person_id: int) -> tuple[Mentoring | None, Offer, bool]:
    """The mentoring of a person that goes on, what the form begins with, and whether that was found for them."""
    mentoring = mentoring_of(person_id)
    if mentoring is not None:
        return (None if mentoring.has_ended else mentoring), mentoring.offer, False
    start = suggested(person_id)
    return None, start.offer, start.is_from_here


def shown(status: int = 200, *, form: OfferForm | None = None, away: AwayForm | None = None) -> Response:
    """The page of the four answers; below them, for who mentors, being away and ending."""
    person_id = member().person_id
    mentoring, offer, is_from_here = standing(person_id)
    context: dict[str, Any] = {"mentoring": mentoring, "is_from_here": is_from_here}
    return joining.render(
        status,
        form=form or OfferForm(offer, formdata=None),
        away=away or AwayForm(formdata=None),
        is_unseen=audience_of(person_id) == "staff",
        **context,
    )


@bp.get("/join")
@member_only
def join() -> Response:
    """The four answers, prefilled from what the member wrote, saved and follows, or with what stands; for who does not
    mentor yet `?topic=` and `?limit=` begin them, as in an invitation of ION staff."""
    mentoring, offer, _ = standing(member().person_id)
    return shown(form=None if mentoring else OfferForm(invited(offer), formdata=None))


def invited(offer: Offer) -> Offer:
    """The offer with the topics and the number of conversations that the address names, where there are such."""
    known = facet_labels("topic")
    topics = [key for key in dict.fromkeys(request.args.getlist("topic")) if key in known]
    limit = request.args.get("limit", 0, type=int)
    if topics:
        offer = replace(offer, terms={**offer.terms, "topic": tuple(topics)})
    return replace(offer, monthly_limit=limit) if limit in LIMITS else offer


@bp.post("/join")
@member_only
def save_offer() -> Response:
    """Be a mentor with these answers; whose they are, the sign-in says."""
    who = member()
    form = OfferForm(standing(who.person_id)[1])
    if not form.validate():
        return shown(422, form=form)
    with unit_of_work():
        profiles.offer(who.person_id, form.typed)
        note(form, kind=profiles.KIND, id=who.person_id, user_id=who.id)
    return to_front()


def to_front() -> Response:
    return make_response(redirect(url_for("mentoring.index"), 303))


def done(deed: Callable[[int], None]) -> Response:
    """Do it to one's own mentoring; 404 for who does not mentor."""
    who = member()
    try:
        with unit_of_work():
            deed(who.person_id)
    except NotThere:
        return or_404(None)
    return to_front()


@bp.post("/profile/pause")
@member_only
def pause() -> Response:
    """Take no requests until further notice."""
    return done(profiles.pause)


@bp.post("/profile/resume")
@member_only
def resume() -> Response:
    """Take requests again."""
    return done(profiles.resume)


@bp.post("/profile/end")
@member_only
def end() -> Response:
    """Mentor no longer."""
    return done(profiles.end)


@bp.post("/profile/away")
@member_only
def be_away() -> Response:
    """Take no requests before a date."""
    form = AwayForm()
    if not form.validate():
        return shown(422, away=form)
    try:
        return done(lambda person_id: profiles.be_away(person_id, form.until.data))
    except Refused as refused:
        form.until.errors = [refused.words]
        return shown(409, away=form)
