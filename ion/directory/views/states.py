"""States and territories: the index by ETA Region, one state, and where its people are."""

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from ion.base.vocabulary import Place
from ion.base.vocabulary.places import ETA_REGIONS, STATES, eta_region_of
from ion.commons.finding.question import Question
from ion.core.keeping import Kept
from ion.core.organizations import PATH
from ion.directory.queries import everyone, organizations, published, rosters, states
from ion.directory.queries.areas import areas_of
from ion.directory.views.blueprint import bp
from ion.web.fragments import Fragment
from ion.web.guards import or_404
from ion.web.login import viewer_scopes

page = Fragment("directory/state.html", "main")


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
        people_href=people_in(code),
    )


@bp.get("/states/<code>/people")
def state_people(code: str) -> AnyResponse:
    """The list of people of a state, or of one of its local areas, stood here."""
    or_404(STATES.get(code))
    area = request.args.get("area", "")
    known = area == everyone.NO_AREA or area in areas_of(code)
    return redirect(people_in(code, area if known else ""), 301)


def people_in(state: str, area: str = "") -> str:
    """The list of everyone in a state, or in a local area of it."""
    place = {"state": (state,)} | ({everyone.AREA: (area,)} if area else {})
    return Question(everyone.PATH, facets=place).href
