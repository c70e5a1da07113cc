"""States and territories: the index by ETA Region, one state, and its people."""

from flask import Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from ion.base.vocabulary import Place
from ion.base.vocabulary.places import ETA_REGIONS, STATES, eta_region_of
from ion.core.keeping import Kept
from ion.core.organizations import PATH
from ion.directory.queries import organizations, published, rosters, states
from ion.directory.queries.areas import areas_of
from ion.directory.views.blueprint import bp
from ion.directory.views.rosters import answer_roster
from ion.web.fragments import Fragment
from ion.web.guards import or_404
from ion.web.login import viewer_scopes

page = Fragment("directory/state.html", "main")
NO_AREA = "none"
"""Stands in an address for those who name no local area of their state."""


@bp.get("/states/")
def state_index() -> str:
    """All states and territories by ETA Region."""
    return render_template("directory/states.html", regions=states.regions(viewer_scopes()))


@bp.get("/states/<code>")
def state(code: str) -> AnyResponse:
    """One state: what it published, who is there, and who its neighbors in the ETA Region are."""
    if code not in STATES and code.upper() in STATES:
        return redirect(f"/states/{code.upper()}", 301)
    place: Place = or_404(STATES.get(code))
    scopes, source = viewer_scopes(), published.tagged("state", code)
    region = ETA_REGIONS[eta_region_of(code)]
    return page.render(
        kept=Kept(("organization", "person", "area"), ("state", code, scopes)),
        place=place,
        region=region,
        neighbors=[other for other in states.members(region.key) if other.key != code],
        shelves=published.shelves(source, scopes),
        webinars=published.webinars(source, scopes, upcoming=True),
        localities=states.localities(code, scopes),
        has_areas=bool(areas_of(code)),
        organization_total=organizations.all_totals().get("state", {}).get(code, 0),
        people_total=rosters.total(rosters.in_state(code), scopes),
        organizations_href=f"{PATH}?state={code}",
        people_href=f"/states/{code}/people",
    )


@bp.get("/states/<code>/people")
def state_people(code: str) -> Response:
    """Everyone in a state, or in one of its local areas, who may be seen; an unknown area is ignored."""
    place: Place = or_404(STATES.get(code))
    areas, area = areas_of(code), request.args.get("area", "")
    roster, where = rosters.in_state(code), place.label
    if area in areas:
        roster, where = rosters.in_area(code, area), f"{areas[area]}, {place.label}"
    elif area == NO_AREA:
        roster, where = rosters.in_no_area(code, areas), f"{place.label}, no local area named"
    return answer_roster(
        roster,
        path=f"/states/{code}/people",
        heading=f"People: {where}",
        trail=[("States", "/states/"), (place.label, f"/states/{code}")],
        parameters=(("area", area),) if area in areas or area == NO_AREA else (),
    )
