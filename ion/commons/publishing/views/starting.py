"""Beginning something new: a title is enough."""

from flask import Response, abort, make_response, render_template

from ion.commons.publishing import services
from ion.commons.publishing.choices import beginnings, kind_label
from ion.commons.publishing.forms import StartForm
from ion.commons.publishing.views.blueprint import bp
from ion.commons.publishing.views.pages import back_to
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant
from ion.web.guards import granted, member


@bp.get("/staff/publishing/new/<kind>")
@granted(Grant.EDITOR)
def new(kind: str) -> Response:
    """The form of a new draft."""
    return page(kind, StartForm(formdata=None))


@bp.post("/staff/publishing/new/<kind>")
@granted(Grant.EDITOR)
def create(kind: str) -> Response:
    """Begin a draft and go on to its page of writing."""
    form, who = StartForm(), member()
    if not form.validate_on_submit():
        return page(kind, form, 422)
    refuse_unknown(kind)
    with unit_of_work():
        id = services.start(kind, title=" ".join(form.title.data.split()), user_id=who.id).id
    return back_to("write", item_id=id)


def page(kind: str, form: StartForm, status: int = 200) -> Response:
    refuse_unknown(kind)
    html = render_template("publishing/new.html", kind=kind, kind_label=kind_label(kind), form=form)
    return make_response(html, status)


def refuse_unknown(kind: str) -> None:
    if kind not in {each.kind for each in beginnings()}:
        abort(404)
