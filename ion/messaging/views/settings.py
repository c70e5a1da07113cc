"""Who may ask to write to one, and what is mailed about messages."""

from typing import Any

from flask import Response, request

from ion.core import site_settings
from ion.core.unit_of_work import unit_of_work
from ion.messaging.queries import choices
from ion.messaging.services.choosing import choose
from ion.messaging.settings_form import SettingsForm, settings_form
from ion.messaging.views.blueprint import bp
from ion.web.fragments import Fragment
from ion.web.guards import member

page = Fragment("messaging/settings.html", block="choices")


@bp.get("/settings")
def settings() -> Response:
    """The choices as they are."""
    saved = request.args.get("saved") == "1"
    return page.render(**context(settings_form(choices.chosen(member().id)), saved=saved))


@bp.post("/settings")
def choose_settings() -> Response:
    """Choose anew."""
    who = member()
    form = settings_form(choices.chosen(who.id))
    if not form.validate_on_submit():
        return page.render(422, **context(form))
    with unit_of_work():
        choose(who.id, takes_requests=form.contact.data == choices.OPEN, by_mail=form.by_mail)
    return page.done("/messages/settings?saved=1", "message-settings-changed", **context(form, saved=True))


def context(form: SettingsForm, *, saved: bool = False) -> dict[str, Any]:
    return {
        "form": form,
        "saved": saved,
        "chosen": choices.chosen(member().id),
        "may_reply": site_settings.value(site_settings.MAIL_REPLIES),
    }
