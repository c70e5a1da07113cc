"""Peer-learning groups: their list, a group's page, its roster, joining and leaving."""

from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from ion.core.access import Viewer
from ion.core.unit_of_work import unit_of_work
from ion.groups import queries, services
from ion.groups.forms import JoinForm
from ion.groups.publishable import GroupPublishable
from ion.groups.queries import PATH, GroupPage
from ion.groups.services import NoSuchMember, Refused
from ion.models import GroupStanding
from ion.web.fragments import Fragment
from ion.web.guards import member, member_only, or_404
from ion.web.login import viewer, viewer_scopes
from ion.web.pagination import PER_PAGE, Page, number_asked, within
from ion.web.participant import note
from ion.web.visits import count_view

bp = Blueprint("groups", __name__, url_prefix="/groups")
publishable = GroupPublishable()


@bp.get("/")
def index() -> str:
    """All groups by name."""
    scopes = viewer_scopes()
    total = queries.group_total(scopes)
    number = within(number_asked(request.args.get("page")), total)
    rows = queries.group_rows(scopes, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    return render_template("groups/index.html", page=Page(rows, number, total, PATH))


def group_or_404(slug: str) -> GroupPage:
    return or_404(queries.group_page(slug, viewer_scopes()))


def standing_of(group_id: int) -> GroupStanding | None:
    """Where the reader stands with the group."""
    who = viewer()
    return queries.place_in(group_id, who.id) if who else None


def may_lead(who: Viewer | None, standing: GroupStanding | None) -> bool:
    """Whether somebody decides who is on the roster: the facilitator, and ION staff."""
    return who is not None and (who.is_staff or standing is GroupStanding.FACILITATOR)


def shown(slug: str, status: int = 200, form: JoinForm | None = None) -> Response:
    """The page of the group; being seen counts."""
    template, context = or_404(publishable.page(slug, viewer_scopes()))
    id = context["group"].id
    more: dict[str, Any] = {"standing": standing_of(id), "form": form or JoinForm(formdata=None)}
    return count_view(Fragment(template, "main").render(status, **context, **more), id)


@bp.get("/<slug>")
def show(slug: str) -> Response:
    """One group: what it is about, its calls, and for its roster the discussion."""
    return shown(slug)


@bp.post("/<slug>/join")
@member_only
def join(slug: str) -> Answer:
    """Join an open group, or ask the facilitator of another to be let in."""
    group, form = group_or_404(slug), JoinForm()
    if not form.validate_on_submit():
        return shown(slug, 422, form)
    with unit_of_work():
        services.join(group.id, user_id=member().id, note=form.note.data or "")
        note(form, kind="group", id=group.id, user_id=member().id)
    return redirect(group.path, 303)


@bp.get("/<slug>/leave")
@member_only
def ask_leave(slug: str) -> str:
    """The page with the button that leaves."""
    group = group_or_404(slug)
    return render_template("groups/leave.html", group=group, standing=or_404(standing_of(group.id)))


@bp.post("/<slug>/leave")
@member_only
def leave(slug: str) -> Answer:
    """Leave, or take one's request back."""
    group = group_or_404(slug)
    try:
        with unit_of_work():
            services.leave(group.id, user_id=member().id)
    except Refused as error:
        standing = standing_of(group.id)
        page = render_template("groups/leave.html", group=group, standing=standing, refused=error.words)
        return Response(page, 409)
    return redirect(group.path, 303)


@bp.get("/<slug>/roster")
@member_only
def roster(slug: str) -> str:
    """Who is on the roster, for those who are on it and for ION staff."""
    return roster_page(group_or_404(slug))


def roster_page(group: GroupPage, refused: str = "") -> str:
    who, standing = member(), standing_of(group.id)
    if not who.is_staff and standing not in (GroupStanding.MEMBER, GroupStanding.FACILITATOR):
        abort(403)
    rows = queries.roster(group.id, viewer_scopes())
    return render_template(
        "groups/roster.html",
        group=group,
        rostered=[row for row in rows if not row.is_asking],
        asking=[row for row in rows if row.is_asking],
        may_lead=may_lead(who, standing),
        refused=refused,
    )


@bp.post("/<slug>/roster/<int:user_id>/let-in")
@member_only
def let_in(slug: str, user_id: int) -> Answer:
    """Let in somebody who asks."""
    group = led_by_reader(slug)
    try:
        with unit_of_work():
            services.let_in(group.id, user_id, by_user_id=member().id)
    except NoSuchMember:
        abort(404)
    return redirect(f"{group.path}/roster", 303)


@bp.post("/<slug>/roster/<int:user_id>/remove")
@member_only
def remove(slug: str, user_id: int) -> Answer:
    """Take somebody off the roster, or turn a request down."""
    group = led_by_reader(slug)
    try:
        with unit_of_work():
            services.remove(group.id, user_id, by_user_id=member().id)
    except NoSuchMember:
        abort(404)
    except Refused as error:
        return Response(roster_page(group, error.words), 409)
    return redirect(f"{group.path}/roster", 303)


def led_by_reader(slug: str) -> GroupPage:
    """The group, for who decides about its roster; 403 for others."""
    group = group_or_404(slug)
    if not may_lead(member(), standing_of(group.id)):
        abort(403)
    return group
