"""Feedback: a page for each registrant, member or guest, and what presenters, the moderator and ION staff read."""

from functools import partial

from flask import Response, abort, make_response, redirect, render_template

from ion.core import clock
from ion.web.deeds import refusal_of
from ion.web.guards import member, member_only
from ion.web.login import viewer
from ion.web.participant import noted
from ion.webinars.forms.feedback import FeedbackForm, form_of
from ion.webinars.opinions import RATINGS, SHOWN_FROM, is_shown, why_no_feedback
from ion.webinars.queries import PATH, WebinarPage
from ion.webinars.queries.feedback import hears_feedback, own_feedback, results
from ion.webinars.queries.registrations import Place, place_of_user
from ion.webinars.services.feedback import give_feedback
from ion.webinars.views import guests
from ion.webinars.views.asking import own_zone
from ion.webinars.views.blueprint import bp
from ion.webinars.views.guests import Held, private
from ion.webinars.views.seating import webinar_or_404


def page(
    webinar: WebinarPage, place: Place, base: str, form: FeedbackForm | None, status: int = 200
) -> Response:
    """The form, or why there is none; `base` is the address of the registrant's own page."""
    terms, zone = place.terms, own_zone()
    barred = why_no_feedback(
        place.standing, terms.starts_at, terms.cancelled_at, clock.now(), zone.key if zone else terms.zone
    )
    said = own_feedback(place.id) if place.id and not barred else None
    html = render_template(
        "webinars/feedback.html",
        webinar=webinar,
        base=base,
        barred=barred,
        said=said,
        form=form or form_of(said),
        is_guest=base != webinar.path,
    )
    return private(make_response(html, status))


def given(webinar: WebinarPage, place: Place, base: str) -> Response:
    """What was typed, kept; then the page says so."""
    form = FeedbackForm()
    if place.id is None:
        return page(webinar, place, base, form, 409)
    if not form.validate_on_submit():
        return page(webinar, place, base, form, 422)
    told = partial(give_feedback, place.id, rating=int(form.rating.data))
    said = partial(told, useful=form.useful.data or "", better=form.better.data or "")
    who = viewer()
    deed = noted(form, said, kind="webinar", id=webinar.id, user_id=who.id if who else None)
    if refusal_of(deed):
        return page(webinar, place, base, form, 409)
    return private(make_response(redirect(f"{base}/feedback", 303)))


def own(slug: str) -> tuple[WebinarPage, Place, str]:
    """The webinar, and how the member stands who asks."""
    webinar = webinar_or_404(slug)
    return webinar, place_of_user(webinar.id, member().id), webinar.path


@bp.get(PATH + "<slug>/feedback")
@member_only
def feedback(slug: str) -> Response:
    """What a member says of a webinar."""
    return page(*own(slug), None)


@bp.post(PATH + "<slug>/feedback")
@member_only
def say_feedback(slug: str) -> Response:
    """Say it, or change what was said."""
    return given(*own(slug))


def opened(found: Held) -> tuple[WebinarPage, Place, str]:
    return found.webinar, found.place, f"{PATH}registration/{found.secret}"


@bp.get(guests.OWN + "/feedback")
def feedback_of_guest(secret: str) -> Response:
    """What a guest says of a webinar."""
    found = guests.held(secret)
    return page(*opened(found), None) if found else guests.dead()


@bp.post(guests.OWN + "/feedback")
def say_feedback_as_guest(secret: str) -> Response:
    """Say it as a guest, or change what was said."""
    found = guests.held(secret)
    return given(*opened(found)) if found else guests.dead()


@bp.get(PATH + "<slug>/feedback/results")
@member_only
def feedback_results(slug: str) -> Response:
    """What was said, for whom it is said to: without names, and to presenters from 5 answers on."""
    webinar, who = webinar_or_404(slug), member()
    if not (who.is_staff or hears_feedback(webinar.id, who.person_id)):
        abort(404)
    found = results(webinar.id)
    html = render_template(
        "webinars/feedback_results.html",
        webinar=webinar,
        results=found,
        ratings=RATINGS,
        shown_from=SHOWN_FROM,
        is_shown=is_shown(found.total, is_staff=who.is_staff),
        is_early=found.total < SHOWN_FROM,
    )
    return make_response(html)
