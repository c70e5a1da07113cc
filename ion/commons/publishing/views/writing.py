"""The page of writing: the form, saving a version, and what is kept before it is saved."""

from datetime import datetime
from typing import Any

from flask import Response, make_response, render_template, request
from werkzeug.datastructures import MultiDict

from ion.commons.publishing import services
from ion.commons.publishing.comparing import differences
from ion.commons.publishing.editors import Editor
from ion.commons.publishing.forms import ItemForm, common_content, common_fields
from ion.commons.publishing.queries.copies import KeptCopy, kept_copy, open_by_others
from ion.commons.publishing.queries.history import told, versions
from ion.commons.publishing.queries.working import Working
from ion.commons.publishing.views.blueprint import bp
from ion.commons.publishing.views.pages import about, back_to, editor_of, opened
from ion.core import clock
from ion.core.ports.publishable import Content
from ion.core.times import us_clock, zone_named
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant
from ion.web.afterwards import afterwards
from ion.web.guards import granted, member

KEPT_AT = "ION-Kept-At"
NEXT = {"preview": "preview", "release": "release"}
UNCOMPARED = frozenset({"base", "note"})
"""Fields that say nothing about the text."""


@bp.post("/staff/publishing/<int:item_id>")
@granted(Grant.EDITOR)
def save(item_id: int) -> Response:
    """Keep a new version; where somebody saved meanwhile, show both texts and write over neither."""
    found, who = opened(item_id), member()
    editor = editor_of(found)
    form = editor.form()
    if form.wants_more_rows:
        return page(found, form)
    if not form.validate_on_submit():
        return page(found, form, 422)
    try:
        with unit_of_work():
            mine = common_content(form, services.persons_named(form.authors.data or "")) | editor.content(
                form
            )
            stale = kept(found, form, mine, who.id)
    except services.UnclearAuthor as error:
        form.authors.errors = [*form.authors.errors, error.words]
        return page(found, form, 422)
    except services.Refused as error:
        form.form_errors.append(error.words)
        return page(found, form, 409)
    if stale is not None:
        return both_texts(found, form, mine, stale)
    return back_to(NEXT.get(request.form.get("then", ""), "write"), item_id=item_id)


@bp.get("/staff/publishing/<int:item_id>")
@granted(Grant.EDITOR)
def write(item_id: int) -> Response:
    """The form with the version worked on or, where the address asks for it, with what was typed and not saved."""
    found, who = opened(item_id), member()
    editor, copy = editor_of(found), kept_copy(item_id, who.id)
    form = saved_form(editor, found)
    typed = typed_form(editor, copy) if copy else None
    if typed is not None and says_the_same(typed, form):
        copy = typed = None
    wants_typed = request.args.get("unsaved") == "1" and typed is not None
    response = page(
        found,
        typed if typed is not None and wants_typed else form,
        copy=copy,
        goes_on=wants_typed,
    )

    def note() -> None:
        with unit_of_work():
            services.note_open(item_id, user_id=who.id)

    return afterwards(response, "open page not noted", note)


def page(
    found: Working, form: ItemForm, status: int = 200, copy: KeptCopy | None = None, goes_on: bool = False
) -> Response:
    html = render_template(
        "publishing/write.html",
        form=form,
        editor=editor_of(found),
        copy=copy,
        goes_on=goes_on,
        others=open_by_others(found.id, member().id),
        **about(found),
    )
    return make_response(html, status)


def saved_form(editor: Editor, found: Working) -> ItemForm:
    """The form filled with the version worked on."""
    content = found.content
    fields = common_fields(content, services.byline(content["authors"])) | editor.fields(content)
    return editor.form(formdata=None, data=fields | {"base": str(found.head)})


def typed_form(editor: Editor, copy: KeptCopy) -> ItemForm:
    """The form filled with what was typed."""
    return editor.form(formdata=MultiDict(copy.fields))


def says_the_same(one: ItemForm, other: ItemForm) -> bool:
    """Whether two forms would save the same: a copy may arrive after the save of the very same text."""
    return all(
        plain(one[name].data) == plain(other[name].data) for name in one._fields if name not in UNCOMPARED
    )


def plain(value: Any) -> Any:
    """A field's value without what says nothing: blanks, the order of boxes, rows that nobody filled in."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, dict):
        return {name: said for name, each in value.items() if (said := plain(each))}
    if isinstance(value, list):
        said = [found for each in value if (found := plain(each))]
        return sorted(said) if all(isinstance(each, str) for each in said) else said
    return value or ""


def kept(found: Working, form: ItemForm, mine: Content, user_id: int) -> services.Stale | None:
    """Save, or keep what was typed as this user's unsaved copy where another save came first."""
    try:
        services.save(found.id, mine, base=form.base_number, user_id=user_id, note=form.note.data or "")
    except services.Stale as stale:
        services.keep_copy(found.id, user_id=user_id, base=form.base_number, fields=sent_fields(form))
        return stale
    return None


def sent_fields(form: ItemForm) -> dict[str, list[str]]:
    """What the browser sent for the fields of this form, and nothing else of it."""
    return {
        name: [value.replace("\x00", "") for value in values]
        for name, values in request.form.lists()
        if name.partition("-")[0] in form._fields  # the rows of a list are sent as "steps-0-title"
    }


def both_texts(found: Working, form: ItemForm, mine: Content, stale: services.Stale) -> Response:
    """The page after a save that came second."""
    yours, theirs = told(found.kind, stale.theirs | mine), told(found.kind, stale.theirs)
    again = {name: values for name, values in sent_fields(form).items() if name != "base"}
    html = render_template(
        "publishing/stale.html",
        yours=yours,
        theirs=theirs,
        differences=differences(theirs, yours),
        newest=versions(found.id, most=1)[0],
        again=[(name, value) for name, values in again.items() for value in values],
        head=stale.head,
        **about(opened(found.id)),
    )
    return make_response(html, 409)


@bp.post("/staff/publishing/<int:item_id>/copy")
@granted(Grant.EDITOR)
def keep_copy(item_id: int) -> Response:
    """Keep what is in the form, unsaved; the answer's header says when, for the script's status line."""
    found, who = opened(item_id), member()
    form = editor_of(found).form()
    with unit_of_work():
        services.keep_copy(item_id, user_id=who.id, base=form.base_number, fields=sent_fields(form))
    return make_response("", 204, {KEPT_AT: clock_words(clock.now(), who.zone)})


def clock_words(at: datetime, zone: str) -> str:
    return us_clock(at.astimezone(zone_named(zone)))


@bp.post("/staff/publishing/<int:item_id>/copy/discard")
@granted(Grant.EDITOR)
def discard_copy(item_id: int) -> Response:
    """Forget what was typed and not saved."""
    opened(item_id)
    with unit_of_work():
        services.drop_copy(item_id, user_id=member().id)
    return back_to("write", item_id=item_id)
