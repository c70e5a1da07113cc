"""The page of release: what will happen, what is missing, and every step from a draft to its readers and back."""

from collections.abc import Callable
from typing import Any

from flask import Response, abort, request

from ion.commons.publishing import forms, services
from ion.commons.publishing.policies import LEGAL, Step
from ion.commons.publishing.queries.checklist import checklist
from ion.commons.publishing.queries.clearing import clearance
from ion.commons.publishing.queries.history import writer_of
from ion.commons.publishing.queries.previews import active_links
from ion.commons.publishing.queries.working import Working
from ion.commons.publishing.telling import button_words, moment_words
from ion.commons.publishing.views.blueprint import bp
from ion.commons.publishing.views.pages import about, back_to, opened
from ion.core import clock, site_settings
from ion.core.corrections import corrections_of
from ion.core.ports.publishable import withdrawal_of
from ion.core.times import zone_named
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant
from ion.web.fragments import Fragment
from ion.web.guards import granted, member
from ion.web.moments import MomentForm
from ion.web.participant import CheckedForm, note, texts_in

scheduling = Fragment("publishing/release.html", "scheduling")
archiving = Fragment("publishing/release.html", "archiving")
FORMS: dict[str, type[Any]] = {
    "review": forms.ReviewForm,
    "approve": forms.ApprovalForm,
    "changes": forms.VerdictForm,
    "publish": forms.PublishForm,
    "schedule": forms.ScheduleForm,
    "archive": forms.ArchiveForm,
    "audience": forms.AudienceForm,
    "address": forms.AddressForm,
    "withdraw": forms.WithdrawForm,
    "correct": forms.CorrectionForm,
    "share": forms.PreviewLinkForm,
}
SIGN = "sign-"


def bound(name: str) -> Any:
    """The form of that name with what was sent; forms of one page stand apart by their prefix."""
    return form_of(name, request.form)


def form_of(name: str, sent: Any, **fields: Any) -> Any:
    kind = forms.SignOffForm if name.startswith(SIGN) else FORMS[name]
    own = {"own_zone": member().zone} if issubclass(kind, MomentForm) else {}
    return kind(sent, prefix=name, **own, **fields)


@bp.get("/staff/publishing/<int:item_id>/release")
@granted(Grant.EDITOR)
def release(item_id: int) -> Response:
    """The page, or the part that says what a chosen time would do."""
    chosen = {name: asked for name in ("schedule", "archive") if (asked := asked_moment(name))}
    part = archiving if "archive" in chosen else scheduling
    return part.render(**context(opened(item_id), **chosen))


def asked_moment(name: str) -> Any:
    """The form of a time that the address states; None where it states none."""
    if f"{name}-day" not in request.args:
        return None
    form = form_of(name, request.args)
    form.validate()
    return form


def context(found: Working, **filled: Any) -> dict[str, Any]:
    """Everything the page shows; `filled` are the forms that were sent."""
    cleared = clearance(found)
    names = [*FORMS, *(SIGN + office.key for office in cleared.offices)]
    shown = {name.replace("-", "_"): filled.get(name) or blank(name, found) for name in names}
    return {
        "clearance": cleared,
        "checklist": checklist(found.content, cleared.lacks),
        "forms": shown,
        "may": {step.name.lower(): step in LEGAL[found.state] for step in Step} | {"correct": found.is_live},
        "is_own": is_own(found),
        "corrections": corrections_of(found.id),
        "links": active_links(found.id),
        "withdrawal": withdrawal_of(found.kind) if found.is_live else "",
        "audiences": services.audiences(),
        "at": clock.now(),
        "button_words": button_words,
        "moment_words": lambda at, zone: moment_words(at, zone, member().zone),
        **about(found),
    }


def is_own(found: Working) -> bool:
    """Whether the viewer wrote what is in review, or sent it in, and so may not approve it."""
    if site_settings.value(site_settings.SELF_APPROVAL):
        return False
    who = member()
    return found.asked_by_id == who.id or writer_of(found.id, found.number) == who.person_id


def blank(name: str, found: Working) -> Any:
    """A form as the page first shows it."""
    own = zone_named(member().zone)
    fields: dict[str, Any] = {"number": str(found.number)}
    if name.startswith(SIGN):
        fields["signed_on"] = clock.now().astimezone(own).date()
    fields |= {"address": {"slug": found.slug}, "audience": {"audience": found.audience}}.get(name, {})
    form = form_of(name, None, data=fields)
    if name == "schedule":
        form.show(found.publish_local, found.zone)
    if name == "archive" and found.expires_at:
        form.show(found.expires_at.astimezone(own).replace(tzinfo=None), "")
    return form


def page(item_id: int, status: int = 200, problem: str = "", link: str = "", **filled: Any) -> Response:
    response = scheduling.render(status, problem=problem, link=link, **context(opened(item_id), **filled))
    response.headers["Cache-Control"] = "no-store"
    return response


def step(item_id: int, deed: Callable[[], object], **filled: Any) -> Response:
    """Take a step and go back to the page; where a rule refuses it, say so there, with what was typed."""
    try:
        with unit_of_work():
            deed()
    except services.NoSuchItem:
        abort(404)
    except services.Refused as error:
        return page(item_id, 409, problem=error.words, **filled)
    return back_to("release", item_id=item_id)


def filled_in(item_id: int, name: str, deed: Callable[[Any], object]) -> Response:
    """Take a step that needs a form: a form with mistakes comes back with them."""
    found, by, form = opened(item_id), member().id, bound(name)
    if isinstance(form, forms.ReleaseForm):
        form.look_at(*texts_in(found.content))
    if not form.validate_on_submit():
        return page(item_id, 422, **{name: form})

    def noted() -> None:
        deed(form)
        if isinstance(form, CheckedForm):
            note(form, kind=found.kind, id=item_id, user_id=by)

    return step(item_id, noted, **{name: form})
