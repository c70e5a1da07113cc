"""Blocking people, and the list of who is blocked."""

from flask import Response, abort, flash, make_response, redirect, render_template

from ion.core.access import scopes
from ion.core.unit_of_work import unit_of_work
from ion.moderation import services
from ion.moderation.queries import blocks as queries
from ion.moderation.views.blueprint import bp
from ion.web.guards import member, member_only, or_404

PATH = "/account/blocks"


@bp.get(PATH)
@member_only
def blocks() -> str:
    """Whom the viewer blocked."""
    return render_template("moderation/blocks.html", rows=queries.blocked(member().id))


@bp.get("/people/<int:person_id>/block")
@member_only
def ask_block(person_id: int) -> str:
    """What a block does, and the button."""
    who = member()
    other = or_404(queries.blockable(who.id, person_id, scopes(who)))
    return render_template("moderation/block.html", other=other, person_id=person_id)


@bp.post("/people/<int:person_id>/block")
@member_only
def block(person_id: int) -> Response:
    """Have no contact with somebody any more. They are not told."""
    who = member()
    other = or_404(queries.blockable(who.id, person_id, scopes(who)))
    try:
        with unit_of_work():
            services.block(who, person_id)
    except services.NotThere:
        abort(404)
    flash(f"You blocked {other.name}. Neither of you can write to the other.")
    return make_response(redirect(PATH, 303))


@bp.post("/people/<int:person_id>/unblock")
@member_only
def unblock(person_id: int) -> Response:
    """Take a block back."""
    who = member()
    with unit_of_work():
        services.unblock(who, person_id)
    flash("The block is taken back. You may write to each other again.")
    return make_response(redirect(PATH, 303))
