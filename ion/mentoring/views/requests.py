"""One's requests, as mentor and as mentee, and the page of each."""

from collections.abc import Callable

from flask import Response, abort, make_response, redirect, render_template

from ion.core import clock
from ion.core.access import Viewer, scopes
from ion.core.unit_of_work import unit_of_work
from ion.mentoring import preparing
from ion.mentoring.forms.calls import HeldForm, SlotsForm
from ion.mentoring.queries import requests as queries
from ion.mentoring.queries.askable import Askable, askable
from ion.mentoring.queries.call_parts import RequestPage
from ion.mentoring.queries.calls import request_page
from ion.mentoring.queries.suggestions import Suggested, best_other
from ion.mentoring.services import requests as services
from ion.mentoring.services.refusals import NotThere, Refused
from ion.mentoring.views.blueprint import bp
from ion.models import RequestState
from ion.web.guards import member, or_404

ENDED = (RequestState.DECLINED, RequestState.EXPIRED, RequestState.CLOSED)


@bp.get("/requests/")
def own_requests() -> Response:
    """What was asked of the viewer, and what they asked."""
    who = member()
    return make_response(
        render_template(
            "mentoring/requests.html",
            to_me=queries.as_mentor(who.person_id),
            mine=queries.as_mentee(who.person_id),
            own_zone=who.zone,
        )
    )


def page_of(who: Viewer, id: int) -> RequestPage:
    """The request as the viewer sees it, who is one of the two; else it is not there."""
    return or_404(request_page(who.person_id, id, scopes(who)))


def draw(
    who: Viewer,
    page: RequestPage,
    status: int = 200,
    *,
    slots: SlotsForm | None = None,
    held: HeldForm | None = None,
    problem: str = "",
) -> Response:
    """The page of a request, with forms as they were sent, if any."""
    html = render_template(
        "mentoring/request.html",
        page=page,
        problem=problem,
        now=clock.now(),
        slots_form=slots or SlotsForm(formdata=None, own_zone=who.zone),
        held_form=held or held_form(page),
        prepare=preparing.questions(page.topics, has_item=page.item is not None, is_mentor=page.is_mentor),
        other=other_of(page),
        suggestion=suggestion_of(who, page),
    )
    return make_response(html, status)


def held_form(page: RequestPage) -> HeldForm:
    """The question after the call, with what the viewer said before."""
    said = str(page.usefulness) if page.usefulness else None
    return HeldForm(formdata=None, data={"usefulness": said, "words": page.said})


def other_of(page: RequestPage) -> Suggested | None:
    """Another mentor who fits, for a mentee whose request ended without a conversation."""
    return best_other(page.need_id) if not page.is_mentor and page.state in ENDED else None


def suggestion_of(who: Viewer, page: RequestPage) -> Askable | None:
    """Whom the mentor named instead, where they mentor too: whether they can be asked."""
    if page.is_mentor or page.suggested is None:
        return None
    return askable(who.person_id, [page.suggested.id], scopes(who)).get(page.suggested.id)


@bp.get("/requests/<int:id>")
def show_request(id: int) -> Response:
    """What was asked, where it stands, and after a yes the first call."""
    who = member()
    return draw(who, page_of(who, id))


def change(who: Viewer, id: int, deed: Callable[[], str | None]) -> Response:
    """Do something about a request; to the address that it answers, or back to the page. A refusal is told there."""
    page = page_of(who, id)
    try:
        with unit_of_work():
            address = deed()
    except NotThere:
        abort(404)
    except Refused as refusal:
        return draw(who, page_of(who, id), 409, problem=refusal.words)
    return make_response(redirect(address or page.path, 303))


@bp.post("/requests/<int:id>/withdraw")
def withdraw_request(id: int) -> Response:
    """Take one's request back."""
    who = member()

    def deed() -> None:
        services.withdraw(who, id)

    return change(who, id, deed)


@bp.post("/requests/<int:id>/ask-suggested")
def ask_suggested(id: int) -> Response:
    """Ask whom the mentor suggested, by one button."""
    who = member()
    if page_of(who, id).is_mentor:
        abort(404)
    return change(who, id, lambda: services.ask_suggested(who, id).path)
