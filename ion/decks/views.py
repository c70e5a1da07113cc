"""Decks: a page of slides, one by one and as an outline, and the pages where editors load PowerPoint files."""

import re
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, Response, make_response, redirect, render_template, request, url_for

from ion.commons.files.kinds import PPTX, stem_of
from ion.commons.files.services import Taken, take_in
from ion.core.decks import KIND, DeckCard, decks_about
from ion.core.ports.files import MOST_BYTES, FileRefused
from ion.core.unit_of_work import unit_of_work
from ion.decks import queries, services
from ion.decks.forms import NewDeckForm, SlidesFileForm
from ion.decks.publishable import TEMPLATE, shown
from ion.models import Grant
from ion.web.fragments import Fragment, wants_fragment
from ion.web.guards import granted, member, or_404
from ion.web.login import viewer, viewer_scopes
from ion.web.pagination import number_asked
from ion.web.participant import note
from ion.web.visits import count_view

bp = Blueprint("decks", __name__)

slide = Fragment(TEMPLATE, "slide")
reading = Fragment("decks/file.html", "reading")
NO_SLIDES = (
    "This is no PowerPoint file. Choose one whose name ends in .pptx; save slides of other programs as one."
)


@dataclass(frozen=True, slots=True)
class Decks:
    """What templates ask: the slides of a webinar or practice, and how the reading of a deck's file goes."""

    most_bytes: int = MOST_BYTES

    def about(self, item_id: int) -> list[DeckCard]:
        """The decks of that item that the reader may see."""
        return decks_about(item_id, viewer_scopes())

    def reading(self, item_id: int) -> queries.Reading | None:
        return queries.reading_of(item_id)

    @property
    def may_add(self) -> bool:
        """Whether the reader may add slides."""
        who = viewer()
        return who is not None and who.is_editor


def install(app: Flask) -> None:
    """Let every template ask `decks`."""
    app.jinja_env.globals["decks"] = Decks()


@bp.get("/decks/<slug>")
def show(slug: str) -> Response:
    """One deck, opened at the slide that the address names, or the nearest there is."""
    context = or_404(shown(slug, viewer_scopes(), number_asked(request.args.get("slide"))))
    return count_view(slide.render(**context), context["deck"].id)


@bp.get("/staff/decks/new")
@granted(Grant.EDITOR)
def new() -> Response:
    """The form of a new deck; the address may say what its slides belong to."""
    return beginning(NewDeckForm(formdata=None, data={"about": request.args.get("about", "")}))


@bp.post("/staff/decks/new")
@granted(Grant.EDITOR)
def create() -> Response:
    """Begin a deck with a title or a PowerPoint file, and go on to its text or to the reading of the file."""
    form, who = NewDeckForm(), member()
    if not form.validate_on_submit():
        return beginning(form, 422)
    about, taken = about_asked(form), taken_in(form) if form.has_file else None
    if form.has_file and taken is None:
        return beginning(form, 422)
    title = " ".join((form.title.data or "").split()) or title_from(taken)
    with unit_of_work():
        item_id = services.begin(title, about.id if about else None, user_id=who.id).id
        note(form, kind=KIND, id=item_id, user_id=who.id)
        if taken is not None:
            services.ask_reading(item_id, taken, user_id=who.id)
    return on_to("decks.file" if taken else "publishing.write", item_id)


def beginning(form: NewDeckForm, status: int = 200) -> Response:
    html = render_template("decks/new.html", form=form, about=about_asked(form))
    return make_response(html, status)


def about_asked(form: NewDeckForm) -> Any:
    """The webinar or practice that the form names; None where it names none, 404 where that is not there."""
    typed = form.about.data or ""
    return or_404(queries.about(int(typed) if re.fullmatch(r"[0-9]{1,9}", typed) else 0)) if typed else None


def taken_in(form: SlidesFileForm) -> Taken | None:
    """The PowerPoint file of a form, checked and kept; None where the form now says why it is not taken."""
    try:
        taken = take_in(form.name, form.content())
    except FileRefused as refused:
        form.refuse(refused)
        return None
    if taken.type != PPTX.type:
        form.refuse(NO_SLIDES)
        return None
    return taken


def title_from(taken: Taken | None) -> str:
    """A title from a file's name: "launch_deck-2026.pptx" reads "launch deck 2026"."""
    words = " ".join(re.sub(r"[_-]+", " ", stem_of(taken.name)).split()) if taken else ""
    return words or "Without a title"


def on_to(endpoint: str, item_id: int) -> Response:
    return make_response(redirect(url_for(endpoint, item_id=item_id), 303))


@bp.get("/staff/decks/<int:item_id>/file")
@granted(Grant.EDITOR)
def file(item_id: int) -> Response:
    """The deck's PowerPoint file: how its reading goes, and a form for another one."""
    found = or_404(queries.item(item_id))
    told = queries.reading_of(item_id)
    if wants_fragment() and told is not None and told.is_waiting:
        return make_response("", 204)
    return reading.render(deck=found, told=told, form=SlidesFileForm(formdata=None))


@bp.post("/staff/decks/<int:item_id>/file")
@granted(Grant.EDITOR)
def upload(item_id: int) -> Response:
    """Take a PowerPoint file for the deck and have it read."""
    found, form, who = or_404(queries.item(item_id)), SlidesFileForm(), member()
    taken = taken_in(form) if form.validate_on_submit() else None
    if taken is None:
        html = render_template("decks/file.html", deck=found, told=queries.reading_of(item_id), form=form)
        return make_response(html, 422)
    with unit_of_work():
        services.ask_reading(item_id, taken, user_id=who.id)
        note(form, kind=KIND, id=item_id, user_id=who.id)
    return on_to("decks.file", item_id)
