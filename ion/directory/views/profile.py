"""A member writes their own profile, and answers three questions after joining."""

from flask import Response, make_response, redirect, request, url_for

from ion.core.unit_of_work import unit_of_work
from ion.directory.forms.profile import ProfileForm, WelcomeForm
from ion.directory.queries.profile import differences, profile_of
from ion.directory.services import profile as services
from ion.directory.views.blueprint import bp
from ion.web.fragments import Fragment
from ion.web.guards import local_path, member, member_only
from ion.web.participant import note

editing = Fragment("directory/profile.html", "main")
asking = Fragment("directory/welcome.html", "main")
STALE = (
    "Your profile was saved somewhere else after you opened this page. What stands now and differs from what you "
    "typed is below. Saving again puts what you typed in its place."
)


def wants_areas() -> bool:
    """Whether the form was only sent to see the local areas of the states that were chosen."""
    return request.form.get("deed") == "areas"


@bp.get("/people/profile")
@member_only
def profile() -> Response:
    """The form of one's own profile."""
    return editing.render(form=ProfileForm(profile_of(member().person_id)))


@bp.post("/people/profile")
@member_only
def save_profile() -> Response:
    """Save one's own profile; whose it is, the sign-in says and nothing that was sent."""
    who = member()
    form = ProfileForm(profile_of(who.person_id))
    if wants_areas():
        return editing.render(form=form)
    if not form.validate():
        return editing.render(422, form=form)
    try:
        with unit_of_work():
            services.save(who.person_id, form.typed, mark=form.mark.data or "")
            note(form, kind="person", id=who.person_id, user_id=who.id)
    except services.ProfileChanged as changed:
        form.mark.data = changed.now.mark
        form.form_errors.append(STALE)
        return editing.render(409, form=form, standing=differences(changed.now, form.typed))
    return make_response(redirect(url_for("directory.person", id=who.person_id), 303))


@bp.get("/people/welcome")
@member_only
def welcome() -> Response:
    """The three questions, with what was answered before."""
    form = WelcomeForm(profile_of(member().person_id))
    form.next.data = request.args.get("next", "")
    return asking.render(form=form, next=local_path(form.next.data))


@bp.post("/people/welcome")
@member_only
def save_welcome() -> Response:
    """Keep the answers and go on to where the member was going."""
    who = member()
    form = WelcomeForm(profile_of(who.person_id))
    following = local_path(form.next.data)
    if wants_areas():
        return asking.render(form=form, next=following)
    if not form.validate():
        return asking.render(422, form=form, next=following)
    with unit_of_work():
        services.answer(
            who.person_id,
            roles=form.roles.keys,
            topics=form.topics.keys,
            states=form.states.keys,
            areas=form.areas.keys,
        )
    return make_response(redirect(following, 303))
