"""The settings of the site."""

from flask import Response, abort, make_response, render_template, request

from ion.core.site_settings import SETTINGS
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant
from ion.staff import services
from ion.staff.services import SettingsChanged
from ion.staff.setup import SetupForm, in_words
from ion.staff.views.blueprint import back_to, bp
from ion.web.guards import granted, member

SETUP = "/staff/setup"
STALE = (
    "Somebody changed settings after you opened this page. Nothing of yours was saved. Below is what you "
    "chose; “As it is now” says what stands. Saving again puts what you chose in its place."
)


@bp.get(SETUP)
@granted(Grant.ADMIN)
def settings() -> str:
    """All settings of the site, with what each changes."""
    now = services.values()
    return page(SetupForm.showing(now, services.version(now)))


def page(form: SetupForm, *, is_stale: bool = False) -> str:
    now = services.values()
    told = {key: in_words(SETTINGS[key], value) for key, value in now.items()}
    return render_template(
        "staff/setup.html", form=form, rows=list(form.rows(now)), now=told if is_stale else {}
    )


@bp.post(SETUP)
@granted(Grant.ADMIN)
def save_settings() -> Response:
    """Save what was chosen, unless somebody else saved something meanwhile."""
    form, user_id = SetupForm(), member().id
    if not form.validate():
        return make_response(page(form), 422)
    try:
        with unit_of_work():
            services.change_settings(form.wanted, seen=form.seen.data or "", user_id=user_id)
    except SettingsChanged:
        form.seen.data = services.version(services.values())
        form.form_errors.append(STALE)
        return make_response(page(form, is_stale=True), 409)
    return back_to(SETUP)


@bp.post(f"{SETUP}/reset")
@granted(Grant.ADMIN)
def reset_setting() -> Response:
    """Let one setting be as it comes."""
    key, user_id = request.form.get("key", ""), member().id
    if key not in SETTINGS:
        abort(404)
    with unit_of_work():
        services.reset_setting(key, user_id=user_id)
    return back_to(SETUP)
