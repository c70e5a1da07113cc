"""The list of one's mentorships, and the page of one."""

from typing import Any

from flask import Response, make_response, render_template

from ion.core.times import zone_named
from ion.mentorships.forms.agreeing import VersionForm, ratings_form
from ion.mentorships.forms.working import GoalForm, TaskForm
from ion.mentorships.queries import own
from ion.mentorships.queries.page import Page, page
from ion.mentorships.services.working import PROGRESS
from ion.mentorships.views.blueprint import PATH, bp
from ion.web.guards import member, member_only, or_404
from ion.web.login import viewer_scopes

PRIVATE = {"Cache-Control": "no-store"}


@bp.get(f"{PATH}/")
@member_only
def index() -> str:
    """The reader's mentorships."""
    who = member()
    return render_template(
        "mentorships/index.html", rows=own.mine(who.person_id), my_zone=zone_named(who.zone)
    )


def page_or_404(id: int) -> Page:
    """The page of a mentorship for one of its two; for others the same 404 as of one that is not there."""
    return or_404(page(id, member().person_id, viewer_scopes()))


def context(found: Page, **more: Any) -> dict[str, Any]:
    """All that the page shows; the forms on it are empty unless `more` has one that was sent."""
    asked = found.goals if found.is_mentee and not found.i_agreed else ()
    return {
        "page": found,
        "row": found.row,
        "my_zone": zone_named(found.me.zone),
        "other_zone": zone_named(found.other.zone),
        "progress_steps": PROGRESS,
        "goal_form": GoalForm(formdata=None),
        "task_form": TaskForm(found.other.name, formdata=None),
        "agree_form": ratings_form(VersionForm, asked, formdata=None, data={"version": found.row.version}),
        "problem": "",
    } | more


@bp.get(f"{PATH}/<int:id>")
@member_only
def show(id: int) -> Response:
    """One mentorship, for the two who are in it."""
    return shown(page_or_404(id))


def shown(found: Page, status: int = 200, **more: Any) -> Response:
    """The page; what goes wrong with a deed stands on top of it."""
    return make_response(render_template("mentorships/show.html", **context(found, **more)), status, PRIVATE)
