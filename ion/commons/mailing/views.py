"""Mail: what admins see of it, and the page where anyone stops mail they no longer want."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from ion.commons.mailing import queries, services
from ion.commons.mailing.composing import ALL_KINDS, stopped_by
from ion.commons.mailing.labels import GIVEN_UP, STANDINGS
from ion.core import clock, tokens
from ion.core.ports import mail
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant
from ion.web.choices import Choice
from ion.web.guards import granted, member, or_404
from ion.web.pagination import PER_PAGE, Page, address, number_asked, within

bp = Blueprint("mailing", __name__)

ALREADY = "This mail waits, arrived, or was sent again before. Nothing was sent now."


@bp.get("/staff/mail")
@granted(Grant.ADMIN)
def index() -> str:
    """How many mails stand how, and a list, newest first."""
    totals = queries.totals()
    asked = request.args.get("fate", "")
    key = asked if asked in STANDINGS else ""
    total = totals.get(key, 0) if key else sum(totals.values())
    number = within(number_asked(request.args.get("page")), total)
    rows = queries.mails(key, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    parameters = (("fate", key),) if key else ()
    return render_template(
        "mailing/index.html",
        page=Page(rows, number, total, queries.PATH, parameters),
        standings=standing_choices(totals, key) if totals else [],
        chosen=STANDINGS.get(key),
        given_up=totals.get(GIVEN_UP, 0) if key in ("", GIVEN_UP) else 0,
        is_kept=mail.carrier().keeps,
    )


def standing_choices(totals: dict[str, int], chosen: str) -> list[Choice]:
    """A link for all mail and one for each standing that some mail has."""
    everything = Choice("", "All mail", queries.PATH, sum(totals.values()), not chosen)
    return [everything] + [
        Choice(key, STANDINGS[key].label, address(queries.PATH, [("fate", key)]), number, key == chosen)
        for key, number in totals.items()
    ]


@bp.get("/staff/mail/<int(max=2147483647):id>")
@granted(Grant.ADMIN)
def show(id: int) -> str:
    """One mail: how it stands, and what it said where it was kept."""
    return render_template("mailing/show.html", mail=or_404(queries.one(id)), problem="")


@bp.post("/staff/mail/<int(max=2147483647):id>/again")
@granted(Grant.ADMIN)
def send_again(id: int) -> Response:
    """Send a mail that was refused or whose fate is unknown once more, as a new mail."""
    or_404(queries.one(id))
    try:
        with unit_of_work():
            new_id = services.send_again(id, member().id).id
    except services.NotSentAgain:
        old = or_404(queries.one(id))
        return make_response(render_template("mailing/show.html", mail=old, problem=ALREADY), 409)
    return make_response(redirect(url_for(".show", id=new_id), 303))


@bp.post("/staff/mail/again")
@granted(Grant.ADMIN)
def try_again() -> Response:
    """Try everything again that was given up."""
    with unit_of_work():
        services.try_again(member().id)
    return make_response(redirect(url_for(".index"), 303))


@bp.post("/staff/mail/test")
@granted(Grant.ADMIN)
def send_test() -> Response:
    """Mail the admin who asks, to see whether mail arrives."""
    who = member()
    with unit_of_work():
        test = services.ask(
            "test",
            address=queries.address_of(who.id),
            template="test",
            user_id=who.id,
            context={"asked_at": clock.now().isoformat()},
        )
        id = test.id
    return make_response(redirect(url_for(".show", id=id), 303))


@bp.get("/mail/unsubscribe/<secret>")
def confirm_unsubscribe(secret: str) -> Response:
    """Ask whether to stop mail of this kind; opening the page changes nothing."""
    token = or_404(tokens.valid(services.UNSUBSCRIBE, secret))
    return unsubscribe_page(token.payload["kind"], is_done=False)


@bp.post("/mail/unsubscribe/<secret>")
def unsubscribe(secret: str) -> Response:
    """Stop mail of this kind, for a person or for their mail program (RFC 8058): the token alone says who asks."""
    with unit_of_work():
        kind = services.unsubscribe(secret)
    return unsubscribe_page(or_404(kind), is_done=True)


def unsubscribe_page(kind: str, *, is_done: bool) -> Response:
    html = render_template(
        "mailing/unsubscribe.html",
        is_done=is_done,
        stops="mail about notifications" if kind == ALL_KINDS else stopped_by(kind),
        stops_all=kind == ALL_KINDS,
        is_circular=kind in mail.CIRCULARS,
        stands_under="Messages" if kind in mail.PRIVATE_MAIL else "Notifications",
        path=request.path,
    )
    return make_response(html, 200, {"Cache-Control": "no-store"})
