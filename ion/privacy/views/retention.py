"""How long records are kept, for admins."""

from typing import Any

from flask import Response

from ion.core.unit_of_work import unit_of_work
from ion.models import Grant
from ion.privacy.forms import days_in, retention_form
from ion.privacy.queries.retention import kept
from ion.privacy.services import retaining
from ion.privacy.views.blueprint import bp, page, said
from ion.web.guards import granted, member

PATH = "/staff/retention"


def draw(status: int = 200, form: Any = None) -> Response:
    rows = kept()
    return page("privacy/retention.html", status, form=form or retention_form(rows), rows=rows)


@bp.get(PATH)
@granted(Grant.ADMIN)
def retention() -> Response:
    """Every kind of record that goes by age."""
    return draw()


@bp.post(PATH)
@granted(Grant.ADMIN)
def save_retention() -> Response:
    """Save how long each is kept."""
    who, rows = member(), kept()
    form = retention_form(rows)
    if not form.validate_on_submit():
        return draw(422, form)
    wanted = days_in(form, rows)
    with unit_of_work():
        changed = retaining.change(wanted, user_id=who.id)
    words = f"Saved: {', '.join(changed)}. The next night goes by it." if changed else "Nothing was changed."
    return said(words, PATH)
