"""Topics that are asked about and not met; mentorships that went quiet."""

from flask import render_template

from ion.mentoring_program.queries import topics as queries
from ion.mentoring_program.queries.supply import supply
from ion.mentoring_program.views.blueprint import bp
from ion.mentorships.queries.health import LISTED_AFTER, quiet
from ion.models import Grant
from ion.web.guards import granted


@bp.get("/topics")
@granted(Grant.FACILITATOR)
def topics() -> str:
    """Demand and openings by topic, and what one more mentor would change."""
    needs, there = queries.needs(), supply()
    rows = queries.unmet(needs, there)
    tried = [row.key for row in rows if row.gap][: queries.TRIED]
    return render_template(
        "mentoring_program/topics.html",
        rows=rows,
        without_topic=sum(not need.topics for need in needs),
        placed=queries.placements(needs, there, tried) if tried else {},
        most=max((row.people for row in rows), default=0),
        openings=queries.OPENINGS,
        least=queries.LEAST_PEOPLE,
        matched=queries.MATCHED,
    )


@bp.get("/quiet")
@granted(Grant.FACILITATOR)
def quiet_mentorships() -> str:
    """Mentorships in which nothing happened for a while, or of which one side says that the other does not answer."""
    return render_template("mentoring_program/quiet.html", rows=quiet(), days=LISTED_AFTER.days)
