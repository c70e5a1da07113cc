"""ION staff add, edit and merge organizations."""

from flask import Response, make_response, redirect, request

from ion.commons.finding.question import Question
from ion.core.organizations import PATH
from ion.core.unit_of_work import unit_of_work
from ion.directory.forms.organizations import MergeForm, OrganizationForm
from ion.directory.queries import organizations
from ion.directory.queries.content import OrganizationEdited, differences, organization_edited
from ion.directory.services import merging
from ion.directory.services import organizations as services
from ion.directory.views.blueprint import bp
from ion.models import Grant
from ion.web.fragments import Fragment
from ion.web.guards import granted, member, or_404
from ion.web.participant import note

editing = Fragment("directory/edit.html", "main")
merge_page = Fragment("directory/edit_merge.html", "main")
CANDIDATES = 20
LONGEST_QUERY = 200
STALE = (
    "Somebody saved this organization after you opened it. What stands now and differs from what you typed is "
    "below. Saving again puts what you typed in its place."
)
GONE = "The organization you chose is not there any more: it was merged meanwhile. Search again."


def there(path: str) -> Response:
    """On to a page, after a POST."""
    return make_response(redirect(path, 303))


@bp.get("/directory/new")
@granted(Grant.EDITOR)
def new_organization() -> Response:
    """An empty form."""
    return editing.render(form=OrganizationForm(), organization=None)


@bp.post("/directory/new")
@granted(Grant.EDITOR)
def add_organization() -> Response:
    """List an organization; the same one twice is refused, with a link to it."""
    form = OrganizationForm()
    if not form.validate():
        return editing.render(422, form=form, organization=None)
    try:
        with unit_of_work():
            added = services.add(form.content, user_id=member().id)
            note(form, kind=services.KIND, id=added.id, user_id=member().id)
            path = added.path
    except services.AlreadyListed as twin:
        return editing.render(409, form=form, organization=None, twin=twin.path)
    return there(path)


@bp.get("/directory/<slug>/edit")
@granted(Grant.EDITOR)
def edit_organization(slug: str) -> Response:
    """The form with what is said now."""
    found = or_404(organization_edited(slug))
    return editing.render(form=OrganizationForm.of(found.content), organization=found)


@bp.post("/directory/<slug>/edit")
@granted(Grant.EDITOR)
def save_organization(slug: str) -> Response:
    """Save what was typed, unless somebody else saved other words meanwhile: then both are shown."""
    found: OrganizationEdited = or_404(organization_edited(slug))
    form = OrganizationForm()
    if not form.validate():
        return editing.render(422, form=form, organization=found)
    version = form.version.data or ""
    try:
        with unit_of_work():
            services.edit(found.id, form.content, version=version, user_id=member().id)
            note(form, kind=services.KIND, id=found.id, user_id=member().id)
    except services.OrganizationChanged as changed:
        form.version.data = changed.present.version
        form.form_errors.append(STALE)
        standing = differences(changed.present, form.content)
        return editing.render(409, form=form, organization=found, standing=standing)
    except services.OrganizationGone:
        return there(found.path)  # which leads on to the organization it became part of
    return there(found.path)


@bp.get("/directory/<slug>/merge")
@granted(Grant.EDITOR)
def choose_merge(slug: str) -> Response:
    """Find the organization that another one should become part of."""
    found = or_404(organization_edited(slug))
    return merge_answer(200, found, MergeForm(formdata=None), request.args.get("q", ""))


@bp.post("/directory/<slug>/merge")
@granted(Grant.EDITOR)
def merge_organization(slug: str) -> Response:
    """Let an organization become part of the one chosen."""
    found = or_404(organization_edited(slug))
    form = MergeForm()
    if not form.validate():
        return merge_answer(422, found, form, form.q.data or "")
    try:
        with unit_of_work():
            path = merging.merge(found.id, form.kept_id, user_id=member().id).path
    except services.OrganizationGone:
        form.form_errors.append(GONE)
        return merge_answer(409, found, form, form.q.data or "")
    except merging.CannotMerge as reason:
        form.form_errors.append(str(reason))
        return merge_answer(409, found, form, form.q.data or "")
    return there(path)


def merge_answer(status: int, found: OrganizationEdited, form: MergeForm, words: str) -> Response:
    """The page of merging, with the organizations whose names hold the words."""
    words = " ".join(words.replace("\x00", " ").split())[:LONGEST_QUERY]
    rows = organizations.rows(Question(PATH, text=words), offset=0, limit=CANDIDATES + 1) if words else []
    candidates = [row for row in rows if row.id != found.id][:CANDIDATES]
    return merge_page.render(status, form=form, organization=found, query=words, candidates=candidates)
