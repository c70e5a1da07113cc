"""Wishing to be told when registration opens, or when a webinar is run again."""

from dataclasses import dataclass

from flask import Response, abort

from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import Standing, Wish
from ion.web.fragments import Fragment
from ion.web.guards import member, member_only, or_404
from ion.web.login import viewer, viewer_scopes
from ion.webinars import queries
from ion.webinars.forms.interest import InterestForm
from ion.webinars.offers import wish_offered
from ion.webinars.queries import PATH, WebinarPage
from ion.webinars.queries.registrations import Place, place_of_user
from ion.webinars.services import interest
from ion.webinars.views.blueprint import bp

panel = Fragment("webinars/_interest.html", "interest")
TOO_LATE = {
    Wish.OPENS: "Registration is open already, or closed: please load this page again.",
    Wish.AGAIN: "One can come to this webinar now: please load this page again.",
}


@dataclass(frozen=True, slots=True)
class Wishing:
    """What a reader may wish of a webinar now (None: nothing), whether they do, and for ION staff how many do."""

    path: str
    wish: Wish | None
    is_on: bool = False
    opens: int = 0
    again: int = 0
    refusal: str = ""

    @property
    def is_shown(self) -> bool:
        return bool(self.wish or self.opens or self.again)


def wishing_of(webinar: WebinarPage, place: Place, refusal: str = "") -> Wishing:
    """For who is looking; who comes to the webinar has no need to wish for it."""
    who = viewer()
    wish = wish_offered(place.terms, clock.now(), is_full=place.left == 0)
    if place.standing is Standing.REGISTERED and not webinar.is_over:
        wish = None
    if who is None or (wish is None and not who.is_staff):
        return Wishing(webinar.path, wish, refusal=refusal)
    told = queries.wishes(webinar.id, who.id)
    counts = told.counts if who.is_staff else {}
    opens, again = counts.get(Wish.OPENS, 0), counts.get(Wish.AGAIN, 0)
    return Wishing(webinar.path, wish, wish in told.own, opens, again, refusal)


@bp.post(PATH + "<slug>/interest")
@member_only
def wish_for(slug: str) -> Response:
    """Be told, or no more."""
    who, form = member(), InterestForm()
    webinar = or_404(queries.webinar_page(slug, viewer_scopes()))
    if not form.validate_on_submit():
        abort(400)
    try:
        with unit_of_work():
            change = interest.mark if form.is_on else interest.unmark
            change(webinar.id, who.id, Wish(form.wish.data))
    except interest.NotOffered:
        refusal = TOO_LATE[Wish(form.wish.data)]
        return panel.render(
            409, wishing=wishing_of(webinar, place_of_user(webinar.id, who.id), refusal), webinar=webinar
        )
    return panel.done(
        webinar.path, "interest-changed", wishing=wishing_of(webinar, place_of_user(webinar.id, who.id))
    )
